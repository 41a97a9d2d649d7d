"""Any valid answers, filled in, recalculated and saved again by LibreOffice, come back: same answers, same results.

Texts are those that programs like to change (formulas, numbers, quotes, signs outside the alphabet), numbers run to the
ends of what is allowed. Results are compared twice: the workbook's own after saving, and those of the Python from the
answers that were read back, beside those of the Python from the answers that were given.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

import pandas as pd
import pytest

from generator.ooxml.patch import Changes, WorkbookPatch
from generator.survey.layout import Layout
from generator.survey.stamp import Master, stamp
from templates import Survey
from templates.parameters import ParameterInForce, plain
from templates.questions import Asked, questions
from tests.generator.survey.scenarios import Answers, random_answers
from tests.recalculation import CENT, differences, expected_figures, named_values, recalculate
from xl_addin.intake.filled import Filled, read_filled
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.use_cases.filling import fill

FACTS: dict[str, str | float | None] = {
    "naam": "Voorbeeld",
    "code": "GM0001",
    "inwoners": 45210,
    "invuller": "beide",
    "gf_euro": 400000.0,
}
PREFILLED: Answers = {"alg.gemeente": "Voorbeeld", "alg.inwoners": 45210.0, "alg.invuller": "beide", "dek.gf": 400000.0}
SEEDS = range(101, 104)
SPOILED = f"seed{SEEDS[-1]}"
TEXTS: tuple[str, ...] = (
    "=1+1",
    "-5%",
    "+31 6 12345678",
    "@start",
    "'s-Gravenhage",
    'de "oude" wet',
    "Súdwest-Fryslân & <Zee>",
    "0123",
)
TEXTS += ("1.234,56", "1-2-2024", "WAAR", "nvt", "😀 goed", "eerste\ntweede", "lang " * 300 + "slot", "_x0041_")
LARGEST = {"bedrag": 98_765_432.1, "getal": 1 / 3}


def valid_answers(survey: Survey, seed: int) -> Answers:
    """Answers to a random part of the questions, each allowed by its type, its range and its list."""
    chance = random.Random(seed)
    by_id = {asked.id: asked for asked in questions(survey)}
    given = {name: _extreme(by_id[name], value, chance) for name, value in random_answers(survey, seed).items()}
    return {**given, "alg.cbs_code": "GM0001"}


def _extreme(asked: Asked, value: str | float, chance: random.Random) -> str | float:
    if asked.field.type in ("tekst", "memo"):
        return chance.choice(TEXTS)
    if asked.field.type == "datum":
        return "2025-04-01"
    if isinstance(value, float) and chance.random() < 0.05:
        return LARGEST.get(asked.field.type, value)
    return value


@pytest.fixture(scope="module")
def given(survey: Survey) -> dict[str, Answers]:
    return {f"seed{seed}": valid_answers(survey, seed) for seed in SEEDS}


@pytest.fixture(scope="module")
def returned(
    stampable: Master,
    given: dict[str, Answers],
    survey: Survey,
    placed: Layout,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, bytes]:
    """The filled files as they come back, and one of them with an answer changed on its way."""
    folder = tmp_path_factory.mktemp("heen")
    empty = folder / "leeg.xlsx"
    empty.write_bytes(stamp(stampable, FACTS))
    files = {
        name: fill(empty, answers, survey, folder / f"{name}.xlsx").path.read_bytes() for name, answers in given.items()
    }
    spot = placed.questions["jaar.beleid.inhuur"]
    changed = Changes(cells={spot.sheet: {(spot.row, spot.column): 1.0}})
    return recalculate({**files, "spoiled": WorkbookPatch(files[SPOILED]).render(changed)})


@pytest.fixture(scope="module")
def read_back(
    returned: Mapping[str, bytes], survey: Survey, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Filled]:
    folder = tmp_path_factory.mktemp("terug")
    found = {}
    for name, content in returned.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(content)
        found[name] = read_filled(path, survey)
    return found


@pytest.fixture(scope="module")
def used(parameters: dict[str, ParameterInForce]) -> Parameters:
    return plain(parameters)


def lost(given: Answers, found: Filled) -> list[str]:
    """What is not the same in the answers that came back; a number may differ in its 15th figure."""
    names = (given.keys() | found.answers.keys()) - (PREFILLED.keys() - given.keys())
    differs = (name for name in sorted(names) if not _same(given.get(name), found.answers.get(name)))
    return [f"{name}: {given.get(name)!r} -> {found.answers.get(name)!r}" for name in differs]


def _same(one: str | float | None, other: str | float | None) -> bool:
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return one == other
    return one == pytest.approx(other, rel=1e-14)


def test_the_same_answers_come_back_and_nothing_is_said_of_them(
    given: dict[str, Answers], read_back: dict[str, Filled]
) -> None:
    assert {name: lost(answers, read_back[name]) for name, answers in given.items()} == {name: [] for name in given}
    said = {name: [(question, problem.code) for question, problem in read_back[name].remarks] for name in given}
    assert said == {name: [] for name in given}


def test_the_same_results_come_back(
    given: dict[str, Answers],
    returned: dict[str, bytes],
    read_back: dict[str, Filled],
    survey: Survey,
    used: Parameters,
) -> None:
    sent = {name: {**PREFILLED, **answers} for name, answers in given.items()}
    before = expected_figures(sent, used, survey)
    after = expected_figures({name: read_back[name].answers for name in given}, used, survey)
    pd.testing.assert_frame_equal(after.loc[before.index], before, atol=CENT)
    wrong = {name: differences(named_values(returned[name]), before.loc[name].to_dict()) for name in given}
    assert wrong == {name: [] for name in given}


def test_an_answer_that_changed_on_its_way_is_noticed(
    given: dict[str, Answers],
    returned: dict[str, bytes],
    read_back: dict[str, Filled],
    survey: Survey,
    used: Parameters,
) -> None:
    assert lost(given[SPOILED], read_back["spoiled"]) == [
        f"jaar.beleid.inhuur: {given[SPOILED].get('jaar.beleid.inhuur')!r} -> 1.0"
    ]
    sent = expected_figures({"spoiled": {**PREFILLED, **given[SPOILED]}}, used, survey)
    assert differences(named_values(returned["spoiled"]), sent.loc["spoiled"].to_dict())


def test_the_answers_reach_every_question(given: dict[str, Answers], survey: Survey) -> None:
    reached = {name for answers in given.values() for name in answers}
    assert len(reached) > 0.98 * len(questions(survey))
    assert {value for answers in given.values() for value in answers.values()} > set(TEXTS)
