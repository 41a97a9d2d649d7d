"""Survey workbooks as the commands make and fill them, recalculated by a spreadsheet program, against the oracle.

By hand, for many municipalities: `python -m tests.test_workbook_against_oracle 5 200` (seed, number of workbooks).
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from templates.columns import frame_columns
from templates.parameters import in_force, plain
from tests.gnumeric import recalculated_by_gnumeric, without_results
from tests.messy_country import Given, Place, random_answers, random_frame
from tests.oracle_costs import municipality, own_figures, own_kinds
from tests.recalculation import CENT, named_values, recalculate
from tests.test_against_oracle import RANGES, SURVEY
from xl_addin.cli import main

Figures = dict[str, float]


def write_csv(path: Path, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])


def command(*arguments: str | Path) -> None:
    assert main([str(argument) for argument in arguments]) == 0


def filled_workbooks(
    folder: Path, seed: int, respondents: int, municipalities: int = 0
) -> tuple[dict[str, bytes], dict[str, Given]]:
    """`generate` and `fill` for a country of which the first municipalities answer; the files stay in `folder`."""
    chance = random.Random(seed)
    frame = random_frame(chance, municipalities or respondents, gaps=False)
    chosen = dict(list(frame.items())[:respondents])
    columns = frame_columns(SURVEY.dimensions)
    rows = [tuple(_cell(code, place, column) for column in columns) for code, place in frame.items()]
    write_csv(folder / "frame.csv", columns, rows)
    write_csv(folder / "sample.csv", ("code",), [(code,) for code in chosen])
    command("generate", "--frame", folder / "frame.csv", "--sample", folder / "sample.csv", "--out", folder / "uit")
    answers = {code: random_answers(chance, place) for code, place in chosen.items()}
    (folder / "antwoorden").mkdir()
    for code, given in answers.items():
        lines = [(question, value) for question, value in given.items() if value is not None]
        write_csv(folder / "antwoorden" / f"{code}.csv", ("id", "waarde"), lines)
    command("fill", folder / "uit", folder / "antwoorden", "--out", folder / "in")
    return {code: next((folder / "in").glob(f"*{code}*.xlsx")).read_bytes() for code in answers}, answers


def _cell(code: str, place: Place, column: str) -> object:
    if column in ("code", "naam", "provincie"):
        return {"code": code, "naam": f"Dorp {code[2:]}", "provincie": "Utrecht"}[column]
    value = place.get(column)
    return "" if value is None else int(value) if isinstance(value, float) and value.is_integer() else value


def expected(given: Mapping[str, float | str | None]) -> Figures:
    """Every `uit.` and `bekend.` that the method defines; the workbook itself derives no hours."""
    place = municipality(given, plain(in_force(SURVEY)), RANGES, derive=False)
    sums = own_figures(place)
    known = {f"bekend.{name}": float(found.known) for name, found in sums.items()}
    parts = {name: found.known_part for name, found in sums.items() if name.count(".") > 1 or place_sum(name)}
    return {**{f"uit.{name}": euro for name, euro in {**parts, **own_kinds(place)}.items()}, **known}


def place_sum(name: str) -> bool:
    """`uit.jaar.{taak}` is named by its kinds; the sums of `jaar` have a name of their own."""
    return name in ("jaar.algemeen", "jaar.direct", "jaar.totaal")


def differences(shown: Mapping[str, object], wanted: Figures) -> list[str]:
    """What is not there, no number, more than a cent off, or known where it is not."""
    found = []
    for name, value in wanted.items():
        mine, margin = shown.get(name), 0.0 if name.startswith("bekend.") else CENT
        if isinstance(mine, bool) or not isinstance(mine, int | float) or abs(mine - value) > margin:
            found.append(f"{name}: workbook {mine!r}, oracle {value!r}")
    return found


def compared(workbooks: Mapping[str, bytes], answers: Mapping[str, Given]) -> dict[str, list[str]]:
    shown = {code: {**named_values(book, "uit."), **named_values(book, "bekend.")} for code, book in workbooks.items()}
    found = {code: differences(figures, expected(answers[code])) for code, figures in shown.items()}
    return {code: lines for code, lines in found.items() if lines}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, Given]]:
    return filled_workbooks(tmp_path_factory.mktemp("country"), seed=21, respondents=9)


def test_a_filled_workbook_says_what_the_oracle_says(made: tuple[dict[str, bytes], dict[str, Given]]) -> None:
    """The results that `fill` writes along, before any spreadsheet program opened the file."""
    assert compared(*made) == {}


def test_a_spreadsheet_program_computes_what_the_oracle_says(made: tuple[dict[str, bytes], dict[str, Given]]) -> None:
    workbooks, answers = made
    assert compared(recalculate(workbooks), answers) == {}


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")  # Gnumeric writes none
def test_a_second_program_computes_the_same(made: tuple[dict[str, bytes], dict[str, Given]]) -> None:
    workbooks, answers = made
    few = {code: without_results(book) for code, book in list(workbooks.items())[:3]}
    assert compared(recalculated_by_gnumeric(few), answers) == {}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        books, everyone = filled_workbooks(Path(home), int(sys.argv[1]), int(sys.argv[2]))
    for code, lines in compared(recalculate(books), everyone).items():
        for line in lines:
            print(code, line)  # noqa: T201
