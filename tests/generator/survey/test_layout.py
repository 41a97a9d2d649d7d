"""Placement as plain data: every question and figure has one place, the same each time, without making a workbook."""

from __future__ import annotations

from generator.survey.layout import CellPlace, Layout, layout, sheet_order
from templates import Survey
from templates.questions import question_ids, questions


def test_every_question_has_a_place_of_its_own_on_its_sheet(survey: Survey, placed: Layout) -> None:
    assert tuple(placed.questions) == question_ids(survey)
    assert len(set(placed.questions.values())) == len(placed.questions)
    for asked in questions(survey):
        assert placed.questions[asked.id].sheet == placed.sheets[asked.sheet]


def test_rows_of_a_grid_lie_side_by_side(placed: Layout) -> None:
    first, second = placed.questions["jaar.intake.gemeente.inzet"], placed.questions["jaar.intake.inhuur"]
    below = placed.questions["jaar.voortgang.gemeente.inzet"]
    assert first.row == second.row
    assert (below.row, below.column) == (first.row + 1, first.column)


def test_the_same_survey_gives_the_same_places(survey: Survey, placed: Layout) -> None:
    assert layout(survey) == placed


def test_place_of_finds_questions_and_figures(placed: Layout) -> None:
    assert placed.place_of("vol.asiel.begeleid") == placed.questions["vol.asiel.begeleid"]
    assert placed.place_of("uit.jaar.totaal") == placed.outcomes["uit.jaar.totaal"]


def test_references_are_written_as_names_hold_them() -> None:
    assert CellPlace("Traject asiel", 12, 28).address == "AB12"
    assert CellPlace("Traject asiel", 12, 2).reference == "'Traject asiel'!$B$12"


def test_hidden_sheets_come_last(survey: Survey) -> None:
    order = sheet_order(survey)
    assert order[0] == "Inhoud"
    assert order[-2:] == ("Lijsten", "Meta")
    assert len(order) == len(set(order))
