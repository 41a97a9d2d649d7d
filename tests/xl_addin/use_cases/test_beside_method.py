"""What `questions` tells beside the questions: ids that the method does not read, or the survey does not ask."""

from templates import load_survey
from xl_addin.use_cases.beside_method import beside_the_method


def told(survey_id: str) -> dict[str, str]:
    return {one.code: str(one.values["ids"]) for one in beside_the_method(load_survey(survey_id))}


def test_a_survey_that_asks_all_lacks_nothing() -> None:
    found = told("wi2021")
    assert "QUESTIONS_LACKING" not in found
    assert "dek.spuk" in found["QUESTIONS_NOT_READ"] or "alg.uitvoerder" in found["QUESTIONS_NOT_READ"]


def test_a_smaller_survey_is_told_what_stays_empty() -> None:
    assert "alg.volledigheid" in told("jeugd2024")["QUESTIONS_LACKING"]
