namespace Exporter.Benchmarks.Accuracy;

/// <summary>When a server shall send what: one delay before each token, the first counted from the request.</summary>
internal sealed record StreamScript(IReadOnlyList<TimeSpan> Delays)
{
    private const int FewestTokens = 4;
    private const int MostTokens = 12;

    /// <summary>A stream like those of a model server in small: a prefill, a steady pace with some jitter, one stall.</summary>
    public static StreamScript Draw(Random random)
    {
        var delays = new List<TimeSpan> { Milliseconds(random, 5, 60) };
        int tokens = random.Next(FewestTokens, MostTokens + 1);
        double pace = 2 + (random.NextDouble() * 10);
        for (int i = 1; i < tokens; i++)
        {
            delays.Add(Milliseconds(random, pace * 0.8, pace * 1.2));
        }

        delays[random.Next(1, tokens)] = Milliseconds(random, 20, 50);
        return new StreamScript(delays);
    }

    private static TimeSpan Milliseconds(Random random, double least, double most) => TimeSpan.FromMilliseconds(least + (random.NextDouble() * (most - least)));
}
