"""The sentences of the catalogue: how numbers are written in them, and to whom they speak."""

from __future__ import annotations

import re

import pytest

from templates import Problem
from templates.problems import catalogue, to_respondent


def test_numbers_with_decimals_are_written_as_the_language_does_and_years_stay() -> None:
    values = {"aantal": 2, "naam": "x", "gevonden": 1234567.5, "verwacht": -0.25}
    dutch, english = (Problem("INTAKE_RESULTS_DIFFER", values=values).text(language) for language in ("nl", "en"))
    assert "1.234.567,5 in plaats van \u22120,25" in dutch
    assert "1,234,567.5" in english
    assert "-0.25" in english
    assert "over 2023," in Problem("INTAKE_OTHER_YEAR", values={"gevonden": 2023, "verwacht": 2024}).text()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_written_to_the_researcher_does_not_reach_the_respondent(language: str) -> None:
    found = Problem("INTAKE_UNCLEAR", values={"gevonden": "-"}).text(language)
    assert re.search("Vraag de gemeente|Ask the municipality", found)
    told = to_respondent("INTAKE_UNCLEAR", found, language)
    assert told.startswith("'-' ")
    assert told.endswith(catalogue()["INTAKE_UNCLEAR"][f"{language}_respondent"])


def test_without_words_for_the_respondent_the_remedy_is_left_out() -> None:
    found = Problem("SPREAD_NOT_ONE", values={"id": "traj.gezin.map", "som": 1.1}).text()
    assert to_respondent("SPREAD_NOT_ONE", found).endswith("telt op tot 1,1 in plaats van 1 en is niet gebruikt.")


def test_a_remedy_with_something_filled_in_is_left_out_too() -> None:
    values = {"gevonden": "soms", "verwacht": "ja, nee", "vraag": "Huurt u samen in?"}
    found = Problem("WEB_ANSWER_UNKNOWN", values=values).text()
    assert "mapping.yaml" in found
    told = to_respondent("WEB_ANSWER_UNKNOWN", found)
    assert "soms" in told
    assert "mapping.yaml" not in told


def test_sentences_of_the_survey_and_of_checks_on_answers_stay_as_they_are() -> None:
    typed = Problem("J-TYPE", values={"gevonden": "veel"}).text()
    assert to_respondent("J-TYPE", typed) == typed
    assert to_respondent("C-ROUTE-PIP", "Verbeter een van de aantallen.") == "Verbeter een van de aantallen."


def test_no_remedy_for_the_respondent_speaks_of_the_municipality_as_another() -> None:
    for code, entry in catalogue().items():
        assert not re.search("vraag de gemeente|ask the municipality", entry.get("nl_respondent", ""), re.IGNORECASE), (
            code
        )
        assert ("nl_respondent" in entry) == ("en_respondent" in entry), code
