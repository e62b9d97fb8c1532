using System.Globalization;
using Exporter.Configuration;

namespace Exporter.Probes.Templating;

/// <summary>Draws what placeholders stand for, request by request.</summary>
/// <param name="random">Of nonces and random cases; not a secret, so it needs no cryptography.</param>
/// <remarks>One request at a time.</remarks>
internal sealed class TemplateSource(IReadOnlyList<string> cases, CaseOrder order, Random random)
{
    private int next;

    public TemplateDraw Draw(TimeProvider time) => new(
        random.NextInt64().ToString("x16", CultureInfo.InvariantCulture),
        time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        cases.Count == 0 ? string.Empty : cases[NextCase()]);

    private int NextCase() => order switch
    {
        CaseOrder.RoundRobin => next++ % cases.Count,
        CaseOrder.Random => random.Next(cases.Count),
    };
}
