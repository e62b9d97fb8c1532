using System.Collections.Immutable;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.State;

/// <summary>Judges every target once a second by what the other rooms know of it.</summary>
internal sealed class StateCollection : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Func<string, TargetEvidence> evidenceOf;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly PeriodicLoop loop;
    private Dictionary<string, TargetWatch> watches = [];
    private ImmutableArray<StateLimits> wanted = [];
    private IReadOnlyList<TargetStanding> standings = [];

    /// <param name="evidenceOf">What is known of a target now; reads memory only.</param>
    public StateCollection(Func<string, TargetEvidence> evidenceOf, TimeProvider time, ILogger logger)
    {
        this.evidenceOf = evidenceOf;
        this.time = time;
        this.logger = logger;
        loop = new PeriodicLoop(new PeriodicSchedule { Name = "state", Interval = Interval }, LookAsync, time, logger);
    }

    /// <summary>The targets as of the last second; nothing of one that is no longer configured. Any thread may ask.</summary>
    public IEnumerable<TargetStanding> Standings
    {
        get
        {
            var now = Targets;
            return Volatile.Read(ref standings).Where(s => now.Any(t => t.Target == s.Target));
        }
    }

    /// <summary>Says which targets to judge from the next second on; what is known of a target that stays is kept.</summary>
    public void Configure(IEnumerable<StateLimits> targets) => ImmutableInterlocked.InterlockedExchange(ref wanted, [.. targets]);

    public void Start() => loop.Start();

    public ValueTask DisposeAsync() => loop.DisposeAsync();

    private ImmutableArray<StateLimits> Targets => ImmutableInterlocked.InterlockedCompareExchange(ref wanted, [], []);

    private Task LookAsync(CancellationToken cancellationToken)
    {
        var now = Targets;
        watches = now.ToDictionary(t => t.Target, t => watches.GetValueOrDefault(t.Target) ?? new TargetWatch(time));
        Volatile.Write(ref standings, [.. now.Select(Look)]);
        return Task.CompletedTask;
    }

    private TargetStanding Look(StateLimits limits) => watches[limits.Target].Look(
        evidenceOf(limits.Target),
        limits,
        (from, to, why) => Log.StateEntered(logger, to, limits.Target, from?.Label() ?? "unknown", to.Label(), why));
}
