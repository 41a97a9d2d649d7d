"""Whole tables in and out: moved columns, growing and shrinking, and an Excel that refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlwings as xw
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from generator.analysis.block import Block
from generator.analysis.layout import WEIGHTS_TABLE
from templates import Problems
from tests.hosts.host import on_files
from xl_addin.books.book import BlockWrite, TableWrite, place_in_table, read_block, read_table, write
from xl_addin.engine.ranges import Range

BLOCK = Block("Uit", 2, 2, 1, 2, "uit.blok")
NEW = pd.DataFrame({"code": ["GM0001", "GM0002", "GM0003"], "weging": "raking", "gewicht": [1.5, 2.5, -3.0]})


@pytest.fixture
def book(tmp_path: Path) -> Iterator[xw.Book]:
    """A table of weights with a column of a person's own in the middle, and a named block on another sheet."""
    workbook = openpyxl.Workbook()
    weights = workbook.worksheets[0]
    for row in (("gewicht", "mijn", "code", "weging"), (9, "a", "GM0009", "post"), (8, "b", "GM0008", "post")):
        weights.append(row)
    weights.add_table(Table(displayName=WEIGHTS_TABLE, ref="A1:D3"))
    out = workbook.create_sheet("Uit")
    out["B2"] = "oud"
    workbook.defined_names["uit.blok"] = DefinedName("uit.blok", attr_text="'Uit'!$B$2:$C$2")
    workbook.save(tmp_path / "map.xlsx")
    with on_files(tmp_path / "map.xlsx") as book:
        yield book


def test_columns_are_written_by_their_header_and_own_columns_stay(book: xw.Book) -> None:
    write(book, [TableWrite(WEIGHTS_TABLE, NEW)])
    assert book.sheets[0]["A1:D4"].value == [
        ["gewicht", "mijn", "code", "weging"],
        [1.5, "a", "GM0001", "raking"],
        [2.5, "b", "GM0002", "raking"],
        [-3.0, None, "GM0003", "raking"],
    ]
    assert book.sheets[0].tables[0].range.address == "$A$1:$D$4"
    write(book, [TableWrite(WEIGHTS_TABLE, NEW.head(1))])
    assert book.sheets[0]["A2:D4"].value == [[1.5, "a", "GM0001", "raking"], [None, "b", None, None], [None] * 4]
    assert book.sheets[0].tables[0].range.address == "$A$1:$D$2"


def test_rows_keep_their_number_so_that_a_message_can_name_the_cell(book: xw.Book) -> None:
    book.sheets[0]["A2:D2"].value = [None] * 4
    table = read_table(book, WEIGHTS_TABLE)
    assert list(table.index) == [1]
    assert str(place_in_table(book, WEIGHTS_TABLE, 1, "code")) == "map.xlsx, Sheet, C3"


def test_text_that_looks_like_a_formula_stays_text(book: xw.Book) -> None:
    write(book, [BlockWrite(BLOCK, [["=1+1", "-"]])])
    assert read_block(book, BLOCK) == [["=1+1", "-"]]


class com_error(Exception):  # noqa: N801 - Excel's own error has this name
    """What Excel answers on Windows when it refuses."""


def refuse(monkeypatch: pytest.MonkeyPatch, sheet: str, *, reading: bool) -> None:
    """Lets the ranges of a sheet refuse to be read or written, as Excel does; it cannot undo what a command wrote."""
    monkeypatch.setattr("xl_addin.books.book.undo_point", lambda _: None)
    plain: Any = Range.raw_value

    def read(self: Range) -> Any:
        if reading and self.sheet.name == sheet:
            raise com_error(-2146777998)
        return plain.fget(self)

    def written(self: Range, value: Any) -> None:
        if not reading and self.sheet.name == sheet:
            raise com_error(-2147352567)
        plain.fset(self, value)

    monkeypatch.setattr(Range, "raw_value", property(read, written))


def test_a_busy_excel_is_told_and_nothing_is_written(book: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    before = book.sheets[0]["A1:D5"].value
    with monkeypatch.context() as patch:
        refuse(patch, "Uit", reading=True)
        for action in (lambda: read_block(book, BLOCK), lambda: write(book, [TableWrite(WEIGHTS_TABLE, NEW), more()])):
            with pytest.raises(Problems) as caught:
                action()
            assert [problem.code for problem in caught.value.problems] == ["BOOK_BUSY"]
    assert book.sheets[0]["A1:D5"].value == before


def test_a_refused_write_is_told_and_what_was_written_before_is_put_back(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, area = book.sheets[0]["A1:D5"].value, book.sheets[0].tables[0].range.address
    with monkeypatch.context() as patch:
        refuse(patch, "Uit", reading=False)
        with pytest.raises(Problems) as caught:
            write(book, [TableWrite(WEIGHTS_TABLE, NEW), more()])
    assert [(one.code, one.place.sheet) for one in caught.value.problems] == [("BOOK_WRITE_REFUSED", "Uit")]
    assert book.sheets[0]["A1:D5"].value == before
    assert book.sheets[0].tables[0].range.address == area


def test_a_file_takes_back_what_was_written_before_a_write_that_fails(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, area = book.sheets[0]["A1:D5"].value, book.sheets[0].tables[0].range.address
    with monkeypatch.context() as patch:
        written = Range.raw_value
        refused = iter([False, False, True])
        patch.setattr(
            Range, "raw_value", property(written.fget, lambda *a: _broken(*a) if next(refused) else written.fset(*a))
        )
        with pytest.raises(ZeroDivisionError):
            write(book, [TableWrite(WEIGHTS_TABLE, NEW), more()])
    assert book.sheets[0]["A1:D5"].value == before
    assert book.sheets[0].tables[0].range.address == area


def more() -> BlockWrite:
    return BlockWrite(BLOCK, [["nieuw", 1]])


def test_an_error_that_is_not_of_excel_comes_through_as_it_is(book: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_block(book, BLOCK)
    with monkeypatch.context() as patch:
        patch.setattr(Range, "raw_value", property(Range.raw_value.fget, _broken))
        with pytest.raises(ZeroDivisionError):
            write(book, [more()])
    assert read_block(book, BLOCK) == before


def _broken(_: Range, __: object) -> None:
    raise ZeroDivisionError
