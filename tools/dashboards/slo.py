"""Objectives: what was promised, what was kept, how fast the budget burns. Drawn from the rules that `modelhost-exporter rules` writes."""

from common import without_zeros
from kit import BAD, GOOD, NONE_ASKED, NOTICE, WARNING, Row, column, dashboard, dashed, query, series, stat, steps, table

BY = "job, instance, target, slo"
NAME = "{{instance}} {{target}} {{slo}}"
ERROR = "slo:sli_error:ratio_rate"
RULES = "Needs the rules that `modelhost-exporter rules` writes, loaded into Prometheus."


def burn(window):
    """How many times faster than allowed the budget goes: the objectives' own gauges, since the recorded ones know no host."""
    return f"{ERROR}{window}{{@slo}} / on ({BY}) (1 - slo_objective_ratio{{@slo}})"


def lower_burn(long, short):
    """The lower of two windows, which is what an alert on both compares with its factor."""
    (first, second) = (f"{ERROR}{window}{{@slo}}" for window in (long, short))
    return f"(({first} < {second}) or {second}) / on ({BY}) (1 - slo_objective_ratio{{@slo}})"


def top():
    return [
        stat("Objectives", "Promises of the chosen targets. Metric: slo_objective_ratio.",
             "one for each promise in the configuration.", "none: `slo:` is missing in the target's configuration.",
             query("count(slo_objective_ratio{@slo})", form="instant"), width=4),
        stat("Objectives missed, 30 d", f"Promises whose share of bad probes in 30 days is above what they allow. {RULES}",
             "0.", "the table names them; the budget's curve below shows when it was lost.",
             query(f"count({ERROR}30d{{@slo}} > on ({BY}) (1 - slo_objective_ratio{{@slo}})) or 0 * count({ERROR}30d{{@slo}})", form="instant"), width=4, thresholds=steps(GOOD, 1, BAD)),
        stat("Least budget left, 30 d", f"Share of the error budget that is left, of the worst objective; below 0 the promise is broken. {RULES}",
             "above 25 %.", "stop rollouts that can wait until the curve recovers.",
             query("min(slo:period_error_budget_remaining:ratio{@slo})", form="instant"), unit="percentunit", width=4, decimals=1, mappings=[NONE_ASKED], thresholds=steps(BAD, 0, WARNING, 0.25, GOOD)),
        stat("Fastest burn now", f"How many times faster than allowed the budget burns, worst objective. At 1 it lasts exactly 30 days. {RULES}",
             "below 1.", "14.4 empties 2 % of the budget in an hour: somebody is being paged.",
             query("max(slo:current_burn_rate:ratio{@slo})", form="instant"), width=4, decimals=1, mappings=[NONE_ASKED], thresholds=steps(GOOD, 1, NOTICE, 6, WARNING, 14.4, BAD)),
        stat("Least measured, 30 d", f"Share of the 30 days in which the objective was measured at all. Unmeasured is not good, it is unknown. {RULES}",
             "above 99 %; lower in the first month.", "gaps: the exporter or Prometheus was down, or the target was in maintenance.",
             query("min(slo:measured:ratio{@slo})", form="instant"), unit="percentunit", width=4, decimals=1, thresholds=steps(WARNING, 0.9, NOTICE, 0.99, GOOD)),
        stat("Burn alerts firing", f"Alerts on error budgets that fire now. {RULES} Metric: ALERTS.",
             "0.", "the alert's runbook says what to do first.",
             query('count(ALERTS{@slo,alertstate="firing"}) or 0 * count(slo_objective_ratio{@slo})', form="instant"), width=4, thresholds=steps(GOOD, 1, BAD)),
    ]


def compliance():
    good = steps(BAD, 0, WARNING, 0.25, GOOD)
    columns = [
        ("Objective", f"max by ({BY}) (slo_objective_ratio{{@slo}})", column("percentunit", decimals=2)),
        ("Kept, 30 d", f"1 - max by ({BY}) ({ERROR}30d{{@slo}})", column("percentunit", mappings=[NONE_ASKED], decimals=3, colour="auto")),
        ("Budget left, 30 d", f"max by ({BY}) (slo:period_error_budget_remaining:ratio{{@slo}})", column("percentunit", good, [NONE_ASKED], 1)),
        ("Burn, 1 h", f"max by ({BY}) ({burn('1h')})", column("none", steps(GOOD, 1, NOTICE, 14.4, BAD), [NONE_ASKED], 2)),
        ("Burn, 6 h", f"max by ({BY}) ({burn('6h')})", column("none", steps(GOOD, 1, NOTICE, 6, BAD), [NONE_ASKED], 2)),
        ("Measured, 30 d", f"max by ({BY}) (slo:measured:ratio{{@slo}})", column("percentunit", decimals=1)),
    ]
    return [
        table("Compliance",
              f"One line an objective: promised, kept, budget left, burn now. {RULES}",
              "kept above the objective, burn below 1.", "a burn above 14.4 in an hour or 6 in six hours pages; latency objectives burn when probes are slow or fail.",
              columns, height=8, keys=[("instance", "Host", None), ("target", "Target", None), ("slo", "Objective of", None)], sort=("Budget left, 30 d", False)),
    ]


def curves():
    return [
        Row("Budget"),
        series("Error budget left, 30 d", f"Share of the budget that is left at every moment; overdrawn beyond -100 % is cut off. {RULES}",
               "above 0, flat.", "a cliff is an incident, a slope a chronic fault.",
               query("slo:period_error_budget_remaining:ratio{@slo}", NAME), unit="percentunit", width=12, least=-1, most=1, thresholds=steps(BAD, 0, GOOD)),
        series("Kept, 1 d", f"Share of good probes in the day before, and the objectives (dashed). {RULES}",
               "above its objective.", "below it the budget of 30 days shrinks.",
               query(f"1 - {ERROR}1d{{@slo}}", NAME), query("max by (slo) (slo_objective_ratio{@slo})", "objective {{slo}}"), unit="percentunit", width=12, least=None, most=1, overrides=[dashed("/^objective/")]),
        Row("Burn"),
        series("Burn rate that pages: 1 h and 5 m", f"How many times faster than allowed, the lower of the two windows: both must be high. {RULES}",
               "below 1.", "above 14.4 somebody is paged: 2 % of the budget of 30 days goes in an hour.",
               query(lower_burn("1h", "5m"), NAME), unit="none", width=8, thresholds=steps(GOOD, 14.4, BAD)),
        series("Burn rate that pages: 6 h and 30 m", f"The slower pair, the lower of the two windows. {RULES}",
               "below 1.", "above 6 somebody is paged for a partial failure that the fast pair does not see.",
               query(lower_burn("6h", "30m"), NAME), unit="none", width=8, thresholds=steps(GOOD, 6, BAD)),
        series("Burn rate that makes a ticket: 3 d and 6 h", f"Slow, but the budget will not last 30 days; the lower of the two windows. {RULES}",
               "below 1.", "plan the repair in working hours.",
               query(lower_burn("3d", "6h"), NAME), unit="none", width=8, thresholds=steps(GOOD, 1, NOTICE, 3, WARNING)),
        Row("What it is made of"),
        series("Bad probes", "Failed probes by cause, counted per interval of the graph; whatever the objective counts is among them. Metric: probe_errors_total.",
               "no bars.", "open the model probes dashboard.",
               query(without_zeros("error_type", "increase(probe_errors_total{@target}[$__rate_interval])"), "{{error_type}}"),
               unit="short", width=12, stack=True, bars=True),
        series("Share of bad probes, 5 m", f"The indicator itself, unsmoothed. {RULES}",
               "0.", "compare with deployments (blue marks) and restarts (purple).",
               query(f"{ERROR}5m{{@slo}}", NAME), unit="percentunit", width=12),
    ]


def make():
    return dashboard(
        "modelhost-slo", "Model host / SLO",
        "What was promised for each model server, what was kept, and how fast the error budget burns.",
        ["job", "instance", "target", "slo"],
        [*top(), *compliance(), *curves()])
