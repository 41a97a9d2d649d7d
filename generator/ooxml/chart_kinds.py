"""The kinds of chart by xlwings' names, and how each is written in a chart part."""

from __future__ import annotations

from dataclasses import dataclass

CATEGORIES, POINTS, NO_AXES = "categories", "points", "no axes"
"""What the axes of a kind are: categories against values, values against values, or none at all."""


@dataclass(frozen=True)
class ChartKind:
    """One kind of chart: the element that holds its series, and the settings that set it apart."""

    element: str
    grouping: str = ""
    direction: str = ""
    style: str = ""
    markers: bool = True
    lines: bool = True
    smooth: bool = False
    exploded: bool = False

    @property
    def axes(self) -> str:
        """Which axes the kind has."""
        if self.element in {"pieChart", "doughnutChart"}:
            return NO_AXES
        return POINTS if self.element == "scatterChart" else CATEGORIES


def _families() -> dict[str, ChartKind]:
    kinds: dict[str, ChartKind] = {}
    for suffix, grouping in (("", "standard"), ("_stacked", "stacked"), ("_stacked_100", "percentStacked")):
        kinds[f"area{suffix}"] = ChartKind("areaChart", grouping)
        kinds[f"line{suffix}"] = ChartKind("lineChart", grouping, markers=False)
        kinds[f"line_markers{suffix}"] = ChartKind("lineChart", grouping)
    for suffix, grouping in (("clustered", "clustered"), ("stacked", "stacked"), ("stacked_100", "percentStacked")):
        kinds[f"bar_{suffix}"] = ChartKind("barChart", grouping, "bar")
        kinds[f"column_{suffix}"] = ChartKind("barChart", grouping, "col")
    return kinds


KINDS: dict[str, ChartKind] = {
    **_families(),
    "pie": ChartKind("pieChart"),
    "pie_exploded": ChartKind("pieChart", exploded=True),
    "doughnut": ChartKind("doughnutChart"),
    "doughnut_exploded": ChartKind("doughnutChart", exploded=True),
    "radar": ChartKind("radarChart", style="marker", markers=False),
    "radar_markers": ChartKind("radarChart", style="marker"),
    "radar_filled": ChartKind("radarChart", style="filled"),
    "xy_scatter": ChartKind("scatterChart", lines=False),
    "xy_scatter_lines": ChartKind("scatterChart"),
    "xy_scatter_lines_no_markers": ChartKind("scatterChart", markers=False),
    "xy_scatter_smooth": ChartKind("scatterChart", smooth=True),
    "xy_scatter_smooth_no_markers": ChartKind("scatterChart", smooth=True, markers=False),
}
NAMES = {kind: name for name, kind in KINDS.items()}
DEFAULT, COMBINATION = "column_clustered", "combination"
