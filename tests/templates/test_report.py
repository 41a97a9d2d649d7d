"""The presentations of the surveys: every message is told by cells that exist."""

from pathlib import Path
from string import Formatter

import pytest
from pydantic import ValidationError

from templates import Problems, load_survey, survey_ids
from templates.report import Told, load_report

SURVEYS = [load_survey(survey_id) for survey_id in survey_ids()]


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.id)
def test_every_placeholder_of_a_message_is_told(survey) -> None:
    for saying in (one for slide in load_report(survey).slides for one in slide.sayings):
        asked = {name for _, name, _, _ in Formatter().parse(saying.message) if name}
        assert asked - {"jaar", "naam"} == set(saying.told), saying.message


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.id)
def test_no_figure_stands_in_a_message(survey) -> None:
    # the only numbers are what a name or a unit holds
    for saying in (one for slide in load_report(survey).slides for one in slide.sayings):
        if saying.told:
            fixed = "".join(text for text, *_ in Formatter().parse(saying.message))
            assert not any(sign.isdigit() for sign in fixed.replace("10.000 inwoners", "")), saying.message


def test_a_survey_without_a_presentation_gets_a_slide_per_table(tmp_path: Path) -> None:
    slides = load_report(SURVEYS[0], tmp_path).slides
    assert [slide.table for slide in slides] == [table.id for table in SURVEYS[0].tables]


def test_every_table_and_cell_that_does_not_exist_is_named(tmp_path: Path) -> None:
    (tmp_path / load_survey().id).mkdir()
    slides = '[{table: "9.9", message: m}, {table: S.1, message: "{a}", told: {a: {cell: [1, 99]}}, rows: [40]}]'
    (tmp_path / load_survey().id / "report.yaml").write_text(f"title: t\nsubtitle: s\nslides: {slides}\n")
    with pytest.raises(Problems) as found:
        load_report(load_survey(), tmp_path)
    said = [(problem.code, problem.place.line) for problem in found.value.problems]
    assert said == [("TEMPLATE_INCONSISTENT", 3)] * 3
    texts = [problem.text() for problem in found.value.problems]
    for text, words in zip(texts, ("tabel 9.9", "rij 1, kolom 99 van tabel S.1", "rij 40"), strict=True):
        assert words in text


def test_a_presentation_that_the_schema_refuses_is_named_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / load_survey().id).mkdir()
    path = tmp_path / load_survey().id / "report.yaml"
    path.write_text('title: t\nslides:\n  - {table: "2.1", boodschap: m}\n', encoding="utf-8")
    with pytest.raises(Problems) as found:
        load_report(load_survey(), tmp_path)
    said = {(problem.code, problem.place.file, problem.place.line) for problem in found.value.problems}
    assert said == {("TEMPLATE_INVALID", "wi2021/report.yaml", line) for line in (1, 3)}


@pytest.mark.parametrize("told", [{}, {"cell": (1, 1), "highest": 1}, {"highest": 1}, {"cell": (1, 1), "rows": (1,)}])
def test_a_placeholder_is_told_in_one_way(told: dict) -> None:
    with pytest.raises(ValidationError):
        Told(**told)
