"""Fonts of ranges."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.styles import Font

from xl_addin.engine.cells import Cells
from xl_addin.engine.colors import hex_color, rgb
from xl_addin.engine.unsupported import FileObject


class RangeFont(FileObject):
    """The font of a range: read from its first cell, written to all."""

    def __init__(self, parent: Cells) -> None:
        self.parent = parent
        self.api = self

    def _get(self, attribute: str) -> Any:
        font = self.parent.first("font") or Font()
        return getattr(font, attribute)

    def _set(self, attribute: str, value: object) -> None:
        def change(cell: Any) -> None:
            font = copy(cell.font) if cell.font else Font()
            setattr(font, attribute, value)
            cell.font = font

        self.parent.change_format("font", change)

    @property
    def bold(self) -> bool:
        """Whether the text is bold."""
        return bool(self._get("bold"))

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("bold", value)

    @property
    def italic(self) -> bool:
        """Whether the text is italic."""
        return bool(self._get("italic"))

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("italic", value)

    @property
    def size(self) -> float | None:
        """The size in points."""
        return self._get("size")  # type: ignore[no-any-return]

    @size.setter
    def size(self, value: float) -> None:
        self._set("size", value)

    @property
    def name(self) -> str | None:
        """The typeface."""
        return self._get("name")  # type: ignore[no-any-return]

    @name.setter
    def name(self, value: str) -> None:
        self._set("name", value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The colour as red, green, blue; black where none is set, None for a theme colour."""
        color = self._get("color")
        if color is None:
            return 0, 0, 0
        if color.type != "rgb":
            return None
        return rgb(color.rgb[2:])

    @color.setter
    def color(self, value: tuple[int, int, int] | int | str) -> None:
        self._set("color", hex_color(value))
