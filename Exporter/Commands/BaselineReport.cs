using System.Globalization;
using Exporter.Configuration.Baselines;
using Exporter.Probes.Quality;

namespace Exporter.Commands;

/// <summary>What was recorded of one probe.</summary>
/// <param name="Problem">Why nothing was written; null where it was.</param>
internal sealed record BaselineReport(string Target, string Probe, string File, IReadOnlyList<RecordedCase> Cases, string? Problem)
{
    public int Written => Problem is null ? Cases.Count(static one => one.Reference is not null) : 0;

    /// <summary>What a reference holds, in words.</summary>
    public static IEnumerable<string> Parts(CaseReference reference)
    {
        if (reference.Label is { } label)
        {
            yield return $"label '{label}'";
        }

        if (reference.Ranking.Count > 0)
        {
            yield return $"ranking {string.Join(", ", reference.Ranking)}";
        }

        if (reference.Embedding.Count > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"vector of {reference.Embedding.Count} numbers and length {Vectors.Norm(reference.Embedding):0.####}");
        }

        if (reference.OutputSha256 is { } hash)
        {
            yield return $"output {hash[..12]}…";
        }
    }
}
