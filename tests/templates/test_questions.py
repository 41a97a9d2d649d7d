"""The flat list of questions: further columns of a list, whom a sheet is for, and explanations of soft rules."""

from __future__ import annotations

from templates import Survey, load_survey
from templates.questions import CHECKS, SUMMARY, questions, row_label
from templates.rules import explained_cases, explanation_id
from templates.schema import Column, Condition, GridBlock, ListBlock, Question, Rule

SURVEY = load_survey()


def changed(**changes: object) -> Survey:
    return SURVEY.model_copy(update=changes)


def test_a_column_of_a_list_asks_more_about_each_question() -> None:
    block = ListBlock(
        kind="lijst",
        title="Wie",
        questions=(Question(id="a.een", label="Een", type="tekst"), Question(id="a.twee", label="Twee", type="tekst")),
        columns=(
            Column(
                key="anders",
                label="namelijk",
                type="tekst",
                only_rows=("a.twee",),
                applies=(Condition(id="{rij}", values=("anders",)),),
            ),
        ),
    )
    mine = Condition(id="alg.invuller", values=("gr",))
    sheet = SURVEY.sheets[0].model_copy(update={"blocks": (block,), "applies": (mine,)})
    asked = [one for one in questions(changed(sheets=(sheet,))) if one.sheet not in (CHECKS, SUMMARY)]
    assert [one.id for one in asked] == ["a.een", "a.twee", "a.twee.anders"]
    more = asked[-1]
    assert (more.label, more.item, more.row) == ("Twee: namelijk", "a.twee", "a.twee")
    assert more.applies == (mine, Condition(id="a.twee", values=("anders",)))
    assert asked[0].applies == (mine,)


def test_only_soft_rules_can_be_explained_and_each_case_of_its_own() -> None:
    both = {
        "family": "consistentie",
        "kind": "hoogstens",
        "parts": ("vol.{groep}.pip",),
        "value": 1.0,
        "text": "Klopt?",
    }
    over = {"groep": ("groepen",)}
    hard = Rule(id="C-HARD", severity="fout", over=over, **both)
    soft = Rule(id="C-ZACHT-A", severity="waarschuwing", over=over, **both)
    survey = changed(rules=(hard, soft))
    assert [name for name, _ in explained_cases(survey)] == ["toel.C_ZACHT_A.1", "toel.C_ZACHT_A.2"]
    assert [case.parts for _, case in explained_cases(survey)] == [("vol.asiel.pip",), ("vol.gezin.pip",)]
    last = [one for one in questions(survey) if one.sheet != SUMMARY][-1]
    assert (last.id, last.sheet, last.numeric) == (explanation_id("C-ZACHT-A", 2), CHECKS, False)


def test_numbered_rows_are_called_by_their_grid() -> None:
    grid = next(
        block for sheet in SURVEY.sheets for block in sheet.blocks if isinstance(block, GridBlock) and block.row_label
    )
    assert row_label(SURVEY, grid, "2") == "Contract 2"


def test_nothing_added_beside_an_answer_is_required() -> None:
    added = [one for one in questions(SURVEY) if one.id.endswith((".toelichting", ".anders")) or one.sheet == CHECKS]
    assert len(added) > 50
    assert not any(one.field.required or one.numeric for one in added)
    assert not any(one.field.required for one in questions(SURVEY) if one.id.startswith("rek."))
