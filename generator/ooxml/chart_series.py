"""The series of a chart: where each comes from, the kind it is drawn as, its colours and markers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from generator.ooxml.chart_axes import Axes
from generator.ooxml.chart_kinds import NAMES, POINTS, ChartKind
from generator.ooxml.chart_markup import (
    GROUP,
    MARKER,
    SERIES,
    SHAPE_PROPERTIES,
    drop,
    insert,
    local,
    put,
    set_value,
    tag_of,
    value_of,
)
from generator.ooxml.drawings import NS, A, Tree

_FILLS = {"noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"}
# What a series may hold, besides what all series may, by the element of its group.
_ALL_SERIES = {"idx", "order", "tx", "spPr", "dPt", "dLbls", "cat", "val", "extLst"}
_OWN_OF_SERIES = {
    "barChart": {"invertIfNegative", "pictureOptions", "trendline", "errBars", "shape"},
    "lineChart": {"marker", "trendline", "errBars", "smooth"},
    "areaChart": {"pictureOptions", "trendline", "errBars"},
    "radarChart": {"marker"},
    "pieChart": {"explosion"},
    "doughnutChart": {"explosion"},
    "scatterChart": {"marker", "trendline", "errBars", "smooth", "xVal", "yVal"},
}


class ChartRefusal(ValueError):
    """What a chart cannot be made into; the text says why."""


@dataclass(frozen=True)
class SeriesSource:
    """Where a series comes from: references with sheet, and the name's reference or None."""

    values: str
    name: str | None = None
    categories: str | None = None
    text_categories: bool = True


class Series:
    """One series of a chart."""

    def __init__(self, tree: Tree, axes: Axes, changed: Callable[[], None]) -> None:
        self.tree = tree
        self._axes = axes
        self._changed = changed

    @property
    def _group(self) -> Tree:
        return self.tree.getparent()

    @property
    def axis_group(self) -> str:
        """Whether it stands on the primary or the secondary axes."""
        return self._axes.group_of(self._group)

    @property
    def kind(self) -> str:
        """The kind of chart it is drawn as; empty for one that is not known here."""
        group, element = self._group, local(self._group)
        marked = element in {"lineChart", "radarChart", "scatterChart"}
        is_scatter = element == "scatterChart"
        shown = value_of(self.tree, "c:marker/c:symbol") != "none"
        if element == "lineChart":
            shown = shown and value_of(group, "c:marker", "0") in {"1", "true"}
        filled = value_of(group, "c:radarStyle") == "filled"
        found = ChartKind(
            element,
            grouping=value_of(group, "c:grouping"),
            direction=value_of(group, "c:barDir"),
            style=("filled" if filled else "marker") if element == "radarChart" else "",
            markers=shown if marked and not filled else True,
            lines=not is_scatter or self.tree.find("c:spPr/a:ln/a:noFill", NS) is None,
            smooth=is_scatter and value_of(self.tree, "c:smooth", "0") in {"1", "true"},
            exploded=value_of(self.tree, "c:explosion", "0") not in {"", "0"},
        )
        return NAMES.get(found, "")

    @property
    def name(self) -> tuple[str | None, str | None]:
        """The name as text, or else the reference to the cell with the name."""
        text = self.tree.find("c:tx/c:v", NS)
        reference = self.tree.findtext("c:tx/c:strRef/c:f", None, NS)
        return (text.text or "" if text is not None else None), reference

    @name.setter
    def name(self, value: str) -> None:
        holder = put(self.tree, "tx", SERIES)
        holder.clear()
        etree.SubElement(holder, tag_of("v")).text = value
        self._changed()

    def reference(self, *names: str) -> str | None:
        """The reference of the first of these children (`cat`, `xVal`; `val`, `yVal`; `tx`) that has one."""
        for name in names:
            for found in self.tree.iterfind(f"c:{name}//c:f", NS):
                return str(found.text)
        return None

    def color(self, *path: str) -> str | None:
        """The colour (RRGGBB) of `fill` or `line`, of the series or after `marker` of its markers."""
        holder = self.tree.find("c:marker/c:spPr" if "marker" in path else "c:spPr", NS)
        if holder is not None and "line" in path:
            holder = holder.find("a:ln", NS)
        found = holder.find("a:solidFill/a:srgbClr", NS) if holder is not None else None
        return None if found is None else str(found.get("val"))

    def set_color(self, value: str, *path: str) -> None:
        """Give `fill` or `line`, of the series or after `marker` of its markers, one colour."""
        holder = self._marker() if "marker" in path else self.tree
        properties = put(holder, "spPr", MARKER if "marker" in path else SERIES)
        if "line" in path:
            properties = put(properties, "ln", SHAPE_PROPERTIES, A)
        drop(properties, *_FILLS)
        fill = etree.Element(f"{{{A}}}solidFill")
        etree.SubElement(fill, f"{{{A}}}srgbClr").set("val", value)
        if "line" in path:
            properties.insert(0, fill)
        else:
            insert(properties, fill, SHAPE_PROPERTIES)
        self._changed()

    @property
    def marker_style(self) -> str:
        """The symbol of the markers."""
        return value_of(self.tree, "c:marker/c:symbol", "auto").replace("auto", "automatic")

    @marker_style.setter
    def marker_style(self, value: str) -> None:
        set_value(self._marker(), "symbol", value.replace("automatic", "auto"), MARKER)
        self._changed()

    @property
    def marker_size(self) -> int:
        """The size of the markers in points; 5 is what a file without one means."""
        return int(value_of(self.tree, "c:marker/c:size", "5"))

    @marker_size.setter
    def marker_size(self, value: int) -> None:
        set_value(self._marker(), "size", value, MARKER)
        self._changed()

    def _marker(self) -> Tree:
        if "marker" not in _OWN_OF_SERIES.get(local(self._group), set()):
            raise ChartRefusal("this kind of chart has no markers")
        if local(self._group) == "lineChart":
            set_value(self._group, "marker", 1, GROUP)
        return put(self.tree, "marker", SERIES)


def fit(series: Tree, kind: ChartKind) -> None:
    """Leave in a series what its kind of chart may hold, and give it what makes the kind."""
    renamed = {"cat": "xVal", "val": "yVal"} if kind.axes == POINTS else {"xVal": "cat", "yVal": "val"}
    for child in list(series):
        name = local(child)
        if name in renamed:
            child.tag = tag_of(renamed[name])
        elif name not in _ALL_SERIES | _OWN_OF_SERIES[kind.element]:
            series.remove(child)
    line = series.find("c:spPr/a:ln", NS)
    if line is not None and kind.lines and line.find("a:noFill", NS) is not None:
        series.find("c:spPr", NS).remove(line)
    if "marker" in _OWN_OF_SERIES[kind.element]:
        if not kind.markers:
            set_value(put(series, "marker", SERIES), "symbol", "none", MARKER)
        elif value_of(series, "c:marker/c:symbol") == "none":
            drop(series, "marker")
    if kind.element in {"lineChart", "scatterChart"}:
        set_value(series, "smooth", int(kind.smooth), SERIES)
    if not kind.lines:
        line = put(put(series, "spPr", SERIES), "ln", SHAPE_PROPERTIES, A)
        drop(line, *_FILLS)
        line.insert(0, etree.Element(f"{{{A}}}noFill"))
    if kind.exploded:
        set_value(series, "explosion", 25, SERIES)
    else:
        drop(series, "explosion")


def set_source(series: Tree, source: SeriesSource) -> None:
    points = series.getparent() is not None and local(series.getparent()) == "scatterChart"
    drop(series, "tx", "val", "yVal", "cat", "xVal")
    if source.name is not None:
        holder = etree.SubElement(put(series, "tx", SERIES), tag_of("strRef"))
        etree.SubElement(holder, tag_of("f")).text = source.name
    values = etree.SubElement(put(series, "yVal" if points else "val", SERIES), tag_of("numRef"))
    etree.SubElement(values, tag_of("f")).text = source.values
    if source.categories is not None:
        set_categories(series, source.categories, text=source.text_categories)


def set_categories(series: Tree, reference: str, *, text: bool) -> None:
    points = local(series.getparent()) == "scatterChart"
    holder = put(series, "xVal" if points else "cat", SERIES)
    holder.clear()
    kept = etree.SubElement(holder, tag_of("strRef" if text else "numRef"))
    etree.SubElement(kept, tag_of("f")).text = reference
