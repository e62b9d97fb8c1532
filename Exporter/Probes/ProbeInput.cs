namespace Exporter.Probes;

/// <summary>What one request sends.</summary>
/// <param name="BatchSize">Documents or texts in one request; null where there is always one.</param>
/// <param name="Characters">Length of all its text in characters.</param>
internal sealed record ProbeInput(int? BatchSize, int Characters)
{
    /// <summary>One prompt, with or without what stands before it.</summary>
    public static ProbeInput Prompt(params IEnumerable<string?> texts) => new(null, LengthOf(texts));

    /// <summary>Several texts in one request, and what stands before them.</summary>
    public static ProbeInput Batch(IReadOnlyCollection<string> texts, string? query = null) => new(texts.Count, LengthOf(texts.Append(query)));

    private static int LengthOf(IEnumerable<string?> texts) => texts.Sum(static text => text is null ? 0 : Judging.TextLength.Of(text));
}
