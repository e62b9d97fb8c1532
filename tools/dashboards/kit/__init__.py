"""The parts that all dashboards are made of."""

from .frame import Row, dashboard
from .looks import ABSENT, BAD, GOOD, NEUTRAL, NONE_ASKED, NOTICE, NOT_AVAILABLE, WARNING, coloured, column, dashed, link_to, mapping, override, steps
from .panels import bars, heatmap, series, stacked_bars, stat, table, timeline
from .queries import query
