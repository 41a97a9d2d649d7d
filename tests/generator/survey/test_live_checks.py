"""The live checks on `Controles` say what the collector says of the same answers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping

import pandas as pd
import pytest
from openpyxl import Workbook

from generator.formulas.values import CellError
from generator.ooxml.sheet import parse_cell
from generator.survey.layout import Layout
from generator.survey.reading_page import FINDINGS, IS_UNKNOWN
from generator.survey.readings import STATE, TOLD, Readings
from generator.survey.stamp import Master
from generator.survey.texts import text
from templates import Survey
from templates.parameters import ParameterInForce, plain
from templates.questions import questions
from templates.said import SAID_NOT_APPLICABLE, SAID_UNKNOWN
from tests.generator.survey.scenarios import hand_made, messy_answers, random_answers
from xl_addin.checks import check
from xl_addin.intake.normalising import read_code, read_number

OPEN = ("FOUT", "LET OP", "VRAAG")
SHEET, STATUS, FOUND, EXPECTED = "Controles", 3, 5, 6
SEEDS = (11, 12)
Answers = Mapping[str, str | float]
UNKNOWNS: dict[str, Answers] = {
    "too_little_and_a_part_unknown": {"vol.route.b1": 3.0, "vol.route.z": "onbekend", "vol.asiel.pip": 4.0},
    "too_much_and_a_part_unknown": {"vol.route.b1": 5.0, "vol.route.z": "onbekend", "vol.asiel.pip": 4.0},
    "total_unknown": {"dek.spuk_besteed": 200.0, "dek.spuk": 100.0, "dek.reserve_begin": "onbekend"},
    "total_known": {"dek.spuk_besteed": 200.0, "dek.spuk": 100.0, "dek.reserve_begin": "nvt"},
    "one_group_unknown": {"vol.asiel.begeleid": 9.0, "vol.gezin.begeleid": "onbekend", "vol.totaal.begeleid": 20.0},
}


def shown(master: Master, placed: Layout, answers: Answers) -> dict[tuple[int, int], object]:
    """What the sheet with checks shows, by row and column, once the answers are filled in."""
    spots = {name: placed.questions[name] for name in answers}
    inputs = {(spot.sheet, spot.row, spot.column): answers[name] for name, spot in spots.items()}
    now = {**master.first.calculation.values, **master.first.calculation.with_inputs(inputs)}
    return {(row, column): value for (sheet, row, column), value in now.items() if sheet == SHEET}


def cases(book: Workbook) -> list[tuple[int, str]]:
    """The rows with a case, and the rule of each."""
    (place,) = book.defined_names["controles.code"].destinations
    return [(row[0].row, row[0].value) for row in book[SHEET][place[1].replace("$", "")]]


@pytest.mark.parametrize(
    "name", [*UNKNOWNS, "traject", "sleutel_zonder_aandeel_en_rand_ernaast", *(f"seed{seed}" for seed in SEEDS)]
)
def test_as_many_are_open_as_the_collector_finds(
    name: str,
    survey: Survey,
    parameters: Mapping[str, ParameterInForce],
    placed: Layout,
    stampable: Master,
    book: Workbook,
) -> None:
    made = {**UNKNOWNS, **hand_made(), **{f"seed{seed}": random_answers(survey, seed) for seed in SEEDS}}
    answers = {question: value for question, value in made[name].items() if not question.startswith("toel.")}
    screen = shown(stampable, placed, {**answers, "alg.invuller": answers.get("alg.invuller", "beide")})
    live = Counter(rule for row, rule in cases(book) if screen[row, STATUS] in OPEN)
    table = pd.DataFrame([{"alg.invuller": "beide", **answers}], index=pd.Index(["GM0001"], name="code"), dtype=object)
    places = {question: (spot.sheet, spot.address) for question, spot in placed.questions.items()}
    findings = check(table, survey, plain(parameters), places)
    rules = {rule.id for rule in survey.rules}
    assert live == Counter(rule for rule in findings["regel"] if rule in rules)


@pytest.mark.parametrize("seed", range(8))
def test_every_answer_is_judged_as_the_collector_judges_it(
    seed: int, survey: Survey, parameters: Mapping[str, ParameterInForce], placed: Layout, stampable: Master
) -> None:
    """Random fillings of which a part cannot be an answer: per cell the same finding, and one verdict on the whole."""
    answers = {"alg.invuller": "beide", **messy_answers(survey, seed, 0.1 if seed % 2 else 0.0)}
    answers = {name: value for name, value in answers.items() if not name.startswith("toel.")}
    spots = placed.questions.items()  # a fact that was filled in beforehand gives way too
    inputs = {(spot.sheet, spot.row, spot.column): answers.get(name) for name, spot in spots}
    now = {**stampable.first.calculation.values, **stampable.first.calculation.with_inputs(inputs)}
    read, page = Readings(survey), text("names.readings")
    live = {name: FINDINGS.get(now[page, read.row(name), STATE]) for name in read.asked}
    table = pd.DataFrame([answers], index=pd.Index(["GM0001"], name="code"), dtype=object)
    findings = check(table, survey, plain(parameters), {})
    mine = findings[~findings["regel"].isin({rule.id for rule in survey.rules})]
    assert {name: rule for name, rule in live.items() if rule} == dict(zip(mine["id"], mine["regel"], strict=True))
    unknown = mine[mine["regel"] == IS_UNKNOWN].set_index("id")["tekst"].map(sums_left)
    assert {name: sums_left(now[page, read.row(name), TOLD]) for name in unknown.index} == unknown.to_dict()
    for severity in ("fout", "waarschuwing", "vraag"):
        assert now[named(stampable, f"reken.open.{severity}")] == (findings["ernst"] == severity).sum()


@pytest.mark.parametrize("seed", [3, 6])
def test_what_people_write_for_nvt_and_onbekend_is_read_as_the_collector_reads_it(
    seed: int, survey: Survey, placed: Layout, stampable: Master
) -> None:
    """Every figure, state and finding is the same with the words in use as with `nvt` and `onbekend` themselves."""
    draw = random.Random(seed)
    asked = {one.id: one for one in questions(survey)}
    answers = {"alg.invuller": "beide", **messy_answers(survey, seed, 0.0)}
    answers |= {name: draw.choice(["nvt", "onbekend"]) for name in asked if asked[name].numeric and draw.random() < 0.3}
    said: dict[str, str | float | None] = {}
    for name, value in answers.items():
        if asked[name].field.type in ("tekst", "memo", "datum"):
            continue
        listed = asked[name].field.code_list
        codes = {one.code for one in survey.dimensions.codes(listed)} if listed else set()
        kinds = {"nvt": SAID_NOT_APPLICABLE, "onbekend": SAID_UNKNOWN}
        words = kinds.get(str(value), ()) if asked[name].numeric or value in {"onbekend", *codes} else ()
        said[name] = draw.choice([*words, *(word.upper() + " " for word in words)]) if words else value
        if words and asked[name].numeric:
            assert read_number(said[name]).value == value
        elif words:
            assert read_code(str(said[name]), {*codes, "onbekend"}).value == value
    assert sum(said[name] != answers[name] for name in said) > 20
    spots = {name: (spot.sheet, spot.row, spot.column) for name, spot in placed.questions.items()}
    calculation = stampable.first.calculation
    plain_ones, worded = (
        {**calculation.values, **calculation.with_inputs({spots[name]: one for name, one in given.items()})}
        for given in ({name: answers[name] for name in said}, said)
    )
    inputs = set(spots.values())
    differ = {key for key in plain_ones if key not in inputs and plain_ones[key] != worded[key]}
    assert {key: worded[key] for key in differ} == {}


@pytest.mark.parametrize(
    ("typed", "answer", "right"),
    [("morgen", "morgen", False), (45730.0, "2025-03-14", True), ("nvt", "nvt", False), ("", None, True)],
)
def test_a_date_of_the_sign_off_that_is_none_is_told_in_the_workbook_and_by_the_collector(
    typed: str | float, answer: str | None, right: bool, survey: Survey, placed: Layout, stampable: Master
) -> None:
    name = "akkoord.datum"
    spot = placed.questions[name]
    calculation = stampable.first.calculation
    inputs = {(spot.sheet, spot.row, spot.column): typed or None}
    now = {**calculation.values, **calculation.with_inputs(inputs)}
    read, page = Readings(survey), text("names.readings")
    live = FINDINGS.get(now[page, read.row(name), STATE])
    table = pd.DataFrame([{name: answer}], index=pd.Index(["GM0001"], name="code"), dtype=object)
    found = check(table, survey, {}, {})
    told = found.loc[found["id"] == name, "regel"].tolist()
    assert (live, told) == ((None, []) if right else ("J-DATUM", ["J-DATUM"]))
    before = calculation.values[named(stampable, "reken.open.fout")]
    assert now[named(stampable, "reken.open.fout")] == before + (not right)


def test_a_sum_with_an_unknown_part_is_wrong_only_when_it_is_too_much(
    stampable: Master, placed: Layout, book: Workbook
) -> None:
    def status(name: str, rule: str) -> object:
        screen = shown(stampable, placed, UNKNOWNS[name])
        return next(screen[row, STATUS] for row, one in cases(book) if one == rule)

    assert status("too_little_and_a_part_unknown", "C-ROUTE-PIP") == "OK"
    assert status("too_much_and_a_part_unknown", "C-ROUTE-PIP") == "FOUT"
    assert status("one_group_unknown", "C-TOTAAL-BEGELEID") == "OK"
    assert status("total_unknown", "C-SPUK-BESTEED") == "n.v.t."
    assert status("total_known", "C-SPUK-BESTEED") == "VRAAG"


def test_a_check_that_is_not_judged_shows_no_figure(stampable: Master, placed: Layout, book: Workbook) -> None:
    screen = shown(stampable, placed, {"vol.asiel.begeleid": 617.0})
    row = next(row for row, rule in cases(book) if rule == "C-TOTAAL-BEGELEID")
    assert screen[row, STATUS] == "n.v.t."
    assert [screen[row, FOUND], screen[row, EXPECTED], screen[row, EXPECTED + 1]] == ["", "", ""]


def test_a_limit_has_its_sign_before_it(book: Workbook) -> None:
    formats = {rule: book[SHEET].cell(row, EXPECTED).number_format for row, rule in cases(book)}
    assert formats["C-INSTROOM"].startswith('"≤ "')
    assert formats["C-GR-AANDEEL"].startswith('"> "')
    assert formats["C-RAND"] == "#,##0"


@pytest.mark.parametrize("step", [1, 2, 3])
def test_an_error_value_in_a_cell_to_answer_in_spreads_nowhere(
    step: int, survey: Survey, placed: Layout, stampable: Master
) -> None:
    """A formula of one's own that fails, or a link to another file that is gone: all, every second or third cell."""
    answers = {**random_answers(survey, 11), "alg.volledigheid": "volledig"}
    wrong = list(placed.questions)[::step]
    spots = {name: (spot.sheet, spot.row, spot.column) for name, spot in placed.questions.items()}
    inputs = {spots[name]: value for name, value in answers.items()}
    results = stampable.first.calculation.with_inputs(
        {**inputs, **{spots[name]: CellError("#DIV/0!") for name in wrong}}
    )
    assert not {key for key, value in results.items() if isinstance(value, CellError)}
    ready = named(stampable, "reken.klaar")
    assert results.get(ready, stampable.first.calculation.values[ready]) == "nog niet"


def sums_left(sentence: object) -> str:
    """The sums that a sentence on an answer onbekend names; empty where it says that none is left."""
    _, names, sums = str(sentence).partition("telt daardoor niet mee in: ")
    assert names or "valt er geen som door weg." in str(sentence)
    return sums.partition(".")[0]


def named(master: Master, name: str) -> tuple[str, int, int]:
    sheet, reference = master.first.book.defined_names()[name]
    return (sheet, *parse_cell(reference))
