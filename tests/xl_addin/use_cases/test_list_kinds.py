"""Every kind of thing that is typed in a list counts as it is meant, is told with its cell, or stops the command."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw

from generator.analysis import layout as place
from templates import Problems, load_survey
from tests.hostile.list_edits import ListOf, lists_in
from tests.hostile.list_kinds import CORRECTED, LISTED, SILENT, STOPS, Listed
from tests.hostile.raw import Raw
from tests.xl_addin.use_cases.conftest import Chain
from xl_addin.books.analysis import Inputs, correction_cell, read_inputs
from xl_addin.books.places import kept_places
from xl_addin.books.tidying import strange_exclusions
from xl_addin.engine import register
from xl_addin.intake.corrections import Corrected, corrected
from xl_addin.methods.answers.exclusions import without_excluded

TABLES = tuple(dict.fromkeys([*(kind.table for kind in LISTED), place.CORRECTIONS_TABLE, place.EXCLUSIONS_TABLE]))
SURVEY = load_survey()


@pytest.fixture(scope="module")
def raw(chain: Chain) -> Raw:
    return Raw(chain.analysis.read_bytes())


@pytest.fixture(scope="module")
def lists(chain: Chain) -> dict[str, ListOf]:
    register()
    book = xw.Book(chain.analysis)
    found = lists_in(book, TABLES)
    book.close()
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lijsten")


def inputs_of(made: Raw, home: Path) -> tuple[Inputs, Corrected]:
    """The workbook as the commands read it. Raises `Problems` where they stop."""
    register()
    path = home / "analyse.xlsx"
    path.write_bytes(made.content())
    book = xw.Book(path)
    try:
        with kept_places(book):
            inputs = read_inputs(book)
            return inputs, corrected(inputs.answers, inputs.corrections, SURVEY, correction_cell(book))
    finally:
        book.close()


def row_of(of: ListOf) -> int:
    """The row of the parameter in which values are typed; of other lists the second one."""
    wanted = "productieve_uren" if of.table == place.PARAMETERS_TABLE else of.rows[1]["code"]
    return next(at for at, row in enumerate(of.rows) if at and row["code"] == wanted)


def counted(inputs: Inputs, kind: Listed, row: int, code: str) -> object:
    """What the cell counts as."""
    if kind.column == "code":
        return code if code in inputs.frame.index else None
    if kind.table == place.PARAMETERS_TABLE:
        return inputs.parameters.get(code)
    if kind.table == place.FINDINGS_TABLE:
        return inputs.findings.open[kind.column].iloc[row]
    table = {"tblFrame": inputs.frame, "tblSteekproef": inputs.sample, "tblAntwoorden": inputs.answers}[kind.table]
    value = table.at[code, kind.column]
    return None if value != value else value


@pytest.mark.parametrize("kind", LISTED, ids=lambda kind: f"{kind.table[3:]}-{kind.column}-{kind.named}")
def test_it_counts_is_told_or_stops(kind: Listed, raw: Raw, lists: dict[str, ListOf], home: Path) -> None:
    of, made = lists[kind.table], raw.again()
    row = row_of(of)
    code, cell = str(of.rows[row]["code"] or ""), of.cell(row, kind.column)
    typed = kind.typed.format(code=code.lower()) if isinstance(kind.typed, str) and "{" in kind.typed else kind.typed
    made.put(of.sheet, cell, typed, made.look(kind.look) if kind.look else None)
    if kind.how == STOPS:
        with pytest.raises(Problems) as found:
            inputs_of(made, home)
        assert [(one.code, one.place.sheet, one.place.cell) for one in found.value.problems] == [
            (kind.rule, of.sheet, cell)
        ]
        return
    inputs, _ = inputs_of(made, home)
    assert counted(inputs, kind, row, code) == (code if kind.counts == "{code}" else kind.counts)
    told = [(one.regel, one.blad, one.cel) for one in inputs.told]
    assert ((kind.rule, of.sheet, cell) in told) if kind.how != SILENT else not told


@pytest.mark.parametrize(("typed", "counts", "rule"), CORRECTED)
def test_a_correction_is_read_as_a_cell_is(
    typed: object, counts: object, rule: str, raw: Raw, lists: dict[str, ListOf], home: Path
) -> None:
    of, answers = lists[place.CORRECTIONS_TABLE], lists[place.ANSWERS_TABLE]
    code, question = str(answers.rows[0]["code"]), "vol.asiel.begeleid"
    made = raw.again()
    for column, value in zip(
        ("code", "id", "oud", "nieuw"), (code, question, answers.rows[0][question], typed), strict=True
    ):
        made.put(of.sheet, of.cell(0, column), value)
    _, done = inputs_of(made, home)
    assert [(one.regel, one.blad, one.cel) for one in done.findings] == (
        [(rule, of.sheet, of.cell(0, "nieuw"))] if rule else []
    )
    assert done.answers.at[code, question] == (answers.rows[0][question] if rule else counts)


@pytest.mark.parametrize("rows", [25, 90])
def test_what_is_alike_in_very_many_cells_is_told_once_with_the_count(
    rows: int, raw: Raw, lists: dict[str, ListOf], home: Path
) -> None:
    of, made = lists[place.FRAME_TABLE], raw.again()
    rows = min(rows, len(of.rows))
    for row in range(rows):
        made.put(of.sheet, of.cell(row, "gevestigd"), f"{row + 100}")
    inputs, _ = inputs_of(made, home)
    assert list(inputs.frame["gevestigd"].iloc[:rows]) == [float(row + 100) for row in range(rows)]
    if rows > 20:
        assert [one.regel for one in inputs.told] == ["LIST_NORMALISED"] * 3 + ["BOOK_MORE_ALIKE"]
        assert inputs.told[-1].gevonden == str(rows - 3)
    else:
        assert [one.regel for one in inputs.told] == ["LIST_NORMALISED"] * rows


def test_a_row_that_is_struck_through_counts_and_is_told(raw: Raw, lists: dict[str, ListOf], home: Path) -> None:
    of, made = lists[place.PARAMETERS_TABLE], raw.again()
    row = next(at for at, one in enumerate(of.rows) if one["code"] == "productieve_uren")
    made.put(of.sheet, of.cell(row, "waarde"), 1300, made.look("General", struck=True))
    inputs, _ = inputs_of(made, home)
    assert inputs.parameters["productieve_uren"] == 1300.0
    told = [(one.regel, one.cel) for one in inputs.told if one.regel.startswith("LIST_")]
    assert told == [("LIST_STRUCK", of.cell(row, "waarde"))]


@pytest.mark.parametrize("part", ["jaar.onzin", "trajj"])
def test_an_exclusion_that_names_nothing_is_told_with_its_cell(
    part: str, raw: Raw, lists: dict[str, ListOf], home: Path
) -> None:
    of, made = lists[place.EXCLUSIONS_TABLE], raw.again()
    code = str(lists[place.ANSWERS_TABLE].rows[0]["code"])
    for column, value in (("code", code), ("onderdeel", part), ("reden", "toets")):
        made.put(of.sheet, of.cell(0, column), value)
    register()
    path = home / "analyse.xlsx"
    path.write_bytes(made.content())
    book = xw.Book(path)
    try:
        inputs = read_inputs(book)
        notes = without_excluded(inputs.answers, inputs.exclusions, SURVEY.dimensions).notes
        (told,) = strange_exclusions(book, inputs.exclusions, notes)
    finally:
        book.close()
    assert (told.code, told.regel, told.blad, told.cel) == (
        code,
        "EXCLUSION_UNKNOWN",
        of.sheet,
        of.cell(0, "onderdeel"),
    )
