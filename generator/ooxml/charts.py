"""Chart parts: read and changed in place, so that what is not asked for stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from generator.ooxml.chart_kinds import CATEGORIES, COMBINATION, DEFAULT, KINDS, NAMES, NO_AXES, POINTS, ChartKind
from generator.ooxml.drawings import CHART_TYPE, NS, A, C, R, parse, serialized
from generator.ooxml.parts import Part

Tree = Any
"""lxml's element; lxml carries no types."""

PRIMARY, SECONDARY = "primary", "secondary"
POSITIONS = {"top": "t", "bottom": "b", "left": "l", "right": "r", "corner": "tr"}

# The order in which the schema wants children. One list serves all kinds of series, of groups and of axes.
_SERIES = [
    "idx",
    "order",
    "tx",
    "spPr",
    "invertIfNegative",
    "pictureOptions",
    "marker",
    "explosion",
    "dPt",
    "dLbls",
    "trendline",
    "errBars",
    "cat",
    "xVal",
    "val",
    "yVal",
    "shape",
    "smooth",
    "bubbleSize",
    "extLst",
]
_GROUP = [
    "barDir",
    "scatterStyle",
    "radarStyle",
    "grouping",
    "varyColors",
    "ser",
    "dLbls",
    "gapWidth",
    "overlap",
    "serLines",
    "dropLines",
    "hiLowLines",
    "upDownBars",
    "marker",
    "smooth",
    "firstSliceAng",
    "holeSize",
    "axId",
    "extLst",
]
_AXIS = [
    "axId",
    "scaling",
    "delete",
    "axPos",
    "majorGridlines",
    "minorGridlines",
    "title",
    "numFmt",
    "majorTickMark",
    "minorTickMark",
    "tickLblPos",
    "spPr",
    "txPr",
    "crossAx",
    "crosses",
    "crossesAt",
    "crossBetween",
    "auto",
    "lblAlgn",
    "lblOffset",
    "majorUnit",
    "minorUnit",
    "dispUnits",
    "baseTimeUnit",
    "noMultiLvlLbl",
    "extLst",
]
_SCALING = ["logBase", "orientation", "max", "min", "extLst"]
_CHART = [
    "title",
    "autoTitleDeleted",
    "pivotFmts",
    "view3D",
    "floor",
    "sideWall",
    "backWall",
    "plotArea",
    "legend",
    "plotVisOnly",
    "dispBlanksAs",
    "showDLblsOverMax",
    "extLst",
]
_SPACE = [
    "date1904",
    "lang",
    "roundedCorners",
    "AlternateContent",
    "style",
    "clrMapOvr",
    "pivotSource",
    "protection",
    "chart",
    "spPr",
    "txPr",
    "externalData",
    "printSettings",
    "userShapes",
    "extLst",
]
_SHAPE_PROPERTIES = [
    "xfrm",
    "custGeom",
    "prstGeom",
    "noFill",
    "solidFill",
    "gradFill",
    "blipFill",
    "pattFill",
    "grpFill",
    "ln",
    "effectLst",
    "effectDag",
    "scene3d",
    "sp3d",
    "extLst",
]
_LEGEND = ["legendPos", "legendEntry", "layout", "overlay", "spPr", "txPr", "extLst"]
_MARKER = ["symbol", "size", "spPr", "extLst"]
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
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!(),]+))!")
_AXIS_TAGS = {"catAx", "valAx", "dateAx", "serAx"}


class ChartRefusal(ValueError):
    """What a chart cannot be made into; the text says why."""


@dataclass(frozen=True)
class SeriesSource:
    """Where a series comes from: references with sheet, and the name's reference or None."""

    values: str
    name: str | None = None
    categories: str | None = None
    text_categories: bool = True


def _c(name: str) -> str:
    return f"{{{C}}}{name}"


def _local(element: Tree) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _put(parent: Tree, name: str, order: Sequence[str], namespace: str = C) -> Tree:
    """The child of this name, made at the place the schema gives it where it is missing."""
    tag = f"{{{namespace}}}{name}"
    found = parent.find(tag)
    if found is None:
        found = etree.Element(tag)
        _insert(parent, found, order)
    return found


def _insert(parent: Tree, child: Tree, order: Sequence[str]) -> None:
    before = set(order[: order.index(_local(child)) + 1])
    at = max((number + 1 for number, one in enumerate(parent) if _local(one) in before), default=0)
    parent.insert(at, child)


def _set(parent: Tree, name: str, value: object, order: Sequence[str]) -> None:
    _put(parent, name, order).set("val", str(value))


def _drop(parent: Tree, *names: str) -> None:
    for child in list(parent):
        if _local(child) in names:
            parent.remove(child)


def _value(parent: Tree | None, path: str, default: str = "") -> str:
    found = parent.find(path, NS) if parent is not None else None
    return default if found is None else str(found.get("val", default))


class ChartPart:
    """A chart part. Each change is written into `part.content` at once."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.tree = parse(part.content)
        self._empty_kind = DEFAULT

    @classmethod
    def new(cls) -> ChartPart:
        """A chart without series."""
        space = (
            f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:roundedCorners val="0"/><c:chart>'
            '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/></c:plotArea>'
            '<c:legend><c:legendPos val="r"/><c:overlay val="0"/></c:legend>'
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
        )
        chart = cls(Part("xl/charts/chart1.xml", space.encode(), CHART_TYPE))
        chart.set_kind(DEFAULT)
        return chart

    def _changed(self) -> None:
        self.part.content = serialized(self.tree)

    @property
    def _chart(self) -> Tree:
        return self.tree.find("c:chart", NS)

    @property
    def plot(self) -> Tree:
        """The plot area."""
        return self._chart.find("c:plotArea", NS)

    @property
    def groups(self) -> list[Tree]:
        """The elements that hold series of one kind on one pair of axes."""
        return [child for child in self.plot if _local(child).endswith("Chart")]

    @property
    def series(self) -> list[Series]:
        """The series in their order."""
        found = [one for group in self.groups for one in group.findall("c:ser", NS)]
        return [Series(self, one) for one in sorted(found, key=lambda one: int(_value(one, "c:order", "0")))]

    def references(self) -> Iterator[Tree]:
        """The elements with a reference to cells."""
        return iter(self.tree.iter(_c("f")))

    def replace_sheet(self, old: str, new: str) -> bool:
        """Let references to a sheet lead to its new name, which is given as it is to be written; whether any did."""

        def renamed(found: re.Match[str]) -> str:
            quoted, plain = found.groups()
            name = quoted.replace("''", "'") if quoted else plain
            return f"{new}!" if name.lower() == old.lower() else found.group()

        touched = False
        for one in self.references():
            text = _SHEET.sub(renamed, one.text or "")
            touched |= text != (one.text or "")
            one.text = text
        if touched:
            self._changed()
        return touched

    # -- kind -----------------------------------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        """The kind of the whole chart, or `combination`; empty where it is one that is not known here."""
        names = {series.kind for series in self.series}
        if not names:
            return self._empty_kind
        return names.pop() if len(names) == 1 else COMBINATION

    def set_kind(self, name: str) -> None:
        """Make all series of one kind; each stays on its axes where the kind has axes."""
        kind = KINDS[name]
        series = [(one.tree, one.axis_group if kind.axes != NO_AXES else PRIMARY) for one in self.series]
        was = self.axes_kind
        for group in self.groups:
            self.plot.remove(group)
        if kind.axes != was:
            for axis in self._axes():
                self.plot.remove(axis)
        self._empty_kind = name
        self._make_group(kind, PRIMARY)
        for one, axis_group in series:
            self._into(one, kind, axis_group)
        self._drop_unused()
        self._changed()

    @property
    def axes_kind(self) -> str:
        """Which axes the chart has: categories, points, or none."""
        tags = {_local(axis) for axis in self._axes()}
        if not tags:
            return NO_AXES
        return POINTS if tags == {"valAx"} else CATEGORIES

    def move(self, series: Tree, name: str, axis_group: str) -> None:
        """Give one series its own kind, on the primary or the secondary axes."""
        kind = KINDS[name]
        others = [one for one in self.series if one.tree is not series]
        if kind.axes != self.axes_kind and others:
            raise ChartRefusal(f"a series of kind {name} cannot stand on the axes of this chart")
        if kind.axes != self.axes_kind:
            self.set_kind(name)
        if axis_group == SECONDARY and (kind.axes == NO_AXES or not others):
            raise ChartRefusal("secondary axes need axes, and another series on the primary ones")
        self._into(series, kind, axis_group)
        self._drop_unused()
        self._changed()

    def _into(self, series: Tree, kind: ChartKind, axis_group: str) -> None:
        group = next((one for one in self.groups if self._takes(one, kind, axis_group)), None)
        if group is None:
            group = self._make_group(kind, axis_group)
        if series.getparent() is not group:
            _insert(group, series, _GROUP)
        _fit(series, kind)

    def _takes(self, group: Tree, kind: ChartKind, axis_group: str) -> bool:
        """Whether a group is of this kind, as far as the group itself tells."""
        return (
            _local(group) == kind.element
            and _value(group, "c:grouping") == kind.grouping
            and _value(group, "c:barDir") == kind.direction
            and (_value(group, "c:radarStyle") == "filled") == (kind.style == "filled")
            and (kind.axes == NO_AXES or self.axis_group_of(group) == axis_group)
        )

    def _make_group(self, kind: ChartKind, axis_group: str) -> Tree:
        group = etree.Element(_c(kind.element))
        for name, value in _group_settings(kind):
            _set(group, name, value, _GROUP)
        if kind.axes != NO_AXES:
            for number in self._axis_numbers(kind, axis_group):
                etree.SubElement(group, _c("axId")).set("val", number)
        last = self.groups[-1] if self.groups else self.plot.find("c:layout", NS)
        self.plot.insert(0 if last is None else self.plot.index(last) + 1, group)
        return group

    def _drop_unused(self) -> None:
        """Take out groups without series, but for one in an empty chart, and secondary axes without series."""
        for group in self.groups:
            if group.find("c:ser", NS) is None and len(self.groups) > 1:
                self.plot.remove(group)
        used = {one.get("val") for group in self.groups for one in group.findall("c:axId", NS)}
        for axis in self._axes():
            if _value(axis, "c:axId") not in used and _value(axis, "c:axId") not in self._primary_numbers():
                self.plot.remove(axis)

    # -- axes -----------------------------------------------------------------------------------------------------

    def _axes(self) -> list[Tree]:
        return [child for child in self.plot if _local(child) in _AXIS_TAGS]

    def _primary_numbers(self) -> set[str]:
        axes = self._axes()
        return {_value(axes[0], "c:axId"), _value(axes[0], "c:crossAx")} if axes else set()

    def axis_group_of(self, group: Tree) -> str:
        """Whether a group stands on the primary or the secondary axes."""
        numbers = {one.get("val") for one in group.findall("c:axId", NS)}
        return PRIMARY if not numbers or numbers & self._primary_numbers() else SECONDARY

    def axis(self, role: str, axis_group: str) -> Tree | None:
        """The `category` or the `value` axis of a pair; None where there is none."""
        primary = self._primary_numbers()
        pair = [one for one in self._axes() if (_value(one, "c:axId") in primary) == (axis_group == PRIMARY)]
        if {_local(one) for one in pair} == {"valAx"}:  # of points: the horizontal one stands for the categories
            wanted = [one for one in pair if (_value(one, "c:axPos") in {"b", "t"}) == (role == "category")]
        else:
            wanted = [one for one in pair if (_local(one) == "valAx") == (role == "value")]
        return wanted[0] if wanted else None

    def crossing(self, axis: Tree) -> Tree | None:
        """The axis that crosses this one."""
        number = _value(axis, "c:crossAx")
        return next((one for one in self._axes() if _value(one, "c:axId") == number), None)

    def _axis_numbers(self, kind: ChartKind, axis_group: str) -> tuple[str, str]:
        first, second = self.axis("category", axis_group), self.axis("value", axis_group)
        if first is None or second is None:
            first, second = self._make_axes(kind, axis_group)
        self._turn(kind, axis_group)
        return _value(first, "c:axId"), _value(second, "c:axId")

    def _make_axes(self, kind: ChartKind, axis_group: str) -> tuple[Tree, Tree]:
        taken = {_value(axis, "c:axId") for axis in self._axes()}
        free = [str(number) for number in range(500000001, 500000099) if str(number) not in taken][:2]
        first = _new_axis("valAx" if kind.axes == POINTS else "catAx", free[0], free[1])
        second = _new_axis("valAx", free[1], free[0])
        if axis_group == PRIMARY:
            etree.SubElement(second, _c("majorGridlines"))
            grid = second[-1]
            second.remove(grid)
            _insert(second, grid, _AXIS)
        else:
            _set(first, "delete", 1, _AXIS)
            _set(second, "crosses", "max", _AXIS)
        _set(first, "axPos", "b", _AXIS)
        _set(second, "axPos", "l" if axis_group == PRIMARY else "r", _AXIS)
        at = self.plot.index(self._axes()[-1]) + 1 if self._axes() else self._after_groups()
        self.plot.insert(at, first)
        self.plot.insert(at + 1, second)
        return first, second

    def _after_groups(self) -> int:
        last = self.groups[-1] if self.groups else self.plot.find("c:layout", NS)
        return 0 if last is None else self.plot.index(last) + 1

    def _turn(self, kind: ChartKind, axis_group: str) -> None:
        """Lay the axes as bars ask (categories upright) or as all other kinds do."""
        if kind.axes == POINTS:
            return
        first, second = self.axis("category", axis_group), self.axis("value", axis_group)
        upright, flat = ("l", "b") if axis_group == PRIMARY else ("r", "t")
        lying = kind.direction == "bar"
        if first is not None and (_value(first, "c:axPos") in {"l", "r"}) != lying:
            _set(first, "axPos", upright if lying else ("b" if axis_group == PRIMARY else "t"), _AXIS)
            _set(second, "axPos", flat if lying else upright, _AXIS)

    # -- source ---------------------------------------------------------------------------------------------------

    def set_sources(self, sources: Sequence[SeriesSource]) -> None:
        """Show these series; the ones that were there keep their look, in their order."""
        existing = [one.tree for one in self.series]
        kind = KINDS.get(self.series[0].kind if existing else self._empty_kind) or KINDS[DEFAULT]
        for one in existing[len(sources) :]:
            one.getparent().remove(one)
        for number, source in enumerate(sources):
            if number < len(existing):
                tree = existing[number]
            else:
                tree = etree.Element(_c("ser"))
                _set(tree, "idx", number, _SERIES)
                _set(tree, "order", number, _SERIES)
                self._into(tree, kind, PRIMARY)
            _set_source(tree, source)
        self._drop_unused()
        self._changed()

    def set_categories(self, reference: str, *, text: bool) -> None:
        """Let all series have these categories."""
        for one in self.series:
            _set_categories(one.tree, reference, text=text)
        self._changed()

    # -- title, legend and style ----------------------------------------------------------------------------------

    @property
    def title(self) -> str | None:
        """The title; None where none is shown."""
        return _title(self._chart)

    @title.setter
    def title(self, value: str | None) -> None:
        _set_title(self._chart, value, _CHART)
        _set(self._chart, "autoTitleDeleted", int(value is None), _CHART)
        self._changed()

    @property
    def legend(self) -> str | None:
        """Where the legend stands; None where none is shown."""
        legend = self._chart.find("c:legend", NS)
        if legend is None:
            return None
        found = _value(legend, "c:legendPos", "r")
        return next(name for name, short in POSITIONS.items() if short == found)

    @legend.setter
    def legend(self, position: str | None) -> None:
        if position is None:
            _drop(self._chart, "legend")
        else:
            legend = _put(self._chart, "legend", _CHART)
            _set(legend, "legendPos", POSITIONS[position], _LEGEND)
            _set(legend, "overlay", 0, _LEGEND)
        self._changed()

    @property
    def style(self) -> int:
        """The number of the built-in style, 1 to 48; 2 is what a file without one means."""
        return int(_value(self.tree, "c:style", "2"))

    @style.setter
    def style(self, value: int) -> None:
        for alternative in self.tree.findall("mc:AlternateContent", NS):
            if any(_local(one) == "style" for one in alternative.iter()):
                self.tree.remove(alternative)
        _set(self.tree, "style", value, _SPACE)
        self._changed()

    # -- settings of an axis --------------------------------------------------------------------------------------

    def axis_title(self, axis: Tree) -> str | None:
        """The title of an axis."""
        return _title(axis)

    def set_axis_title(self, axis: Tree, value: str | None) -> None:
        """Give an axis a title, or take it away."""
        _set_title(axis, value, _AXIS)
        self._changed()

    def scale(self, axis: Tree, name: str) -> float | None:
        """A limit (`min`, `max`) or step (`majorUnit`) of an axis; None where the program chooses it."""
        text = _value(axis, f"c:{name}" if name == "majorUnit" else f"c:scaling/c:{name}")
        return float(text) if text else None

    def set_scale(self, axis: Tree, name: str, value: float | None) -> None:
        """Fix a limit or step of an axis, or leave it to the program."""
        holder, order = (axis, _AXIS) if name == "majorUnit" else (_put(axis, "scaling", _AXIS), _SCALING)
        if value is None:
            _drop(holder, name)
        else:
            _set(holder, name, repr(float(value)).removesuffix(".0"), order)
        self._changed()

    def set_axis(self, axis: Tree, name: str, value: object) -> None:
        """Set `delete`, `crosses` or another child of an axis that holds one value."""
        if name == "crosses":
            _drop(axis, "crossesAt")
        _set(axis, name, value, _AXIS)
        self._changed()

    def set_orientation(self, axis: Tree, value: str) -> None:
        """Let an axis run from small to large (`minMax`) or back (`maxMin`)."""
        _set(_put(axis, "scaling", _AXIS), "orientation", value, _SCALING)
        self._changed()

    def number_format(self, axis: Tree) -> str:
        """The number format of the labels of an axis."""
        found = axis.find("c:numFmt", NS)
        return "General" if found is None else str(found.get("formatCode", "General"))

    def set_number_format(self, axis: Tree, value: str) -> None:
        """Give the labels of an axis a number format of their own."""
        found = _put(axis, "numFmt", _AXIS)
        found.set("formatCode", value)
        found.set("sourceLinked", "0")
        self._changed()

    def value(self, axis: Tree, path: str, default: str) -> str:
        """The value of a descendant of an axis."""
        return _value(axis, path, default)


class Series:
    """One series of a chart."""

    def __init__(self, chart: ChartPart, tree: Tree) -> None:
        self.chart = chart
        self.tree = tree

    @property
    def _group(self) -> Tree:
        return self.tree.getparent()

    @property
    def axis_group(self) -> str:
        """Whether it stands on the primary or the secondary axes."""
        return self.chart.axis_group_of(self._group)

    @property
    def kind(self) -> str:
        """The kind of chart it is drawn as; empty for one that is not known here."""
        group, element = self._group, _local(self._group)
        marked = element in {"lineChart", "radarChart", "scatterChart"}
        is_scatter = element == "scatterChart"
        shown = _value(self.tree, "c:marker/c:symbol") != "none"
        if element == "lineChart":
            shown = shown and _value(group, "c:marker", "0") in {"1", "true"}
        filled = _value(group, "c:radarStyle") == "filled"
        found = ChartKind(
            element,
            grouping=_value(group, "c:grouping"),
            direction=_value(group, "c:barDir"),
            style=("filled" if filled else "marker") if element == "radarChart" else "",
            markers=shown if marked and not filled else True,
            lines=not is_scatter or self.tree.find("c:spPr/a:ln/a:noFill", NS) is None,
            smooth=is_scatter and _value(self.tree, "c:smooth", "0") in {"1", "true"},
            exploded=_value(self.tree, "c:explosion", "0") not in {"", "0"},
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
        holder = _put(self.tree, "tx", _SERIES)
        holder.clear()
        etree.SubElement(holder, _c("v")).text = value
        self.chart._changed()

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
        properties = _put(holder, "spPr", _MARKER if "marker" in path else _SERIES)
        if "line" in path:
            properties = _put(properties, "ln", _SHAPE_PROPERTIES, A)
        _drop(properties, *_FILLS)
        fill = etree.Element(f"{{{A}}}solidFill")
        etree.SubElement(fill, f"{{{A}}}srgbClr").set("val", value)
        if "line" in path:
            properties.insert(0, fill)
        else:
            _insert(properties, fill, _SHAPE_PROPERTIES)
        self.chart._changed()

    @property
    def marker_style(self) -> str:
        """The symbol of the markers."""
        return _value(self.tree, "c:marker/c:symbol", "auto").replace("auto", "automatic")

    @marker_style.setter
    def marker_style(self, value: str) -> None:
        _set(self._marker(), "symbol", value.replace("automatic", "auto"), _MARKER)
        self.chart._changed()

    @property
    def marker_size(self) -> int:
        """The size of the markers in points; 5 is what a file without one means."""
        return int(_value(self.tree, "c:marker/c:size", "5"))

    @marker_size.setter
    def marker_size(self, value: int) -> None:
        _set(self._marker(), "size", value, _MARKER)
        self.chart._changed()

    def _marker(self) -> Tree:
        if "marker" not in _OWN_OF_SERIES.get(_local(self._group), set()):
            raise ChartRefusal("this kind of chart has no markers")
        if _local(self._group) == "lineChart":
            _set(self._group, "marker", 1, _GROUP)
        return _put(self.tree, "marker", _SERIES)


def _group_settings(kind: ChartKind) -> Iterator[tuple[str, object]]:
    if kind.direction:
        yield "barDir", kind.direction
    if kind.element == "scatterChart":
        yield "scatterStyle", "smoothMarker" if kind.smooth else "lineMarker"
    if kind.style:
        yield "radarStyle", kind.style
    if kind.grouping:
        yield "grouping", kind.grouping
    yield "varyColors", int(kind.axes == NO_AXES)
    if kind.element == "barChart":
        yield "gapWidth", 100
        if kind.grouping != "clustered":
            yield "overlap", 100
    if kind.element == "lineChart":
        yield "marker", 1
    if kind.axes == NO_AXES:
        yield "firstSliceAng", 0
    if kind.element == "doughnutChart":
        yield "holeSize", 60


def _fit(series: Tree, kind: ChartKind) -> None:
    """Leave in a series what its kind of chart may hold, and give it what makes the kind."""
    renamed = {"cat": "xVal", "val": "yVal"} if kind.axes == POINTS else {"xVal": "cat", "yVal": "val"}
    for child in list(series):
        name = _local(child)
        if name in renamed:
            child.tag = _c(renamed[name])
        elif name not in _ALL_SERIES | _OWN_OF_SERIES[kind.element]:
            series.remove(child)
    line = series.find("c:spPr/a:ln", NS)
    if line is not None and kind.lines and line.find("a:noFill", NS) is not None:
        series.find("c:spPr", NS).remove(line)
    if "marker" in _OWN_OF_SERIES[kind.element]:
        if not kind.markers:
            _set(_put(series, "marker", _SERIES), "symbol", "none", _MARKER)
        elif _value(series, "c:marker/c:symbol") == "none":
            _drop(series, "marker")
    if kind.element in {"lineChart", "scatterChart"}:
        _set(series, "smooth", int(kind.smooth), _SERIES)
    if not kind.lines:
        line = _put(_put(series, "spPr", _SERIES), "ln", _SHAPE_PROPERTIES, A)
        _drop(line, *_FILLS)
        line.insert(0, etree.Element(f"{{{A}}}noFill"))
    if kind.exploded:
        _set(series, "explosion", 25, _SERIES)
    else:
        _drop(series, "explosion")


def _set_source(series: Tree, source: SeriesSource) -> None:
    points = series.getparent() is not None and _local(series.getparent()) == "scatterChart"
    _drop(series, "tx", "val", "yVal", "cat", "xVal")
    if source.name is not None:
        holder = etree.SubElement(_put(series, "tx", _SERIES), _c("strRef"))
        etree.SubElement(holder, _c("f")).text = source.name
    values = etree.SubElement(_put(series, "yVal" if points else "val", _SERIES), _c("numRef"))
    etree.SubElement(values, _c("f")).text = source.values
    if source.categories is not None:
        _set_categories(series, source.categories, text=source.text_categories)


def _set_categories(series: Tree, reference: str, *, text: bool) -> None:
    points = _local(series.getparent()) == "scatterChart"
    holder = _put(series, "xVal" if points else "cat", _SERIES)
    holder.clear()
    kept = etree.SubElement(holder, _c("strRef" if text else "numRef"))
    etree.SubElement(kept, _c("f")).text = reference


def _new_axis(tag: str, number: str, crossing: str) -> Tree:
    axis = etree.Element(_c(tag))
    _set(axis, "axId", number, _AXIS)
    _set(_put(axis, "scaling", _AXIS), "orientation", "minMax", _SCALING)
    _set(axis, "delete", 0, _AXIS)
    _set(axis, "axPos", "b", _AXIS)
    form = _put(axis, "numFmt", _AXIS)
    form.set("formatCode", "General")
    form.set("sourceLinked", "1")
    _set(axis, "majorTickMark", "out", _AXIS)
    _set(axis, "minorTickMark", "none", _AXIS)
    _set(axis, "tickLblPos", "nextTo", _AXIS)
    _set(axis, "crossAx", crossing, _AXIS)
    _set(axis, "crosses", "autoZero", _AXIS)
    if tag == "catAx":
        _set(axis, "auto", 1, _AXIS)
        _set(axis, "lblAlgn", "ctr", _AXIS)
        _set(axis, "lblOffset", 100, _AXIS)
        _set(axis, "noMultiLvlLbl", 0, _AXIS)
    else:
        _set(axis, "crossBetween", "between", _AXIS)
    return axis


def _title(holder: Tree) -> str | None:
    title = holder.find("c:title", NS)
    if title is None:
        return None
    text = "".join(one.text or "" for one in title.iter(f"{{{A}}}t"))
    return text or title.findtext("c:tx/c:strRef//c:v", None, NS)


def _set_title(holder: Tree, value: str | None, order: Sequence[str]) -> None:
    old = holder.find("c:title", NS)
    kept = [] if old is None else [deepcopy(one) for one in old if _local(one) in {"layout", "spPr"}]
    _drop(holder, "title")
    if value is None:
        return
    title = _put(holder, "title", order)
    rich = etree.SubElement(etree.SubElement(title, _c("tx")), _c("rich"))
    etree.SubElement(rich, f"{{{A}}}bodyPr")
    paragraph = etree.SubElement(rich, f"{{{A}}}p")
    etree.SubElement(etree.SubElement(paragraph, f"{{{A}}}r"), f"{{{A}}}t").text = value
    title.extend(one for one in kept if _local(one) == "layout")
    etree.SubElement(title, _c("overlay")).set("val", "0")
    title.extend(one for one in kept if _local(one) == "spPr")
