namespace Exporter.Slo.Rules;

/// <summary>
/// When a budget burns fast enough to wake somebody, and when to write a ticket. The windows and factors are those of the SRE
/// workbook where the budget is narrow. A budget of some percent, as latency objectives have, cannot burn fourteen times too
/// fast; it takes lower factors over shorter windows. A budget of a tenth of a percent never wakes anybody: one restart of a
/// model server spends it.
/// </summary>
internal static class BurnPolicy
{
    /// <summary>From this budget on the factors are the low ones.</summary>
    private const double WideBudget = 0.04;

    /// <summary>Up to this budget only tickets are written.</summary>
    private const double TicketBudget = 0.001;

    /// <summary>How far above the budget a threshold may lie at most, as a share of what is left to 1.</summary>
    private const double MostForPage = 0.8;
    private const double MostForTicket = 0.4;

    /// <summary>Fewer bad probes than this are chance. Counts are extrapolated to the window's edges, so a half is left for that.</summary>
    private const double FewestBad = 4.5;

    /// <summary>
    /// A long window is judged as if at least so much of it had been measured. Of a target that is new, or was not measured for hours,
    /// one restart is a large share of the little that is known, and no large share of a month.
    /// </summary>
    private const double LeastFilled = 0.5;

    private static readonly (double Factor, Window Long, Window Short)[] NarrowPages =
        [(14.4, Window.Hour, Window.FiveMinutes), (6, Window.SixHours, Window.HalfHour)];

    private static readonly (double Factor, Window Long, Window Short)[] NarrowTickets =
        [(3, Window.Day, Window.TwoHours), (1, Window.ThreeDays, Window.SixHours)];

    private static readonly (double Factor, Window Long, Window Short)[] WidePages = [(6, Window.HalfHour, Window.FiveMinutes)];

    /// <summary>For a probe that is too rare for five minutes.</summary>
    private static readonly (double Factor, Window Long, Window Short)[] WidePagesOfRare = [(6, Window.TwoHours, Window.HalfHour)];

    private static readonly (double Factor, Window Long, Window Short)[] WideTickets =
        [(2, Window.SixHours, Window.HalfHour), (1, Window.ThreeDays, Window.SixHours)];

    /// <summary>When to wake somebody, any of these; none where the budget is too narrow or probes are too rare.</summary>
    public static IReadOnlyList<BurnCondition> Pages(Objective objective, TimeSpan interval) => objective switch
    {
        // A model that got worse got a new version, or new cases: nothing that is mended at night.
        { Kind: ObjectiveKind.Accuracy } or { Budget: <= TicketBudget } => [],
        { Budget: < WideBudget } => Conditions(NarrowPages, objective.Budget, MostForPage, interval),
        _ => Conditions(Window.FiveMinutes.Holds(interval) ? WidePages : WidePagesOfRare, objective.Budget, MostForPage, interval),
    };

    /// <summary>When to write a ticket, any of these; none where probes are too rare.</summary>
    public static IReadOnlyList<BurnCondition> Tickets(Objective objective, TimeSpan interval) =>
        Conditions(objective.Budget < WideBudget ? NarrowTickets : WideTickets, objective.Budget, MostForTicket, interval);

    private static IReadOnlyList<BurnCondition> Conditions((double Factor, Window Long, Window Short)[] paces, double budget, double most, TimeSpan interval) =>
    [
        .. from pace in paces
           where pace.Short.Holds(interval)
           let threshold = Math.Round(Math.Min(pace.Factor * budget, budget + (most * (1 - budget))), 9)
           let least = Math.Round(threshold * LeastFilled * (pace.Long.Length / interval), 1)
           select new BurnCondition(pace.Long, pace.Short, pace.Factor, threshold, Math.Max(least, FewestBad)),
    ];
}
