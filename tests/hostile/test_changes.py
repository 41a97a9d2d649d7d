"""What honest people do to a workbook: it is read all the same, and what happened is told once, not per cell."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from templates import Problems
from tests.hostile.conftest import Read, Sent, rules, said
from tests.hostile.workbooks import (
    Change,
    cell_of,
    changed,
    changed_text,
    delete_row,
    delete_sheet,
    insert_rows,
    put,
    rename_sheet,
    sheet_parts,
)
from xl_addin.intake.filled import Filled

GUIDED = "vol.asiel.begeleid"
CUT, COVERED = "jaar.intake.gemeente.inzet", "jaar.voortgang.gemeente.inzet"


def test_saving_again_with_another_library_changes_nothing(sent: Sent, read: Read, untouched: Filled) -> None:
    filled = read(changed(sent.book, lambda _: None))
    assert filled.answers == untouched.answers
    assert not filled.remarks
    assert filled.modified > "2026"  # the library says when it saved


# --- sheets ------------------------------------------------------------------------------------------------------


def reorder(book: Workbook) -> None:
    book.move_sheet("Dekking", -3)


def add_sheet(book: Workbook) -> None:
    book.create_sheet("Eigen notities")["A1"] = "=1+1"


@pytest.mark.parametrize(
    ("change", "rule", "named"),
    [
        (rename_sheet("Volumes", "Aantallen 2024"), "INTAKE_SHEETS_RENAMED", "'Volumes' → 'Aantallen 2024'"),
        (reorder, "INTAKE_SHEETS_REORDERED", None),
        (add_sheet, "INTAKE_SHEETS_ADDED", "Eigen notities"),
        (insert_rows("Volumes", 5, 3), "INTAKE_CELLS_SHIFTED", "Volumes"),
    ],
)
def test_sheets_and_rows_that_moved_are_followed_and_told_once(
    change: Change, rule: str, named: str | None, sent: Sent, read: Read, untouched: Filled
) -> None:
    filled = read(changed(sent.book, change))
    assert filled.answers == untouched.answers
    ((question, problem),) = filled.remarks
    assert (question, problem.code, problem.values.get("bladen")) == ("", rule, named)


def test_an_inserted_column_is_followed_and_told_once(sent: Sent, read: Read, untouched: Filled) -> None:
    """The labels stay in the first column, two columns from the answers now: no answer has changed its question."""

    def change(book: Workbook) -> None:
        sheet = book["Traject asiel"]
        sheet.insert_cols(3)
        for name in book.defined_names.values():
            found = re.fullmatch(r"'Traject asiel'!\$([A-Z])\$(\d+)", name.attr_text)
            if found and found.group(1) >= "C":
                name.attr_text = f"'Traject asiel'!${chr(ord(found.group(1)) + 1)}${found.group(2)}"

    filled = read(changed(sent.book, change))
    assert filled.answers == untouched.answers
    assert rules(filled) <= {"INTAKE_CELLS_SHIFTED", "INTAKE_FIXED_CHANGED"}


def test_a_name_that_was_moved_to_another_sheet_is_not_believed(sent: Sent, read: Read, untouched: Filled) -> None:
    def change(book: Workbook) -> None:
        book.defined_names["traj.asiel.b1.tarief"].attr_text = book.defined_names[GUIDED].attr_text

    filled = read(changed(sent.book, change))
    assert filled.answers == untouched.answers
    assert rules(filled) == {"INTAKE_FOUND_BY_LABEL"}


def test_a_deleted_sheet_is_told_once_and_the_other_answers_stay(sent: Sent, read: Read, untouched: Filled) -> None:
    filled = read(changed(sent.book, delete_sheet("Traject gezin")))
    assert filled.answers == {name: value for name, value in untouched.answers.items() if "traj.gezin" not in name}
    assert rules(filled) == {"INTAKE_SHEETS_MISSING"}


def test_a_deleted_row_loses_its_own_answers_only(sent: Sent, read: Read, untouched: Filled) -> None:
    place = untouched.places["jaar.intake.gemeente.inzet"]
    row = int(re.sub(r"\D", "", place.cell))
    filled = read(changed(sent.book, delete_row(place.sheet, row)))
    assert filled.answers == {
        name: value for name, value in untouched.answers.items() if not name.startswith("jaar.intake.")
    }
    missing = {"INTAKE_NAME_MISSING", "INTAKE_NAMES_MISSING"}
    assert rules(filled) & missing
    assert rules(filled) <= missing | {"INTAKE_CELLS_SHIFTED"}


def copy_sheets(book: Workbook) -> None:
    """What Excel does when somebody copies a sheet for a second municipality: names that count on the copy only."""
    copy = book.copy_worksheet(book["Algemeen"])
    copy.title = "Algemeen (2)"
    _, cell = cell_of(book, "alg.cbs_code")
    copy[cell] = "GM0012"
    name = book.defined_names["alg.cbs_code"]
    copy.defined_names["alg.cbs_code"] = type(name)("alg.cbs_code", attr_text=f"'Algemeen (2)'!{name.attr_text[11:]}")


def test_two_municipalities_in_one_file_are_not_mixed(sent: Sent, read: Read, untouched: Filled) -> None:
    filled = read(changed(sent.book, copy_sheets))
    assert filled.answers == untouched.answers
    assert rules(filled) == {"INTAKE_SHEETS_COPIED", "INTAKE_TWO_MUNICIPALITIES"}
    ((_, problem),) = said(filled, "INTAKE_TWO_MUNICIPALITIES")
    assert problem.values == {"code": sent.code, "andere": "GM0012"}


# --- names -------------------------------------------------------------------------------------------------------


def drop_names(*names: str) -> Change:
    def change(book: Workbook) -> None:
        for name in names:
            del book.defined_names[name]

    return change


def test_a_lost_name_is_found_by_the_label_even_when_rows_were_inserted(
    sent: Sent, read: Read, untouched: Filled
) -> None:
    def change(book: Workbook) -> None:
        insert_rows("Volumes", 5, 2)(book)
        drop_names(GUIDED, "vol.gezin.begeleid")(book)

    filled = read(changed(sent.book, change))
    assert filled.answers == untouched.answers
    assert rules(filled) == {"INTAKE_FOUND_BY_LABEL", "INTAKE_CELLS_SHIFTED"}
    ((_, problem),) = said(filled, "INTAKE_FOUND_BY_LABEL")
    assert problem.values["vragen"] == "vol.asiel.begeleid, vol.gezin.begeleid"


def test_all_names_lost_is_still_read_by_label(sent: Sent, read: Read, untouched: Filled) -> None:
    filled = read(changed(sent.book, lambda book: book.defined_names.clear()))
    differing = {name for name in untouched.answers if filled.answers.get(name) != untouched.answers[name]}
    assert not differing
    assert rules(filled) <= {"INTAKE_FOUND_BY_LABEL", "INTAKE_NAME_MISSING", "INTAKE_NAMES_MISSING"}


def cut_and_paste(book: Workbook) -> None:
    """A cut cell takes its name along; the name of the cell it is pasted on is lost."""
    sheet, cell = cell_of(book, CUT)
    _, target = cell_of(book, COVERED)
    book[sheet][target].value, book[sheet][cell].value = book[sheet][cell].value, None
    book.defined_names[CUT].attr_text = book.defined_names[COVERED].attr_text
    book.defined_names[COVERED].attr_text = "#REF!"


def test_a_cut_cell_is_a_question_and_not_a_silent_swap(sent: Sent, read: Read) -> None:
    filled = read(changed(sent.book, cut_and_paste))
    assert [question for question, _ in said(filled, "INTAKE_CELL_MOVED")] == [CUT]
    assert rules(filled) == {"INTAKE_CELL_MOVED", "INTAKE_CELLS_SHIFTED", "INTAKE_FOUND_BY_LABEL"}


def stray_names(book: Workbook) -> None:
    """What years of copying leave in a workbook: broken, hidden and foreign names, and one almost like a question's."""
    strays = {
        "oude_naam": "#REF!",
        "verborgen": "Volumes!$Z$99",
        "extern": "[1]Blad1!$A$1",
        "vast": "42",
        f"{GUIDED}2": "1",
    }
    for name, target in strays.items():
        book.defined_names[name] = DefinedName(name, attr_text=target, hidden=name == "verborgen")
    book["Volumes"].defined_names["lokaal"] = DefinedName("lokaal", attr_text="#REF!")


def test_stray_broken_and_hidden_names_change_nothing(sent: Sent, read: Read, untouched: Filled) -> None:
    filled = read(changed(sent.book, stray_names))
    assert filled.answers == untouched.answers
    assert not filled.remarks


def test_half_a_surrogate_pair_does_not_make_a_file_unreadable(sent: Sent, read: Read, untouched: Filled) -> None:
    """Office writes what XML cannot hold as _xHHHH_; half a pair is no character (found by benchmarks.fuzz_intake)."""
    filled = read(changed(sent.book, put("opm.volumes", "a_xD800_b")))
    assert filled.answers == {**untouched.answers, "opm.volumes": "a\ufffdb"}


# --- cells -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "value", "rule"),
    [
        (GUIDED, "1.234,5", 1234.5, "INTAKE_NORMALISED"),
        ("jaar.intake.inhuur", "€ 1.200,-", 1200.0, "INTAKE_NORMALISED"),
        (GUIDED, "12\u00a0500", 12500.0, "INTAKE_NORMALISED"),
        (GUIDED, "N.v.t.", "nvt", "INTAKE_NORMALISED"),
        (GUIDED, "weet niet", "onbekend", "INTAKE_NORMALISED"),
        (GUIDED, "?", "onbekend", "INTAKE_NORMALISED"),
        (GUIDED, "pm", "onbekend", "INTAKE_NORMALISED"),
        (GUIDED, "\u201812\u00a0500\u2019", 12500.0, "INTAKE_NORMALISED"),
        (GUIDED, "12.500", "onbekend", "INTAKE_AMBIGUOUS"),
        (GUIDED, "-", "onbekend", "INTAKE_UNCLEAR"),
        (GUIDED, "#REF!", "onbekend", "INTAKE_ERROR_VALUE"),
        (GUIDED, "ongeveer 30", "ongeveer 30", None),
        ("oh.gemeente.waarde", "61%", 0.61, "INTAKE_NORMALISED"),
        ("alg.invuller", "Gemeente ", "gemeente", "INTAKE_NORMALISED"),
        ("alg.uitvoerder.regie", "n.v.t.", "nvt", "INTAKE_NORMALISED"),
        ("alg.cbs_code", "gm0005", "GM0005", "INTAKE_NORMALISED"),
    ],
)
def test_what_was_typed_is_read_and_every_change_is_told(
    name: str, typed: str, value: object, rule: str | None, sent: Sent, read: Read
) -> None:
    filled = read(changed(sent.book, put(name, typed)))
    assert filled.answers.get(name) == value
    told = [
        problem for question, problem in filled.remarks if question == name and problem.code != "INTAKE_CODE_CHANGED"
    ]
    assert [problem.code for problem in told] == ([rule] if rule else [])
    if rule:
        assert told[0].values["gevonden"] == typed.rstrip() or told[0].values["gevonden"] == typed
        assert told[0].place == filled.places[name]


def test_a_date_where_a_number_belongs_is_a_question(sent: Sent, read: Read) -> None:
    filled = read(changed(sent.book, put(GUIDED, dt.datetime(2024, 5, 3), "d-m")))
    assert filled.answers[GUIDED] == "onbekend"
    ((question, problem),) = filled.remarks
    assert (question, problem.code, problem.values["gevonden"]) == (GUIDED, "INTAKE_DATE", "2024-05-03")


def formula_cell(sent: Sent, untouched: Filled, inner: str) -> bytes:
    cell = untouched.places[GUIDED].cell
    return changed_text(sent.book, "xl/worksheets/sheet3.xml", rf'(?<=<c r="{cell}")([^>]*)>.*?</c>', f">{inner}</c>")


def test_the_last_value_of_a_formula_is_taken_and_told(sent: Sent, read: Read, untouched: Filled) -> None:
    filled = read(formula_cell(sent, untouched, "<f>40+2</f><v>42</v>"))
    assert filled.answers[GUIDED] == 42.0
    assert rules(filled) == {"INTAKE_FORMULA"}


def test_a_formula_without_a_value_is_not_calculated(sent: Sent, read: Read, untouched: Filled) -> None:
    filled = read(formula_cell(sent, untouched, '<f>WEBSERVICE("http://x")</f>'))
    assert filled.answers[GUIDED] == "onbekend"
    assert rules(filled) == {"INTAKE_FORMULA_EMPTY"}


def test_merged_and_commented_cells_are_questions(sent: Sent, read: Read) -> None:
    def change(book: Workbook) -> None:
        sheet, cell = cell_of(book, "jaar.intake.gemeente.inzet")
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
        book[sheet].merge_cells(f"{column}{row}:{column}{int(row) + 1}")
        sheet, cell = cell_of(book, GUIDED)
        book[sheet][cell].comment = Comment("Dit is een schatting van Jan", "Jan")

    filled = read(changed(sent.book, change))
    assert [question for question, _ in said(filled, "INTAKE_MERGED")] == ["jaar.voortgang.gemeente.inzet"]
    assert not said(filled, "INTAKE_MERGED_KEPT")
    ((question, problem),) = said(filled, "INTAKE_REMARK")
    assert question == GUIDED
    assert "Jan" not in problem.text()  # what people write to each other stays out of the tables


def test_an_answer_that_stayed_under_a_merged_cell_is_read_and_told(sent: Sent, read: Read, untouched: Filled) -> None:
    """LibreOffice keeps it in the file; nobody sees it any more."""
    name = "jaar.voortgang.gemeente.inzet"
    cell = untouched.places[name].cell
    above = f"{cell[0]}{int(cell[1:]) - 1}"
    part = sheet_parts(sent.book)["Jaarkosten"]
    merged = f'<mergeCells count="1"><mergeCell ref="{above}:{cell}"/></mergeCells>'
    filled = read(changed_text(sent.book, part, r"(?<=</sheetProtection>)|(?=<dataValidations|<pageMargins)", merged))
    assert filled.answers == untouched.answers
    ((question, problem),) = said(filled, "INTAKE_MERGED_KEPT")
    assert (question, problem.values["gevonden"]) == (name, untouched.answers[name])


def test_a_formula_with_an_error_is_told_once(sent: Sent, read: Read, untouched: Filled) -> None:
    cell = untouched.places[GUIDED].cell
    pattern = rf'(?<=<c r="{cell}")([^>]*)>.*?</c>'
    filled = read(changed_text(sent.book, "xl/worksheets/sheet3.xml", pattern, ' t="e"><f>1/0</f><v>#DIV/0!</v></c>'))
    assert filled.answers[GUIDED] == "onbekend"
    assert rules(filled) == {"INTAKE_ERROR_VALUE"}


# --- what nobody should have changed -----------------------------------------------------------------------------


def test_an_overwritten_formula_and_label_are_shown_together(sent: Sent, read: Read, untouched: Filled) -> None:
    def change(book: Workbook) -> None:
        put("uit.jaar.totaal", 5)(book)
        sheet, cell = cell_of(book, GUIDED)
        book[sheet][f"A{re.sub(r'[A-Z]', '', cell)}"].value = "Iets anders"

    filled = read(changed(sent.book, change))
    assert filled.answers == untouched.answers
    ((_, problem),) = [one for one in filled.remarks if one[1].code == "INTAKE_FIXED_CHANGED"]
    cells = str(problem.values["cellen"])
    assert f"Volumes {untouched.places[GUIDED].cell}" in cells
    assert "Berekening" in cells


def test_another_municipality_s_code_is_told(sent: Sent, read: Read) -> None:
    other = list(sent.books)[1]
    filled = read(changed(sent.book, put("alg.cbs_code", other)))
    assert filled.code == other
    assert rules(filled) == {"INTAKE_CODE_CHANGED"}


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("meta.enquete", "ander", "INTAKE_OTHER_SURVEY"),
        ("meta.versie", "1999.1", "INTAKE_OTHER_VERSION"),
        ("meta.enquete", None, "INTAKE_NO_SURVEY"),
    ],
)
def test_another_survey_or_version_is_refused(name: str, value: str, rule: str, sent: Sent, read: Read) -> None:
    with pytest.raises(Problems) as refused:
        read(changed(sent.book, put(name, value)))
    assert [problem.code for problem in refused.value.problems] == [rule]
