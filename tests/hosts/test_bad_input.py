"""What can be wrong with a book when a button is clicked: a Dutch message with its remedy, and the book as it was.

By the way of a button, `dispatch`, in the file engine; `test_tolerance.py` has the same and more on every host.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from generator.analysis import layout as place
from tests.hosts import changes as by_person
from tests.hosts.books import Books
from tests.hosts.contents import contents_in
from tests.hosts.host import file_engine, on_files
from xl_addin import logbook
from xl_addin.cli import main
from xl_addin.desktop import dispatch
from xl_addin.engine import books as engine_books
from xl_addin.engine.ranges import Range
from xl_addin.use_cases import running

FRAME, FINDINGS = place.FRAME_TABLE, place.FINDINGS_TABLE
REMEDY = {
    "protected sheet": (by_person.protect(place.FINDINGS_SHEET), "[CELL_PROTECTED]", "Hef de beveiliging"),
    "missing table": (by_person.no_table(FINDINGS), "[BOOK_TABLE_MISSING]", "uit een kopie in de map backup"),
    "merged header": (by_person.merge(place.FRAME_SHEET, "C5:E5"), "[BOOK_COLUMN_MISSING]", "Zet deze koppen terug"),
    "text": (by_person.in_table(FRAME, 2, "inwoners", "12.500"), "[BOOK_TEXT_FOR_NUMBER]", "Typ het getal opnieuw"),
    "another book": (by_person.no_names, "[BOOK_NOT_OURS]", "Open de werkmap die 'verzamelen' maakte"),
}


class com_error(Exception):  # noqa: N801 - Excel's own error has this name
    """What Excel answers on Windows when it refuses."""


@pytest.fixture
def book(books: Books) -> Iterator[xw.Book]:
    """The analysis workbook, open; a test may change it."""
    with on_files(books.analysis) as opened:
        yield opened


@pytest.fixture(scope="module")
def good_book(made: Books, tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.Book]:
    """The analysis workbook, open, with nothing wrong in it and nothing to be changed in it."""
    with on_files(Path(shutil.copy(made.analysis, tmp_path_factory.mktemp("goed")))) as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_caller() -> Iterator[None]:
    """No test leaves its book behind as the one that called."""
    yield
    if hasattr(xw.Book, "_mock_caller"):
        del xw.Book._mock_caller


def told(book: xw.Book, command: str = "check") -> str:
    """What the person sees after clicking a button."""
    book.set_mock_caller()
    alerts: list[str] = book.app.impl.alerts
    alerts.clear()
    dispatch(command)
    (text,) = alerts
    return text


@pytest.mark.parametrize("case", REMEDY)
def test_a_book_in_which_something_is_wrong(book: xw.Book, books: Books, case: str) -> None:
    change, code, remedy = REMEDY[case]
    by_person.work_in(book, change)
    saved, open_cells = books.analysis.read_bytes(), contents_in(book.api)
    text = told(book)
    assert code in text
    assert remedy in text
    assert books.analysis.read_bytes() == saved
    assert contents_in(book.api) == open_cells


def test_a_renamed_sheet_and_a_filter_are_no_trouble(book: xw.Book) -> None:
    by_person.work_in(book, by_person.rename_sheet(place.FINDINGS_SHEET, "Wat er mis is"))
    by_person.work_in(book, by_person.filter_rows(FRAME))
    assert "Uitgevoerd: Controleren" in told(book)


def test_a_read_only_book_is_refused_before_anything_is_computed(good_book: xw.Book) -> None:
    path = Path(good_book.fullname)
    saved, open_cells = path.read_bytes(), contents_in(good_book.api)
    copies, calls = list(path.parent.rglob("*")), file_engine().calls
    calls.reset()
    path.chmod(0o444)
    text = told(good_book, "all")
    path.chmod(0o644)
    assert "[OUTPUT_READ_ONLY]" in text
    assert "Sla het op onder een andere naam" in text
    assert calls.reads == 0
    assert (path.read_bytes(), contents_in(good_book.api)) == (saved, open_cells)
    assert list(path.parent.rglob("*")) == copies


def test_so_it_is_on_a_file_and_so_is_one_that_is_open_elsewhere(
    books: Books, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:

    def computed(*_: object) -> None:
        raise AssertionError("refused too late")

    monkeypatch.setattr(running, "run_steps", computed)
    saved = books.analysis.read_bytes()
    books.analysis.chmod(0o444)
    assert main(["run", str(books.analysis)]) == 2
    assert "[OUTPUT_READ_ONLY]" in capsys.readouterr().err
    books.analysis.chmod(0o644)
    books.analysis.with_name(f"~${books.analysis.name}").write_bytes(b"")
    assert main(["run", str(books.analysis)]) == 2
    assert "[OUTPUT_OPEN]" in capsys.readouterr().err
    assert books.analysis.read_bytes() == saved
    assert not (books.analysis.parent / "backup").exists()


ADDRESS = "https://kennisbv.sharepoint.com/sites/Onderzoek/Shared Documents/analyse.xlsx"


@pytest.mark.parametrize("known", [True, False])
def test_a_book_that_is_only_online(good_book: xw.Book, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    """On Windows and macOS xlwings looks for the folder of an address and raises when there is none."""

    def fullname(_: Any) -> str:
        if known:
            return ADDRESS
        raise xw.XlwingsError("Couldn't find your local OneDrive file")

    open_cells = contents_in(good_book.api)
    monkeypatch.setattr(engine_books.Book, "fullname", property(fullname))
    for command in ("check", "export"):
        text = told(good_book, command)
        assert "[BOOK_ONLINE]" in text
        assert "in een gewone map op deze computer" in text
    monkeypatch.undo()
    assert contents_in(good_book.api) == open_cells


def test_an_excel_that_is_busy(good_book: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise com_error(-2146777998)

    open_cells = contents_in(good_book.api)
    with monkeypatch.context() as patch:
        patch.setattr(Range, "raw_value", property(busy, busy))
        text = told(good_book)
    assert "[BOOK_BUSY]" in text
    assert "Druk op Enter of Esc" in text
    assert contents_in(good_book.api) == open_cells
    with monkeypatch.context() as patch:
        patch.setattr(type(good_book.app), "alert", busy)
        with pytest.raises(SystemExit, match="Kostenonderzoek"):  # what the command told is shown by the add-in
            dispatch("about")
    monkeypatch.setattr(xw.Book, "caller", busy)
    with pytest.raises(SystemExit, match="BOOK_BUSY"):
        dispatch("check")


def test_no_book_is_open(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The add-in asks that before it starts Python; should it come here, then nothing worse than a message follows."""
    monkeypatch.setattr(logbook, "folder", lambda: tmp_path)
    with pytest.raises(SystemExit) as caught:
        dispatch("check")
    assert "[UNEXPECTED]" in str(caught.value)
