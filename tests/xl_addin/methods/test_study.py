"""The study as a whole: complete, reproducible, pure and fast."""

import re
from pathlib import Path

import pandas as pd

from templates.problems import catalogue
from templates.schema import Dimensions, Task
from xl_addin.methods import study
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.tables.columns import KEY_COLUMNS, WEIGHT_SETS
from xl_addin.methods.tables.results import Lookup


def test_every_measure_of_the_contract_is_there(made):
    expected = {
        "kosten_per_inburgeraar",
        "kosten_per_inwoner",
        "begeleid_per_10000",
        "begeleid_landelijk",
        "caseload_per_fte",
        "aandeel_kostensoort",
        "landelijk_totaal",
        "traject_kosten",
        "jaarspreiding",
        "gf_per_inburgeraar",
        "verschil_gf",
        "spuk_per_inburgeraar",
        "verschil_spuk",
        "aandeel_asiel",
        "uren",
    }
    assert set(made.results["maat"]) >= expected
    assert not made.results.duplicated(list(KEY_COLUMNS)).any()


def test_all_weight_sets_meet_their_margins(made):
    assert set(made.weights["weging"]) == set(WEIGHT_SETS)
    assert made.margins["verschil"].abs().max() < 1e-4
    assert (made.margins["effective_n"] <= 66).all()


def test_means_lie_between_the_lowest_and_highest_municipality(made):
    rows = made.results[(made.results["weging"] == "ratio") & (made.results["maat"] == "kosten_per_inburgeraar")]
    rows = rows.dropna(subset=["waarde"])
    assert len(rows) > 100
    assert (rows["min"] <= rows["waarde"] * (1 + 1e-12)).all()
    assert (rows["waarde"] <= rows["max"] * (1 + 1e-12)).all()


def test_inputs_stay_as_they_are_and_order_does_not_matter(country, parameters, dimensions, made):
    frame, answers = (table.iloc[::-1] for table in country)
    before = frame.copy(deep=True), answers.copy(deep=True), dict(parameters)
    turned = study.compute(answers, frame, parameters, dimensions)
    pd.testing.assert_frame_equal(frame, before[0])
    pd.testing.assert_frame_equal(answers, before[1])
    assert parameters == before[2]
    pd.testing.assert_frame_equal(turned.costs, made.costs)
    pd.testing.assert_frame_equal(turned.results, made.results, rtol=1e-7)
    pd.testing.assert_frame_equal(turned.notes, made.notes)


def test_stages_can_be_run_apart(country, parameters, dimensions, made):
    frame, answers = country
    answers = read_answers(answers)
    basis = study.prepare(answers, frame, allocate(answers, parameters, dimensions), parameters, dimensions)
    pd.testing.assert_frame_equal(study.weigh(basis).weights, made.weights)
    assert study.estimate(basis, answers).rows
    assert pd.concat(list(made.stages.values()), ignore_index=True).equals(made.results)


def test_a_respondent_outside_the_frame_is_left_out_and_named(country, parameters, dimensions, made):
    frame, answers = country
    stranger = answers.iloc[[0]].rename(index={answers.index[0]: "GM9999"})
    with_stranger = study.compute(pd.concat([answers, stranger]), frame, parameters, dimensions)
    pd.testing.assert_frame_equal(with_stranger.results, made.results)
    noted = with_stranger.notes
    assert noted.loc[noted["regel"] == "NOT_IN_FRAME", "code"].to_list() == ["GM9999"]


def test_nothing_answered_gives_empty_figures_and_no_crash(country, parameters, dimensions):
    frame, answers = country
    made = study.compute(answers.iloc[:0], frame, parameters, dimensions)
    assert made.costs.empty
    assert made.weights.empty
    figures = made.results[made.results["maat"].isin(["kosten_per_inburgeraar", "traject_kosten", "verschil_gf"])]
    assert figures["waarde"].isna().all()
    assert (made.notes["regel"] == "NO_RESPONDENTS").any()


def test_without_parameters_nothing_turns_into_zero(country, dimensions):
    frame, answers = country
    made = study.compute(answers, frame, {}, dimensions)
    assert not made.results.loc[made.results["maat"] == "spuk_per_inburgeraar", "waarde"].notna().any()
    staffed = made.costs["taak"].isin(["inkoop", "intake", "zelfredzaamheid"])
    own = made.costs[(made.costs["kostensoort"] == "eigen") & (made.costs["ingang"] == "jaar") & staffed]
    assert own["euro"].isna().all()
    assert (made.notes["regel"] == "PARAMETER_ABSENT").sum() > 10


def test_a_simpler_law_without_groups_routes_or_provisions(country, parameters, dimensions):
    frame, answers = country
    policy = Task(code="beleid", label="b", kind="algemeen")
    intake = Task(code="intake", label="i", kind="direct", steering=True)
    simple = Dimensions(tasks=(policy, intake), cost_kinds=dimensions.cost_kinds)
    guided = frame["asiel_begeleid"] + frame["gezin_begeleid"]
    answers = answers.assign(**{"vol.totaal.begeleid": guided.reindex(answers.index).astype(object)})
    made = study.compute(answers, frame.assign(begeleid=guided), parameters, simple)
    assert set(made.costs["taak"]) == {"beleid", "intake", "totaal"}
    assert "traject_kosten" not in set(made.results["maat"])
    assert set(made.weights["weging"]) == set(WEIGHT_SETS)


def test_differences_have_the_error_of_the_cost_and_sums_one_of_their_own(made):
    def error(measure, component="", **where):
        return Lookup(made.results).figure("se", maat=measure, onderdeel=component, **where)

    small = {"indeling": "inwoners", "klasse": "<30"}
    cost = error("kosten_per_inburgeraar", "uitvoering", weging="ratio", **small)
    assert error("verschil_gf", **small) == cost > 0
    country = {"groep": "asiel", "indeling": "totaal"}
    parts = ("leerroutes", "voorzieningen", "totaal")
    routes, provisions, both = (error("traject_kosten", name, weging="macro", **country) for name in parts)
    assert error("verschil_spuk", **country) == both
    assert abs(routes - provisions) <= both <= routes + provisions
    spread = {"component": "voorzieningen", "weging": "macro", **country}
    errors = [error("jaarspreiding", klasse=f"jaar{year}", **spread) for year in (1, 2, 3)]
    # the shares of the years add up to 1: what one gains the others lose
    assert max(errors) <= sum(sorted(errors)[:2])


def test_every_note_and_refusal_has_its_sentence():
    used: set[str] = set()
    for path in Path(study.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'(?:Note|CalibrationProblem)\(\s*"([A-Z_]+)"', text))
    assert used - set(catalogue()) == set()
    assert len(used) > 30
