using System.Xml.Linq;

namespace Exporter.Commands.Gpus.Parity;

/// <summary>A card side by side.</summary>
/// <param name="Index">Ours; null for a card that only nvidia-smi has.</param>
/// <param name="Uuid">What it is recognised by.</param>
/// <param name="Results">In the order of the table.</param>
internal sealed record CardParity(int? Index, string? Uuid, IReadOnlyList<ParityResult> Results)
{
    public bool Holds => Results.All(result => result.Holds);

    /// <summary>Every card that either side has.</summary>
    /// <param name="cards">Ours.</param>
    /// <param name="report">nvidia-smi's.</param>
    public static IReadOnlyList<CardParity> Compare(IReadOnlyList<InspectedCard> cards, XElement report)
    {
        var theirs = report.Elements("gpu").ToList();
        var ours = cards.Select(card => Of(card, theirs.Find(gpu => gpu.Element("uuid")?.Value.Trim() == card.Identity?.Uuid))).ToList();
        var rest = theirs.Select(gpu => gpu.Element("uuid")?.Value.Trim()).Where(uuid => !cards.Any(card => card.Identity?.Uuid == uuid));
        return [.. ours, .. rest.Select(uuid => new CardParity(null, uuid, [new("the card", "", null, "is there", ParityVerdict.OnlyNvidiaSmi)]))];
    }

    private static CardParity Of(InspectedCard card, XElement? gpu) => new(
        card.Index,
        card.Identity?.Uuid,
        gpu is null ? [new("the card", "", "is there", null, ParityVerdict.Differs)] : [.. ParityTable.Rows.Select(row => row.Compare(card, gpu))]);

    /// <summary>Of several rounds the better one counts for each reading: what moves may have moved between.</summary>
    public CardParity OrBetter(CardParity earlier) => this with
    {
        Results = earlier.Results.Count == Results.Count ? [.. Results.Zip(earlier.Results, (now, before) => !now.Holds && before.Holds ? before : now)] : Results,
    };
}
