"""Three ways with what is missing, worked out by hand (METHOD section 2, parameter `ontbrekend`)."""

import numpy as np
import pandas as pd
import pytest

from tests.xl_addin.methods.conftest import NOTHING_ELSE
from xl_addin.methods.study import compute
from xl_addin.methods.tables.results import Lookup

WAYS = ("weglaten", "nul", "schatten")
WHERE = {"indeling": "totaal", "weging": "ratio"}


def respondent(persons: float, policy: object, intake: object = 0.0, **given: object) -> dict[str, object]:
    """Someone with policy and intake, and nothing more."""
    more = {"vol.asiel.begeleid": persons, "vol.gezin.begeleid": "nvt"}
    return {**NOTHING_ELSE, **more, "jaar.beleid.uitbesteding": policy, "jaar.intake.uitbesteding": intake, **given}


@pytest.fixture
def answers(table):
    """GM3 and GM4 are of one class of inhabitants (30-80), GM5 and GM6 alone in theirs."""
    return table(
        {
            "GM3": respondent(100.0, 30_000.0, 50_000.0),  # 300 per inburgeraar on policy
            "GM4": respondent(200.0, 80_000.0, 100_000.0),  # 400
            "GM5": respondent(400.0, None, 200_000.0),
            "GM6": respondent(1_000.0, 600_000.0, 500_000.0),  # 600
        }
    )


def results(answers, frame, parameters, dimensions, way, smallest=0.5):
    made = compute(answers, frame, {**parameters, "ontbrekend": way, "ontbrekend.minimum": smallest}, dimensions)
    return Lookup(made.results)


# GM5 knows eight of nine items. Nobody else of its class knows policy: the mean of all is 710,000 / 1,300 per person
GUESS = 710_000 / 1_300 * 400


@pytest.mark.parametrize(
    ("way", "cost", "persons", "n", "marked"),
    [
        ("weglaten", 80_000 + 180_000 + 1_100_000, 1_300, 3, 0),
        ("nul", 80_000 + 180_000 + 200_000 + 1_100_000, 1_700, 4, 0),
        ("schatten", 80_000 + 180_000 + 200_000 + GUESS + 1_100_000, 1_700, 4, 1),
    ],
)
def test_the_annual_cost(answers, small_frame, parameters, dimensions, way, cost, persons, n, marked):
    found = results(answers, small_frame, parameters, dimensions, way)
    key = {"maat": "kosten_per_inburgeraar", "onderdeel": "uitvoering", **WHERE}
    assert [found.figure(name, **key) for name in ("waarde", "n", "geschat")] == pytest.approx(
        [cost / persons, n, marked]
    )
    # a single task stays with who knows it
    assert found.figure("n", **{**key, "onderdeel": "beleid"}) == 3
    national = {"maat": "landelijk_totaal", "onderdeel": "algemeen", "indeling": "totaal", "weging": "macro"}
    assert [found.figure(name, **national) for name in ("n", "geschat")] == [n, marked]


def test_an_estimate_comes_from_the_own_class_where_two_know_it(answers, small_frame, parameters, dimensions, table):
    fifth = table({"GM2": respondent(80.0, 8_000.0), "GM1": respondent(40.0, "onbekend", 10_000.0)})
    more = table({"GM1": respondent(40.0, "onbekend", 10_000.0)})
    # of class <30 only GM2 knows policy: with it alone the mean of all counts
    together = pd.concat([answers, fifth])
    key = {"maat": "kosten_per_inburgeraar", "onderdeel": "uitvoering", "weging": "ratio"}
    found = results(together, small_frame, parameters, dimensions, "schatten")
    of_all = (30_000 + 80_000 + 8_000 + 600_000) / (100 + 200 + 80 + 1_000)
    expected = (8_000 + 10_000 + of_all * 40) / 120
    assert found.figure(indeling="inwoners", klasse="<30", **key) == pytest.approx(expected)
    # GM4 does not know it: GM3 alone in 30-80 is not enough either, but with GM5 moved there they are two
    frame = small_frame.copy()
    frame.loc["GM5", "inwoners"] = 70_000.0
    answers.loc["GM5", "jaar.beleid.uitbesteding"] = 100_000.0
    answers.loc["GM4", "jaar.beleid.uitbesteding"] = "onbekend"
    found = results(pd.concat([answers, more]), frame, parameters, dimensions, "schatten")
    near = (30_000 + 100_000) / 500 * 200
    expected = (80_000 + 100_000 + near + 300_000) / 700
    assert found.figure(indeling="inwoners", klasse="30-80", **key) == pytest.approx(expected)


def test_an_estimate_is_at_least_the_known_part(answers, small_frame, parameters, dimensions):
    answers.loc["GM5", ["jaar.beleid.uitbesteding", "jaar.beleid.inhuur"]] = [900_000.0, "onbekend"]
    found = results(answers, small_frame, parameters, dimensions, "schatten")
    key = {"maat": "kosten_per_inburgeraar", "onderdeel": "algemeen", "weging": "ratio"}
    assert found.figure(indeling="inwoners", klasse="80-250", **key) == pytest.approx(900_000 / 400)


def test_who_knows_too_little_stays_out(answers, small_frame, parameters, dimensions):
    key = {"maat": "kosten_per_inburgeraar", "onderdeel": "uitvoering", **WHERE}
    found = results(answers, small_frame, parameters, dimensions, "schatten", smallest=0.9)
    # eight of nine items is 0.89
    assert found.figure("n", **key) == 3
    # of algemeen it knows two of three
    assert (
        results(answers, small_frame, parameters, dimensions, "schatten", 2 / 3).figure(
            "n", **{**key, "onderdeel": "algemeen"}
        )
        == 4
    )


@pytest.mark.parametrize(
    ("way", "mean", "n", "marked"),
    [
        # GM3: routes at 0.57 and 0.29 over b1 and z; GM4: only b1 is known
        ("weglaten", (0.57 * 9_000 + 0.29 * 12_000) / 0.86, 1, 0),
        ("nul", ((0.57 * 9_000 + 0.29 * 12_000) / 0.86 * 100 + 8_000 * 200) / 300, 2, 0),
        (
            "schatten",
            ((0.57 * 9_000 + 0.29 * 12_000) / 0.86 * 100 + (0.57 * 8_000 + 0.29 * 12_000) / 0.86 * 200) / 300,
            2,
            1,
        ),
    ],
)
def test_the_learning_routes(table, small_frame, parameters, dimensions, way, mean, n, marked):
    def routes(b1, z):
        return {"traj.asiel.b1.tarief": b1, "traj.asiel.z.tarief": z}

    answers = table(
        {
            "GM3": respondent(100.0, 1.0, **routes(9_000.0, 12_000.0)),
            "GM4": respondent(200.0, 1.0, **routes(8_000.0, "onbekend")),
        }
    )
    found = results(answers, small_frame, parameters, dimensions, way)
    key = {"maat": "traject_kosten", "onderdeel": "leerroutes", "groep": "asiel", **WHERE}
    assert [found.figure(name, **key) for name in ("waarde", "n", "geschat")] == pytest.approx([mean, n, marked])
    whole = {**key, "onderdeel": "totaal"}
    assert [found.figure(name, **whole) for name in ("n", "geschat")] == [n, marked]


def test_a_direct_task_and_its_sum_add_up(answers, small_frame, parameters, dimensions):
    for code, euros in (("GM3", 100.0), ("GM4", 200.0), ("GM6", 300.0)):
        answers.loc[code, "traj.asiel.intake.uitbesteding"] = euros
    answers.loc["GM5", "traj.asiel.intake.uitbesteding"] = "onbekend"
    answers.loc["GM5", "traj.asiel.voortgang.uitbesteding"] = 50.0
    found = results(answers, small_frame, parameters, dimensions, "schatten")
    key = {"maat": "traject_kosten", "groep": "asiel", **WHERE}
    guess = (100 * 100 + 200 * 200 + 300 * 1_000) / 1_300
    whole = (100 * 100 + 200 * 200 + 300 * 1_000 + guess * 400) / 1_700
    assert found.figure(onderdeel="intake", **key) == pytest.approx(whole)
    assert found.figure("geschat", onderdeel="intake", **key) == 1
    assert found.figure(onderdeel="direct", **key) == pytest.approx(whole + 50 * 400 / 1_700)


def test_the_error_estimates_anew_without_each_respondent(full_country, parameters, dimensions):
    """Every fifth of many does not know one task: the error with estimates is larger than if they were answers."""
    frame, answers = full_country
    answers = answers.iloc[::6].copy()
    silent = answers.index[::5]
    answers.loc[silent, [name for name in answers if name.startswith("jaar.voortgang.")]] = None
    key = {"maat": "kosten_per_inburgeraar", "onderdeel": "uitvoering", "indeling": "totaal", "weging": "post_inwoners"}
    estimated = results(answers, frame, parameters, dimensions, "schatten")
    assert estimated.figure("geschat", **key) == len(silent)
    left_out = results(answers, frame, parameters, dimensions, "weglaten")
    assert estimated.figure("n", **key) == left_out.figure("n", **key) + len(silent) == len(answers)
    assert estimated.figure("se", **key) > 0
    assert np.isfinite(estimated.figure("i95_laag", **key))


@pytest.mark.parametrize("way", WAYS)
def test_without_anything_missing_all_ways_are_one(country, parameters, dimensions, way):
    frame, answers = country
    plain = compute(answers, frame, parameters, dimensions).results
    made = compute(answers, frame, {**parameters, "ontbrekend": way}, dimensions).results
    pd.testing.assert_frame_equal(made, plain, rtol=1e-9)
