using Exporter.Configuration.Baselines;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads <c>baseline_file</c>: the references that the command <c>probe --record-baseline</c> has written.</summary>
internal static class BaselineReader
{
    private const string Key = "baseline_file";

    /// <summary>Not of the configuration: written by the command, and only read here.</summary>
    private static readonly SectionKeys LineKeys = new("baseline", "case", "name", "recorded", "model", "label", "ranking", "output_sha256", "embedding");

    /// <summary>The absolute path of the file; null where none is named.</summary>
    public static string? PathIn(Section quality) =>
        quality.TryRead(Key, Texts.FilePath, Presence.Optional, out var path) ? quality.Reading.ResolveNamed(path) : null;

    /// <summary>The cases with what they do not say themselves taken from the file.</summary>
    public static IEnumerable<QualityCaseConfig> Complete(Section quality, string? path, IReadOnlyList<QualityCaseConfig> cases)
    {
        if (path is null || quality.Reading.IgnoresBaselines)
        {
            return cases;
        }

        if (!File.Exists(path) && !Directory.Exists(path))
        {
            quality.Fail(Key, "no such file yet; 'modelhost-exporter probe TARGET/PROBE --record-baseline' writes it");
            return cases;
        }

        if (ReferencedFile.Read(quality, Key) is null)
        {
            return cases;
        }

        var references = new Dictionary<string, CaseReference>(StringComparer.Ordinal);
        foreach (var reference in JsonLinesFile.Read(quality, Key, path, LineKeys, ReadLine))
        {
            references[reference.Case] = reference;
        }

        return cases.Select(one => references.TryGetValue(CaseIdentity.Of(one), out var known) ? known.Complete(one) : one);
    }

    private static CaseReference ReadLine(Section line) => new()
    {
        Case = line.ReadRequired("case", Texts.NotEmpty, ""),
        Label = line.ReadOptional("label", QualityCaseReader.ParseLabel),
        Ranking = line.ReadList("ranking", QualityCaseReader.ParseIndex),
        Embedding = line.ReadList("embedding", Numbers.Any),
        OutputSha256 = line.ReadOptional("output_sha256", QualityCaseReader.ParseSha256),
    };
}
