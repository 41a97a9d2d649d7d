"""Where a row and a cell of a worksheet stand in its bytes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Cell:
    """One `<c>` in the bytes. `formula` is the formula's kind (normal, shared, array, dataTable) or empty."""

    start: int
    tag_end: int
    end: int = 0
    style: str = ""
    formula: str = ""
    filled: bool = False
    value: tuple[int, int] | None = None


@dataclass(slots=True)
class Row:
    """One `<row>` in the bytes; `close` is where its end tag begins, or the end of a self-closing row."""

    number: int
    start: int
    tag_end: int
    close: int = 0
    end: int = 0
    style: str = ""
    cells: dict[int, Cell] = field(default_factory=dict)
