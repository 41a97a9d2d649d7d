"""What the formulas say, the Python says: every `uit.*`, recalculated by a real spreadsheet program."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping

import pandas as pd
import pytest

from generator.ooxml.patch import Changes, WorkbookPatch
from generator.survey.build import build_master
from generator.survey.formulas import KNOWN, known_name
from generator.survey.layout import Layout, layout
from generator.survey.own_result import COMPLETENESS, own_result_rows
from generator.survey.reading_page import FINDINGS
from templates import Survey
from templates.parameters import in_force, plain
from templates.questions import limits, questions
from tests.generator.survey.scenarios import Answers, hand_made, messy_answers, random_answers, without_high_scales
from tests.recalculation import (
    answers_table,
    differences,
    error_cells,
    expected_figures,
    filled,
    named_areas,
    named_values,
    recalculate,
)
from xl_addin.checks.evaluate import check
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.own_figures import own_figures

SEEDS, MESSY_SEEDS, CHANGED_SEEDS = range(30, 42), range(2), range(5, 8)
"""Together they make nearly every figure more than 0 somewhere; `test_the_scenarios_reach_what_they_are_for`."""
OVERRIDES = {
    "productieve_uren": 1400,
    "werkgeverslasten": 0.3,
    "ikb": 0.1705,
    "spuk.asiel.artikel10": 14000,
    "spuk.onderwijsroute.deelnemers": 2500,
    "salaris.schaal.11": 60000,
    "route.aandeel.b1": 0.4,
}
"""Another set of parameters: an ikb, a scale above the table, and the SPUK by article 10."""


class Run:
    """Scenarios as recalculated workbooks, and the figures that Python expects of them."""

    def __init__(self, survey: Survey, scenarios: Mapping[str, Answers], overrides: Mapping[str, float]) -> None:
        used = without_high_scales(in_force(survey, survey.identity.year, overrides))
        master = WorkbookPatch(build_master(survey, survey.identity.year, used))
        places = layout(survey)
        self.scenarios, self.parameters = scenarios, plain(used)
        self.workbooks = {name: filled(master, places, answers) for name, answers in scenarios.items()}
        self.expected: pd.DataFrame = expected_figures(scenarios, plain(used), survey)


@pytest.fixture(scope="module")
def runs(survey: Survey) -> tuple[Run, Run, dict[str, bytes]]:
    """Both runs, recalculated in one start of the program, with two spoiled workbooks for `test_..._is_noticed`."""
    randomly = {f"seed{seed}": random_answers(survey, seed) for seed in SEEDS}
    messy = {f"messy{seed}": messy_answers(survey, seed) for seed in MESSY_SEEDS}
    usual = Run(survey, {**hand_made(), **randomly, **messy}, {})
    changed_scenarios = {f"changed{seed}": random_answers(survey, seed) for seed in CHANGED_SEEDS}
    changed_scenarios["changed_traject"] = {
        **hand_made()["traject"],
        "traj.asiel.mb.uren": 2.0,
        "traj.asiel.mb.schaal": 10.5,
    }
    changed = Run(survey, changed_scenarios, OVERRIDES)
    places = layout(survey)
    spot = places.outcomes["uit.jaar.totaal"]
    full = WorkbookPatch(usual.workbooks["sleutel"])
    constant = full.render(Changes(cells={spot.sheet: {(spot.row, spot.column): 12345.0}}))
    stale = with_cached_value(usual.workbooks["sleutel"], places, "uit.jaar.totaal", "12345")
    workbooks = {**usual.workbooks, **changed.workbooks, "constant": constant, "sleutel": stale}
    return usual, changed, recalculate(workbooks)


def with_cached_value(workbook: bytes, places: Layout, name: str, value: str) -> bytes:
    """The workbook with a cached result of our own beside a formula that is right."""
    spot = places.outcomes[name]
    replaced = 0
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(result, "w") as target:
        for part in source.namelist():
            data = source.read(part).decode("utf-8", "surrogateescape")
            if part.startswith("xl/worksheets/"):
                pattern = rf'(<c r="{spot.address}"[^>]*><f>IF\(AND\(reken[^<]*</f>)(?:<v>[^<]*</v>|<v ?/>)'
                data, count = re.subn(pattern, rf"\g<1><v>{value}</v>", data)
                replaced += count
            target.writestr(part, data.encode("utf-8", "surrogateescape"))
    assert replaced == 1
    return result.getvalue()


def test_hand_made_and_random_answers_agree_to_the_cent(runs: tuple[Run, Run, dict[str, bytes]]) -> None:
    usual, changed, recalculated = runs
    wrong = {}
    for run in (usual, changed):
        for name in run.workbooks:
            found = differences(named_values(recalculated[name]), run.expected.loc[name].to_dict())
            if found:
                wrong[name] = found[:5]
    assert wrong == {}


def test_what_is_shown_as_known_the_python_knows(runs: tuple[Run, Run, dict[str, bytes]], survey: Survey) -> None:
    wrong, reached = {}, pd.Series(dtype=float)
    judged = {f"uit.jaar.{task}" for task in survey.dimensions.task_codes}
    judged |= {row.key for row in own_result_rows(survey) if row.key != COMPLETENESS} | {"uit.traj.gezin.leerroutes"}
    for run in runs[:2]:
        given = read_answers(answers_table(run.scenarios), limits(survey))
        known = own_figures(given, run.parameters, survey.dimensions).known
        reached = reached.add(known.mean(), fill_value=0.0)
        for name in run.workbooks:
            said = named_values(runs[2][name], KNOWN)
            expected = {known_name(code): int(value) for code, value in known.loc[name].items() if code in judged}
            found = {code: value for code, value in expected.items() if said[code] != value}
            if found:
                wrong[name] = found
    assert wrong == {}
    shown = [row.key for row in own_result_rows(survey) if row.key != COMPLETENESS]
    assert set(shown) <= set(reached.index)
    assert ((reached[shown] > 0) & (reached[shown] < 2)).all(), "each is known for some and not for others"


def test_the_scenarios_reach_what_they_are_for(runs: tuple[Run, Run, dict[str, bytes]]) -> None:
    usual, changed, _ = runs
    assert (usual.expected.filter(like="uit.").fillna(0) != 0).any().mean() > 0.9
    assert changed.expected["uit.verschil.spuk.asiel"].notna().any()


def test_a_constant_in_place_of_a_formula_is_noticed(runs: tuple[Run, Run, dict[str, bytes]]) -> None:
    usual, _, recalculated = runs
    found = differences(named_values(recalculated["constant"]), usual.expected.loc["sleutel"].to_dict())
    assert any(line.startswith("uit.jaar.totaal:") for line in found)


def test_a_stale_cached_value_is_recomputed_and_without_that_noticed(
    runs: tuple[Run, Run, dict[str, bytes]], placed: Layout
) -> None:
    usual, _, recalculated = runs
    expected = usual.expected.loc["sleutel"].to_dict()
    assert differences(named_values(recalculated["sleutel"]), expected) == []
    as_written = with_cached_value(usual.workbooks["sleutel"], placed, "uit.jaar.totaal", "12345")
    assert named_values(as_written)["uit.jaar.totaal"] == 12345
    assert any(line.startswith("uit.jaar.totaal:") for line in differences(named_values(as_written), expected))


def test_the_live_checks_find_what_the_collector_finds(runs: tuple[Run, Run, dict[str, bytes]], survey: Survey) -> None:
    usual, _, recalculated = runs
    rules = {rule.id for rule in survey.rules}
    failing = {"FOUT", "LET OP", "VRAAG", "TOEGELICHT"}
    asked = [one.id for one in questions(survey) if one.numeric or one.field.type in ("code", "datum")]
    found = check(answers_table(usual.scenarios), survey, usual.parameters, {})
    reached: set[str] = set()
    for name in usual.workbooks:
        shown = {**named_areas(recalculated[name], "controles."), **named_areas(recalculated[name], "gelezen.")}
        pairs = zip(shown["controles.code"], shown["controles.status"], strict=True)
        live = Counter(code for code, state in pairs if state in failing)
        mine = found[found["code"] == name]
        assert live == Counter(rule for rule in mine["regel"] if rule in rules), name
        on_answers = {
            one: rule for one, rule in zip(asked, map(FINDINGS.get, shown["gelezen.toestand"]), strict=True) if rule
        }
        expected = mine[mine["regel"].str.startswith(("J-", "V-")) & ~mine["regel"].isin(rules)]
        assert on_answers == dict(zip(expected["id"], expected["regel"], strict=True)), name
        listed = [rule for rule in shown["controles.antwoorden"] if rule]
        assert listed == list(on_answers.values())[: len(shown["controles.antwoorden"])]
        reached |= set(live) | set(on_answers.values())
    assert len(reached & rules) > len(rules) / 2
    assert {"J-SCHAAL", "J-TYPE", "J-BEREIK", "J-CODE", "V-LEEG", "V-REGEL", "V-ONBEKEND"} <= reached


def test_a_scale_without_a_salary_is_an_error_and_empties_its_own_task_only(
    runs: tuple[Run, Run, dict[str, bytes]],
) -> None:
    """Scales 10.5 and 12 have no salary here; where scale 11 is given as a parameter, 10.5 is in order."""
    usual, _, recalculated = runs
    names = ("schaal_ontbreekt", "changed_traject")
    shown = {name: named_areas(recalculated[name], "controles.") for name in names}
    states = {
        name: Counter(zip(areas["controles.code"], areas["controles.status"], strict=True))
        for name, areas in shown.items()
    }
    assert states["schaal_ontbreekt"]["J-SCHAAL", "FOUT"] == 2
    assert states["changed_traject"]["J-SCHAAL", "FOUT"] == 0
    assert states["changed_traject"]["J-SCHAAL", "OK"] > 0
    known = named_values(recalculated["schaal_ontbreekt"], KNOWN)
    figures = usual.expected.loc["schaal_ontbreekt"]
    assert (known["bekend.jaar.beleid"], known["bekend.jaar.voortgang"], known["bekend.traj.asiel.b1"]) == (0, 1, 0)
    assert figures["uit.jaar.beleid.eigen"] == 0
    assert figures["uit.jaar.totaal"] == 25000 + 40000  # hired for the intake, bought for the talks


def test_no_cell_of_any_sheet_holds_an_error(runs: tuple[Run, Run, dict[str, bytes]]) -> None:
    _, _, recalculated = runs
    assert {name: error_cells(recalculated[name]) for name in ("leeg", "traject", "seed39")} == {
        "leeg": [],
        "traject": [],
        "seed39": [],
    }
