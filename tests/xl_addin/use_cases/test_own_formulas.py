"""A researcher's own formulas in the lists count at every run, and are never read as empty."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from generator.analysis import layout as place
from generator.ooxml.patch import Changes, Formula, WorkbookPatch
from tests.xl_addin.use_cases.conftest import Chain, ko, seen
from tests.xl_addin.use_cases.test_researcher import recollect

PARAMETER = "werkgeverslasten"


@pytest.fixture
def book(chain: Chain, tmp_path: Path) -> Path:
    copy = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, copy)
    return copy


def spot(chain: Chain, sheet: str, column: str, code: str | None = None) -> tuple[int, int]:
    """The cell in a column of a list, in the row of a code or in the first row; the same in every copy."""
    header = place.LIST_OF_SHEET[sheet].header_row
    there = seen(chain.analysis)[sheet]
    names = {cell.value: cell.column for cell in there[header]}
    rows = range(header + 1, there.max_row + 1)
    row = next(row for row in rows if code is None or there.cell(row, names["code"]).value == code)
    return row, names[column]


def type_formula(path: Path, sheet: str, at: tuple[int, int], formula: str, result: float | None = None) -> None:
    path.write_bytes(WorkbookPatch(path).render(Changes(cells={sheet: {at: Formula(formula)}})))
    if result is not None:
        path.write_bytes(WorkbookPatch(path).render(Changes(cached={sheet: {at: result}})))


def exported_parameter(path: Path, out: Path) -> float:
    assert ko("export", path, "--out", out) == 0
    table = pd.read_csv(out / "parameters.csv")
    return float(table.loc[table["code"] == PARAMETER, "waarde"].iloc[0])


def test_a_formula_in_a_parameter_counts_at_every_run(chain: Chain, book: Path, tmp_path: Path) -> None:
    at = spot(chain, place.PARAMETERS_SHEET, "waarde", PARAMETER)
    type_formula(book, place.PARAMETERS_SHEET, at, "0.2+0.1", 0.3)
    for turn in ("eerste", "tweede"):
        assert ko("run", book) in (0, 1)
        assert exported_parameter(book, tmp_path / turn) == pytest.approx(0.3)
    assert seen(book)[place.PARAMETERS_SHEET].cell(*at).value == "=0.2+0.1"


def test_a_formula_on_results_follows_them(chain: Chain, book: Path) -> None:
    first = place.LIST_OF_SHEET[place.RESULTS_SHEET].first_row
    work = openpyxl.load_workbook(book)
    own = work.create_sheet("Mijn blad")
    own["A1"] = f"=SUM({place.RESULTS_TABLE}[waarde])"
    own["A2"] = f"='{place.RESULTS_SHEET}'!{'A'}{first}"
    work.save(book)
    type_formula(book, place.PARAMETERS_SHEET, spot(chain, place.PARAMETERS_SHEET, "waarde", PARAMETER), "1/2", 0.5)
    assert ko("run", book) in (0, 1)
    saved = openpyxl.load_workbook(book, data_only=True)
    listed = saved[place.RESULTS_SHEET]
    names = {cell.value: cell.column for cell in listed[first - 1]}
    values = [listed.cell(row, names["waarde"]).value for row in range(first, listed.max_row + 1)]
    expected = sum(value for value in values if isinstance(value, int | float))
    assert saved["Mijn blad"]["A1"].value == pytest.approx(expected)
    assert saved["Mijn blad"]["A2"].value == listed.cell(first, 1).value


UNCALCULATED = [
    (place.FRAME_SHEET, "inwoners"),
    (place.SAMPLE_SHEET, "code"),
    (place.PARAMETERS_SHEET, "waarde"),
    (place.ANSWERS_SHEET, "vol.asiel.begeleid"),
    (place.CORRECTIONS_SHEET, "code"),
    (place.EXCLUSIONS_SHEET, "code"),
    (place.SCENARIOS_SHEET, "waarde"),
]


def test_formulas_without_a_result_are_refused_together_and_never_read_as_empty(
    chain: Chain, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spots = {sheet: spot(chain, sheet, column) for sheet, column in UNCALCULATED}
    for sheet, at in spots.items():
        type_formula(book, sheet, at, "1+1")
    before = book.read_bytes()
    assert ko("run", book) == 2
    told = capsys.readouterr().err
    for sheet, (row, column) in spots.items():
        cell = openpyxl.utils.get_column_letter(column) + str(row)
        assert any(sheet in line and cell in line and "sla haar op" in line for line in told.splitlines()), sheet
    assert "Traceback" not in told
    assert book.read_bytes() == before


def test_a_formula_that_a_script_left_without_a_result_is_refused_too(
    chain: Chain, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Openpyxl writes an empty result, which is none."""
    row, column = spot(chain, place.PARAMETERS_SHEET, "waarde", PARAMETER)
    work = openpyxl.load_workbook(book)
    work[place.PARAMETERS_SHEET].cell(row, column).value = "=0.2+0.1"
    work.save(book)
    assert ko("run", book) == 2
    assert place.PARAMETERS_SHEET in capsys.readouterr().err


def test_collecting_again_refuses_it_too(chain: Chain, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    type_formula(book, place.FRAME_SHEET, spot(chain, place.FRAME_SHEET, "inwoners"), "1+1")
    before = book.read_bytes()
    assert recollect(chain, book) == 2
    assert place.FRAME_SHEET in capsys.readouterr().err
    assert book.read_bytes() == before
