"""Charts on the sheets of a workbook file."""

# ruff: noqa: ARG002 - xlwings decides which arguments it passes, by name as well

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NoReturn

import xlwings as xw
from xlwings.base_classes import _UNSET

from generator.ooxml.chart_axes import SECONDARY, ChartAxis
from generator.ooxml.chart_kinds import COMBINATION, DEFAULT, KINDS
from generator.ooxml.chart_series import ChartRefusal, Series
from generator.ooxml.charts import ChartPart
from generator.ooxml.drawings import Box, Floating, chart_frame
from templates.problems import Place, Problem, Problems
from xl_addin.engine.chart_sources import sources_of
from xl_addin.engine.colors import hex_color, rgb
from xl_addin.engine.geometry import EMU_PER_POINT, SheetGrid
from xl_addin.engine.opened import OpenSheet
from xl_addin.engine.ranges import Range
from xl_addin.engine.references import area_of, quoted_sheet, split_sheet
from xl_addin.engine.resolving import resolve
from xl_addin.engine.shapes import Floats, Shape, corner
from xl_addin.engine.unsupported import FileObject, NotOnFilesError

_MODERN_STYLES = 200
_COLORS = {
    "marker_foreground_color": ("marker", "line"),
    "marker_background_color": ("marker", "fill"),
    "line_color": ("line",),
    "fill_color": ("fill",),
}
_SCALES = {"minimum_scale": "min", "maximum_scale": "max", "major_unit": "majorUnit"}
_CROSSES = {"automatic": "autoZero", "minimum": "min", "maximum": "max"}
_CROSSES_READ = {theirs: ours for ours, theirs in _CROSSES.items()}


def known_kind(name: str) -> str:
    """The name of a kind of chart that can be written; NotOnFilesError for the others."""
    if name not in KINDS:
        raise NotOnFilesError(f"a chart of type {name} is not available for a workbook without Excel")
    return name


class Chart(Shape):
    """One chart."""

    @property
    def document(self) -> ChartPart:
        """The chart part."""
        part = self.floating.chart_part
        if part is None:
            raise NotOnFilesError(f"{self.name} has no chart part that can be read")
        return self.parent.document.chart(part)

    def touch(self) -> None:
        """Note that the chart was changed."""
        self.floating.drawing.changed = True

    @property
    def chart_type(self) -> str:
        """The kind of chart; combination where the series differ."""
        kind = self.document.kind
        if not kind:
            raise NotOnFilesError(f"{self.name} is of a type that is not available for a workbook without Excel")
        return kind

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        if value == COMBINATION:
            raise ValueError("a combination is made by giving single series their own chart_type")
        self.document.set_kind(known_kind(value))
        self.touch()

    @property
    def title(self) -> str | None:
        """The title; None where none is shown."""
        return self.document.title

    @title.setter
    def title(self, value: str | None) -> None:
        self.document.title = value
        self.touch()

    @property
    def legend(self) -> Legend:
        """The legend."""
        return Legend(self)

    @property
    def style(self) -> int:
        """The number of the built-in style."""
        return self.document.style

    @style.setter
    def style(self, value: int) -> None:
        if value > _MODERN_STYLES:
            raise NotOnFilesError("styles 201 to 248 are not available for a workbook without Excel; 1 to 48 are")
        self.document.style = value
        self.touch()

    # -- source ---------------------------------------------------------------------------------------------------

    def set_source_data(self, rng: Range, plot_by: str | None = None) -> None:
        """Show the rows or columns of a range; headings are recognised as Excel does."""
        self.document.set_sources(sources_of(rng, plot_by))
        self.touch()

    def set_x_axis_values(self, rng: Range) -> None:
        """Let all series have the cells of a range as their categories."""
        text = any(isinstance(value, str) for row in rng.raw_value for value in row)
        self.document.set_categories(f"{quoted_sheet(rng.sheet.name)}!{rng.address}", text=text)
        self.touch()

    def _area(self, series: Series, *names: str) -> Range | None:
        text = series.reference(*names)
        sheet, plain = split_sheet(text) if text else (None, "")
        area = area_of(plain)
        return Range(self.parent.book.sheet_called(sheet), area) if sheet and area else None

    def _name_is_beside(self, series: Series, row: int) -> bool:
        name = self._area(series, "tx")
        return name is not None and name.row == row

    @property
    def plot_by(self) -> str:
        """Whether a series is a row or a column of the source."""
        for series in self.document.series:
            found = self._area(series, "val", "yVal")
            if found is not None:
                top, left, bottom, right = found.area
                return "rows" if right > left or (bottom == top and self._name_is_beside(series, top)) else "columns"
        raise NotOnFilesError(f"{self.name} shows no cells")

    @plot_by.setter
    def plot_by(self, value: str) -> None:
        found = [self._area(one, *names) for one in self.document.series for names in (("tx",), ("val",), ("cat",))]
        areas = [one for one in found if one is not None]
        if not areas or len({one.sheet.name for one in areas}) > 1:
            raise NotOnFilesError(f"the source of {self.name} is not one block of cells")
        tops, lefts, bottoms, rights = zip(*(one.area for one in areas), strict=True)
        block = Range(areas[0].sheet, (min(tops), min(lefts), max(bottoms), max(rights)))
        self.set_source_data(block, value)

    # -- axes and series ------------------------------------------------------------------------------------------

    @property
    def category_axis(self) -> Axis:
        """The axis of the categories."""
        return Axis(self, "category")

    @property
    def value_axis(self) -> Axis:
        """The axis of the values."""
        return Axis(self, "value")

    @property
    def secondary_category_axis(self) -> Axis:
        """The second axis of categories."""
        return Axis(self, "category", SECONDARY)

    @property
    def secondary_value_axis(self) -> Axis:
        """The second axis of values."""
        return Axis(self, "value", SECONDARY)

    @property
    def series(self) -> SeriesCollection:
        """The series."""
        return SeriesCollection(self)

    # -- what takes a program that draws --------------------------------------------------------------------------

    def to_png(self, path: str) -> NoReturn:
        """Refuse: nothing draws here. Raises Problems (CHART_EXPORT_NEEDS_EXCEL)."""
        place = Place(self.parent.document.file, self.parent.name)
        raise Problems([Problem("CHART_EXPORT_NEEDS_EXCEL", place, {"chart": self.name})])

    def to_pdf(self, path: str, quality: str) -> NoReturn:
        """Refuse, as `to_png` does."""
        self.to_png(path)


class Charts(Floats[Chart]):
    """The charts on a sheet."""

    def __init__(self, sheet: OpenSheet) -> None:
        super().__init__(sheet, Chart, "chart")

    def add(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: Range | None = None,
        plot_by: str | None = None,
        name: str | None = None,
        anchor: Any = None,
        style: int | None = None,
    ) -> Chart:
        """A chart; measures in points. Styles above 200, xlwings' default among them, are left to the program."""
        made = ChartPart.new()
        if chart_type is not None and chart_type != DEFAULT:
            made.set_kind(known_kind(chart_type))
        if source is not None:
            made.set_sources(sources_of(source, plot_by))
        if style is not None and style < _MODERN_STYLES:
            made.style = style
        drawing = self.parent.drawing
        frame = chart_frame(drawing.add_link("chart", made.part), name or self.free_name("Chart"))
        size = round(width * EMU_PER_POINT), round(height * EMU_PER_POINT)
        floating: Floating = drawing.add(frame, Box(*corner(left, top, anchor), *size), SheetGrid(self.parent.api))
        self.parent.document.keep_chart(made)
        return Chart(self.parent, floating)


class Legend(FileObject):
    """The legend of a chart."""

    def __init__(self, chart: Chart) -> None:
        self.parent = chart

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return self.parent.document.legend is not None

    @visible.setter
    def visible(self, value: bool) -> None:
        if value != self.visible:
            self.position = "right" if value else None

    @property
    def position(self) -> str | None:
        """Where it stands; None where it is not shown."""
        return self.parent.document.legend

    @position.setter
    def position(self, value: str | None) -> None:
        self.parent.document.legend = value
        self.parent.touch()


def _scale(name: str) -> property:
    """A limit or step of an axis."""

    def get(axis: Axis) -> float:
        found = axis.shown.scale(_SCALES[name])
        if found is None:
            raise NotOnFilesError(f"the program that draws the chart chooses the {name} of this axis")
        return found

    def put(axis: Axis, value: float | None) -> None:
        if value is not None and not axis.shown.has_scale:
            raise xw.XlwingsError("an axis of categories has no scale")
        axis.shown.set_scale(_SCALES[name], value)

    return property(get, put, doc=f"The {name}; None leaves it to the program.")


class Axis(FileObject):
    """An axis of a chart: of the categories or of the values, primary or secondary."""

    def __init__(self, chart: Chart, role: str, group: str = "primary") -> None:
        self.chart = chart
        self.role = role
        self.group = group

    @property
    def _axis(self) -> ChartAxis:
        found = self.chart.document.axes.find(self.role, self.group)
        if found is None and self.group == SECONDARY:
            raise xw.XlwingsError("The chart has no secondary axis group. Give a series axis_group='secondary' first.")
        if found is None:
            raise xw.XlwingsError(f"The chart has no {self.role} axis.")
        return found

    @property
    def api(self) -> Any:
        """The element in the chart part; None where the axis is not shown."""
        return self._axis.tree if self.visible else None

    @property
    def shown(self) -> ChartAxis:
        """The axis in the chart part, where it is shown; XlwingsError otherwise."""
        if not self.visible:
            raise xw.XlwingsError(f"The chart has no visible {self.group} {self.role} axis.")
        return self._axis

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return self._axis.visible

    @visible.setter
    def visible(self, value: bool) -> None:
        self._axis.visible = value

    @property
    def title(self) -> str | None:
        """Its title; None where none is shown."""
        return self._axis.title if self.visible else None

    @title.setter
    def title(self, value: str | None) -> None:
        if value is not None:
            self.visible = True
        if self.visible:
            self._axis.title = value

    minimum_scale, maximum_scale, major_unit = (_scale(name) for name in _SCALES)

    @property
    def number_format(self) -> str:
        """The number format of its labels."""
        return self.shown.number_format

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.shown.number_format = value

    @property
    def reverse_order(self) -> bool:
        """Whether it runs backwards."""
        return self.shown.reverse_order

    @reverse_order.setter
    def reverse_order(self, value: bool) -> None:
        self.shown.reverse_order = value

    @property
    def _crossing(self) -> ChartAxis:
        """The other axis: the file tells of each where it crosses this one."""
        found = self.chart.document.axes.crossing(self.shown)
        if found is None:
            raise xw.XlwingsError(f"The {self.group} {self.role} axis has no axis that crosses it.")
        return found

    @property
    def crosses(self) -> str:
        """Where the other axis crosses it."""
        return _CROSSES_READ.get(self._crossing.crosses, "custom")

    @crosses.setter
    def crosses(self, value: str) -> None:
        self._crossing.crosses = _CROSSES[value]

    def set(self, *, visible: Any = _UNSET, **settings: Any) -> None:
        """Several settings at once; an axis that is to be hidden is hidden last."""
        given = {name: value for name, value in settings.items() if value is not _UNSET}
        if visible is True or (visible is False and given):
            self.visible = True
        for name, value in given.items():
            setattr(self, name, value)
        if visible is False:
            self.visible = False
        self.chart.touch()


class SeriesCollection(FileObject):
    """The series of a chart in their order; they are found by number only, since names may occur twice."""

    def __init__(self, chart: Chart) -> None:
        self.parent = chart

    def _found(self) -> list[Series]:
        return self.parent.document.series

    def __len__(self) -> int:
        return len(self._found())

    def __iter__(self) -> Iterator[ChartSeries]:
        return (ChartSeries(self.parent, one) for one in self._found())

    def __call__(self, key: object) -> ChartSeries:
        if not isinstance(key, int) or not 1 <= key <= len(self):
            raise KeyError(key)
        return ChartSeries(self.parent, self._found()[key - 1])


def _color(name: str) -> property:
    """A colour of a series as red, green, blue; None where the file leaves it to the program."""

    def get(series: ChartSeries) -> tuple[int, int, int] | None:
        found = series.api.color(*_COLORS[name])
        return None if found is None else rgb(found)

    return property(get, doc=f"The {name}.")


class ChartSeries(FileObject):
    """One series of a chart."""

    def __init__(self, chart: Chart, series: Series) -> None:
        self.chart = chart
        self.api = series

    marker_foreground_color, marker_background_color, line_color, fill_color = (_color(name) for name in _COLORS)

    @property
    def name(self) -> str:
        """The name that is shown; Series1 and so on where none is given."""
        text, where = self.api.name
        if text is None and where is not None:
            text = str(resolve(self.chart.parent, where).raw_value[0][0] or "")
        return text or f"Series{self.chart.document.series.index(self.api) + 1}"

    @property
    def marker_style(self) -> str:
        """The symbol of its markers."""
        return self.api.marker_style

    @property
    def marker_size(self) -> int:
        """The size of its markers in points."""
        return self.api.marker_size

    @property
    def chart_type(self) -> str:
        """The kind of chart it is drawn as."""
        if not self.api.kind:
            raise NotOnFilesError("the series is of a type that is not available for a workbook without Excel")
        return self.api.kind

    @property
    def axis_group(self) -> str:
        """Whether it stands on the primary or the secondary axes."""
        return self.api.axis_group

    def set(self, *, chart_type: Any = _UNSET, axis_group: Any = _UNSET, **settings: Any) -> None:
        """Several settings at once; the kind and the axes come first, since they decide what there is to set."""
        try:
            if chart_type is not _UNSET or axis_group is not _UNSET:
                kind = self.chart_type if chart_type is _UNSET else known_kind(chart_type)
                group = self.axis_group if axis_group is _UNSET else axis_group
                self.chart.document.move(self.api.tree, kind, group)
            for name, value in settings.items():
                if value is not _UNSET:
                    self._writer(name)(value)
        except ChartRefusal as refusal:
            raise xw.XlwingsError(str(refusal)) from refusal
        self.chart.touch()

    def _writer(self, name: str) -> Callable[[Any], None]:
        if name in _COLORS:
            return lambda value: self.api.set_color(hex_color(value), *_COLORS[name])
        return partial(setattr, self.api, name)
