"""`run --host excel` beside a person who is at work in Excel; on a stand-in with Excel's habits."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from generator.analysis import layout as place
from templates import Problems
from tests.hosts import changes as by_person
from tests.hosts.books import Books
from tests.hosts.contents import contents_of
from tests.hosts.excel_habits import as_excel_takes, habits_of_excel
from xl_addin.cli import main
from xl_addin.engine.host import FileEngine
from xl_addin.use_cases.excel_host import in_excel


@pytest.fixture
def excel() -> Iterator[FileEngine]:
    with habits_of_excel() as engine:
        yield engine


def running(engine: FileEngine) -> xw.App:
    """An Excel that a person started."""
    xw.engines["excel"].activate()
    return xw.App(add_book=False)


def refused(path: Path) -> list[str]:
    with pytest.raises(Problems) as found, in_excel(path):
        pass
    return [problem.code for problem in found.value.problems]


def test_an_excel_started_for_it_ends_with_it(excel: FileEngine, books: Books) -> None:
    assert main(["run", str(books.analysis), "--host", "excel", "--steps", "check"]) in (0, 1)
    assert len(excel.apps) == 0
    assert "Uitgevoerd" in str(contents_of(books.analysis).cells.values())


def test_an_excel_that_was_there_stays_with_all_its_workbooks(excel: FileEngine, books: Books) -> None:
    app = running(excel)
    other = app.books.open(books.unsampled)
    other.sheets[place.FRAME_SHEET].range("Z99").value = "een eigen notitie"
    assert main(["run", str(books.analysis), "--host", "excel", "--steps", "check"]) in (0, 1)
    assert [book.name for book in app.books] == [books.unsampled.name]
    assert other.sheets[place.FRAME_SHEET].range("Z99").value == "een eigen notitie"


def test_a_workbook_that_was_open_and_saved_is_used_and_stays_open(excel: FileEngine, books: Books) -> None:
    app = running(excel)
    app.books.open(books.analysis)
    assert main(["run", str(books.analysis), "--host", "excel", "--steps", "check"]) in (0, 1)
    assert [book.name for book in app.books] == [books.analysis.name]
    assert "Uitgevoerd" in str(contents_of(books.analysis).cells.values())


def test_unsaved_work_is_refused_before_anything_is_computed_and_stays(
    excel: FileEngine, books: Books, capsys: pytest.CaptureFixture[str]
) -> None:
    before = books.analysis.read_bytes()
    book = running(excel).books.open(books.analysis)
    book.sheets[place.FRAME_SHEET].range("Z99").value = "nog niet opgeslagen"
    assert refused(books.analysis) == ["EXCEL_UNSAVED"]
    assert main(["run", str(books.analysis), "--host", "excel"]) == 2
    assert "[EXCEL_UNSAVED]" in capsys.readouterr().err
    assert book.sheets[place.FRAME_SHEET].range("Z99").value == "nog niet opgeslagen"
    assert books.analysis.read_bytes() == before
    assert not (books.analysis.parent / "backup").exists()


def test_another_workbook_of_the_same_name_is_refused(excel: FileEngine, books: Books, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders" / books.analysis.name.upper()
    elsewhere.parent.mkdir()
    shutil.copy(books.analysis, elsewhere)
    running(excel).books.open(elsewhere)
    assert refused(books.analysis) == ["EXCEL_SAME_NAME"]


def test_a_file_that_another_program_has_open_is_refused(excel: FileEngine, books: Books) -> None:
    (books.analysis.parent / f"~${books.analysis.name}").write_bytes(b"")
    assert refused(books.analysis) == ["OUTPUT_OPEN"]
    assert len(excel.apps) == 0


def test_a_filter_on_a_sheet_that_is_protected_is_refused_with_its_name(excel: FileEngine, books: Books) -> None:
    by_person.change(books.analysis, by_person.filter_rows(place.FRAME_TABLE), by_person.protect(place.FRAME_SHEET))
    with pytest.raises(Problems) as found, in_excel(books.analysis):
        pass
    (problem,) = found.value.problems
    assert (problem.code, problem.place.sheet) == ("EXCEL_FILTER", place.FRAME_SHEET)
    assert len(excel.apps) == 0


def test_without_lifting_a_write_reaches_visible_rows_only_each_with_the_first(excel: FileEngine, books: Books) -> None:
    by_person.change(books.analysis, by_person.filter_rows(place.FRAME_TABLE))
    first = place.LIST_OF_TABLE[place.FRAME_TABLE].first_row
    book = running(excel).books.open(books.analysis)
    cells = book.sheets[place.FRAME_SHEET].range((first, 1), (first + 3, 1))
    before = cells.value
    cells.value = [["a"], ["b"], ["c"], ["d"]]
    assert cells.value == [before[0], "a", before[2], "a"]


def test_a_failure_leaves_no_workbook_and_no_excel_behind(excel: FileEngine, books: Books) -> None:
    with pytest.raises(RuntimeError, match="midden in"), in_excel(books.analysis):
        raise RuntimeError("midden in de opdracht")
    assert len(excel.apps) == 0


@pytest.mark.parametrize(
    ("text", "taken"),
    [("2022", 2022.0), ("12,5", 12.5), ("1,234,567", 1234567.0), ("25%", 0.25), ("WAAR", True), ("GM0001", "GM0001")],
)
def test_the_stand_in_makes_of_text_what_excel_makes_of_it(text: str, taken: object) -> None:
    assert as_excel_takes(text) == taken


def test_the_stand_in_reads_a_date_with_the_month_first() -> None:
    assert str(as_excel_takes("05-11-2026 16:57")) == "2026-05-11 16:57:00"
    assert as_excel_takes("30-11-2026 16:57") == "30-11-2026 16:57"
