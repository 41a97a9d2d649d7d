"""The built-in example: what is committed is what is drawn, every answer fits, and the outcome is believable."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from generator.example import (
    EDGE_TOTALS,
    Draw,
    answers_of,
    example_files,
    example_folder,
    read_frame,
    read_outcomes,
    read_recipe,
    write_example,
)
from templates import load_survey
from templates.columns import frame_columns
from templates.parameters import in_force, plain
from templates.questions import questions
from templates.result_codes import GROUP_SHARE, MEASURES
from templates.schema import NUMERIC_TYPES, Rule
from templates.validation import rule_cases
from xl_addin.intake import inputs
from xl_addin.methods.study import Study, compute

SURVEY = load_survey("wi2021")
FOLDER = example_folder()
FRAME_ROWS = read_frame(FOLDER)
RECIPE = read_recipe(FOLDER)
OUTCOMES = read_outcomes(FOLDER)
FILES = example_files(SURVEY, FRAME_ROWS, RECIPE, OUTCOMES)
Given = dict[str, str]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


ANSWERS: dict[str, Given] = {
    name.removeprefix("answers/").removesuffix(".csv"): {row["id"]: row["waarde"] for row in rows(text)}
    for name, text in FILES.items()
    if name.startswith("answers/")
}
SAMPLE = {row["code"]: row for row in rows(FILES["sample.csv"])}


def number(given: Given, name: str) -> float | None:
    try:
        return float(given[name])
    except (KeyError, ValueError):
        return 0.0 if given.get(name) == "nvt" else None


def test_the_committed_files_are_what_is_drawn() -> None:
    committed = {name: FOLDER / name for name in ("frame.csv", "sample.csv")}
    committed |= {f"answers/{path.name}": path for path in (FOLDER / "answers").iterdir()}

    assert {name: path.read_text(encoding="utf-8") for name, path in committed.items()} == FILES


def test_writing_anew_gives_the_same_files_and_removes_who_no_longer_responds(tmp_path: Path) -> None:
    for name in ("frame.csv", "outcomes.csv", "recipe.yaml"):
        shutil.copy(FOLDER / name, tmp_path / name)
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "GM9999.csv").write_text("id,waarde\n", encoding="utf-8")

    write_example(tmp_path, SURVEY)

    written = {
        path.relative_to(tmp_path).as_posix(): path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.csv")
    }
    assert written.pop("outcomes.csv") == (FOLDER / "outcomes.csv").read_text(encoding="utf-8")
    assert written == FILES


def test_one_respondent_more_or_less_changes_no_other() -> None:
    fewer = {**RECIPE, "respondents": {"GM9003": RECIPE["respondents"]["GM9003"]}}

    assert example_files(SURVEY, FRAME_ROWS, fewer, OUTCOMES)["answers/GM9003.csv"] == FILES["answers/GM9003.csv"]


def test_an_id_that_the_survey_does_not_ask_is_a_mistake_in_the_recipe() -> None:
    wrong = {**RECIPE, "respondents": {"GM9010": {"set": {"alg.bestaat_niet": 1}}}}

    with pytest.raises(KeyError, match=r"alg\.bestaat_niet"):
        answers_of(SURVEY, FRAME_ROWS["GM9010"], wrong, OUTCOMES["GM9010"])


def test_frame_sample_and_response_have_the_size_of_the_study() -> None:
    statuses = [row["status"] for row in SAMPLE.values()]

    assert len(FRAME_ROWS) == 342
    columns = frame_columns(SURVEY.dimensions)
    assert tuple(FRAME_ROWS["GM9001"])[: len(columns)] == columns
    assert len(SAMPLE) == 57
    assert set(SAMPLE) <= set(FRAME_ROWS)
    assert (statuses.count("volledig"), statuses.count("randtotaal")) == (27, 4)
    assert {code for code, row in SAMPLE.items() if row["status"] in ("volledig", "randtotaal")} == set(ANSWERS)


@pytest.mark.parametrize("code", sorted(ANSWERS))
def test_every_answer_fits_its_cell(code: str) -> None:
    asked = {question.id: question.field for question in questions(SURVEY)}
    for name, value in ANSWERS[code].items():
        field = asked[name]
        if field.type == "code":
            assert value in {entry.code for entry in SURVEY.dimensions.codes(field.code_list)}, name
        elif field.type in NUMERIC_TYPES and value not in ("nvt", "onbekend"):
            assert field.minimum is not None, name
            assert field.maximum is not None, name
            assert field.minimum <= float(value) <= field.maximum, name
            assert field.type != "aantal" or float(value).is_integer(), name
            assert field.type != "schaal" or float(value) <= 10, name


def test_respondents_report_the_guided_inburgeraars_of_the_frame() -> None:
    for code, given in ANSWERS.items():
        frame = [float(FRAME_ROWS[code][f"{group}_begeleid"]) for group in SURVEY.dimensions.group_codes]
        groups = [number(given, f"vol.{group}.begeleid") for group in SURVEY.dimensions.group_codes]

        assert groups == frame or number(given, "vol.totaal.begeleid") == sum(frame), code


def broken(given: Given, rule: Rule) -> bool:
    """Whether the answers break one rule of the survey; a rule that needs an answer that is not given is kept."""
    parts = [number(given, name) for name in rule.parts]
    if rule.kind == "samen":
        return any(parts) and any(name not in given for name in rule.total)
    if any(given.get(condition.id) not in condition.values for condition in rule.when if condition.values):
        return False
    if rule.kind == "salaris":
        scale = number(given, rule.total[0])
        return any(parts) and scale is not None and not 1 <= scale <= 10
    found = [value for value in parts if value is not None]
    goals = [number(given, name) for name in rule.total]
    if len(found) < len(parts) or None in goals:
        return False
    goal = sum(value for value in goals if value is not None) if goals else float(rule.value or 0)
    slack = max(rule.absolute, rule.relative * abs(goal)) + 1e-9
    gap = sum(found) - goal
    return {"som": abs(gap) > slack, "hoogstens": gap > slack, "minimaal": gap < -slack}[rule.kind]


def broken_rules(severity: str) -> Iterator[tuple[str, str]]:
    for rule in SURVEY.rules:
        for case in rule_cases(SURVEY, rule):
            yield from (
                (code, rule.id) for code, given in ANSWERS.items() if rule.severity == severity and broken(given, case)
            )


def test_only_the_deliberate_mistakes_break_a_rule() -> None:
    assert sorted(broken_rules("fout")) == [
        ("GM9010", "C-SPREIDING-GEZIN"),  # 0.5 + 0.45 + 0.15 = 1.1
        ("GM9148", "C-RAND"),  # the parts differ 1,500 euros from the total
        ("GM9229", "C-ROUTE-PIP"),  # two inburgeraars too many on the Z-route
    ]


def test_routes_differ_from_guided_where_a_plan_is_still_missing() -> None:
    # GM9229 holds its two too many against the guided inburgeraars as well.
    assert sorted(broken_rules("vraag")) == [(code, "C-ROUTE-BEGELEID") for code in ("GM9128", "GM9229", "GM9268")]


def values_of(start: str, end: str) -> list[str]:
    return [
        value
        for given in ANSWERS.values()
        for name, value in given.items()
        if name.startswith(start) and name.endswith(end)
    ]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("gr.wijze", "", {"nvt", "registratie", "sleutel"}),
        ("oh.gemeente.wijze", "", {"procent", "euro_per_fte"}),
        ("oh.gr.wijze", "", {"procent", "euro_per_fte"}),
        ("jaar.", ".eenheid", {"fte", "uur"}),
        ("split.", ".ingang", {"jaar", "traj"}),
        ("alg.volledigheid", "", {"volledig", EDGE_TOTALS}),
    ],
)
def test_every_way_of_answering_occurs(start: str, end: str, expected: set[str]) -> None:
    assert set(values_of(start, end)) == expected


def test_half_scales_group_prices_remarks_and_both_kinds_of_no_number_occur() -> None:
    assert any(not float(value).is_integer() for value in values_of("jaar.", ".schaal"))
    assert any(float(value) > 1 for value in values_of("traj.", ".groepsgrootte"))
    assert len(values_of("opm.", "")) >= 10
    assert {"nvt", "onbekend"} <= set(values_of("traj.", "")) & set(values_of("traj.", ".uren"))


@pytest.fixture(scope="module")
def study() -> Study:
    """The whole method on the example, read as the commands read it."""
    numeric = {question.id for question in questions(SURVEY) if question.numeric}
    given = {path.stem: inputs.read_answers(path, numeric) for path in sorted((FOLDER / "answers").iterdir())}
    answers = pd.DataFrame.from_dict(given, orient="index").astype(object)
    return compute(answers, inputs.read_frame(FOLDER / "frame.csv"), plain(in_force(SURVEY)), SURVEY.dimensions)


def result(study: Study, key: str, column: str = "waarde") -> float:
    """One figure of the results by `maat onderdeel groep weging`, for the country as a whole (`-` is empty)."""
    measure, part, group, weighting = ("" if word == "-" else word for word in key.split())
    rows = study.results.fillna({"onderdeel": "", "groep": "", "klasse": "", "weging": ""})
    mine = (rows["maat"] == measure) & (rows["onderdeel"] == part) & (rows["groep"] == group)
    found = rows[mine & (rows["weging"] == weighting) & (rows["indeling"] == "totaal") & (rows["klasse"] == "")]
    assert len(found) == 1
    return float(found[column].iloc[0])


def test_the_annual_outcome_is_believable(study: Study) -> None:
    macro = "kosten_per_inburgeraar uitvoering - macro"

    unknown = study.costs[study.costs["euro"].isna()]
    # a scale left out by mistake, and edge totals of which two are not known
    assert set(zip(unknown["code"], unknown["taak"], strict=True)) == {
        ("GM9059", "intake"),
        ("GM9059", "voortgang"),
        ("GM9038", "algemeen"),
        ("GM9038", "direct"),
    }
    assert 120e6 < result(study, "landelijk_totaal uitvoering - macro") < 180e6
    assert result(study, macro, "min") > 1_500
    assert result(study, macro, "max") < 3_700
    assert result(study, macro, "n") == 31
    assert result(study, "kosten_per_inburgeraar direct - macro", "n") == 27
    assert result(study, "aandeel_kostensoort eigen - ratio") > 0.6


def test_the_middle_sized_cost_most_and_the_large_least(study: Study) -> None:
    rows = study.results
    mine = (
        (rows["maat"] == "kosten_per_inburgeraar") & (rows["onderdeel"] == "uitvoering") & (rows["weging"] == "ratio")
    )
    by_size = rows[mine & (rows["indeling"] == "inwoners")].set_index("klasse")["waarde"]

    assert by_size["30-80"] > by_size["<30"] > by_size["80-250"] > by_size[">250"]


def test_the_trajectory_outcome_is_believable(study: Study) -> None:
    def cost(item: str, group: str = "asiel", column: str = "waarde") -> float:
        return result(study, f"traject_kosten {item} {group} macro", column)

    assert 3_500 < cost("direct") < 4_500
    assert 10_000 < cost("leerroutes") < 12_000
    assert cost("b1") < cost("z") < cost("onderwijs")
    assert 1_000 < cost("direct", "gezin") < 2_900
    # 26 gave prices; two have none for Onderwijs.
    assert [cost(route, column="n") for route in ("b1", "z", "onderwijs")] == [26, 26, 24]
    # 23 gave intake and voortgang; less the outliers.
    assert cost("direct", column="n") == 23 - len(dropped(study, "asiel"))


def dropped(study: Study, group: str) -> set[str]:
    """Who falls outside the fences of the direct cost of a groep."""
    return {
        row.code for row in study.notes.itertuples() if row.regel == "OUTLIER_DROPPED" and row.waarden["groep"] == group
    }


def test_beside_the_direct_cost_without_outliers_stands_that_of_everyone(study: Study) -> None:
    assert dropped(study, "asiel")
    for group, tasks in (("asiel", ("intake", "voortgang", "zelfredzaamheid")), ("gezin", ("intake", "voortgang"))):
        for task in tasks:
            gave = {code: one[f"traj_{group}_{task}"] for code, one in OUTCOMES.items()}
            persons = {
                code: float(FRAME_ROWS[code][f"{group}_begeleid"]) for code, euro in gave.items() if euro == euro
            }
            mean = sum(gave[code] * number for code, number in persons.items()) / sum(persons.values())
            rows = study.results[(study.results["maat"] == "vergelijking_start") & (study.results["weging"] == "ratio")]
            found = rows[(rows["onderdeel"] == task) & (rows["groep"] == group)].iloc[0]
            assert (found["waarde"], found["laag"], found["hoog"]) == pytest.approx(
                (mean, 0.9 * mean, 1.1 * mean), rel=1e-5
            )
            assert found["n"] == len(persons) == 23


def test_every_measure_of_the_results_is_one_that_a_table_may_ask_for(study: Study) -> None:
    known = {*MEASURES, *(f"{GROUP_SHARE}{group}" for group in SURVEY.dimensions.group_codes)}
    assert set(study.results["maat"]) <= known


def test_what_the_method_has_to_say_about_the_example(study: Study) -> None:
    said = {(row.regel, row.code) for row in study.notes.itertuples()}

    assert ("HOURS_DERIVED", "GM9137") in said
    assert {code for rule, code in said if rule == "ROUTES_RESCALED"} == {"GM9253", "GM9313"}
    assert not {rule for rule, _ in said} & {"SPLIT_NOT_PLACED", "JOINT_SHARE_UNKNOWN"}
    # Without the largest city no raking meets the margins of the direct cost over the trajectory; the others are made.
    failed = [row.waarden for row in study.notes.itertuples() if row.regel == "WEIGHT_SET_FAILED"]
    assert {(values["weging"], values["oorzaak"]) for values in failed} == {("raking", "MARGIN_INFEASIBLE")}


KINDS = ("eigen", "inhuur", "uitbesteding")
TASKS = tuple(RECIPE["annual"])


@pytest.mark.parametrize("code", sorted(OUTCOMES))
def test_the_answers_cost_what_the_outcome_says(study: Study, code: str) -> None:
    outcome, costs = OUTCOMES[code], study.costs[study.costs["code"] == code]
    yearly, along = costs[costs["ingang"] == "jaar"], costs[costs["ingang"] == "traj"]
    by_task = yearly.groupby("taak")["euro"].sum()
    for task in TASKS:
        if outcome[task] == outcome[task]:
            assert by_task[task] == pytest.approx(outcome[task], abs=0.02), task
    for column, euros in outcome.items():
        if column.startswith("traj_") and euros == euros:
            *group, item = column.split("_")[1:]
            mine = along[(along["taak"] == item) & (along["groep"] == (group[0] if group else "asiel"))]
            assert mine["euro"].sum() == pytest.approx(euros, abs=0.02), column


def test_kinds_and_effort_are_nearly_those_of_the_outcome(study: Study) -> None:
    # Effort is answered in hundredths of an fte or in hours, so own staff misses by less than that; one respondent
    # would need more overhead than 60% (GM9059), which is outsourced instead.
    full = [code for code, outcome in OUTCOMES.items() if outcome["eigen"] == outcome["eigen"]]
    wanted = {kind: sum(OUTCOMES[code][kind] for code in full) for kind in KINDS}
    total = sum(wanted.values())
    yearly = study.costs[(study.costs["ingang"] == "jaar") & study.costs["taak"].isin(TASKS)]
    yearly = yearly[yearly["code"].isin(full)]
    found = yearly.groupby("kostensoort")["euro"].sum()
    assert found["inhuur"] == pytest.approx(wanted["inhuur"], abs=1)
    assert abs(found["eigen"] - wanted["eigen"]) / total < 0.003
    assert found.sum() == pytest.approx(total, abs=5)


def test_the_frame_holds_the_national_inflow_and_a_route_for_every_asylum_migrant() -> None:
    frame = list(FRAME_ROWS.values())
    for group, by_year in RECIPE["frame"]["instroom"].items():
        for year, total in by_year.items():
            assert sum(int(row[f"instroom_{group}_{year}"]) for row in frame) == total
    for row in frame:
        assert sum(int(row[f"pip_{route}"]) for route in ("b1", "z", "onderwijs")) == int(row["asiel_begeleid"])


def test_drawn_years_add_up_to_one() -> None:
    draw = Draw("years")

    assert all(round(sum(draw.years([0.57, 0.3, 0.13])), 6) == 1 for _ in range(50))
