"""A second collection into the workbook that stands: a person's own sheets, charts and typing stay or are named."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.chart import BarChart, Reference

from generator.analysis import layout as place
from generator.analysis.block import Block
from templates import load_survey
from templates.instruments import WEIGHT
from templates.scenarios import scenarios
from tests.hosts import changes as by_person
from tests.xl_addin.use_cases.conftest import Chain, ko, seen, table
from tests.xl_addin.use_cases.test_researcher import recollect
from xl_addin.books.keys import KEY_OF

SURVEY = load_survey()
OWN = "Mijn blad"
QUESTION = "vol.asiel.begeleid"


def column_of(sheet: openpyxl.worksheet.worksheet.Worksheet, name: str, row: int) -> int:
    return next(cell.column for cell in sheet[row] if cell.value == name)


@pytest.fixture
def book(chain: Chain, tmp_path: Path) -> Path:
    """The analysis workbook after a day's work of a researcher in Excel."""
    path = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, path)
    work = openpyxl.load_workbook(path)
    answers, frame = work[place.ANSWERS_SHEET], work[place.FRAME_SHEET]
    first = place.LIST_OF_SHEET[place.ANSWERS_SHEET].first_row
    own = work.create_sheet(OWN, 1)
    own["A1"] = f"='{place.ANSWERS_SHEET}'!A{first + 1}"
    own["A2"] = "notitie, met de hand"
    own["B1"], own["B2"] = 3, 4
    chart = BarChart()
    chart.add_data(Reference(own, min_col=2, min_row=1, max_row=2))
    own.add_chart(chart, "D2")
    wide = answers.max_column + 1
    answers.cell(first - 1, wide, "mijn_som")
    for row in range(first, answers.max_row + 1):
        answers.cell(row, wide, f"=A{row}&$A${first}")
    ours = answers.tables[place.ANSWERS_TABLE]
    ours.ref = f"A{first - 1}:{answers.cell(answers.max_row, wide).coordinate}"
    ours.autoFilter = None
    ours.tableColumns.append(openpyxl.worksheet.table.TableColumn(id=wide, name="mijn_som"))
    answers.cell(first, column_of(answers, QUESTION, first - 1)).value = 4321
    weight = place.LIST_OF_SHEET[place.INSTRUMENTS_SHEET]
    grid = work[weight.sheet]
    grid.cell(weight.first_row, column_of(grid, WEIGHT, weight.header_row)).value = 2.5
    scenario = place.LIST_OF_SHEET[place.SCENARIOS_SHEET]
    plans = work[scenario.sheet]
    plans.cell(scenario.first_row, column_of(plans, "waarde", scenario.header_row)).value = 1.35
    head = place.LIST_OF_SHEET[place.FRAME_SHEET].header_row
    frame.cell(head + 1, column_of(frame, "oad", head)).value = 999
    work.save(path)
    return path


def own_parts(path: Path) -> dict[str, bytes]:
    """The own sheet and its chart, as they stand in the file; without results, which a spreadsheet program renews."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith(("xl/charts/", "xl/drawings/"))]
        sheet = "xl/worksheets/sheet2.xml"
        assert openpyxl.load_workbook(path, read_only=True).sheetnames[1] == OWN
        return {
            **{name: archive.read(name) for name in names},
            sheet: re.sub(rb'( t="str")?><f>([^<]*)</f>(?:<v>[^<]*</v>|<v\s*/>)?', rb"><f>\2</f>", archive.read(sheet)),
        }


def _area(block: Block) -> str:
    return block.area if ":" in block.area else f"{block.area}:{block.area}"


def findings(path: Path) -> pd.DataFrame:
    return table(path, place.FINDINGS_TABLE)


def test_own_sheets_charts_and_formulas_stay_and_typed_edits_are_kept_and_named(chain: Chain, book: Path) -> None:
    before, codes = own_parts(book), list(table(book, place.ANSWERS_TABLE)["code"])
    typed_frame = table(book, place.FRAME_TABLE).set_index("code")["oad"]
    submitted = table(chain.analysis, place.ANSWERS_TABLE).set_index("code")[QUESTION]
    assert recollect(chain, book) == 1
    assert own_parts(book) == before
    assert list(table(book, place.ANSWERS_TABLE)["code"]) == codes
    answers = seen(book)[place.ANSWERS_SHEET]
    first = place.LIST_OF_SHEET[place.ANSWERS_SHEET].first_row
    assert answers.cell(first + 1, answers.max_column).value == f"=A{first + 1}&$A${first}"
    # the answer is again what the municipality sent, and what was typed counts as a correction
    assert table(book, place.ANSWERS_TABLE).set_index("code")[QUESTION].to_dict() == submitted.to_dict()
    (correction,) = table(book, place.CORRECTIONS_TABLE).itertuples(index=False)
    assert (correction.code, correction.id, correction.nieuw) == (codes[0], QUESTION, 4321)
    assert correction.oud == submitted[codes[0]]
    # FRAME.csv is the same file as before, so what differs was typed
    said = findings(book).set_index("regel")
    assert said.loc["INTAKE_ANSWER_TYPED", ["id", "gevonden"]].tolist() == [QUESTION, "4321"]
    assert said.loc["INTAKE_FRAME_TYPED", ["code", "gevonden"]].tolist() == [typed_frame.index[0], "999"]
    assert table(book, place.FRAME_TABLE).set_index("code")["oad"].to_dict() == typed_frame.to_dict()
    # figures of the answers of before are gone, and nothing is left of them
    assert table(book, place.RESULTS_TABLE).empty
    assert table(book, place.COSTS_TABLE).empty
    lists = seen(book)
    emptied = [one for one in place.LISTS if one.output and not one.table.startswith("tblTrekking")]
    left = [cell for one in emptied for row in lists[one.sheet].iter_rows(min_row=one.first_row) for cell in row]
    assert not [cell.coordinate for cell in left if cell.value is not None]
    blocks = [block for name, block in place.named_blocks(SURVEY).items() if not name.startswith(("meta.", "status."))]
    filled = [cell.value for block in blocks for row in lists[block.sheet][_area(block)] for cell in row]
    assert not [value for value in filled if value is not None]
    # and the other lists are those of a collection into nothing
    for name in (place.PARAMETERS_TABLE, place.SAMPLE_TABLE):
        assert table(book, name).equals(table(chain.analysis, name))
    files = ["code", "bestand", "sha256", "status"]
    assert table(book, place.SOURCES_TABLE)[files].equals(table(chain.analysis, place.SOURCES_TABLE)[files])


def test_what_was_written_beside_a_figure_waits_for_it_and_stands_beside_it_again(chain: Chain, tmp_path: Path) -> None:
    path = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, path)
    assert ko("run", path) in (0, 1)
    notes = {}
    for name in (place.RESULTS_TABLE, place.COSTS_TABLE):
        row, key = len(table(path, name)) // 2, list(KEY_OF[name])
        by_person.change(
            path,
            by_person.add_column(name, "mijn oordeel", None),
            by_person.in_table(name, row, "mijn oordeel", "te hoog?"),
            by_person.in_table(name, 0, "mijn oordeel", "klopt"),
            by_person.reverse_rows(name),
        )
        noted = table(path, name).dropna(subset=["mijn oordeel"])
        notes[name] = noted.set_index(key)["mijn oordeel"].to_dict()
        assert sorted(notes[name].values()) == ["klopt", "te hoog?"]
    recollect(chain, path)
    for name in notes:
        assert table(path, name).empty
    assert "klopt" in {cell.value for row in seen(path)[place.RESULTS_SHEET].iter_rows() for cell in row}
    assert ko("run", path) in (0, 1)
    for name, noted in notes.items():
        again = table(path, name).dropna(subset=["mijn oordeel"])
        assert again.set_index(list(KEY_OF[name]))["mijn oordeel"].to_dict() == noted
    assert len(table(path, place.RESULTS_TABLE)) > len(notes)


def test_a_workbook_of_another_layout_is_built_anew_and_what_stays_behind_is_named(chain: Chain, book: Path) -> None:
    work = openpyxl.load_workbook(book)
    mark = place.overview_cell(place.META_LAYOUT)
    work[mark.sheet].cell(mark.row, mark.column).value = "van vroeger"
    work.save(book)
    assert recollect(chain, book) == 1
    (told,) = findings(book).query("regel == 'INTAKE_REBUILT'")["tekst"]
    assert OWN in told
    (kept,) = (book.parent / "backup").glob("analyse_*.xlsx")
    assert OWN in openpyxl.load_workbook(io.BytesIO(kept.read_bytes()), read_only=True).sheetnames
    assert OWN not in openpyxl.load_workbook(book, read_only=True).sheetnames
    assert table(book, place.INSTRUMENTS_TABLE)[WEIGHT].iloc[0] == 2.5
    assert table(book, place.SCENARIOS_TABLE)["waarde"].iloc[0] == 1.35
    assert len(table(book, place.SCENARIOS_TABLE)) == len(scenarios().rows)
    assert list(table(book, place.CORRECTIONS_TABLE)["nieuw"]) == [4321]
