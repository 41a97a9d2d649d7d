"""What a button of the ribbon does, on a book in the file engine: what it tells, keeps and leaves alone."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
import xlwings as xw

from templates import load_survey
from templates.commands import command_groups
from tests.once import once
from tests.xl_addin.use_cases.conftest import carry_out as carry_out_chain
from xl_addin import desktop, logbook
from xl_addin.addin.build import CALLBACK_MODULE, part
from xl_addin.addin.ribbon import ribbon as ribbon_xml
from xl_addin.cli import main
from xl_addin.commands import COMMANDS, LEAVE_BOOK
from xl_addin.desktop import Told, carry_out
from xl_addin.engine import register
from xl_addin.intake.filled import read_filled

NOW = dt.datetime(2026, 1, 2, 3, 4, 5)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an analysis workbook, survey workbooks and filled ones."""
    return once(tmp_path_factory, "keten", lambda folder: carry_out_chain(folder, seed=7)).home


@pytest.fixture
def home(collected: Path, tmp_path: Path) -> Path:
    shutil.copyfile(collected / "analyse.xlsx", tmp_path / "analyse.xlsx")
    return tmp_path


@pytest.fixture
def book(home: Path) -> Iterator[xw.Book]:
    register()
    opened = xw.Book(home / "analyse.xlsx")
    yield opened
    opened.close()


def test_every_button_of_the_ribbon_is_a_command() -> None:
    ribbon = ElementTree.fromstring(ribbon_xml(CALLBACK_MODULE))
    ids = {one.get("id") for one in ribbon.iter() if one.tag.endswith("}button")}
    assert ids == COMMANDS.keys()
    assert COMMANDS.keys() >= LEAVE_BOOK


def test_every_button_has_its_words_and_a_picture() -> None:
    ribbon = ElementTree.fromstring(ribbon_xml(CALLBACK_MODULE))
    groups = [one for one in ribbon.iter() if one.tag.endswith("}group")]
    assert [one.get("label") for one in groups] == [group.nl for group in command_groups()]
    for button in (one for group in groups for one in group if one.tag.endswith("}button")):
        words = [button.get(name) or "" for name in ("tag", "label", "screentip", "supertip", "imageMso")]
        assert all(words), f"{button.get('id')}: {words}"
        assert len(button.get("supertip") or "") <= 1024  # what Office shows at most


def test_a_command_that_changes_the_book_keeps_a_dated_copy_and_says_where(book: xw.Book, home: Path) -> None:
    before = (home / "analyse.xlsx").read_bytes()
    told = carry_out("tables", book, NOW)
    (kept,) = (home / "backup").iterdir()
    assert told.mode == "info"
    assert str(kept) in told.text
    assert "2026-01-02_030405" in kept.name
    assert kept.read_bytes() == before


def test_problems_are_told_in_dutch_with_their_remedy_and_nothing_changes(home: Path) -> None:
    register()
    book = xw.Book()
    told = carry_out("check", book, NOW)
    book.close()
    assert told.mode == "critical"
    assert "[BOOK_NOT_SAVED]" in told.text
    assert not (home / "backup").exists()


def test_a_book_that_excel_opened_as_read_only_is_left_alone_beforehand(book: xw.Book, home: Path) -> None:
    told = carry_out("tables", book, NOW, read_only=True)
    assert told.mode == "critical"
    assert "[BOOK_READ_ONLY]" in told.text
    assert "analyse.xlsx" in told.text
    assert "Opslaan als" in told.text
    assert not (home / "backup").exists()
    assert book.impl.document.content() == (home / "analyse.xlsx").read_bytes()


def test_what_writes_nothing_into_the_book_works_in_one_that_is_read_only(book: xw.Book) -> None:
    assert carry_out("about", book, NOW, read_only=True).mode == "info"


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("lifted", [True, False])
def test_the_add_in_calls_dispatch_as_it_is_written(
    monkeypatch: pytest.MonkeyPatch, read_only: bool, lifted: bool
) -> None:
    """The text that VBA puts together, with what Excel would fill in, is run."""
    called: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(desktop, "dispatch", lambda command, **told: called.append((command, told)))
    (line,) = (one for one in part("Kostenonderzoek.bas").splitlines() if one.strip().startswith("RunPython"))
    filled = {
        "control.ID": "check",
        "AsPython(ActiveWorkbook.ReadOnly)": str(read_only),
        "AsPython(lifted)": str(lifted),
        "Given(chosen, said)": ", chosen='C:/mijn map/ingevuld', said='wi2021 2024'",
    }
    pieces = line.strip().removeprefix("RunPython ").split(" & ")
    exec("".join(one[1:-1] if one.startswith('"') else filled[one] for one in pieces), {})
    given = {"chosen": "C:/mijn map/ingevuld", "said": "wi2021 2024"}
    assert called == [("check", {"read_only": read_only, "filters_lifted": lifted, **given})]


def test_an_unknown_button_belongs_to_another_version(book: xw.Book) -> None:
    assert "[COMMAND_UNKNOWN]" in carry_out("weigh_everything", book, NOW).text


def test_what_nobody_foresaw_is_logged_under_a_reference(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def surprise(_: xw.Book) -> None:
        raise ZeroDivisionError("een verrassing")

    monkeypatch.setattr(logbook, "folder", lambda: tmp_path)
    monkeypatch.setattr(desktop, "COMMANDS", {"about": surprise})
    told = carry_out("about", book, NOW)
    (written,) = tmp_path.glob("*.log")
    assert told.mode == "critical"
    assert "een verrassing" not in told.text
    assert written.stem.rsplit("kostenonderzoek-", 1)[1] in told.text
    assert "een verrassing" in written.read_text(encoding="utf-8")


def test_dispatch_speaks_to_the_book_that_called(book: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(xw.Book, "caller", lambda: book)
    monkeypatch.setattr(type(book.app), "alert", lambda _, text, **more: shown.append((text, more["mode"])))
    desktop.dispatch("about")
    ((text, mode),) = shown
    assert mode == "info"
    assert "Kostenonderzoek" in text


def test_survey_workbooks_appear_in_a_folder_beside_the_book(book: xw.Book, home: Path, collected: Path) -> None:
    told = carry_out("generate", book, NOW)
    made = sorted(path.name for path in (home / "uitvraag").glob("*.xlsx"))
    assert told.mode == "info"
    assert made == sorted(path.name for path in (collected / "uitvraag").glob("*.xlsx"))
    again = carry_out("generate", book, NOW)
    assert again.mode == "critical"
    assert "[OUTPUT_EXISTS]" in again.text


def test_collecting_fills_the_open_workbook_as_the_command_line_does(home: Path, collected: Path) -> None:
    shutil.copytree(collected / "ingevuld", home / "ingevuld")
    frame, sample = ("--frame", str(collected / "frame.csv")), ("--sample", str(collected / "sample.csv"))
    assert main(["start", str(home / "onderzoek.xlsx"), *frame, *sample]) == 0
    register()
    begun = xw.Book(home / "onderzoek.xlsx")
    told = carry_out("collect", begun, NOW)
    assert told.mode == "info", told.text
    assert [path.name for path in (home / "backup").iterdir()] == ["onderzoek_2026-01-02_030405.xlsx"]
    assert carry_out("all", begun, NOW).mode == "info"
    assert carry_out("export", begun, NOW).mode == "info"
    begun.close()
    (folder,) = home.glob("export_*")
    for name in ("kosten.csv", "gewichten.csv", "resultaten.csv", "bevindingen.csv", "parameters.csv"):
        assert (folder / name).read_text() == (collected / "export" / name).read_text(), name


def test_when_nothing_can_be_collected_the_workbook_stays_as_it_was(book: xw.Book) -> None:
    before = book.sheets["Antwoorden"].used_range.value
    told = carry_out("collect", book, NOW)
    assert told == Told(told.text, "critical")
    assert book.sheets["Antwoorden"].used_range.value == before


def test_the_exports_are_those_of_the_command_line(book: xw.Book, home: Path, collected: Path) -> None:
    assert carry_out("export", book, NOW).mode == "info"
    (folder,) = home.glob("export_*")
    assert sorted(path.name for path in folder.iterdir()) == sorted(p.name for p in (collected / "export").iterdir())
    pd.testing.assert_frame_equal(
        pd.read_csv(folder / "resultaten.csv"), pd.read_csv(collected / "export" / "resultaten.csv")
    )


@pytest.mark.parametrize("command", ["about", "manual", "log", "figures"])
def test_the_other_buttons_tell_something(command: str, book: xw.Book) -> None:
    told = carry_out(command, book, NOW)
    assert told.mode == "info"
    assert len(told.text) > 20


def test_generated_workbooks_can_be_read_back(book: xw.Book, home: Path) -> None:
    carry_out("generate", book, NOW)
    path = next((home / "uitvraag").glob("*.xlsx"))
    assert read_filled(path, load_survey()).code in path.name
