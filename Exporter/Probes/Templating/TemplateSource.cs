using System.Globalization;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Templating;

/// <summary>Draws what placeholders stand for, request by request.</summary>
/// <param name="random">Of nonces and random cases; not a secret, so it needs no cryptography.</param>
/// <remarks>One request at a time.</remarks>
internal sealed class TemplateSource(IReadOnlyList<string> cases, CaseOrder order, Random random)
{
    /// <summary>Of 16 digits.</summary>
    private const long Nonces = 10_000_000_000_000_000;

    private int next;

    public TemplateDraw Draw(TimeProvider time) => new(
        // Digits alone: tokenisers cut them singly or by three, so that every nonce costs the same. Letters among them make words of any length.
        random.NextInt64(Nonces).ToString("d16", CultureInfo.InvariantCulture),
        time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        cases.Count == 0 ? string.Empty : cases[NextCase()]);

    private int NextCase() => order switch
    {
        CaseOrder.RoundRobin => next++ % cases.Count,
        CaseOrder.Random => random.Next(cases.Count),
    };
}
