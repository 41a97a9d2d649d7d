"""The axes of a chart: which there are, which of them a group of series stands on, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from generator.ooxml.chart_kinds import CATEGORIES, NO_AXES, POINTS, ChartKind
from generator.ooxml.chart_markup import (
    AXIS,
    SCALING,
    drop,
    local,
    put,
    set_title,
    set_value,
    tag_of,
    title_of,
    value_of,
)
from generator.ooxml.drawings import NS, Tree

PRIMARY, SECONDARY = "primary", "secondary"
_TAGS = {"catAx", "valAx", "dateAx", "serAx"}


class Axes:
    """The axes in a plot area, a primary and perhaps a secondary pair; `changed` is told of each change of one."""

    def __init__(self, plot: Tree, changed: Callable[[], None]) -> None:
        self.plot = plot
        self._changed = changed

    def _all(self) -> list[Tree]:
        return [child for child in self.plot if local(child) in _TAGS]

    @property
    def kind(self) -> str:
        """Which axes there are: categories, points, or none."""
        tags = {local(axis) for axis in self._all()}
        if not tags:
            return NO_AXES
        return POINTS if tags == {"valAx"} else CATEGORIES

    def _primary_numbers(self) -> set[str]:
        axes = self._all()
        return {value_of(axes[0], "c:axId"), value_of(axes[0], "c:crossAx")} if axes else set()

    def group_of(self, series_group: Tree) -> str:
        """Whether a group of series stands on the primary or the secondary axes."""
        numbers = {one.get("val") for one in series_group.findall("c:axId", NS)}
        return PRIMARY if not numbers or numbers & self._primary_numbers() else SECONDARY

    def _find(self, role: str, axis_group: str) -> Tree | None:
        primary = self._primary_numbers()
        pair = [one for one in self._all() if (value_of(one, "c:axId") in primary) == (axis_group == PRIMARY)]
        if {local(one) for one in pair} == {"valAx"}:  # of points: the horizontal one stands for the categories
            wanted = [one for one in pair if (value_of(one, "c:axPos") in {"b", "t"}) == (role == "category")]
        else:
            wanted = [one for one in pair if (local(one) == "valAx") == (role == "value")]
        return wanted[0] if wanted else None

    def find(self, role: str, axis_group: str) -> ChartAxis | None:
        """The `category` or the `value` axis of a pair; None where there is none."""
        found = self._find(role, axis_group)
        return None if found is None else ChartAxis(found, self._changed)

    def crossing(self, axis: ChartAxis) -> ChartAxis | None:
        """The axis that crosses this one."""
        number = value_of(axis.tree, "c:crossAx")
        found = next((one for one in self._all() if value_of(one, "c:axId") == number), None)
        return None if found is None else ChartAxis(found, self._changed)

    def numbers(self, kind: ChartKind, axis_group: str) -> tuple[str, str]:
        """The numbers of a pair of axes for a kind of chart, made where it is missing."""
        first, second = self._find("category", axis_group), self._find("value", axis_group)
        if first is None or second is None:
            first, second = self._make(kind, axis_group)
        self._turn(kind, axis_group)
        return value_of(first, "c:axId"), value_of(second, "c:axId")

    def _make(self, kind: ChartKind, axis_group: str) -> tuple[Tree, Tree]:
        taken = {value_of(axis, "c:axId") for axis in self._all()}
        free = [str(number) for number in range(500000001, 500000099) if str(number) not in taken][:2]
        first = _new_axis("valAx" if kind.axes == POINTS else "catAx", free[0], free[1])
        second = _new_axis("valAx", free[1], free[0])
        if axis_group == PRIMARY:
            put(second, "majorGridlines", AXIS)
        else:
            set_value(first, "delete", 1, AXIS)
            set_value(second, "crosses", "max", AXIS)
        set_value(first, "axPos", "b", AXIS)
        set_value(second, "axPos", "l" if axis_group == PRIMARY else "r", AXIS)
        at = self.plot.index(self._all()[-1]) + 1 if self._all() else after_groups(self.plot)
        self.plot.insert(at, first)
        self.plot.insert(at + 1, second)
        return first, second

    def _turn(self, kind: ChartKind, axis_group: str) -> None:
        """Lay the axes as bars ask (categories upright) or as all other kinds do."""
        if kind.axes == POINTS:
            return
        first, second = self._find("category", axis_group), self._find("value", axis_group)
        upright, flat = ("l", "b") if axis_group == PRIMARY else ("r", "t")
        lying = kind.direction == "bar"
        if first is not None and (value_of(first, "c:axPos") in {"l", "r"}) != lying:
            set_value(first, "axPos", upright if lying else ("b" if axis_group == PRIMARY else "t"), AXIS)
            set_value(second, "axPos", flat if lying else upright, AXIS)

    def remove(self) -> None:
        """Take all axes out."""
        for axis in self._all():
            self.plot.remove(axis)

    def drop_unused(self) -> None:
        """Take out the secondary axes on which no group of series stands."""
        used = {one.get("val") for group in groups_of(self.plot) for one in group.findall("c:axId", NS)}
        for axis in self._all():
            if value_of(axis, "c:axId") not in used and value_of(axis, "c:axId") not in self._primary_numbers():
                self.plot.remove(axis)


class ChartAxis:
    """One axis."""

    def __init__(self, tree: Tree, changed: Callable[[], None]) -> None:
        self.tree = tree
        self._changed = changed

    @property
    def has_scale(self) -> bool:
        """Whether it runs over numbers or dates."""
        return local(self.tree) in {"valAx", "dateAx"}

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return value_of(self.tree, "c:delete", "0") not in {"1", "true"}

    @visible.setter
    def visible(self, value: bool) -> None:
        self._set("delete", int(not value))

    @property
    def title(self) -> str | None:
        """Its title; None where none is shown."""
        return title_of(self.tree)

    @title.setter
    def title(self, value: str | None) -> None:
        set_title(self.tree, value, AXIS)
        self._changed()

    @property
    def number_format(self) -> str:
        """The number format of its labels."""
        found = self.tree.find("c:numFmt", NS)
        return "General" if found is None else str(found.get("formatCode", "General"))

    @number_format.setter
    def number_format(self, value: str) -> None:
        found = put(self.tree, "numFmt", AXIS)
        found.set("formatCode", value)
        found.set("sourceLinked", "0")
        self._changed()

    @property
    def reverse_order(self) -> bool:
        """Whether it runs from large to small."""
        return value_of(self.tree, "c:scaling/c:orientation", "minMax") == "maxMin"

    @reverse_order.setter
    def reverse_order(self, value: bool) -> None:
        set_value(put(self.tree, "scaling", AXIS), "orientation", "maxMin" if value else "minMax", SCALING)
        self._changed()

    @property
    def crosses(self) -> str:
        """Where it crosses the other axis: `autoZero`, `min` or `max`; empty for a place of its own."""
        return value_of(self.tree, "c:crosses")

    @crosses.setter
    def crosses(self, value: str) -> None:
        drop(self.tree, "crossesAt")
        self._set("crosses", value)

    def scale(self, name: str) -> float | None:
        """A limit (`min`, `max`) or step (`majorUnit`); None where the program chooses it."""
        text = value_of(self.tree, f"c:{name}" if name == "majorUnit" else f"c:scaling/c:{name}")
        return float(text) if text else None

    def set_scale(self, name: str, value: float | None) -> None:
        """Fix a limit or step, or leave it to the program."""
        holder, order = (self.tree, AXIS) if name == "majorUnit" else (put(self.tree, "scaling", AXIS), SCALING)
        if value is None:
            drop(holder, name)
        else:
            set_value(holder, name, repr(float(value)).removesuffix(".0"), order)
        self._changed()

    def _set(self, name: str, value: object) -> None:
        set_value(self.tree, name, value, AXIS)
        self._changed()


def groups_of(plot: Tree) -> list[Tree]:
    """The elements that hold series of one kind on one pair of axes."""
    return [child for child in plot if local(child).endswith("Chart")]


def after_groups(plot: Tree) -> int:
    """The place in a plot area behind its groups of series."""
    groups = groups_of(plot)
    last = groups[-1] if groups else plot.find("c:layout", NS)
    return 0 if last is None else plot.index(last) + 1


def _new_axis(tag: str, number: str, crossing: str) -> Tree:
    axis = etree.Element(tag_of(tag))
    set_value(axis, "axId", number, AXIS)
    set_value(put(axis, "scaling", AXIS), "orientation", "minMax", SCALING)
    set_value(axis, "delete", 0, AXIS)
    set_value(axis, "axPos", "b", AXIS)
    form = put(axis, "numFmt", AXIS)
    form.set("formatCode", "General")
    form.set("sourceLinked", "1")
    set_value(axis, "majorTickMark", "out", AXIS)
    set_value(axis, "minorTickMark", "none", AXIS)
    set_value(axis, "tickLblPos", "nextTo", AXIS)
    set_value(axis, "crossAx", crossing, AXIS)
    set_value(axis, "crosses", "autoZero", AXIS)
    if tag == "catAx":
        set_value(axis, "auto", 1, AXIS)
        set_value(axis, "lblAlgn", "ctr", AXIS)
        set_value(axis, "lblOffset", 100, AXIS)
        set_value(axis, "noMultiLvlLbl", 0, AXIS)
    else:
        set_value(axis, "crossBetween", "between", AXIS)
    return axis
