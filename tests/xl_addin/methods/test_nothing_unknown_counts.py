"""The wrong figures that once came out, and cannot come back: what is not known becomes no number, and n says so."""

import numpy as np
import pytest

from templates import load_survey
from templates.questions import limits
from xl_addin.methods.study import compute
from xl_addin.methods.tables.results import Lookup

LIMITS = limits(load_survey())
TOTAL = {"maat": "landelijk_totaal", "onderdeel": "uitvoering", "indeling": "totaal", "weging": "macro"}


def national(answers, frame, parameters, dimensions):
    found = Lookup(compute(answers, frame, parameters, dimensions, limits=LIMITS).results)
    return found.figure(**TOTAL), found.figure("n", **TOTAL)


@pytest.fixture
def largest(country):
    """The country, and the respondent in full with most inburgeraars."""
    frame, answers = country
    full = answers[answers["jaar.beleid.gemeente.inzet"].notna()]
    return frame, answers, full["vol.asiel.begeleid"].astype(float).idxmax()


@pytest.mark.parametrize(
    "change",
    [
        {"jaar.voortgang.gemeente.inzet": "onbekend"},  # with a scale filled in it came to 0 euro
        {"jaar.voortgang.gemeente.inzet": None, "jaar.voortgang.uitbesteding": None},  # a row left empty
        {"jaar.voortgang.gemeente.schaal": 11.0},  # a scale without a salary
        {"jaar.voortgang.gemeente.eenheid": None},
        {"jaar.voortgang.uitbesteding": -1.0},  # outside its hard range
        {"jaar.voortgang.uitbesteding": "zie bijlage"},
        {"oh.gemeente.waarde": "onbekend"},
        {"gr.wijze": "sleutel", "gr.aandeel": 47.5, "jaar.voortgang.gr.inhuur": 1_000.0},  # counted 47 times
        {"gr.wijze": "onbekend", "jaar.voortgang.gr.inhuur": 1_000.0},
    ],
)
def test_who_does_not_know_a_task_leaves_the_total_and_n_says_so(largest, parameters, dimensions, change):
    frame, answers, code = largest
    without, n = national(answers.drop(index=code), frame, parameters, dimensions)
    for name in change:
        if name not in answers:
            answers[name] = None
    answers.loc[code, list(change)] = list(change.values())
    total, counted = national(answers, frame, parameters, dimensions)
    assert counted == n
    assert total == pytest.approx(without)


def test_an_nvt_is_known_and_counts_as_nothing(largest, parameters, dimensions):
    frame, answers, code = largest
    before, n = national(answers, frame, parameters, dimensions)
    answers.loc[code, ["jaar.inkoop.gemeente.inzet", "jaar.inkoop.uitbesteding"]] = "nvt"
    total, counted = national(answers, frame, parameters, dimensions)
    assert counted == n
    assert total < before


def test_hours_that_cannot_be_derived_are_no_hours(largest, parameters, dimensions):
    frame, answers, code = largest
    answers.loc[code, "traj.asiel.voortgang.uren"] = "onbekend"  # and no talks: once "0 uur"
    study = compute(answers, frame, parameters, dimensions, limits=LIMITS)
    costs = study.costs.set_index(["code", "ingang", "groep", "taak", "kostensoort"])["euro"]
    assert np.isnan(costs[code, "traj", "asiel", "voortgang", "eigen"])
    assert np.isnan(study.people.trajectory["asiel"].loc[code, "direct"])


def test_a_scale_without_a_salary_empties_its_own_task_only(largest, parameters, dimensions):
    frame, answers, code = largest
    answers.loc[code, "jaar.beleid.gemeente.schaal"] = 11.0
    annual = compute(answers, frame, parameters, dimensions, limits=LIMITS).people.annual.loc[code]
    assert annual[annual.isna()].index.tolist() == ["beleid", "algemeen", "uitvoering"]


def test_one_groep_without_a_number_leaves_the_persons_unknown(largest, parameters, dimensions):
    frame, answers, code = largest
    answers.loc[code, "vol.gezin.begeleid"] = None
    people = compute(answers, frame, parameters, dimensions, limits=LIMITS).people
    assert np.isnan(people.persons[code])
