using Exporter.Configuration;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Manners;

/// <summary>Whether a scheduled probe may ask now: maintenance, budget, and how busy the server is with real requests.</summary>
internal sealed class ProbeGate : IDisposable
{
    private readonly MaintenanceCalendar calendar;
    private readonly MaintenanceSwitch? byHand;
    private readonly TokenBudget budget;
    private readonly long? tokensPerHour;
    private readonly BusyCheck? busy;
    private readonly TimeProvider time;

    /// <param name="byHand">Maintenance begun by a person; null where nobody can.</param>
    /// <param name="budget">What was spent before this gate; null where nothing was.</param>
    /// <param name="sent">Told of every request that goes out.</param>
    public ProbeGate(TargetConfig target, ProbeConfig probe, MaintenanceSwitch? byHand, TimeProvider time, TokenBudget? budget = null, Action<SentRequest>? sent = null)
    {
        this.byHand = byHand;
        this.time = time;
        calendar = new MaintenanceCalendar(target.Maintenance);
        this.budget = budget ?? new TokenBudget(time);
        tokensPerHour = probe.TokenBudgetPerHour;
        busy = probe.SkipWhenBusy ? new BusyCheck(target, probe, sent) : null;
    }

    /// <summary>Memory and clock only: a scrape reads it.</summary>
    public bool IsInMaintenance => byHand?.IsOpen == true || calendar.IsOpen(time.GetUtcNow());

    /// <returns>Null when the probe may ask.</returns>
    public async ValueTask<ProbeSkipReason?> WhyNotNowAsync(CancellationToken cancellationToken)
    {
        if (IsInMaintenance)
        {
            return ProbeSkipReason.Maintenance;
        }

        if (tokensPerHour is { } bound && budget.IsSpent(bound))
        {
            return ProbeSkipReason.Budget;
        }

        return busy is not null && await busy.ShouldSkipAsync(time, cancellationToken).ConfigureAwait(false) ? ProbeSkipReason.Busy : null;
    }

    /// <summary>A probe has cost this.</summary>
    public void Spend(TokenCounts? tokens)
    {
        if (tokensPerHour is not null)
        {
            budget.Spend(tokens);
        }
    }

    public void Dispose() => busy?.Dispose();
}
