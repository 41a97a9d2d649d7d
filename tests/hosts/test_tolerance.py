"""What a person does to a workbook is tolerated, or refused in words with place and remedy; then nothing changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from generator.analysis import layout as place
from templates import Problems, load_survey
from tests.hosts import changes as by_person
from tests.hosts.books import Books
from tests.hosts.conftest import Runs
from tests.hosts.contents import Contents, Value, contents_in
from tests.hosts.host import Host, on_files
from xl_addin.commands import COMMANDS

RESULT = place.result_place(load_survey().tables[0])
FRAME, ANSWERS, PARAMETERS, RESULTS = (
    place.FRAME_TABLE,
    place.ANSWERS_TABLE,
    place.PARAMETERS_TABLE,
    place.RESULTS_TABLE,
)


def rows_of(contents: Contents, table: str) -> list[dict[str, Value]]:
    """The rows of a table, by column."""
    sheet, (top, left, bottom, right) = contents.tables[table]
    header = [str(contents.cells.get((sheet, top, at))) for at in range(left, right + 1)]
    rows = range(top + 1, bottom + 1)
    return [{name: contents.cells.get((sheet, row, left + at)) for at, name in enumerate(header)} for row in rows]


def results(contents: Contents) -> dict[tuple[Value, ...], Value]:
    keys = ("maat", "onderdeel", "groep", "indeling", "klasse", "weging", "eenheid")
    rows = [row for row in rows_of(contents, RESULTS) if row["waarde"] is not None]
    return {tuple(row[key] for key in keys): row["waarde"] for row in rows}


def test_own_sheets_new_names_moved_columns_sorted_rows_and_filters_change_no_result(
    host: Host, made: Books, books: Books, on_host: Runs
) -> None:
    by_person.change(
        books.analysis,
        by_person.own_sheet,
        by_person.rename_sheet(place.OVERVIEW, "Voorblad"),
        by_person.rename_sheet(place.RESULTS_SHEET, "Alle uitkomsten"),
        by_person.rename_sheet(RESULT.sheet, "Voor de minister"),
        by_person.add_column(RESULTS, "mijn oordeel", "goed"),
        by_person.move_column(RESULTS, "waarde", 0),
        by_person.move_column(RESULTS, "mijn oordeel", 3),
        by_person.reverse_rows(FRAME),
        by_person.reverse_rows(ANSWERS),
        by_person.filter_rows(FRAME),
        by_person.insert_row("Voor de minister", 2),
    )
    found, expected = host.run(books.analysis, COMMANDS["all"])[0], on_host(host.name, made.analysis, "all").contents
    assert results(found) == pytest.approx(results(expected), rel=1e-9)
    own = [row["mijn oordeel"] for row in rows_of(found, RESULTS)]
    assert own == ["goed"] + [None] * (len(own) - 1)
    assert figures(found, "Voor de minister", 1) == figures(expected, RESULT.sheet, 0) != {}


@pytest.mark.parametrize("moved", [False, True])
def test_a_result_table_that_was_sorted_gets_its_figures_beside_their_own_labels(
    host: Host, made: Books, books: Books, on_host: Runs, moved: bool
) -> None:
    sorted_by_hand = [by_person.reverse_rows(f"tblTabel_{one.replace('.', '_')}") for one in ("S.1", "S.4", "3.2")]
    by_person.change(books.analysis, *sorted_by_hand, *[by_person.insert_row(RESULT.sheet, 2)] * moved)
    found, expected = host.run(books.analysis, COMMANDS["all"])[0], on_host(host.name, made.analysis, "all").contents
    for table in load_survey().tables:
        where = place.result_place(table)
        down = 1 if moved and table.sheet == RESULT.sheet else 0
        block = where.block
        for row in range(block.row, block.last_row + 1):
            for column in range(1, block.last_column + 2):
                cell = found.cells.get((table.sheet, row + down, column))
                assert cell == expected.cells.get((table.sheet, row, column)), (table.id, row, column)


def test_a_filter_on_every_list_keeps_no_row_from_being_written(
    host: Host, made: Books, on_host: Runs, tmp_path: Path
) -> None:
    path = Path(shutil.copy(made.analysis, tmp_path))
    with on_files(path) as book:
        COMMANDS["all"](book)
        book.save()
    by_person.change(path, *(by_person.filter_rows(one.table) for one in place.LISTS))
    found, expected = host.run(path, COMMANDS["all"])[0].timeless(), on_host(host.name, made.analysis, "all").contents
    assert found.tables == expected.tables
    differ = {at for at in expected.cells if found.cells.get(at) != expected.cells[at]}
    assert {sheet for sheet, *_ in differ} <= {place.FINDINGS_SHEET, place.SOLVED_SHEET}  # these know an earlier run
    assert results(found) == results(expected)


def test_after_writing_a_file_shows_the_rows_that_its_filter_lets_through(books: Books) -> None:
    by_person.change(books.analysis, by_person.filter_rows(place.RESPONSE_TABLE), by_person.filter_rows(RESULTS))
    with on_files(books.analysis) as book:
        COMMANDS["all"](book)
        book.save()
    opened = openpyxl.load_workbook(books.analysis)
    response, rows = opened[place.RESPONSE_SHEET], rows_of(contents_in(opened), place.RESPONSE_TABLE)
    first = place.LIST_OF_TABLE[place.RESPONSE_TABLE].first_row
    hidden = [row["code"] for at, row in enumerate(rows, first) if response.row_dimensions[at].hidden]
    assert hidden == [row["code"] for row in rows if row["code"] != "GM0001"] != []
    assert response.tables[place.RESPONSE_TABLE].autoFilter.filterColumn
    every = opened[place.RESULTS_SHEET]
    shown = [not every.row_dimensions[at].hidden for at in range(first, every.max_row + 1)]
    assert all(shown) is False  # `maat` holds text, of which none is GM0001


def figures(contents: Contents, sheet: str, down: int) -> dict[tuple[int, int], Value]:
    """The figures of a result sheet, as if their block stood `down` rows higher."""
    block = RESULT.block
    rows, columns = range(block.row, block.last_row + 1), range(block.column, block.last_column + 1)
    cells = {(row, column): contents.cells.get((sheet, row + down, column)) for row in rows for column in columns}
    return {at: round(value, 6) for at, value in cells.items() if isinstance(value, int | float)}


REFUSED = {
    "text_in_frame": (by_person.in_table(FRAME, 2, "inwoners", "12.500"), "BOOK_TEXT_FOR_NUMBER", "Frame, D8"),
    "negative_in_frame": (by_person.in_table(FRAME, 2, "asiel_begeleid", -5), "BOOK_NEGATIVE", "Frame, G8"),
    "text_in_parameter": (by_person.parameter("productieve_uren", "1.364"), "BOOK_TEXT_FOR_NUMBER", "Parameters, B"),
    "code_twice": (by_person.in_table(FRAME, 1, "code", "GM0001"), "BOOK_CODE_WRONG", "Frame, A7"),
    "code_empty": (by_person.in_table(ANSWERS, 0, "code", None), "BOOK_CODE_WRONG", "Antwoorden, A8"),
    "column_renamed": (by_person.in_table(FRAME, -1, "inwoners", "aantal"), "BOOK_COLUMN_MISSING", ""),
    "output_column_renamed": (by_person.in_table(RESULTS, -1, "waarde", "x"), "BOOK_COLUMN_MISSING", "Resultaten"),
    "totals_row": (by_person.totals_row(FRAME), "BOOK_TABLE_SHAPE", "Frame"),
    "table_gone": (by_person.no_table(RESULTS), "BOOK_TABLE_MISSING", "Resultaten"),
    "cells_below": (by_person.below_table(RESULTS, "mijn notitie"), "BOOK_CELLS_BELOW", "Resultaten"),
    "sheet_gone": (by_person.no_sheet(RESULT.sheet), "BOOK_SHEET_MISSING", RESULT.sheet),
    "row_inserted": (by_person.insert_row(RESULT.sheet, RESULT.block.row + 1), "BOOK_BLOCK_CHANGED", RESULT.sheet),
    "names_gone": (by_person.no_names, "BOOK_NOT_OURS", ""),
}


@pytest.fixture(scope="module")
def changed(made: Books, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The analysis workbook after a person's change; each is made once, for all hosts."""

    @cache
    def after(case: str) -> Path:
        copy = Path(shutil.copy(made.analysis, tmp_path_factory.mktemp(case)))
        by_person.change(copy, REFUSED[case][0])
        return copy

    return after


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_tolerated_is_said_with_its_place_and_the_book_stays_as_it_was(
    host: Host, changed: Callable[[str], Path], case: str
) -> None:
    path, (_, code, where) = changed(case), REFUSED[case]
    before = path.read_bytes()
    with pytest.raises(Problems) as caught:
        host.run(path, COMMANDS["all"])
    assert {problem.code for problem in caught.value.problems} == {code}
    assert str(caught.value.problems[0].place).startswith(", ".join(filter(None, (path.name, where))))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (by_person.protect(RESULT.sheet), "CELL_PROTECTED"),
        (by_person.merge(RESULT.sheet, RESULT.full.area), "CELL_MERGED"),
    ],
)
def test_a_sheet_that_cannot_be_written_leaves_the_open_book_as_it_was_too(
    books: Books, change: by_person.Change, code: str
) -> None:
    """Found while writing only, so what was written before must be put back: looked at in the book, without saving."""
    by_person.change(books.analysis, change)
    with on_files(books.analysis) as book:
        before = contents_in(book.api)
        with pytest.raises(Problems) as caught:
            COMMANDS["all"](book)
        assert [problem.code for problem in caught.value.problems] == [code]
        assert contents_in(book.api) == before
