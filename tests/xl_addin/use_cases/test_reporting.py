"""Presentation and annex from the analysis workbook of the small country."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import xlwings as xw
from docx import Document
from pptx import Presentation

from generator.analysis.layout import key_figures_block, result_place, result_places
from templates import load_survey
from tests.xl_addin.use_cases.conftest import Chain, ko
from xl_addin.books.book import BlockWrite, read_block, write
from xl_addin.commands import COMMANDS
from xl_addin.engine import register

FILES = ["presentatie.pptx", "tabellen.xlsx", "tabellenbijlage.docx"]


@pytest.fixture(scope="module")
def made(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("rapport")
    assert ko("report", chain.analysis, "--out", out) == 0
    return out


def test_both_documents_appear_and_the_workbook_stays_as_it_is(chain: Chain, made: Path) -> None:
    assert sorted(path.name for path in made.iterdir()) == FILES
    assert len(Document(str(made / FILES[2])).tables) <= len(load_survey().tables)


def test_the_subtitle_is_that_of_the_survey_or_the_one_that_is_given(chain: Chain, made: Path, tmp_path: Path) -> None:
    def under_the_title(out: Path) -> list[str]:
        cover = Presentation(str(out / FILES[0])).slides[0]
        return [shape.text_frame.text for shape in cover.shapes if shape.has_text_frame]

    assert ko("presentation", chain.analysis, "--out", tmp_path, "--subtitle", "Voor het bestuur") == 0
    assert "Voor het bestuur" in under_the_title(tmp_path)
    assert "Voor het bestuur" not in under_the_title(made)


def test_the_key_figures_open_the_presentation_and_stand_on_the_overview(chain: Chain, made: Path) -> None:
    register()
    book = xw.Book(chain.analysis)
    try:
        said = [row[0] for row in read_block(book, key_figures_block()) if row[0]]
    finally:
        book.close()
    assert len(said) >= 5
    summary = Presentation(str(made / FILES[0])).slides[1]
    (grid,) = (shape.table for shape in summary.shapes if shape.has_table)
    assert [row.cells[1].text for row in grid.rows] == said


def test_a_message_says_what_its_sheet_says(chain: Chain, made: Path) -> None:
    register()
    (table,) = (one for one in load_survey().tables if one.id == "2.1")
    book = xw.Book(chain.analysis)
    try:
        total = read_block(book, result_place(table).block)[0]
    finally:
        book.close()
    titles = [slide.shapes.title.text for slide in Presentation(str(made / FILES[0])).slides]
    said = f"{total[2]:.0f} van de {total[1]:.0f} benaderde gemeenten stuurden hun vragenlijst terug"
    assert f"{said}; Nederland telt er {total[0]:.0f}" in titles


def test_what_is_there_is_kept_unless_forced(chain: Chain, made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = [(made / name).read_bytes() for name in FILES]
    assert ko("report", chain.analysis, "--out", made) == 2
    assert capsys.readouterr().err.count("presentatie.pptx") == 1
    assert ko("report", chain.analysis, "--out", made, "--force") == 0
    assert [(made / name).read_bytes() for name in FILES] == before


def test_tables_that_were_not_filled_give_no_report(
    chain: Chain, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = tmp_path / "analyse.xlsx"
    shutil.copyfile(next((chain.home / "backup").glob("*.xlsx")), fresh)
    assert ko("report", fresh, "--out", tmp_path / "rapport") == 2
    assert "nog niet gevuld" in capsys.readouterr().err
    assert not (tmp_path / "rapport").exists()
    assert ko("report", tmp_path / "none.xlsx", "--out", tmp_path / "rapport") == 2


def test_tables_that_a_new_collection_emptied_give_no_report(chain: Chain, tmp_path: Path) -> None:
    emptied = tmp_path / "analyse.xlsx"
    shutil.copyfile(chain.analysis, emptied)
    register()
    book = xw.Book(emptied)
    blocks = [block for where in result_places(load_survey()) for block in where.names.values()]
    write(book, [BlockWrite(block, [[None] * block.columns] * block.rows) for block in blocks])
    book.save()
    book.close()
    assert ko("report", emptied, "--out", tmp_path / "rapport") == 2
    assert not (tmp_path / "rapport").exists()


def test_the_button_writes_beside_the_workbook(chain: Chain, tmp_path: Path) -> None:
    path = tmp_path / "analyse.xlsx"
    shutil.copyfile(chain.analysis, path)
    register()
    book = xw.Book(path)
    try:
        outcome = COMMANDS["slides"](book)
    finally:
        book.close()
    (folder,) = tmp_path.glob("rapport_*")
    assert sorted(one.name for one in folder.iterdir()) == FILES
    assert str(folder) in outcome.message


def cells_of(made: Path, last_column: str) -> list[list[str]]:
    """The rows of the one table of the annex with this heading in its last column."""
    tables = [[[cell.text for cell in row.cells] for row in one.rows] for one in Document(str(made / FILES[2])).tables]
    (found,) = (rows for rows in tables if rows[0][-1] == last_column)
    return found


def test_small_classes_are_left_out_unless_asked_for(chain: Chain, made: Path, tmp_path: Path) -> None:
    last = "Per begeleide inburgeraar: 95%-interval"
    protected = cells_of(made, last)
    small = [row for row in protected[1:] if row[4] in ("1", "2")]
    assert small
    assert all(row[1] == "x" for row in small)
    assert ko("report", chain.analysis, "--out", tmp_path, "--minimum", "0") == 0
    everything = cells_of(tmp_path, last)
    assert not any("x" in row for row in everything)
    assert [row[4] for row in everything] == [row[4] for row in protected]


def test_the_annex_says_what_is_not_settled(made: Path) -> None:
    texts = [paragraph.text for paragraph in Document(str(made / FILES[2])).paragraphs]
    assert any("bevindingen zijn niet afgehandeld" in text for text in texts)
