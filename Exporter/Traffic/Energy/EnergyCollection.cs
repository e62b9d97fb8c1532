using System.Collections.Frozen;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.Energy;

/// <summary>Counts once a second which target used the GPUs' energy. The counts of a target go on over a reload.</summary>
internal sealed class EnergyCollection : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Func<IReadOnlyList<CardSample>> cardsNow;
    private readonly TimeProvider time;
    private readonly PeriodicLoop loop;
    private readonly Dictionary<string, CardLedger> ledgers = [];
    private FrozenSet<string> targets = [];
    private IReadOnlyList<EnergyAccount> accounts = [];

    /// <param name="cardsNow">The GPUs that can be read now; reads memory only.</param>
    public EnergyCollection(Func<IReadOnlyList<CardSample>> cardsNow, TimeProvider time, ILogger logger)
    {
        this.cardsNow = cardsNow;
        this.time = time;
        loop = new PeriodicLoop(new PeriodicSchedule { Name = "energy", Interval = Interval }, LookAsync, time, logger);
    }

    /// <summary>The counts as of the last second; nothing of a target that is no longer configured. Any thread may ask.</summary>
    public IEnumerable<EnergyAccount> Accounts
    {
        get
        {
            var wanted = Volatile.Read(ref targets);
            return Volatile.Read(ref accounts).Where(a => wanted.Contains(a.Target));
        }
    }

    /// <summary>Says whose energy to count from the next second on; what was counted of a target that stays is kept.</summary>
    public void Configure(IEnumerable<string> wanted) => Volatile.Write(ref targets, wanted.ToFrozenSet(StringComparer.Ordinal));

    public void Start() => loop.Start();

    public ValueTask DisposeAsync() => loop.DisposeAsync();

    private Task LookAsync(CancellationToken cancellationToken)
    {
        var wanted = Volatile.Read(ref targets);
        foreach (var ledger in ledgers.Values)
        {
            ledger.Keep(wanted);
        }

        foreach (var card in cardsNow())
        {
            if (!ledgers.TryGetValue(card.HwId, out var ledger))
            {
                ledgers[card.HwId] = ledger = new CardLedger(card.HwId, time);
            }

            ledger.Add(card, wanted);
        }

        Volatile.Write(ref accounts, [.. ledgers.Values.SelectMany(l => l.Accounts)]);
        return Task.CompletedTask;
    }
}
