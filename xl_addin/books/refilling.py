"""A new collection put into the analysis workbook that stands: only values change, all else in it stays as it is.

Own sheets, charts, notes and looks of a researcher stay. Rows that stood in a list keep their place, so that formulas
elsewhere go on pointing at the same municipality; new rows come below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from generator.analysis.block import Block
from generator.analysis.marking import layout_mark
from templates import Survey
from templates.analysis import analysis_texts
from templates.columns import CODE
from xl_addin.books.book import BlockWrite, TableCells, TableWrite, has_name, read_block, table_cells, write
from xl_addin.books.own_columns import moved, moved_along, waiting_rows, with_own_columns

KEYS = {
    place.FRAME_TABLE: CODE,
    place.SAMPLE_TABLE: CODE,
    place.ANSWERS_TABLE: CODE,
    place.PARAMETERS_TABLE: CODE,
    place.SOURCES_TABLE: "sha256",
}
"""The column that says which row is which, for the lists in which a row keeps its place."""
KEPT_OUTPUTS = (place.DRAW_TABLE, place.DRAW_PLAN_TABLE)
"""Lists that a command fills and that have nothing to do with what came in."""


def has_layout(book: xw.Book, survey: Survey, year: int) -> bool:
    """Whether the book is laid out as this version would build it now. One read."""
    if not has_name(book, place.META_LAYOUT):
        return False
    return bool(read_block(book, place.overview_cell(place.META_LAYOUT))[0][0] == layout_mark(survey, year))


def refill(book: xw.Book, survey: Survey, lists: Mapping[str, pd.DataFrame]) -> None:
    """Writes the lists (table name -> contents) and empties what earlier runs computed from the lists of before.

    A column that only the sheet has stays with its row, its formulas too. Raises `Problems` as `write` does; nothing
    is written then. As many reads and writes, whatever the number of municipalities.
    """
    changes: list[TableWrite | BlockWrite] = []
    for name, table in lists.items():
        if name in KEYS:
            standing = table_cells(book, name)
            ordered = in_place(table, standing, KEYS[name])
            changes.append(TableWrite(name, moved_along(ordered, standing, (KEYS[name],), set(table.columns))))
        else:
            changes.extend(with_own_columns(book, [TableWrite(name, table)]))
    write(book, [*changes, *_emptied(book, survey)])


def in_place(new: pd.DataFrame, standing: TableCells, key: str) -> pd.DataFrame:
    """The new list in the order of the one that stands, new rows below, with the columns that only that one has.

    A formula in such a column goes along with its row: what it says of its own row, it says of its new row.
    """
    old = _rows_by_key(standing, key)
    order = {name: at for at, name in enumerate(dict.fromkeys([*old, *new[key].astype(str)]))}
    table = new.assign(_order=new[key].astype(str).map(order)).sort_values("_order", kind="stable", ignore_index=True)
    table = table.drop(columns="_order")
    keys = list(table[key].astype(str))
    for at, name in enumerate(standing.header):
        if name not in new.columns:
            table[name] = pd.Series(
                [moved(standing, old[one], row, at) if one in old else None for row, one in enumerate(keys)],
                dtype=object,
            )
    return table


def _rows_by_key(standing: TableCells, key: str) -> dict[str, int]:
    """Which row of the list stands for which key; the first of several."""
    if key not in standing.header:
        return {}
    at = standing.header.index(key)
    found: dict[str, int] = {}
    for row, cells in enumerate(standing.values):
        if cells[at] is not None:
            found.setdefault(str(cells[at]), row)
    return found


def _emptied(book: xw.Book, survey: Survey) -> Iterator[TableWrite | BlockWrite]:
    """Nothing where earlier runs left figures, which belong to the answers of before; what a person added waits."""
    for one in place.list_places(survey):
        if one.output and one.table not in KEPT_OUTPUTS:
            yield TableWrite(one.table, waiting_rows(book, one))
    for name, block in place.named_blocks(survey).items():
        if name not in place.META_CELLS and name not in place.STATUS_CELLS:
            yield BlockWrite(block, _blank(block))
    for name in place.STATUS_CELLS:
        start = analysis_texts().overview.start_message if name == place.STATUS_MESSAGE else None
        yield BlockWrite(place.overview_cell(name), [[start]])


def _blank(block: Block) -> list[list[None]]:
    return [[None] * block.columns for _ in range(block.rows)]


def own_sheets(book: xw.Book, survey: Survey) -> list[str]:
    """The sheets of the book that the product does not make; one of ours that was renamed still holds its table."""
    ours = set(place.sheet_names(survey))
    return [
        sheet.name
        for sheet in book.sheets
        if sheet.name not in ours and not any(table.name in place.LIST_OF_TABLE for table in sheet.tables)
    ]
