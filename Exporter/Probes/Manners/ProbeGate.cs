using Exporter.Configuration;

namespace Exporter.Probes.Manners;

/// <summary>Whether a scheduled probe may ask now: maintenance, budget, and how busy the server is with real requests.</summary>
internal sealed class ProbeGate : IDisposable
{
    private readonly MaintenanceCalendar calendar;
    private readonly MaintenanceSwitch? byHand;
    private readonly TokenBudget budget;
    private readonly BusyCheck? busy;
    private readonly TimeProvider time;

    /// <param name="byHand">Maintenance begun by a person; null where nobody can.</param>
    /// <param name="sent">Told of every request that goes out.</param>
    public ProbeGate(TargetConfig target, ProbeConfig probe, MaintenanceSwitch? byHand, TimeProvider time, Action<SentRequest>? sent = null)
    {
        this.byHand = byHand;
        this.time = time;
        calendar = new MaintenanceCalendar(target.Maintenance);
        budget = new TokenBudget(probe.TokenBudgetPerHour, time);
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

        if (budget.IsSpent)
        {
            return ProbeSkipReason.Budget;
        }

        return busy is not null && await busy.ShouldSkipAsync(time, cancellationToken).ConfigureAwait(false) ? ProbeSkipReason.Busy : null;
    }

    /// <summary>A probe has cost this.</summary>
    public void Spend(TokenCounts? tokens) => budget.Spend(tokens);

    public void Dispose() => busy?.Dispose();
}
