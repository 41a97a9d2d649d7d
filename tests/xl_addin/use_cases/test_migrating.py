"""Answers of an older version of the survey in a workbook of the current one; what cannot move is named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from generator.lint import defects
from generator.ooxml.patch import Changes, Formula, WorkbookPatch
from generator.survey.build import build_master
from generator.survey.layout import Layout, layout
from generator.survey.stamp import opened, stamp
from templates import Problems, Survey, load_survey
from templates.migrations import migrations
from templates.parameters import in_force
from xl_addin.cli import main
from xl_addin.intake.filled import read_filled
from xl_addin.use_cases.migrating import migrate

OLDER = Path(__file__).with_name("older")
CURRENT = load_survey()
MOVED: dict[str, str | float] = {
    "alg.gemeente": "Voorbeeld",
    "alg.cbs_code": "GM0001",
    "vol.asiel.begeleid": 120.0,
    "jaar.intake.gemeente.inzet": 1.5,
    "jaar.intake.gemeente.eenheid": "fte",
    "jaar.intake.gemeente.schaal": 9.0,
    "jaar.beleid.inhuur": "onbekend",
    "dek.gf": 400000.0,
}
RENAMED = {"alg.wachttijd": 4.0, "vol.gezin.aantal": 60.0}
LEFT: dict[str, str | float | Formula] = {
    "alg.indexatie": "lonen",
    "dek.subsidie": 1234567.89,
    "dek.lening": 7.0,
    "jaar.beleid.gemeente.inzet": Formula("1+1"),
}


@pytest.fixture(scope="module")
def older() -> Survey:
    return load_survey("wi2021", OLDER)


def filled(survey: Survey, places: Layout, answers: dict[str, str | float | Formula]) -> bytes:
    book = WorkbookPatch(
        stamp(opened(build_master(survey, 2024, in_force(survey)), survey, places), {"code": "GM0001"})
    )
    cells: dict[str, dict[tuple[int, int], str | float | Formula]] = {}
    for name, value in answers.items():
        spot = places.questions[name]
        cells.setdefault(spot.sheet, {})[spot.row, spot.column] = value
    return book.render(Changes(cells=cells))


@pytest.fixture(scope="module")
def old(older: Survey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("oud") / "oud.xlsx"
    path.write_bytes(filled(older, layout(older), {**MOVED, **RENAMED, **LEFT}))
    return path


def test_answers_move_to_their_new_place_and_the_rest_is_named(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    done = migrate(old, tmp_path / "nieuw.xlsx", CURRENT)
    found = read_filled(done.path, CURRENT)
    assert found.answers == {**MOVED, "alg.wachttijd_maanden": 4.0, "vol.gezin.begeleid": 60.0}
    assert (found.code, found.version, found.year) == ("GM0001", CURRENT.version, 2024)
    assert done.moved == len(MOVED) + len(RENAMED)
    assert {(problem.code, problem.values["id"]) for problem in done.left} == {
        ("MIGRATE_UNKNOWN_CODE", "alg.indexatie"),
        ("MIGRATE_DROPPED", "dek.subsidie"),
        ("MIGRATE_UNKNOWN_ID", "dek.lening"),
        ("MIGRATE_FORMULA", "jaar.beleid.gemeente.inzet"),
    }
    assert {problem.place.sheet for problem in done.left} == {"Uw gemeente", "Kosten en dekking"}
    assert defects(done.path.read_bytes()) == ()
    assert old.read_bytes() == before


def test_the_command_tells_what_is_left_and_the_collector_names_the_remedy(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "nieuw.xlsx"
    assert main(["migrate", str(old), "--out", str(new)]) == 1
    said = capsys.readouterr()
    assert "10 antwoorden overgezet" in said.out
    assert "'dek.subsidie'" in said.err
    assert "1.234.567,89" in said.err
    assert "Subsidies vallen nu onder eigen middelen" in said.err
    with pytest.raises(Problems) as refused:
        read_filled(old, CURRENT)
    assert [problem.code for problem in refused.value.problems] == ["INTAKE_OTHER_VERSION"]
    assert "kostenonderzoek migrate" in refused.value.problems[0].text()
    assert main(["migrate", str(new), "--out", str(tmp_path / "weer.xlsx")]) == 0  # its own version moves as it is
    assert read_filled(tmp_path / "weer.xlsx", CURRENT).answers == read_filled(new, CURRENT).answers
    assert main(["migrate", str(old), "--out", str(new)]) == 2  # it stands there already


def test_another_version_or_file_is_refused(older: Survey, tmp_path: Path) -> None:
    unknown = older.model_copy(update={"identity": older.identity.model_copy(update={"version": "1999.1"})})
    path = tmp_path / "oud.xlsx"
    path.write_bytes(filled(unknown, layout(unknown), {}))
    with pytest.raises(Problems) as refused:
        migrate(path, tmp_path / "nieuw.xlsx", CURRENT)
    assert [problem.code for problem in refused.value.problems] == ["MIGRATE_UNKNOWN_VERSION"]
    assert not (tmp_path / "nieuw.xlsx").exists()
    path.write_text("geen werkmap")
    assert main(["migrate", str(path), "--out", str(tmp_path / "nieuw.xlsx")]) == 2


def test_a_file_made_to_do_harm_is_refused_before_it_is_parsed(old: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bom.xlsx"
    bomb.write_bytes(old.read_bytes())
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet99.xml", b" " * 40_000_000)
    with pytest.raises(Problems) as refused:
        migrate(bomb, tmp_path / "nieuw.xlsx", CURRENT)
    assert [problem.code for problem in refused.value.problems] == ["INTAKE_BOMB"]
    assert not (tmp_path / "nieuw.xlsx").exists()


def test_a_reason_beside_a_renamed_or_dropped_question_goes_where_the_question_goes() -> None:
    older = migrations(CURRENT)["2024.0"]
    assert older.current("alg.wachttijd.toelichting") == "alg.wachttijd_maanden.toelichting"
    assert older.current("alg.wachttijdje") == "alg.wachttijdje"
    assert older.reason("dek.subsidie.toelichting") == older.dropped["dek.subsidie"]
    assert older.reason("dek.gf") == ""


def edited(old: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    """The workbook as somebody who changes more than answers sends it back."""
    book = openpyxl.load_workbook(old)
    change(book)
    path = old.with_name(f"{change.__name__}.xlsx")
    book.save(path)
    return path


def test_what_was_written_beside_the_questions_is_told(old: Path, tmp_path: Path) -> None:
    def noted(book: openpyxl.Workbook) -> None:
        sheet = book["Uw gemeente"]
        sheet.cell(5, sheet.max_column + 2, "even nagaan")
        sheet["B5"].comment = Comment("een schatting", "controller")
        book.create_sheet("Eigen berekening")["A1"] = 12

    left = {one.code: one for one in migrate(edited(old, noted), tmp_path / "nieuw.xlsx", CURRENT).left}
    assert left["MIGRATE_NOTES"].place.sheet == "Uw gemeente"
    assert left["MIGRATE_COMMENTS"].values["cellen"] == "B5"
    assert (left["MIGRATE_OWN_SHEET"].place.sheet, left["MIGRATE_OWN_SHEET"].values["aantal"]) == (
        "Eigen berekening",
        1,
    )


def test_a_question_whose_cell_is_gone_is_told_and_all_gone_is_refused(old: Path, tmp_path: Path) -> None:
    def removed(book: openpyxl.Workbook) -> None:
        book.defined_names["alg.wachttijd"].attr_text = "#REF!"

    (gone,) = (
        one
        for one in migrate(edited(old, removed), tmp_path / "a.xlsx", CURRENT).left
        if one.code == "MIGRATE_CELL_GONE"
    )
    assert gone.values["ids"] == "alg.wachttijd"

    def nameless(book: openpyxl.Workbook) -> None:
        for name in [name for name in book.defined_names if not name.startswith("meta.")]:
            del book.defined_names[name]

    with pytest.raises(Problems) as refused:
        migrate(edited(old, nameless), tmp_path / "b.xlsx", CURRENT)
    assert [problem.code for problem in refused.value.problems] == ["MIGRATE_NO_NAMES"]
    assert not (tmp_path / "b.xlsx").exists()


def test_a_year_that_is_none_is_refused(old: Path, tmp_path: Path) -> None:
    def undated(book: openpyxl.Workbook) -> None:
        book["Meta"]["B6"] = "ooit"

    with pytest.raises(Problems) as refused:
        migrate(edited(old, undated), tmp_path / "nieuw.xlsx", CURRENT)
    assert [problem.code for problem in refused.value.problems] == ["MIGRATE_NO_YEAR"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('- version: "1"\n  renamed:\n    a.b: bestaat.niet\n', "MIGRATION_UNKNOWN_ID", 3),
        ('- version: "1"\n  hernoemd: {}\n', "TEMPLATE_INVALID", 2),
        ('- version: "1\n', "TEMPLATE_NOT_YAML", None),
    ],
)
def test_a_mistake_in_the_list_is_named_with_its_line(text: str, code: str, line: int | None, tmp_path: Path) -> None:
    (tmp_path / "wi2021").mkdir()
    (tmp_path / "wi2021" / "migrations.yaml").write_text(text)
    with pytest.raises(Problems) as found:
        migrations(CURRENT, tmp_path)
    (problem,) = found.value.problems
    assert problem.code == code
    assert line is None or problem.place.line == line
