"""collect, run, fill and migrate read a cell alike: the same outcomes, from the same code."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from openpyxl.workbook import Workbook

from templates import Problems
from tests.hostile.conftest import SURVEY, Read, Sent, rules
from tests.hostile.kinds import EURO, HOURS, KINDS, OTHER_EURO, PERSONS
from tests.hostile.workbooks import cell_of, changed, parts, put, with_parts
from xl_addin.books import run_steps
from xl_addin.books.own_reading import read_own
from xl_addin.engine import register
from xl_addin.intake.filled import read_filled
from xl_addin.use_cases.filling import fill
from xl_addin.use_cases.migrating import migrate
from xl_addin.use_cases.running import run

NOW = dt.datetime(2026, 11, 30, 12)
MANY: list[tuple[str, object, str]] = [
    (EURO, "12.500", ""),
    (OTHER_EURO, "#DIV/0!", ""),
    (HOURS, 1.8125, "[h]:mm"),
    (PERSONS, 46147, "d-m-yyyy"),
    ("traj.asiel.voortgang.uren", True, ""),
]


def spoiled(book: Workbook) -> None:
    for name, value, look in MANY:
        put(name, value, look or None)(book)


def broken(*names: str) -> Callable[[Workbook], None]:
    """The names lead nowhere, as after their cells were cut away."""

    def change(book: Workbook) -> None:
        for name in list(book.defined_names):
            if name.startswith(names):
                book.defined_names[name].attr_text = "#REF!"

    return change


def strict(content: bytes) -> bytes:
    """The workbook as Excel saves it when asked for Strict Open XML."""
    swaps = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    swapped = {}
    for name, data in parts(content).items():
        for old, new in swaps.items():
            data = data.replace(old, new)
        swapped[name] = data
    return with_parts(content, swapped)


@pytest.mark.parametrize("truth", [True, False])
def test_a_truth_as_libreoffice_saves_it_is_told_as_one_of_excel(sent: Sent, read: Read, truth: bool) -> None:
    """LibreOffice saves a truth that came from Excel as a formula, and as a number where the cell has a format."""
    name = "traj.asiel.voortgang.uren"
    of_excel = read(changed(sent.book, put(name, truth)))
    of_libreoffice = read(changed(sent.book, put(name, f"={str(truth).upper()}()")))
    assert of_libreoffice.answers == of_excel.answers
    assert of_libreoffice.remarks == of_excel.remarks
    assert of_excel.answers[name] in ("WAAR", "ONWAAR", "waar", "onwaar")


def test_run_says_what_the_collector_says(sent: Sent, read: Read, tmp_path: Path) -> None:
    content = changed(sent.book, spoiled)
    collected = read(content)
    path = tmp_path / "vragenlijst.xlsx"
    path.write_bytes(content)
    register()
    book = xw.Book(path)
    try:
        own = read_own(book, SURVEY)
        outcome = run_steps(book, ("check",), NOW)
    finally:
        book.close()
    assert own.answers == collected.answers
    assert [(name, one.code, one.place.cell) for name, one in own.remarks] == [
        (name, one.code, one.place.cell) for name, one in collected.remarks
    ]
    assert outcome.needs_person >= len(MANY) - 1  # TRUE is told by the checks


def test_run_goes_on_where_names_of_its_own_pages_are_broken(sent: Sent, tmp_path: Path) -> None:
    path = tmp_path / "vragenlijst.xlsx"
    path.write_bytes(changed(sent.book, broken("meta.", EURO)))
    assert run(path, ("check", "allocate"), "file", NOW).outcome.message.startswith("Eigen uitkomst bijgewerkt")


def test_fill_finds_a_cell_whose_name_is_broken_by_its_label(sent: Sent, tmp_path: Path) -> None:
    path = tmp_path / "vragenlijst.xlsx"
    path.write_bytes(changed(sent.book, broken(EURO)))
    fill(path, {EURO: 1234.0}, SURVEY)
    assert read_filled(path, SURVEY).answers[EURO] == 1234.0


def test_fill_says_that_a_cell_is_gone_and_not_that_its_question_is_unknown(sent: Sent, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet, cell = cell_of(book, EURO)
        for row in book[sheet].iter_rows(min_row=book[sheet][cell].row, max_row=book[sheet][cell].row, max_col=1):
            row[0].value = "Iets anders"
        broken(EURO)(book)

    path = tmp_path / "vragenlijst.xlsx"
    path.write_bytes(changed(sent.book, change))
    with pytest.raises(Problems) as found:
        fill(path, {EURO: 1234.0}, SURVEY)
    assert [one.code for one in found.value.problems] == ["ANSWERS_CELL_GONE"]


@pytest.mark.parametrize("typed", ["12.500", "500 uur", "1200\n1300"])
def test_fill_tells_what_the_collector_will_ask(sent: Sent, tmp_path: Path, typed: str) -> None:
    path = tmp_path / "vragenlijst.xlsx"
    path.write_bytes(sent.book)
    assert [one.code for one in fill(path, {EURO: typed}, SURVEY).reports] == ["FILL_NOT_READ"]
    assert read_filled(path, SURVEY).answers[EURO] == "onbekend"


def test_migrate_makes_no_numbers_of_dates_durations_and_errors(sent: Sent, tmp_path: Path) -> None:
    old, new = tmp_path / "oud.xlsx", tmp_path / "nieuw.xlsx"
    old.write_bytes(changed(sent.book, spoiled))
    left = migrate(old, new, SURVEY).left
    answers = read_filled(new, SURVEY).answers
    for name, value, _ in MANY:
        assert not isinstance(answers.get(name), float), (name, value)
    told = {one.place.cell for one in left}
    cells = {name: cell_of(openpyxl.load_workbook(old), name)[1] for name, *_ in MANY}
    assert {cells[OTHER_EURO], cells[HOURS], cells[PERSONS]} <= told
    assert answers[EURO] == "onbekend"  # the text went along, so that the collector still asks


def test_migrate_finds_what_lost_its_name_by_its_label(sent: Sent, tmp_path: Path, untouched: object) -> None:
    old, new = tmp_path / "oud.xlsx", tmp_path / "nieuw.xlsx"
    old.write_bytes(changed(sent.book, lambda book: (put(EURO, 1234)(book), broken("meta.", EURO)(book))[0]))
    migrate(old, new, SURVEY)
    assert read_filled(new, SURVEY).answers[EURO] == 1234.0


def test_migrate_tells_what_stands_beside_the_answers(sent: Sent, tmp_path: Path) -> None:
    old, new = tmp_path / "oud.xlsx", tmp_path / "nieuw.xlsx"
    (kind,) = [one for one in KINDS if one.example == "een tekstvak"]
    old.write_bytes(kind.change(sent.book))
    assert "INTAKE_OVER_CELLS" in {one.code for one in migrate(old, new, SURVEY).left}


def test_strict_open_xml_is_collected_and_elsewhere_refused_with_the_remedy(
    sent: Sent, read: Read, tmp_path: Path
) -> None:
    content = strict(sent.book)
    assert not rules(read(content))
    path = tmp_path / "strikt.xlsx"
    path.write_bytes(content)
    for command in (
        lambda: run(path, ("check",), "file", NOW),
        lambda: fill(path, {EURO: 1.0}, SURVEY),
    ):
        with pytest.raises(Problems) as found:
            command()
        assert [one.code for one in found.value.problems] == ["BOOK_STRICT"]
        assert path.read_bytes() == content


def test_a_binary_workbook_is_told_by_every_command(tmp_path: Path) -> None:
    path = tmp_path / "binair.xlsb"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x00")
    path.write_bytes(stream.getvalue())
    with pytest.raises(Problems) as found:
        run(path, ("check",), "file", NOW)
    assert [one.code for one in found.value.problems] == ["BOOK_BINARY"]
