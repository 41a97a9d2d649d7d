"""A survey in another language: the same definition, other texts, and every gap in a translation named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from templates import load_survey, survey_ids
from templates.loading import FOLDER
from templates.parameters import in_force
from templates.questions import question_ids, questions
from templates.schema import Frozen, Survey
from templates.translation import Translated, Translation, original
from tests.templates.definitions import copied, edit, refused

DUTCH = load_survey()


@pytest.fixture(scope="module")
def english() -> Survey:
    return load_survey(language="en")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied("wi2021", tmp_path)


def mistakes(home: Path) -> list[tuple[str, str, int | None, str]]:
    return [
        (problem.code, problem.place.file, problem.place.line, str(problem.values.get("sleutel", "")))
        for problem in refused(lambda: load_survey("wi2021", home.parent, "en"))
    ]


@pytest.mark.parametrize("survey_id", [one for one in survey_ids() if (FOLDER / one / "en.yaml").is_file()])
def test_every_text_of_every_survey_has_an_english_one(survey_id: str) -> None:
    assert load_survey(survey_id, language="en").language == "en"


def test_only_texts_differ(english: Survey) -> None:
    assert in_dutch(english).model_copy(update={"language": "nl"}) == DUTCH
    assert question_ids(english) == question_ids(DUTCH)
    assert [sheet.name for sheet in english.sheets] == [sheet.name for sheet in DUTCH.sheets]


def in_dutch(survey: Survey) -> Survey:
    """The survey with every translated text replaced by what it translates."""
    return replaced(survey)


def replaced(value: Any) -> Any:
    if isinstance(value, Frozen):
        return value.model_copy(update={name: replaced(getattr(value, name)) for name in type(value).model_fields})
    if isinstance(value, tuple):
        return tuple(replaced(part) for part in value)
    if isinstance(value, dict):
        return {key: replaced(part) for key, part in value.items()}
    return original(value) if isinstance(value, str) else value


def test_a_question_speaks_english(english: Survey) -> None:
    by_id = {one.id: one for one in questions(english)}
    asked = by_id["alg.volledigheid"]
    assert asked.label == "Can you give the annual cost per task?"
    assert [code.code for code in english.dimensions.codes("volledigheid")] == ["volledig", "randtotalen"]
    assert by_id["traj.asiel.mb.tarief"].label == "Social guidance: Tariff"


def test_a_salary_scale_of_the_user_is_called_as_the_others_are(english: Survey) -> None:
    given = {"salaris.schaal.11": 60000}
    for survey, label, unit in (
        (DUTCH, "Brutojaarsalaris midden van schaal 11", "euro per jaar"),
        (english, "Gross annual salary, middle of scale 11", "euro a year"),
    ):
        scale = in_force(survey, 2024, given)["salaris.schaal.11"]
        assert (scale.label, scale.unit) == (label, unit)


def test_loading_a_translation_leaves_the_survey_itself_as_it_was() -> None:
    assert not [words for words in texts(DUTCH) if isinstance(words, Translated)]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name))
    elif isinstance(value, tuple | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def test_every_gap_and_every_leftover_is_named_with_line_and_key(copy: Path) -> None:
    contact = edit(copy / "en.yaml", "  contact:", "  kontact:")
    label = edit(copy / "en.yaml", "asiel: {label: Asylum migrants, ", "asiel: {")
    assert sorted(mistakes(copy)) == [
        ("TRANSLATION_MISSING", "wi2021/en.yaml", 3, "identity > contact"),
        ("TRANSLATION_MISSING", "wi2021/en.yaml", label, "identity > dimensions > groups > asiel > label"),
        ("TRANSLATION_UNKNOWN", "wi2021/en.yaml", contact, "identity > kontact"),
    ]


def test_a_list_of_sentences_is_complete(copy: Path) -> None:
    edit(copy / "en.yaml", "    - Housing of permit holders.\n", "")
    assert [(code, key) for code, _, _, key in mistakes(copy)] == [
        ("TRANSLATION_MISSING", "identity > out_of_scope > 4")
    ]


def test_a_key_that_occurs_twice_is_named(copy: Path) -> None:
    line = edit(copy / "en.yaml", "  unit_of_count:", "  title: Again\n  unit_of_count:")
    assert mistakes(copy) == [("TEMPLATE_DOUBLE_KEY", "wi2021/en.yaml", line, "title")]


def test_a_prompt_too_long_for_excel_is_refused_in_the_translation_too(copy: Path) -> None:
    line = edit(copy / "en.yaml", "help: Average over the routes.", f"help: {'Average ' * 40}over the routes.")
    assert [found[:3] for found in mistakes(copy)] == [("TEMPLATE_INCONSISTENT", "wi2021/en.yaml", line)]


def test_a_survey_without_translation_says_which_file_is_missing(copy: Path) -> None:
    (copy / "en.yaml").unlink()
    assert mistakes(copy) == [("TEMPLATE_PART_MISSING", "wi2021/en.yaml", None, "")]
    assert load_survey("wi2021", copy.parent) == DUTCH


def test_text_without_letters_may_stay(tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text("label: Tariff\n", encoding="utf-8")
    translation = Translation(path)
    assert translation.say(("example",), "35%") == "35%"
    assert translation.say(("label",), "Tarief") == "Tariff"
    translation.check()
