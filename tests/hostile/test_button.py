"""What came back, collected by the command, by button in an open workbook, and once more over what stands there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
import xlwings as xw

from generator.analysis import layout as place
from templates.questions import questions
from tests.hostile import edits
from tests.hostile.conftest import SURVEY, Sent
from tests.hostile.container_kinds import CONTAINERS
from tests.hostile.raw import Raw
from xl_addin.books.book import read_table
from xl_addin.commands import COMMANDS
from xl_addin.engine import register
from xl_addin.use_cases.analysing import Overrides, collect_into
from xl_addin.use_cases.studying import Started, start_study

NOW = dt.datetime(2026, 11, 30, 12)
SEEDS = (11, 23, 57)
SHOWN = ["code", "regel", "id", "blad", "cel", "gevonden", "verwacht", "tekst"]


@pytest.fixture(scope="module")
def home(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three edited surveys, and everything that comes in another container under the other codes."""
    home = tmp_path_factory.mktemp("knop")
    folder = home / "ingevuld"
    folder.mkdir()
    asked = questions(SURVEY)
    lists = {one.field.code_list for one in asked if one.field.code_list}
    codes = {name: [one.code for one in SURVEY.dimensions.codes(name)] for name in lists}
    for seed, (code, book) in zip(SEEDS, sent.books.items(), strict=True):
        (folder / f"{code}.xlsx").write_bytes(edits.case(Raw(book), asked, codes, seed).raw.content())
    others = [code for code in sent.frame.index if code not in sent.books]
    for at, kind in enumerate(one for one in CONTAINERS if not one.read):
        (folder / f"{at:02d}_{others[at % len(others)]}.xlsx").write_bytes(kind.change(sent.book))
    return home


def lists_of(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The findings and the answers in an analysis workbook."""
    register()
    book = xw.Book(path)
    try:
        return tuple(
            read_table(book, name).fillna("").astype(str) for name in (place.FINDINGS_TABLE, place.ANSWERS_TABLE)
        )  # type: ignore[return-value]
    finally:
        book.close()


def collected(home: Path, sent: Sent, out: Path, force: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    collect_into([home / "ingevuld"], SURVEY, sent.frame, None, Overrides(), out, NOW, force=force)
    return lists_of(out)


def test_the_button_and_a_second_time_say_what_the_command_says(home: Path, sent: Sent) -> None:
    out, by_button = home / "opdracht.xlsx", home / "knop.xlsx"
    findings, answers = collected(home, sent, out, force=False)
    assert len(findings) > 20
    again = collected(home, sent, out, force=True)
    start_study(by_button, SURVEY, Started(sent.frame))
    register()
    book = xw.Book(by_button)
    COMMANDS["collect"](book)
    book.save()
    book.close()
    pressed = lists_of(by_button)
    for others in (again, pressed):
        assert sorted(map(tuple, others[0][SHOWN].to_numpy().tolist())) == sorted(
            map(tuple, findings[SHOWN].to_numpy().tolist())
        )
        assert sorted(map(tuple, others[1].to_numpy().tolist())) == sorted(map(tuple, answers.to_numpy().tolist()))
