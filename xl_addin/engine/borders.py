"""Borders of ranges: xlwings' sides, line styles and weights on openpyxl's borders of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from functools import partial
from typing import Any

from openpyxl.styles import Border as CellBorder
from openpyxl.styles import Side
from xlwings.base_classes import _UNSET, BORDER_GRID_SIDES, BORDER_SIDES

from generator.ooxml.sheet import Area
from xl_addin.engine.cells import Cells
from xl_addin.engine.colors import hex_color, rgb
from xl_addin.engine.unsupported import FileObject

Color = tuple[int, int, int] | int | str
NONE, CONTINUOUS = "none", "continuous"
# The weight that a line style gets by default stands first.
STYLES: dict[tuple[str, str], Any] = {
    ("continuous", "thin"): "thin",
    ("continuous", "hairline"): "hair",
    ("continuous", "medium"): "medium",
    ("continuous", "thick"): "thick",
    ("dash", "thin"): "dashed",
    ("dash", "medium"): "mediumDashed",
    ("dash_dot", "thin"): "dashDot",
    ("dash_dot", "medium"): "mediumDashDot",
    ("dash_dot_dot", "thin"): "dashDotDot",
    ("dash_dot_dot", "medium"): "mediumDashDotDot",
    ("dot", "thin"): "dotted",
    ("double", "thick"): "double",
    ("slant_dash_dot", "medium"): "slantDashDot",
}
LOOKS: dict[Any, tuple[str, str]] = {style: look for look, style in STYLES.items()}
DIAGONALS = {"diagonal_down": "diagonalDown", "diagonal_up": "diagonalUp"}


class Borders(FileObject):
    """All sides of a range; what is said of them together concerns the grid, without the diagonals."""

    def __init__(self, parent: Cells) -> None:
        self.parent = parent
        self.api = self

    def __getitem__(self, side: str) -> Border:
        return Border(self.parent, side)

    def __iter__(self) -> Iterator[Border]:
        return (self[side] for side in BORDER_SIDES)

    def _common(self, attribute: str) -> Any:
        sides = (self[side] for side in BORDER_GRID_SIDES)
        found = {getattr(side, attribute) for side in sides if side.exists}
        return found.pop() if len(found) == 1 else None

    @property
    def line_style(self) -> str | None:
        """The line style that the sides share; None where they differ."""
        return self._common("line_style")  # type: ignore[no-any-return]

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self.set(BORDER_GRID_SIDES, line_style=value)

    @property
    def weight(self) -> str | None:
        """The weight that the sides share; None where they differ."""
        return self._common("weight")  # type: ignore[no-any-return]

    @weight.setter
    def weight(self, value: str) -> None:
        self.set(BORDER_GRID_SIDES, weight=value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The colour that the sides share; None where they differ."""
        return self._common("color")  # type: ignore[no-any-return]

    @color.setter
    def color(self, value: Color) -> None:
        self.set(BORDER_GRID_SIDES, color=value)

    def set(self, which: Iterable[str], *, line_style: Any = _UNSET, weight: Any = _UNSET, color: Any = _UNSET) -> None:
        """Colour, weight and line style of some sides, in that order: what cannot be combined keeps its line style."""
        for side in (self[name] for name in which):
            if color is not _UNSET:
                side.color = color
            if weight is not _UNSET:
                side.weight = weight
            if line_style is not _UNSET:
                side.line_style = line_style

    def clear(self, which: Iterable[str]) -> None:
        """Take the borders of some sides away."""
        self.set(which, line_style=NONE)


class Border(FileObject):
    """One side of a range: read from the first cell along it, written to all."""

    def __init__(self, parent: Cells, side: str) -> None:
        self.parent = parent
        self.side = side
        self.api = self

    @property
    def exists(self) -> bool:
        """Whether the range has cells along this side: a single cell has nothing inside."""
        return next(self._stretches(), None) is not None

    def _stretches(self) -> Iterator[tuple[Area, str]]:
        """The cells along the side, and the edge of each of them that lies on it."""
        top, left, bottom, right = self.parent.area
        if self.side in DIAGONALS:
            yield (top, left, bottom, right), "diagonal"
        elif self.side == "inside_vertical" and right > left:
            yield (top, left, bottom, right - 1), "right"
            yield (top, left + 1, bottom, right), "left"
        elif self.side == "inside_horizontal" and bottom > top:
            yield (top, left, bottom - 1, right), "bottom"
            yield (top + 1, left, bottom, right), "top"
        elif self.side.startswith("edge_"):
            edge = self.side.removeprefix("edge_")
            edges = {
                "top": (top, left, top, right),
                "bottom": (bottom, left, bottom, right),
                "left": (top, left, bottom, left),
                "right": (top, right, bottom, right),
            }
            yield edges[edge], edge

    def _line(self) -> Side:
        """The line of the first cell along the side; one without style where there is none."""
        stretch = next(self._stretches(), None)
        if stretch is None:
            return Side()
        area, edge = stretch
        border = Cells(self.parent.sheet, area).first("border") or CellBorder()
        if self.side in DIAGONALS and not getattr(border, DIAGONALS[self.side]):
            return Side()
        return getattr(border, edge) or Side()

    def _draw(self, line: Side) -> None:
        for area, edge in self._stretches():
            Cells(self.parent.sheet, area).change_format("borders", partial(self._put, edge=edge, line=line))

    def _put(self, cell: Any, *, edge: str, line: Side) -> None:
        border = copy(cell.border)
        if self.side in DIAGONALS:
            setattr(border, DIAGONALS[self.side], bool(line.style))
            if line.style or not (border.diagonalUp or border.diagonalDown):
                border.diagonal = line
        else:
            setattr(border, edge, line)
        cell.border = border

    @property
    def line_style(self) -> str:
        """The line style; `none` without a border."""
        return LOOKS.get(self._line().style, (NONE, ""))[0]

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        if value in (None, NONE):
            self._draw(Side())
        else:
            self._draw(Side(_style(str(value), self.weight), self._line().color))

    @property
    def weight(self) -> str:
        """How heavy the line is; `thin` without a border."""
        return LOOKS.get(self._line().style, (NONE, "thin"))[1]

    @weight.setter
    def weight(self, value: str) -> None:
        drawn = self.line_style
        self._draw(Side(_style(CONTINUOUS if drawn == NONE else drawn, value), self._line().color))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The colour; None without a border or with a theme's, and for the diagonals of several cells, as in Excel."""
        color = self._line().color
        several = self.side in DIAGONALS and len(self.parent) > 1
        return None if several or color is None or color.type != "rgb" else rgb(color.rgb[2:])

    @color.setter
    def color(self, value: Color) -> None:
        self._draw(Side(self._line().style or STYLES[CONTINUOUS, "thin"], hex_color(value)))


def _style(line_style: str, weight: str) -> Any:
    """The name of the style; of a weight that the line style does not come in, that of its own weight."""
    usual = next(style for (name, _), style in STYLES.items() if name == line_style)
    return STYLES.get((line_style, weight), usual)
