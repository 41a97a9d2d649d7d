"""The files beside a survey definition: sound ones pass, and every mistake in them is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from templates import Problem, Problems, Survey, load_survey, survey_ids
from templates.companions import refuse_wrong_companions
from tests.templates.definitions import copied, edit

SMALL = load_survey("jeugd2024")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied("jeugd2024", tmp_path)


def mistakes(survey: Survey, folder: Path | None = None) -> tuple[Problem, ...]:
    try:
        refuse_wrong_companions(survey, folder)
    except Problems as found:
        return found.problems
    return ()


def told(home: Path) -> list[tuple[str, str, int | None]]:
    return [(one.code, one.place.file, one.place.line) for one in mistakes(SMALL, home.parent)]


@pytest.mark.parametrize("survey_id", survey_ids())
def test_those_of_the_product_are_sound(survey_id: str) -> None:
    assert mistakes(load_survey(survey_id)) == ()


def test_mistakes_of_form_in_several_files_come_together(copy: Path) -> None:
    places = [
        ("interview.yaml", edit(copy / "interview.yaml", "  - text:", "  - tekst:")),
        ("plausibility.yaml", edit(copy / "plausibility.yaml", "severity: vraag", "severity: vraagje")),
    ]
    found = told(copy)
    assert {code for code, _, _ in found} == {"TEMPLATE_INVALID"}
    assert {(file.split("/")[1], line) for _, file, line in found} >= set(places)


def test_names_that_the_survey_does_not_have_come_together(copy: Path) -> None:
    line = edit(copy / "interview.yaml", "question: alg.uitvoerder.toegang", "question: alg.uitvoerders")
    edit(copy / "plausibility.yaml", "cell: vol.jeugd.begeleid", "cell: vol.jeugd.begeleiden")
    edit(copy / "plausibility.yaml", "low: plausibel.jaar.totaal.laag", "low: plausibel.jaar.lg")
    found = told(copy)
    assert ("TEMPLATE_INCONSISTENT", "jeugd2024/interview.yaml", line) in found
    assert [file for _, file, at in found if at] == ["jeugd2024/interview.yaml", *["jeugd2024/plausibility.yaml"] * 2]


def test_without_such_files_nothing_is_wrong(copy: Path) -> None:
    for name in ("interview.yaml", "plausibility.yaml"):
        (copy / name).unlink()
    assert mistakes(SMALL, copy.parent) == ()
