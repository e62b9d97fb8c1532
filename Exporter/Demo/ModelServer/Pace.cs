namespace Exporter.Demo.ModelServer;

/// <summary>How long the demo model thinks: about a small language model on an idle GPU.</summary>
/// <param name="FirstToken">From the request to the first token of a generated text.</param>
/// <param name="EachToken">From one token to the next.</param>
/// <param name="OnePass">A whole answer that nothing is generated for: vectors, scores, spans.</param>
internal sealed record Pace(TimeSpan FirstToken, TimeSpan EachToken, TimeSpan OnePass)
{
    private static readonly TimeSpan slowStart = TimeSpan.FromSeconds(2);

    /// <summary>20 to 30 ms to the first token and 5 ms a token, a little different from request to request and always the same for the same one.</summary>
    public static Pace Of(long sequence, bool isSlow)
    {
        var spread = sequence * 7 % 11;
        var usual = new Pace(TimeSpan.FromMilliseconds(20 + spread), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(4 + (spread / 2.0)));
        return isSlow ? new Pace(usual.FirstToken + slowStart, 4 * usual.EachToken, usual.OnePass + slowStart) : usual;
    }
}
