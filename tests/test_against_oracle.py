"""Random countries through the product and through `tests.oracle`, every row compared both ways.

The oracle is written from the method alone; where the two part, one of them misreads it. By hand, for many seeds:
`python -m tests.test_against_oracle 100 400` prints what differs per seed, under each treatment
of what is missing.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
import pytest

from templates import load_survey
from templates.parameters import in_force, plain
from templates.questions import limits, questions
from tests import oracle
from tests.messy_country import Given, Place, random_country
from tests.oracle_costs import Cell, Form, Parameters, Ranges, cost_rows, gr_share, split_cells
from xl_addin.methods.study import Study, compute

SURVEY = load_survey("wi2021")
FIGURES = ("waarde", "laag", "hoog", "min", "max", "n")
MEASURES = {
    "kosten_per_inburgeraar",
    "kosten_per_inwoner",
    "begeleid_per_10000",
    "caseload_per_fte",
    "aandeel_kostensoort",
    "landelijk_totaal",
    "traject_kosten",
    "jaarspreiding",
    "uren",
    "gesprekken",
    "ontbrekend",
    "gf_per_inburgeraar",
    "verschil_gf",
    "spuk_per_inburgeraar",
    "verschil_spuk",
}
# What the product shows beyond the method's exact definitions: fractions, net euros, the grant among respondents.
EXTRA_PARTS = {"betaalritme", "respondenten", "netto"}
SUMS = {*oracle.ANNUAL_SUMS, "leerroutes", "voorzieningen"}
TREATMENTS = ("weglaten", "nul", "schatten")

Key = tuple[str, ...]
Row = tuple[float | None, ...]


def ranges() -> Ranges:
    """The hard range of every question with one, as `questions` prints them."""
    found = {asked.id: (asked.field.minimum, asked.field.maximum) for asked in questions(SURVEY)}
    return {code: (low, high) for code, (low, high) in found.items() if low is not None and high is not None}


RANGES = ranges()


def made(seed: int, treatment: str) -> tuple[dict[str, Place], dict[str, Given], dict[str, float | str]]:
    frame, answers, overrides = random_country(seed)
    return frame, answers, plain(in_force(SURVEY, overrides={**overrides, "ontbrekend": treatment}))


def run_product(frame: Mapping[str, Place], answers: Mapping[str, Given], parameters: Parameters) -> Study:
    wide = pd.DataFrame.from_dict(answers, orient="index").astype(object)
    table = pd.DataFrame.from_dict(frame, orient="index")
    numeric = [column for column in table if column != "stedelijkheid"]
    return compute(
        wide, table.astype(dict.fromkeys(numeric, float)), parameters, SURVEY.dimensions, limits=limits(SURVEY)
    )


def in_scope(key: Key) -> bool:
    """Result rows that the oracle speaks about; raking and calibration have no closed form."""
    measure, part, _, division, klasse, weighting = key
    if measure == "ontbrekend":  # of a sum only how many know it; who left it for what is told in more than one way
        return klasse != "geschat" and (part not in SUMS or klasse == "bekend")
    if measure not in MEASURES or weighting in ("raking", "kalibratie") or part in EXTRA_PARTS:
        return False
    if measure == "jaarspreiding" and weighting == "macro_ontwerp":  # a share has no N_c to go by
        return False
    if measure in ("gf_per_inburgeraar", "verschil_gf"):
        return part == "" or (part == "structureel" and division == "totaal")
    return not (measure == "verschil_spuk" and part)


def product_results(study: Study) -> dict[Key, Row]:
    keys = ["maat", "onderdeel", "groep", "indeling", "klasse", "weging"]
    rows = {}
    for line in study.results.to_dict("records"):
        key = tuple(str(line[name]) for name in keys)
        if in_scope(key):
            figures = [None if math.isnan(line[name]) else float(line[name]) for name in FIGURES]
            rows[key] = (*figures, 0.0 if math.isnan(line["geschat"]) else float(line["geschat"]))
    return rows


def oracle_results(land: oracle.Country) -> dict[Key, Row]:
    rows = oracle.results(land)
    return {key: (row.value, row.low, row.high, row.least, row.most, row.n, row.estimated) for key, row in rows.items()}


def differences(ours: Mapping[Key, Iterable[float | None]], theirs: Mapping[Key, Iterable[float | None]]) -> list[str]:
    """Every key whose figures differ; a row without a value says nothing and may be absent on either side."""
    found = []
    for key in sorted({*ours, *theirs}):
        mine, other = list(ours.get(key, [None])), list(theirs.get(key, [None]))
        if mine[0] is None and other[0] is None:
            continue
        if len(mine) != len(other) or not all(same(a, b) for a, b in zip(mine, other, strict=True)):
            found.append(f"{key}: product {mine}, oracle {other}")
    return found


def same(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6) or (math.isnan(a) and math.isnan(b))


def cost_differences(study: Study, land: oracle.Country) -> list[str]:
    """kosten.csv, row by row: an unknown kind is there without euros, an item left empty is not there."""
    ours = {
        tuple(map(str, row[:5])): None if math.isnan(row[5]) else row[5] for row in study.costs.itertuples(index=False)
    }
    theirs = {(code, *key): euro for code, place in land.places.items() for key, euro in cost_rows(place).items()}
    absent = [f"{key}: only {'product' if key in ours else 'oracle'}" for key in sorted({*ours} ^ {*theirs})]
    both = sorted({*ours} & {*theirs})
    return absent + [
        f"{key}: product {ours[key]}, oracle {theirs[key]}" for key in both if not same(ours[key], theirs[key])
    ]


def weight_differences(ours: Mapping[Key, float], theirs: Mapping[Key, float]) -> list[str]:
    """gewichten.csv: the one-way sets, and raking where the oracle has an answer."""
    judged = {name for _, name in theirs} | {f"post_{factor}" for factor in oracle.FACTORS}
    keys = sorted({key for key in ours if key[1] in judged} | {*theirs})
    pairs = {key: (ours.get(key, math.nan), theirs.get(key, math.nan)) for key in keys}
    return [f"{key}: product {a}, oracle {b}" for key, (a, b) in pairs.items() if not math.isclose(a, b, rel_tol=1e-7)]


def all_differences(seed: int, treatment: str) -> list[str]:
    frame, answers, parameters = made(seed, treatment)
    study = run_product(frame, answers, parameters)
    land = oracle.country(frame, answers, parameters, RANGES)
    weights = {(str(code), str(name)): weight for code, name, weight in study.weights.itertuples(index=False)}
    return [
        *cost_differences(study, land),
        *weight_differences(weights, oracle.weights(land)),
        *differences(product_results(study), oracle_results(land)),
    ]


@pytest.mark.parametrize(
    ("seed", "treatment"),
    [
        (0, "weglaten"),  # 342 municipalities, 31 respondents
        (1, "schatten"),  # a region, sizes of the frame
        (5, "schatten"),  # respondents without a class, with estimated parts
        (4, "nul"),
        (7, "weglaten"),  # 7 respondents of 14 municipalities
    ],
)
def test_the_product_and_the_oracle_agree_on_a_random_country(seed: int, treatment: str) -> None:
    assert all_differences(seed, treatment) == []


def test_the_random_countries_reach_every_measure() -> None:
    """And every state, every kind of gap: an item of each state, derived hours, an unknown share, half a contract."""
    lands = [country(seed) for seed in (0, 1, 4, 5)]
    assert {key[0] for land in lands for key, row in oracle.results(land).items() if row.value} == MEASURES
    states = {key[4] for land in lands for key, row in oracle.counts(land).items() if row.value}
    assert states == {"bekend", "nvt", "onbekend", "leeg"}
    forms = [place.form for land in lands for place in land.places.values() if place.form.full]
    derived = [(form, oracle.hours_per_person(form, "asiel", "voortgang", derive=True)) for form in forms]
    assert any(hours and form.number("traj.asiel.voortgang.uren") is None for form, hours in derived)
    assert any(gr_share(form) == (True, None) for form in forms)
    assert any(cell.given == "split" and cell.euro is None for form in forms for cell in contract_cells(form))


def contract_cells(form: Form) -> Iterator[Cell]:
    for task in oracle.TASKS:
        yield from split_cells(form, "jaar", "", task)


def country(seed: int, treatment: str = "weglaten") -> oracle.Country:
    return oracle.country(*made(seed, treatment), RANGES)


if __name__ == "__main__":
    first, last = (int(text) for text in sys.argv[1:3])
    for number in range(first, last):
        for way in TREATMENTS:
            for line in all_differences(number, way):
                print(number, way, line)  # noqa: T201
