namespace Exporter.Traffic.Energy;

/// <summary>
/// Splits the energy of one card among the targets that hold memory of it. A card of one holder is wholly its; one that several
/// share is split by the driver's estimate of who computes, and while nobody computes by the memory that each holds. What belongs to
/// no target is nobody's, so the parts never add up to more than the card used. Not thread-safe.
/// </summary>
internal sealed class CardLedger(string hwId, TimeProvider time)
{
    /// <summary>Below this share of the time a card does no work: the driver's sampling has a grain of its own.</summary>
    private const double IdleBelow = 0.01;

    /// <summary>More than any card draws; a counter that runs faster was set anew.</summary>
    private const double MostWatts = 5000;

    /// <summary>What was seen at two readings further apart says nothing of who used the time between them.</summary>
    private static readonly TimeSpan LongestSpacing = TimeSpan.FromSeconds(12);

    private readonly Dictionary<string, EnergyAccount> accounts = [];
    private CardSample? last;

    public IEnumerable<EnergyAccount> Accounts => accounts.Values;

    /// <summary>Drops what was counted for targets that are no longer wanted.</summary>
    public void Keep(IReadOnlySet<string> targets)
    {
        foreach (var gone in accounts.Keys.Where(t => !targets.Contains(t)).ToList())
        {
            accounts.Remove(gone);
        }
    }

    /// <summary>Counts the time from the last reading to this one; nothing for a reading that was seen already.</summary>
    public void Add(CardSample sample, IReadOnlySet<string> targets)
    {
        foreach (var target in sample.Memory.Keys.Where(targets.Contains))
        {
            // A counter begins at 0, or its first increase would never be seen.
            accounts.TryAdd(target, new EnergyAccount(target, hwId, sample.EnergyJoules is null ? null : 0, sample.EnergyJoules is null ? null : 0, 0));
        }

        if (last is { } before && before.Taken != sample.Taken)
        {
            var elapsed = time.GetElapsedTime(before.Taken, sample.Taken);
            if (elapsed > TimeSpan.Zero && elapsed <= LongestSpacing)
            {
                Split(sample, elapsed.TotalSeconds, Joules(before, sample, elapsed.TotalSeconds));
            }
        }

        last = sample;
    }

    private void Split(CardSample sample, double seconds, double? joules)
    {
        var computing = sample.Shares is { } shares ? shares.Values.Sum() + sample.OtherShare : 0;
        var memory = sample.Memory.Values.Sum() + sample.OtherMemory;
        var isAlone = sample.Memory.Count == 1 && sample.OtherMemory == 0;
        foreach (var (target, bytes) in sample.Memory)
        {
            if (!accounts.TryGetValue(target, out var account))
            {
                continue;
            }

            var own = sample.Shares?.GetValueOrDefault(target) ?? 0;
            var part = isAlone ? 1 : computing > 0 ? own / computing : memory > 0 ? (double)bytes / memory : 0;
            var isIdle = sample.Utilization < IdleBelow || (!isAlone && computing > 0 && own <= 0);
            accounts[target] = account with
            {
                Joules = joules is { } used ? (account.Joules ?? 0) + (used * part) : account.Joules,
                IdleJoules = joules is { } wasted ? (account.IdleJoules ?? 0) + (isIdle ? wasted * part : 0) : account.IdleJoules,
                IdleSeconds = account.IdleSeconds + (isIdle ? seconds : 0),
            };
        }
    }

    /// <summary>Null where the card does not tell, and where its counter began anew.</summary>
    private static double? Joules(CardSample before, CardSample now, double seconds) =>
        now.EnergyJoules - before.EnergyJoules is { } used && used >= 0 && used <= MostWatts * seconds ? used : null;
}
