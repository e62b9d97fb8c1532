"""Expressions and panels that more than one dashboard shows, so that one number has one meaning."""

from kit import ABSENT, BAD, GOOD, NEUTRAL, NOTICE, WARNING

# The states of a target, from good to bad, as the numbers that the timeline and the tables colour.
TARGET_STATES = {
    1: ("ok", GOOD),
    2: ("saturated", NOTICE),
    3: ("loading", NEUTRAL),
    4: ("sleeping", "purple"),
    5: ("stalled", WARNING),
    6: ("gpu_lost_context", "semi-dark-red"),
    7: ("gpu_failed", "dark-red"),
    8: ("down", BAD),
}

HARDWARE_STATES = {
    1: ("ok", GOOD),
    2: ("predicted_failure", NOTICE),
    3: ("degraded", WARNING),
    4: ("failed", BAD),
}

# Why clocks are held down, from harmless to alarming.
THROTTLE_REASONS = {
    0: ("not throttled", GOOD),
    1: ("app_clocks", NEUTRAL),
    2: ("display", NEUTRAL),
    3: ("sync_boost", NEUTRAL),
    4: ("sw_power_cap", NOTICE),
    5: ("sw_thermal", WARNING),
    6: ("hw_power_brake", BAD),
    7: ("hw_thermal", BAD),
    8: ("hw_slowdown", "dark-red"),
}

OUTCOMES = {
    "success": GOOD,
    "timeout": WARNING,
    "connect_error": BAD,
    "http_error": "dark-red",
    "protocol_error": "purple",
    "invalid": NOTICE,
}


def numbered(family, label, scope, states, by):
    """One number a thing from a family with one 0-or-1 series a state: that of its worst state in force; 0 where none is."""
    terms = [f'{family}{{@{scope},{label}="{name}"}} * {number}' for number, (name, _) in states.items() if number > 0]
    return f"max by ({by}) ({' or '.join(terms)})"


TARGET = "job, instance, target"
PROBE = "job, instance, target, probe"
GPU = "job, instance, gpu"

TARGET_STATE = numbered("target_state", "state", "target", TARGET_STATES, TARGET)
HARDWARE_STATE = numbered("hw_status", "hw_state", "gpu", HARDWARE_STATES, GPU)
THROTTLE_STATE = numbered("hw_gpu_throttled", "reason", "gpu", THROTTLE_REASONS, GPU)


def share(part, whole):
    """A share over the whole, with 0 where the part has no series yet; nothing where there is no whole."""
    return f"({part} or 0 * {whole}) / {whole}"


def quantile(q, family, scope, by, window):
    return f"histogram_quantile({q}, sum by (le, {by}) (increase({family}_bucket{{@{scope}}}[{window}])))"


def mean(family, scope, by, window):
    return f"sum by ({by}) (increase({family}_sum{{@{scope}}}[{window}])) / sum by ({by}) (increase({family}_count{{@{scope}}}[{window}]))"


def with_not_available(expression, by, exists):
    """ABSENT, shown as N/A, for the things that exist without telling this."""
    return f"({expression}) or max by ({by}) (0 * {exists} + {ABSENT})"


def without_zeros(label, expression, more=""):
    """The sum by a label with many values, the zeros left out; one zero called none where nothing else is left, so that it is not "No data"."""
    return f'sum by ({more}{label}) ({expression}) > 0 or label_replace(sum(0 * {expression}), "{label}", "none", "", "")'
