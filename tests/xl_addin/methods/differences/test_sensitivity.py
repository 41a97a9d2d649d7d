"""One thing changed at a time: each total is that of a study in which it was changed; the chart ranks what moves."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.xl_addin.methods.conftest import PARAMETERS, made_up_country
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.differences.sensitivity import Bounds, Variant, effects, sensitivity, tornado
from xl_addin.methods.study import compute
from xl_addin.methods.tables.results import Lookup

FEW = 9


@pytest.fixture(scope="module")
def small(dimensions):
    """The first nine respondents of the made-up country, so that leaving each out takes little."""
    frame, answers = made_up_country(FEW, 0)
    bounds = {
        "werkgeverslasten": Bounds(0.0, 0.27),
        "ontbrekend": Bounds(choices=("weglaten", "nul")),
        "noemer": Bounds(choices=("opgave", "kader")),
        "band.macro": Bounds(0.0, 1.0),
    }
    parameters = {**PARAMETERS, "noemer": "opgave", "ontbrekend": "weglaten"}
    told: list[tuple[int, int]] = []
    found = sensitivity(
        read_answers(answers), frame, parameters, dimensions, bounds, lambda done, of: told.append((done, of))
    )
    return frame, answers, parameters, found, told


def of(found: tuple[Variant, ...], kind: str, what: str = "", to: str = "") -> Variant:
    (one,) = [one for one in found if (one.kind, one.what, one.to) == (kind, what, to)]
    return one


def totals(frame: pd.DataFrame, answers: pd.DataFrame, parameters, dimensions, weighting: str = "macro") -> list[float]:
    look = Lookup(compute(answers, frame, parameters, dimensions).results)
    whole = {"onderdeel": "uitvoering", "indeling": "totaal", "weging": weighting}
    if weighting.startswith("post_"):
        whole["indeling"] = weighting.removeprefix("post_")
    each = {"maat": "traject_kosten", "onderdeel": "alles", "indeling": "totaal", "weging": weighting}
    return [
        look.figure(maat="landelijk_totaal", **whole),
        look.figure(**each, groep="asiel"),
        look.figure(**each, groep="gezin"),
    ]


def assert_same(one: Variant, expected: list[float]) -> None:
    assert [one.totals[name] for name in ("landelijk", "asiel", "gezin")] == pytest.approx(expected, nan_ok=True)


def test_the_base_is_the_study(small, dimensions) -> None:
    frame, answers, parameters, found, _ = small
    assert_same(found[0], totals(frame, answers, parameters, dimensions))


def test_without_a_respondent_is_a_study_without_it(small, dimensions) -> None:
    frame, answers, parameters, found, told = small
    assert sum(one.kind == "respondent" for one in found) == FEW
    code = str(answers.index[3])
    assert_same(of(found, "respondent", code), totals(frame, answers.drop(index=code), parameters, dimensions))
    assert told[-1][0] == told[-1][1] == len(told)


@pytest.mark.parametrize(
    ("kind", "code", "to", "value"),
    [
        ("parameter", "werkgeverslasten", "0.225", 0.225),
        ("parameter", "werkgeverslasten", "0.27", 0.27),  # a tenth up, 0.275, lies beyond the bound
        ("grens", "werkgeverslasten", "0", 0.0),
        ("keuze", "noemer", "kader", "kader"),
        ("keuze", "ontbrekend", "nul", "nul"),
    ],
)
def test_a_changed_parameter_is_a_study_with_it(small, dimensions, kind: str, code: str, to: str, value) -> None:
    frame, answers, parameters, found, _ = small
    assert_same(of(found, kind, code, to), totals(frame, answers, {**parameters, code: value}, dimensions))


def test_all_salaries_move_together(small, dimensions) -> None:
    frame, answers, parameters, found, _ = small
    raised = {code: value * 1.1 for code, value in parameters.items() if code.startswith("salaris.schaal.")}
    assert_same(
        of(found, "parameter", "salaris.schaal.*", "x 1.1"),
        totals(frame, answers, {**parameters, **raised}, dimensions),
    )


def test_only_what_is_read_is_changed(small) -> None:
    changed = {one.what for one in small[3]}
    assert {"werkgeverslasten", "klasse.inwoners.grens.1"} <= changed
    assert not changed & {"spuk.asiel", "gf.totaal", "ritme.jaar1"}


def test_other_estimators_are_those_of_the_study(small, dimensions) -> None:
    frame, answers, parameters, found, _ = small
    post = of(found, "schatter", "post_inwoners")
    assert post.totals["landelijk"] == pytest.approx(totals(frame, answers, parameters, dimensions, "post_inwoners")[0])
    assert_same(of(found, "schatter", "macro_ontwerp"), totals(frame, answers, parameters, dimensions, "macro_ontwerp"))


def test_the_chart_by_hand() -> None:
    """B moves by -5 and 3 (8 wide), A by 4, C not at all; a bound of 90 is left to the table."""
    base = Variant("basis", "", "", {"landelijk": 100.0})
    changes = [("A", "1", 104.0), ("B", "1", 95.0), ("B", "2", 103.0), ("C", "1", 100.0)]
    variants = [base, *(Variant("parameter", what, to, {"landelijk": value}) for what, to, value in changes)]
    variants.append(Variant("grens", "A", "9", {"landelijk": 190.0}))
    table = effects(variants)
    assert table["effect"].tolist() == [0, 4, -5, 3, 0, 90]
    assert table["deel"].tolist() == pytest.approx([0, 0.04, -0.05, 0.03, 0, 0.9])
    drawn = tornado(table)
    assert drawn["wat"].tolist() == ["B", "A"]
    assert drawn[["lager", "hoger"]].to_numpy().tolist() == [[-5, 3], [0, 4]]
