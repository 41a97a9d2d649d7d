"""Chart parts: read and changed in place, so that what is not asked for stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from generator.ooxml.chart_axes import PRIMARY, SECONDARY, Axes, after_groups, groups_of
from generator.ooxml.chart_kinds import COMBINATION, DEFAULT, KINDS, NO_AXES, ChartKind
from generator.ooxml.chart_markup import (
    CHART,
    GROUP,
    LEGEND,
    SERIES,
    SPACE,
    drop,
    insert,
    local,
    put,
    set_title,
    set_value,
    tag_of,
    title_of,
    value_of,
)
from generator.ooxml.chart_series import ChartRefusal, Series, SeriesSource, fit, set_categories, set_source
from generator.ooxml.drawings import CHART_TYPE, NS, A, C, R, Tree, parse, serialized
from generator.ooxml.parts import Part

POSITIONS = {"top": "t", "bottom": "b", "left": "l", "right": "r", "corner": "tr"}
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!(),]+))!")


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
        return groups_of(self.plot)

    @property
    def axes(self) -> Axes:
        """The axes."""
        return Axes(self.plot, self._changed)

    @property
    def series(self) -> list[Series]:
        """The series in their order."""
        found = [one for group in self.groups for one in group.findall("c:ser", NS)]
        axes = self.axes
        return [
            Series(one, axes, self._changed)
            for one in sorted(found, key=lambda one: int(value_of(one, "c:order", "0")))
        ]

    def references(self) -> Iterator[Tree]:
        """The elements with a reference to cells."""
        return iter(self.tree.iter(tag_of("f")))

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
        for group in self.groups:
            self.plot.remove(group)
        if kind.axes != self.axes.kind:
            self.axes.remove()
        self._empty_kind = name
        self._make_group(kind, PRIMARY)
        for one, axis_group in series:
            self._into(one, kind, axis_group)
        self._drop_unused()
        self._changed()

    def move(self, series: Tree, name: str, axis_group: str) -> None:
        """Give one series its own kind, on the primary or the secondary axes."""
        kind = KINDS[name]
        others = [one for one in self.series if one.tree is not series]
        if kind.axes != self.axes.kind:
            if others:
                raise ChartRefusal(f"a series of kind {name} cannot stand on the axes of this chart")
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
            insert(group, series, GROUP)
        fit(series, kind)

    def _takes(self, group: Tree, kind: ChartKind, axis_group: str) -> bool:
        """Whether a group is of this kind, as far as the group itself tells."""
        return (
            local(group) == kind.element
            and value_of(group, "c:grouping") == kind.grouping
            and value_of(group, "c:barDir") == kind.direction
            and (value_of(group, "c:radarStyle") == "filled") == (kind.style == "filled")
            and (kind.axes == NO_AXES or self.axes.group_of(group) == axis_group)
        )

    def _make_group(self, kind: ChartKind, axis_group: str) -> Tree:
        group = etree.Element(tag_of(kind.element))
        for name, value in _group_settings(kind):
            set_value(group, name, value, GROUP)
        if kind.axes != NO_AXES:
            for number in self.axes.numbers(kind, axis_group):
                etree.SubElement(group, tag_of("axId")).set("val", number)
        self.plot.insert(after_groups(self.plot), group)
        return group

    def _drop_unused(self) -> None:
        """Take out groups without series, but for one in an empty chart, and secondary axes without series."""
        for group in self.groups:
            if group.find("c:ser", NS) is None and len(self.groups) > 1:
                self.plot.remove(group)
        self.axes.drop_unused()

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
                tree = etree.Element(tag_of("ser"))
                set_value(tree, "idx", number, SERIES)
                set_value(tree, "order", number, SERIES)
                self._into(tree, kind, PRIMARY)
            set_source(tree, source)
        self._drop_unused()
        self._changed()

    def set_categories(self, reference: str, *, text: bool) -> None:
        """Let all series have these categories."""
        for one in self.series:
            set_categories(one.tree, reference, text=text)
        self._changed()

    # -- title, legend and style ----------------------------------------------------------------------------------

    @property
    def title(self) -> str | None:
        """The title; None where none is shown."""
        return title_of(self._chart)

    @title.setter
    def title(self, value: str | None) -> None:
        set_title(self._chart, value, CHART)
        set_value(self._chart, "autoTitleDeleted", int(value is None), CHART)
        self._changed()

    @property
    def legend(self) -> str | None:
        """Where the legend stands; None where none is shown."""
        legend = self._chart.find("c:legend", NS)
        if legend is None:
            return None
        found = value_of(legend, "c:legendPos", "r")
        return next(name for name, short in POSITIONS.items() if short == found)

    @legend.setter
    def legend(self, position: str | None) -> None:
        if position is None:
            drop(self._chart, "legend")
        else:
            legend = put(self._chart, "legend", CHART)
            set_value(legend, "legendPos", POSITIONS[position], LEGEND)
            set_value(legend, "overlay", 0, LEGEND)
        self._changed()

    @property
    def style(self) -> int:
        """The number of the built-in style, 1 to 48; 2 is what a file without one means."""
        return int(value_of(self.tree, "c:style", "2"))

    @style.setter
    def style(self, value: int) -> None:
        for alternative in self.tree.findall("mc:AlternateContent", NS):
            if any(local(one) == "style" for one in alternative.iter()):
                self.tree.remove(alternative)
        set_value(self.tree, "style", value, SPACE)
        self._changed()


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
