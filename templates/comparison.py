"""Which result stands beside which cell of a published table, read from `comparison.yaml` of a survey."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from templates.folders import survey_home
from templates.loading import read_part
from templates.schema import Frozen, Pick

FILE = "comparison.yaml"
Figure = Literal["waarde", "laag", "hoog", "vanaf", "min", "max", "afstand"]


class Matched(Frozen):
    """A column (or one cell) of a published table: which result, which figure of it, and how it is printed.

    value, low, high: the figure of the result that stands in that field of the CSV. scale: from the unit of the results
    to the printed one (a negative scale turns the sign). rounding: the step of the print. about: the print says
    "nearly" or "over" an amount: within one step of this size above a printed low or below a printed high. own: the
    pick in the product's own tables, where the study has a convention of its own.
    """

    pick: Pick = Pick()
    own: Pick | None = None
    value: Figure | None = "waarde"
    low: Figure | None = None
    high: Figure | None = None
    scale: float = 1.0
    rounding: float = 1.0
    about: float | None = None


class Known(Frozen):
    """A print that cannot be met, and the contradiction in the study that is the reason; `note` numbers it."""

    row: str
    column: str
    printed: float
    note: str
    reason: str


class ComparedTable(Frozen):
    """One published table: its rows and columns by their printed names, and cells that differ from both.

    convention: what the figures of the study rest on where this table needs saying so. cells: "row | column".
    """

    table: str
    convention: str = ""
    pick: Pick = Pick()
    rows: dict[str, Pick] = Field(default_factory=dict)
    columns: dict[str, Matched] = Field(default_factory=dict)
    cells: dict[str, Matched] = Field(default_factory=dict)
    known: tuple[Known, ...] = ()

    def key(self, row: str, column: str, own: bool = False) -> tuple[Pick, Matched] | None:
        """The whole pick of a cell and how it is printed; None when nothing stands beside it."""
        single = self.cells.get(f"{row} | {column}")
        found = single or (self.columns.get(column) if row in self.rows else None)
        if found is None:
            return None
        picks = (self.pick, self.rows.get(row, Pick()), found.pick, (found.own if own else None) or Pick())
        merged: dict[str, str] = {}
        for part in picks:
            merged.update(part.model_dump(exclude_none=True))
        return Pick.model_validate(merged), found

    def places(self) -> tuple[tuple[str, str], ...]:
        """Every cell (row, column) that has a counterpart, in the order of the template."""
        single = [name.split(" | ", 1) for name in self.cells]
        crossed = [(row, column) for row in self.rows for column in self.columns]
        return (*crossed, *((row, column) for row, column in single if (row, column) not in crossed))

    def reason(self, row: str, column: str, printed: float) -> Known | None:
        """Why this print of a cell cannot be met; another figure in the same cell has no such excuse."""
        wanted = (row, column, printed)
        return next((known for known in self.known if (known.row, known.column, known.printed) == wanted), None)


class Comparison(Frozen):
    """`comparison.yaml`: the compared tables."""

    tables: tuple[ComparedTable, ...]


def load_comparison(survey_id: str, folder: Path | None = None) -> tuple[ComparedTable, ...]:
    """The compared tables of a survey; none when it has no `comparison.yaml`.

    Raises `Problems` with every mistake, each with file and line.
    """
    return _loaded(survey_home(survey_id, folder) / FILE)


@cache
def _loaded(path: Path) -> tuple[ComparedTable, ...]:
    return read_part(path, Comparison).tables if path.is_file() else ()
