"""Computed results laid beside published tables, cell by cell, at the rounding of the print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from templates.comparison import ComparedTable, Matched
from templates.schema import Pick
from xl_addin.methods.tables.columns import KEY_COLUMNS
from xl_addin.methods.tables.published import PrintedCell
from xl_addin.methods.tables.result_tables import Figures, Found, shown_figure
from xl_addin.methods.tables.rounding import half_up

EQUAL, DIFFERENT, NOT_COMPARED = "ja", "nee", ""
NO_COUNTERPART = "geen uitkomst van het product staat naast deze cel"
NOT_COMPUTED = "het product heeft deze uitkomst niet"


class Compared(NamedTuple):
    """One printed figure: `part` is value, low or high; `computed` as it would be printed, `unrounded` in full.

    equal: ja, nee, or empty where nothing stands beside it. reason: the known contradiction with its note, the
    convention of the table, or why nothing was compared.
    """

    table: str
    row: str
    column: str
    part: str
    printed: float
    computed: float | None
    unrounded: float | None
    equal: str
    reason: str
    note: str


COLUMNS = ("tabel", "rij", "kolom", "onderdeel", "gedrukt", "berekend", "onafgerond", "gelijk", "reden", "noot")


def compare(cells: Iterable[PrintedCell], tables: Sequence[ComparedTable], found: Found) -> tuple[Compared, ...]:
    """Every printed figure beside the result that belongs to it. found: the results as `indexed` gives them."""
    by_name = {table.table: table for table in tables}
    return tuple(line for cell in cells for line in _compared(cell, by_name.get(cell.table), found))


def open_differences(lines: Iterable[Compared]) -> int:
    """How many figures differ without a reason."""
    return sum(line.equal == DIFFERENT and not line.note for line in lines)


def own_cells(tables: Sequence[ComparedTable], found: Found) -> tuple[PrintedCell, ...]:
    """The product's own results as finished tables print them, by the conventions of the product."""
    cells = []
    for table in tables:
        for row, column in table.places():
            key = table.key(row, column, own=True)
            assert key is not None
            figures = {
                part: printed
                for part, show in _shown_parts(key[1])
                if (printed := _printed(_figure(key[0], show, found), key[1])) is not None
            }
            if figures:
                cells.append(PrintedCell(table.table, row, column, "", figures))
    return tuple(cells)


def _compared(cell: PrintedCell, table: ComparedTable | None, found: Found) -> Iterator[Compared]:
    key = table.key(cell.row, cell.column) if table else None
    place = (cell.table, cell.row, cell.column)
    for part, printed in cell.printed():
        show = dict(_shown_parts(key[1])).get(part) if key else None
        if table is None or key is None or show is None:
            yield Compared(*place, part, printed, None, None, NOT_COMPARED, NO_COUNTERPART, "")
            continue
        pick, matched = key
        unrounded = _figure(pick, show, found)
        unrounded = None if unrounded is None else unrounded * matched.scale
        computed = None if unrounded is None else _rounded(unrounded, matched)
        same = unrounded is not None and _equal(printed, unrounded, part, matched)
        known = None if same else table.reason(cell.row, cell.column, printed)
        reason = known.reason if known else NOT_COMPUTED if unrounded is None else table.convention
        equal = EQUAL if same else DIFFERENT
        yield Compared(*place, part, printed, computed, unrounded, equal, reason, known.note if known else "")


def _shown_parts(matched: Matched) -> tuple[tuple[str, str], ...]:
    parts = (("value", matched.value), ("low", matched.low), ("high", matched.high))
    return tuple((part, show) for part, show in parts if show is not None)


def _figure(pick: Pick, show: str, found: Found) -> float | None:
    named = pick.model_dump(exclude_none=True)
    lines: list[Figures] = found.get(tuple(named.get(name, "") for name in KEY_COLUMNS), [])
    if len(lines) > 1:
        raise ValueError(f"{len(lines)} results have the key {named}")
    return shown_figure(lines[0], show) if lines else None


def _printed(figure: float | None, matched: Matched) -> float | None:
    return None if figure is None else _rounded(figure * matched.scale, matched)


def _rounded(value: float, matched: Matched) -> float:
    return half_up(value, matched.about or matched.rounding)


def _equal(printed: float, unrounded: float, part: str, matched: Matched) -> bool:
    if matched.about is None:
        return abs(half_up(unrounded, matched.rounding) - printed) < matched.rounding * 1e-6
    if part == "low":
        return printed <= unrounded < printed + matched.about
    return printed - matched.about < unrounded <= printed


def as_table(lines: Sequence[Compared]) -> pd.DataFrame:
    """The comparison as a table in the columns COLUMNS."""
    return pd.DataFrame(list(lines), columns=list(COLUMNS))
