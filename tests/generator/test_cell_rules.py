"""Every validation and every conditional format of every kind of workbook, for every kind of entry, by an engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.analysis.build import build_analysis
from generator.analysis.content import AnalysisContent
from generator.survey.build import build_master
from generator.survey.layout import layout
from templates import load_survey
from templates.parameters import in_force
from templates.questions import questions
from templates.schema import Field_
from tests.cell_rules import CellRule, Entry, Judge, is_error

SURVEYS = (("wi2021", "nl"), ("wi2021", "en"), ("jeugd2024", "nl"), ("wi2021web", "nl"))
WORDS = ("nvt", "NVT", "Nvt", "onbekend", "ONBEKEND")
KINDS: dict[str, Entry] = {
    "inside": 3,
    "fraction": 0.25,
    "large": 1e12,
    "negative": -1,
    "text": "veel",
    "nvt": "nvt",
    "NVT": "NVT",
    "onbekend": "onbekend",
    "empty": None,
    "TRUE": True,
}


@pytest.fixture(scope="module", params=SURVEYS, ids="-".join)
def survey_and_judge(request: pytest.FixtureRequest) -> tuple[tuple[str, str], Judge]:
    name, language = request.param
    survey = load_survey(name, language=language)
    return request.param, Judge(build_master(survey, survey.identity.year, in_force(survey)))


@pytest.fixture(scope="module")
def analysis() -> Judge:
    return Judge(build_analysis(load_survey(), AnalysisContent()))


def _expected(field: Field_) -> Iterator[tuple[Entry, bool]]:
    """Entries for a numeric question with what its definition says of each."""
    low, high = field.minimum, field.maximum
    whole = field.type == "aantal"
    assert low is not None
    assert high is not None
    yield from ((low, True), (high, True), (low - 1, False), (high + 1, False))
    yield (low + min(1, high - low) / 4, not whole)
    yield from ((word, True) for word in WORDS)
    yield from (("veel", False), ("nvt.", False), (True, False), (False, False), (None, True))


def test_numeric_questions_accept_what_their_definition_says(
    survey_and_judge: tuple[tuple[str, str], Judge],
) -> None:
    (name, language), judge = survey_and_judge
    survey = load_survey(name, language=language)
    places, rules = layout(survey).questions, _by_cell(judge)
    numeric = [one for one in questions(survey) if one.numeric and one.field.type != "schaal"]
    wrong = []
    for asked in numeric:
        spot = places[asked.id]
        rule = rules[spot.sheet, spot.address]
        assert rule.shows_error
        wrong += [
            (asked.id, entry, rule.formula)
            for entry, expected in _expected(asked.field)
            if judge.accepts(rule, spot.address, entry) != expected
        ]
    assert numeric
    assert not wrong


def test_lists_offer_codes_without_gaps_and_say_so_when_another_is_typed(
    survey_and_judge: tuple[tuple[str, str], Judge],
) -> None:
    """A blank among the choices makes Excel accept anything."""
    (name, language), judge = survey_and_judge
    survey = load_survey(name, language=language)
    places, rules = layout(survey).questions, _by_cell(judge)
    for asked in questions(survey):
        if asked.field.type == "code":
            spot = places[asked.id]
            rule = rules[spot.sheet, spot.address]
            offered = judge.choices(rule)
            codes = [one.code for one in survey.dimensions.codes(asked.field.code_list)]
            assert set(codes) <= set(offered)
            assert all(judge.accepts(rule, spot.address, code) for code in codes)
            assert not judge.accepts(rule, spot.address, "geen keuze")
    for rule in judge.validations():
        if rule.kind == "list":
            offered = judge.choices(rule)
            assert offered
            assert not any(one is None or one == "" or is_error(one) for one in offered), rule
            assert rule.shows_error


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_of_a_survey_workbook_ends_in_an_error(
    kind: str, survey_and_judge: tuple[tuple[str, str], Judge]
) -> None:
    """With the entry in every cell to answer in: a validation that errors refuses, a format that errors is silent."""
    _, judge = survey_and_judge
    cells = [(rule.sheet, cell) for rule in judge.validations() for cell in rule.cells()]
    try:
        for sheet, cell in cells:
            judge.type_in(sheet, cell, KINDS[kind])
        judge.engine.evaluate_all()
        rules = [*judge.conditional_formats(), *(one for one in judge.validations() if one.kind == "custom")]
        assert not _errors(judge, rules)
    finally:
        for sheet, cell in cells:
            judge.type_in(sheet, cell, None)
        judge.engine.evaluate_all()


def test_validations_outside_the_questions_take_numbers_within_their_limits(
    survey_and_judge: tuple[tuple[str, str], Judge],
) -> None:
    (name, language), judge = survey_and_judge
    places = layout(load_survey(name, language=language)).questions.values()
    asked = {(spot.sheet, spot.address) for spot in places}
    for rule in judge.validations():
        for cell in rule.ends():
            if rule.kind == "custom" and (rule.sheet, cell) not in asked:
                verdicts = {kind: judge.accepts(rule, cell, entry) for kind, entry in KINDS.items()}
                year = judge.accepts(rule, cell, 2027) and not judge.accepts(rule, cell, 2027.5)
                assert verdicts["fraction"] or year, rule
                assert not any(verdicts[kind] for kind in ("text", "nvt", "large", "TRUE", "negative")), rule


def test_the_analysis_workbook_offers_its_choices_and_warns(analysis: Judge) -> None:
    rules = analysis.validations()
    assert rules
    assert all(rule.shows_error for rule in rules)
    for rule in rules:
        cell = rule.ends()[0]
        verdicts = {kind: analysis.accepts(rule, cell, entry) for kind, entry in KINDS.items()}
        assert not verdicts["text"], rule
        assert not verdicts["negative"], rule
        assert verdicts["empty"], rule
        if rule.kind == "list":
            assert all(analysis.accepts(rule, cell, one) for one in analysis.choices(rule))
        else:
            assert verdicts["inside"], rule
            assert not verdicts["TRUE"], rule


@pytest.mark.parametrize("kind", KINDS)
def test_no_format_of_the_analysis_workbook_ends_in_an_error(kind: str, analysis: Judge) -> None:
    for rule in analysis.conditional_formats():
        for cell in rule.ends():
            analysis.type_in(rule.sheet, cell, KINDS[kind])
            assert not is_error(analysis.outcome(rule, cell)), rule
            analysis.type_in(rule.sheet, cell, None)


def test_the_judge_evaluates_every_argument_of_and_as_excel_does(analysis: Judge) -> None:
    """The fault that this judge is here for: text reaches INT, AND ends in an error, and the entry is refused."""
    faulty = 'OR(AND(ISNUMBER(B2),B2>=0,B2=INT(B2)),B2="nvt")'
    sheet = analysis.book.sheetnames[0]
    rule = CellRule(sheet, "custom", faulty, "B2", ())
    assert analysis.accepts(rule, "B2", 3)
    assert not analysis.accepts(rule, "B2", "nvt")


def _by_cell(judge: Judge) -> dict[tuple[str, str], CellRule]:
    return {(rule.sheet, cell): rule for rule in judge.validations() for cell in rule.cells()}


def _errors(judge: Judge, rules: list[CellRule]) -> list[tuple[str, str, str]]:
    return [
        (rule.sheet, cell, rule.formula)
        for rule in rules
        for cell in rule.ends()
        if is_error(judge.outcome(rule, cell))
    ]
