"""Every link of every sheet leads somewhere, and what a workbook shows is what a spreadsheet program makes of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from generator.survey.build import build_master
from templates import load_survey
from templates.origins import known_keys
from templates.parameters import in_force
from tests.recalculation import recalculate
from tests.xl_addin.use_cases.conftest import Chain

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
KEY = re.compile(r'MATCH\("([^"]+)"')
JUMP = re.compile(r'HYPERLINK\("#\'([^\']+)\'!([A-Z]+)(\d*)"')


@pytest.fixture(scope="module", params=("wi2021", "jeugd2024"))
def survey_workbook(request: pytest.FixtureRequest) -> bytes:
    survey = load_survey(request.param)
    return build_master(survey, survey.identity.year, in_force(survey))


def cells(book: Workbook) -> Iterator[Cell]:
    return (cell for sheet in book for row in sheet.iter_rows() for cell in row)


def leads_somewhere(book: Workbook, target: str) -> bool:
    """Whether a place in the workbook is there: a defined name, or a cell in the used part of a sheet."""
    if target in book.defined_names:
        return True
    sheet, _, area = target.rpartition("!")
    sheet = sheet.strip("'").replace("''", "'")
    if sheet not in book.sheetnames:
        return False
    _, _, right, bottom = range_boundaries(area)
    return right <= book[sheet].max_column and bottom <= book[sheet].max_row


def test_every_link_of_the_analysis_workbook_leads_somewhere_and_shows_its_words(chain: Chain) -> None:
    content = chain.analysis.read_bytes()
    book, shown = load_workbook(io.BytesIO(content)), load_workbook(io.BytesIO(content), data_only=True)
    jumps = [cell for cell in cells(book) if isinstance(cell.value, str) and "HYPERLINK(" in cell.value]
    assert {cell.parent.title for cell in jumps} >= {"Herkomst", "Tabel S.1", "SPUK", "Tabel B.2", "Figuur 3.1"}
    keys = {cell.value for cell in book["Herkomst"]["A"]}
    for cell in jumps:
        words, key = shown[cell.parent.title][cell.coordinate].value, KEY.search(cell.value)
        assert key is None or key[1] in known_keys(load_survey().dimensions)
        if key is None or key[1] in keys:
            assert words, (cell.parent.title, cell.coordinate)
        else:  # no municipality gave this figure, so there is none in the row either
            assert not words
            figures = [one.value for one in shown[cell.parent.title][cell.row][1 : cell.column - 1]]
            assert not [value for value in figures if isinstance(value, int | float) and value], cell.coordinate
    for cell in jumps:
        found = JUMP.search(cell.value)
        assert found, cell.value
        assert found[1] in book.sheetnames
        assert not found[3] or leads_somewhere(book, f"'{found[1]}'!{found[2]}{found[3]}")
    fixed = [cell.hyperlink.location for cell in cells(book) if cell.hyperlink and cell.hyperlink.location]
    assert fixed
    assert [target for target in fixed if not leads_somewhere(book, target)] == []


def test_every_link_of_a_survey_workbook_leads_somewhere(survey_workbook: bytes) -> None:
    book = load_workbook(io.BytesIO(survey_workbook))
    fixed = [cell.hyperlink.location for cell in cells(book) if cell.hyperlink]
    assert fixed
    assert [target for target in fixed if not leads_somewhere(book, target)] == []


def test_links_and_other_formulas_hold_what_a_spreadsheet_program_computes(chain: Chain) -> None:
    """No stale text: what the file says of a formula is what another program makes of it."""
    content = chain.analysis.read_bytes()
    again = recalculate({"analyse": content})["analyse"]
    book = load_workbook(io.BytesIO(content))
    shown, computed = (load_workbook(io.BytesIO(one), data_only=True) for one in (content, again))
    formulas = [cell for cell in cells(book) if cell.data_type == "f"]
    assert len(formulas) > 300
    for cell in formulas:
        here, there = (one[cell.parent.title][cell.coordinate].value for one in (shown, computed))
        numbers = isinstance(here, int | float) and isinstance(there, int | float)
        same = here == pytest.approx(there) if numbers else (here or "") == (there or "")
        assert same, (cell.parent.title, cell.coordinate, here, there)


def test_no_amount_is_so_small_that_it_would_show_as_minus_nothing(chain: Chain) -> None:
    files = [chain.analysis, *sorted(chain.home.glob("ingevuld/*.xlsx"))[:3]]
    assert len(files) > 1
    tiny = [
        (path.name, cell.parent.title, cell.coordinate, cell.value)
        for path in files
        for cell in cells(load_workbook(path, data_only=True))
        if isinstance(cell.value, float) and -0.000001 < cell.value < 0
    ]
    assert tiny == []


def test_tables_have_a_look_of_their_own_and_charts_their_axes_in_place(survey_workbook: bytes) -> None:
    """Without tableStyleInfo one engine paints bands of its own over cells that are not filled."""
    with zipfile.ZipFile(io.BytesIO(survey_workbook)) as package:
        parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist() if _is_drawn(name)}
    tables = [root for root in parts.values() if root.tag == f"{MAIN}table"]
    charts = [root for root in parts.values() if root.tag == f"{CHART}chartSpace"]
    assert tables
    for root in tables:
        look = root.find(f"{MAIN}tableStyleInfo")
        assert look is not None
        assert "name" not in look.attrib
    for root in charts:
        lying = next(root.iter(f"{CHART}barDir")).get("val") == "bar"
        places = [
            axis.find(f"{CHART}axPos").get("val") for kind in ("catAx", "valAx") for axis in root.iter(CHART + kind)
        ]
        assert places == (["l", "b"] if lying else ["b", "l"])
        assert [one.get("val") for one in root.iter(f"{CHART}tickLblSkip")] == ["1"]


def _is_drawn(name: str) -> bool:
    return Path(name).suffix == ".xml" and name.startswith(("xl/tables/", "xl/charts/chart"))
