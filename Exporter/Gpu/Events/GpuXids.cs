using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Events;

/// <summary>
/// Counts the Xid errors of every GPU, by its place on the PCI bus: the kernel names it so, and it is known even of a GPU that
/// answers nothing any more. Thread-safe; it outlives the driver's sessions.
/// </summary>
internal sealed class GpuXids(TimeProvider time, ILogger logger)
{
    /// <summary>Codes without a place in the table that one GPU keeps apart; the rest share one.</summary>
    private const int MostUnclassified = 14;

    /// <summary>The shared one.</summary>
    private const int Other = -1;

    /// <summary>More than a host has, since a card's place may change.</summary>
    private const int MostGpus = 64;

    /// <summary>A code is logged when it comes and again after having been quiet for this long.</summary>
    private static readonly TimeSpan quiet = TimeSpan.FromMinutes(10);

    private static readonly IReadOnlyList<XidCount> none = [.. XidCatalog.Critical.Select(code => Shown(code, 0, null))];

    private readonly Lock gate = new();
    private readonly Dictionary<string, Card> cards = [];
    private int version;

    /// <summary>Another number than before once any count is another.</summary>
    public int Version => Volatile.Read(ref version);

    /// <summary>The most codes one GPU can show.</summary>
    public static int MostCodes => XidCatalog.Codes.Count + MostUnclassified + 1;

    /// <param name="pciAddress">As in a GPU's identity or in the kernel's log; with or without the function.</param>
    /// <param name="code">The Xid.</param>
    public void Report(string pciAddress, int code, XidSource source)
    {
        lock (gate)
        {
            var key = Normalise(pciAddress);
            if (!cards.TryGetValue(key, out var card))
            {
                if (cards.Count == MostGpus)
                {
                    return;
                }

                cards.Add(key, card = new Card());
            }

            var kept = card.Keeps(code) ? code : Other;
            if (!card.Tallies.TryGetValue(kept, out var tally))
            {
                card.Tallies.Add(kept, tally = new XidTally(time));
            }

            var before = tally.LastTime;
            if (tally.Report(source))
            {
                card.Shown = Show(card);
                Volatile.Write(ref version, version + 1);
                Tell(key, code, tally, before);
            }
        }
    }

    /// <summary>The counts of a GPU: of every critical code, and of what else it reported.</summary>
    /// <param name="pciBusId">From its identity; null where the driver does not tell, and then nothing can be found.</param>
    public IReadOnlyList<XidCount> Of(string? pciBusId)
    {
        if (pciBusId is null)
        {
            return none;
        }

        lock (gate)
        {
            return cards.TryGetValue(Normalise(pciBusId), out var card) ? card.Shown : none;
        }
    }

    /// <summary><c>00000000:3B:00.0</c>, <c>0000:3b:00.0</c> and <c>0000:3b:00</c> are the same place: <c>3b:00</c> in domain 0.</summary>
    private static string Normalise(string address)
    {
        var parts = address.ToLowerInvariant().Split(':');
        return parts.Length != 3 ? address : $"{parts[0].TrimStart('0').PadLeft(4, '0')}:{parts[1]}:{parts[2].Split('.')[0]}";
    }

    private static IReadOnlyList<XidCount> Show(Card card) =>
    [
        .. XidCatalog.Critical.Union(card.Tallies.Keys).Order()
            .Select(code => card.Tallies.TryGetValue(code, out var tally) ? Shown(code, tally.Count, tally.LastTime) : Shown(code, 0, null)),
    ];

    private static XidCount Shown(int code, long count, double? lastTime) => new(
        code == Other ? "other" : code.ToString(CultureInfo.InvariantCulture),
        XidCatalog.Label(XidCatalog.Severity(code)),
        count,
        lastTime);

    private void Tell(string pciAddress, int code, XidTally tally, double? before)
    {
        if (before is { } last && tally.LastTime - last < quiet.TotalSeconds)
        {
            return;
        }

        var kind = XidCatalog.Severity(code);
        var level = kind is XidSeverity.Application ? LogLevel.Information : LogLevel.Warning;
        var (severity, advice) = (XidCatalog.Label(kind), XidCatalog.Advice(code));
        Log.Xid(logger, level, pciAddress, code, severity, advice);
    }

    private sealed class Card
    {
        public Dictionary<int, XidTally> Tallies { get; } = [];

        public IReadOnlyList<XidCount> Shown { get; set; } = none;

        public bool Keeps(int code) =>
            Tallies.ContainsKey(code)
            || XidCatalog.Severity(code) is not XidSeverity.Unclassified
            || Tallies.Keys.Count(kept => kept != Other && XidCatalog.Severity(kept) is XidSeverity.Unclassified) < MostUnclassified;
    }
}
