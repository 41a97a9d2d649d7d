"""Random countries through the product and through `tests.oracle`, every row compared both ways.

The oracle is written from the method alone; where the two part, one of them misreads it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping

import pandas as pd
import pytest

from templates import load_survey
from templates.parameters import in_force, plain
from tests import oracle
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
    "gf_per_inburgeraar",
    "verschil_gf",
    "spuk_per_inburgeraar",
    "verschil_spuk",
}
# What the product shows beyond the method's exact definitions: fractions, net euros, the grant among respondents.
EXTRA_PARTS = {"betaalritme", "respondenten", "netto"}

Key = tuple[str, ...]
Given = dict[str, oracle.Answer]
Place = dict[str, float | str | None]


# --- a random country ----------------------------------------------------------------------------------------------


def random_frame(chance: random.Random) -> dict[str, Place]:
    """60 to 342 municipalities, some without established migrants, inhabitants or a groep; ties in address density."""
    urbanity = chance.choice(["given", "by rank", "mixed"])
    grant = chance.choice(["given", "empty", "mixed"])
    frame: dict[str, Place] = {}
    for i in range(chance.randint(60, 342)):
        people = round(math.exp(chance.gauss(10.4, 0.9)))
        guided = people / 10_000 * chance.uniform(20, 70)
        given = urbanity == "given" or (urbanity == "mixed" and chance.random() < 0.4)
        frame[f"GM{i + 1:04d}"] = {
            "inwoners": float(people) if chance.random() < 0.99 else None,
            "oad": float(chance.randrange(100, 4000, 50)) if not given or chance.random() < 0.5 else None,
            "stedelijkheid": chance.choice(["laag", "laag", "gemiddeld", "hoog"]) if given else None,
            "asiel_begeleid": float(round(guided * 0.65) + 1) if chance.random() < 0.99 else None,
            "gezin_begeleid": float(round(guided * 0.35) + 1),
            "gevestigd": float(round(guided * chance.uniform(0.6, 1.8))) if chance.random() < 0.96 else None,
            "gf_euro": round(guided * 1700, 2)
            if grant == "given" or (grant == "mixed" and chance.random() < 0.5)
            else None,
            "migratieachtergrond": float(round(people * chance.uniform(0.05, 0.4))),
        }
    # limits that must be hit exactly: 30,000 is the second class, 250,000 the third; 37 per 10,000 is gemiddeld
    frame["GM0001"] |= {"inwoners": 30_000.0, "asiel_begeleid": 100.0, "gezin_begeleid": 11.0}
    frame["GM0002"]["inwoners"] = 250_000.0
    return frame


def random_answers(chance: random.Random, place: Place, style: str) -> Given:
    """One municipality's answers; `style` says how full and how odd they are."""
    asylum, family = (float(place[f"{group}_begeleid"] or 20.0) for group in oracle.GROUPS)
    given: Given = {
        "vol.asiel.begeleid": asylum,
        "vol.gezin.begeleid": family,
        "vol.asiel.instroom": round(asylum / 2),
        "vol.gezin.instroom": round(family / 2),
    }
    given |= _volumes(chance, asylum + family, style)
    if chance.random() < 0.12:
        return {**given, **_edge_totals(chance, asylum + family)}
    given |= {"alg.volledigheid": chance.choice(["volledig", None])}
    given |= {
        "gr.wijze": chance.choice(["nvt", "registratie", "sleutel", None]),
        "gr.aandeel": chance.choice([0.2, 0.55, "onbekend"]),
    }
    for party in ("gemeente", "gr"):
        way = chance.choice(["procent", "euro_per_fte", None])
        value = round(chance.uniform(0.1, 0.6), 3) if way == "procent" else float(chance.randint(8_000, 30_000))
        given |= {
            f"oh.{party}.wijze": way,
            f"oh.{party}.waarde": chance.choice([value, value, None, "nvt", "onbekend"]),
        }
    for task in oracle.TASKS:
        given |= _annual(chance, task, asylum + family)
    for group in oracle.GROUPS:
        given |= _trajectory(chance, group)
    for i in range(1, 6):
        given |= _split(chance, i) if chance.random() < 0.2 else {}
    full = style == "full"
    return {key: _spoilt(chance, value, full, key) for key, value in given.items() if full or chance.random() < 0.93}


def _volumes(chance: random.Random, persons: float, style: str) -> Given:
    if style == "full" or chance.random() < 0.7:
        return {}
    odd: list[Given] = [
        {"vol.asiel.begeleid": None, "vol.gezin.begeleid": None, "vol.totaal.begeleid": persons},
        {"vol.gezin.begeleid": "onbekend", "vol.totaal.begeleid": persons},
        {"vol.gezin.begeleid": "onbekend"},
        {"vol.gezin.begeleid": "nvt", "vol.gezin.instroom": "nvt"},
        {"vol.asiel.begeleid": 0.0, "vol.gezin.begeleid": 0.0},
        {"vol.asiel.begeleid": None, "vol.gezin.begeleid": None},
    ]
    return chance.choice(odd)


def _edge_totals(chance: random.Random, persons: float) -> Given:
    whole = round(persons * chance.uniform(1000, 4000), 2)
    kinds: list[Given] = [
        {"jaar.rand.totaal": whole},
        {"jaar.rand.totaal": whole, "jaar.rand.algemeen": whole * 0.2},
        {"jaar.rand.totaal": "onbekend", "jaar.rand.algemeen": whole * 0.2, "jaar.rand.direct": whole * 0.8},
        {"jaar.rand.direct": whole},
        {"jaar.rand.totaal": "onbekend"},
    ]
    ignored: Given = {"jaar.intake.inhuur": 5000.0, "traj.asiel.mb.tarief": 1000.0}
    return {"alg.volledigheid": "randtotalen", **ignored, **chance.choice(kinds)}


def _annual(chance: random.Random, task: str, persons: float) -> Given:
    stem = f"jaar.{task}"
    given: Given = {}
    for party in ("gemeente", "gr"):
        if chance.random() < 0.7:
            unit = chance.choice(["fte", "uur", None])
            effort = persons / chance.uniform(150, 600) * (1 if unit == "fte" else 1364)
            given |= {f"{stem}.{party}.inzet": round(effort, 3), f"{stem}.{party}.eenheid": unit}
        if chance.random() < 0.95:
            given[f"{stem}.{party}.schaal"] = chance.choice([7.0, 8.0, 8.5, 9.0, 9.25, 10.0])
    for kind in ("inhuur", "uitbesteding", "gr.inhuur", "gr.uitbesteding"):
        if chance.random() < 0.35:
            given[f"{stem}.{kind}"] = round(persons * chance.uniform(0, 300), 2)
    return given


def _trajectory(chance: random.Random, group: str) -> Given:
    given: Given = {}
    for task in oracle.TRAJECTORY:
        stem = f"traj.{group}.{task}"
        hours = chance.uniform(5, 30) * (5 if chance.random() < 0.06 else 1)
        given |= {f"{stem}.uren": round(hours, 2), f"{stem}.schaal": chance.choice([8.0, 9.0, 9.5])}
        if chance.random() < 0.5:
            given[f"{stem}.uitbesteding"] = round(chance.uniform(0, 900), 2)
        if task in oracle.KEY_TASKS:
            given[f"{stem}.gesprekken"] = float(chance.randint(1, 9))
            if chance.random() < 0.25:
                given[f"{stem}.uren"] = "onbekend"
    for item in (*oracle.ROUTES[group], *oracle.PROVISIONS[group]):
        given |= _item(chance, f"traj.{group}.{item}")
    return given


def _item(chance: random.Random, stem: str) -> Given:
    given: Given = {}
    if chance.random() < 0.9:
        size = chance.choice([None, None, 8.0, 0.0, "nvt"])
        given |= {f"{stem}.tarief": round(chance.uniform(100, 15_000), 2), f"{stem}.groepsgrootte": size}
    if chance.random() < 0.3:
        given |= {f"{stem}.uren": round(chance.uniform(1, 10), 1), f"{stem}.schaal": 9.0}
    if chance.random() < 0.3:
        given[f"{stem}.bijkomend"] = round(chance.uniform(0, 500), 2)
    spread = chance.choice(
        [(0.5, 0.3, 0.2), (0.4, 0.3, 0.303), (1.0, None, None), (0.5, 0.2, 0.2), (0.0, "nvt", 1.0), None]
    )
    if spread:
        given |= {f"{stem}.jaar{year}": share for year, share in enumerate(spread, start=1)}
    return given


def _split(chance: random.Random, i: int) -> Given:
    entrance = chance.choice(["jaar", "traj"])
    codes = [*oracle.TASKS, *oracle.ROUTES["asiel"], *oracle.PROVISIONS["asiel"]]
    return {
        f"split.{i}.ingang": entrance,
        f"split.{i}.groep": chance.choice(oracle.GROUPS),
        f"split.{i}.bedrag": round(
            chance.uniform(10_000, 90_000) if entrance == "jaar" else chance.uniform(50, 900), 2
        ),
        f"split.{i}.deel_a": chance.choice(codes),
        f"split.{i}.deel_b": chance.choice(codes),
        f"split.{i}.aandeel_a": chance.choice([0.25, 0.6, "onbekend", "nvt"]),
    }


def _spoilt(chance: random.Random, value: oracle.Answer, full: bool, key: str) -> oracle.Answer:
    if full or not isinstance(value, float) or key.startswith("vol."):
        return value
    return chance.choice(["nvt", "onbekend"]) if chance.random() < 0.02 else value


def random_country(seed: int) -> tuple[dict[str, Place], dict[str, Given], dict[str, float | str]]:
    """A frame, answers of 8 to 40 of its municipalities, and parameters."""
    chance = random.Random(seed)
    frame = random_frame(chance)
    style = chance.choice(["full", "odd", "odd"])
    chosen = chance.sample(sorted(frame), chance.randint(8, 40))
    answers = {code: random_answers(chance, frame[code], style) for code in chosen}
    overrides: dict[str, str | float] = {"afronden_voor_band": chance.choice(["geen", "honderd", "honderd_omhoog"])}
    if chance.random() < 0.5:
        overrides |= {"gf.gewicht.inwoners": 0.4, "gf.gewicht.migratieachtergrond": 0.6, "ikb": 0.05}
        overrides |= {"spuk.asiel.artikel10": 13_000, "spuk.onderwijsroute.deelnemers": 2_500}
    return frame, answers, plain(in_force(SURVEY, overrides=overrides))


# --- both ways -----------------------------------------------------------------------------------------------------


def run_product(frame: Mapping[str, Place], answers: Mapping[str, Given], parameters: oracle.Parameters) -> Study:
    wide = pd.DataFrame.from_dict(answers, orient="index").astype(object)
    table = pd.DataFrame.from_dict(frame, orient="index")
    numeric = [column for column in table if column != "stedelijkheid"]
    return compute(wide, table.astype(dict.fromkeys(numeric, float)), parameters, SURVEY.dimensions)


def in_scope(key: Key) -> bool:
    """Result rows that the oracle speaks about; raking and calibration have no closed form."""
    measure, part, _, division, _, weighting = key
    if measure not in MEASURES or weighting in ("raking", "kalibratie") or part in EXTRA_PARTS:
        return False
    if measure in ("gf_per_inburgeraar", "verschil_gf"):
        return part == "" or (part == "structureel" and division == "totaal")
    return not (measure == "verschil_spuk" and part)


def product_results(study: Study) -> dict[Key, tuple[float | None, ...]]:
    keys = ["maat", "onderdeel", "groep", "indeling", "klasse", "weging"]
    rows = {}
    for line in study.results.to_dict("records"):
        key = tuple(str(line[name]) for name in keys)
        if in_scope(key):
            rows[key] = tuple(None if math.isnan(line[name]) else float(line[name]) for name in FIGURES)
    return rows


def oracle_results(rows: Mapping[oracle.ResultKey, oracle.Figure]) -> dict[Key, tuple[float | None, ...]]:
    return {key: (row.value, row.low, row.high, row.least, row.most, row.n) for key, row in rows.items()}


def differences(ours: Mapping[Key, Iterable[float | None]], theirs: Mapping[Key, Iterable[float | None]]) -> list[str]:
    """Every key whose figures differ; a row without a value says nothing and may be absent on either side."""
    found = []
    for key in sorted({*ours, *theirs}):
        mine, other = list(ours.get(key, [None])), list(theirs.get(key, [None]))
        if mine[0] is None and other[0] is None:
            continue
        if len(mine) != len(other) or not all(_same(a, b) for a, b in zip(mine, other, strict=True)):
            found.append(f"{key}: product {mine}, oracle {other}")
    return found


def _same(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6) or (math.isnan(a) and math.isnan(b))


def all_differences(seed: int) -> list[str]:
    frame, answers, parameters = random_country(seed)
    study = run_product(frame, answers, parameters)
    costs = {tuple(map(str, row[:5])): [row[5]] for row in study.costs.itertuples(index=False)}
    weights = {(str(c), str(w)): [g] for c, w, g in study.weights.itertuples(index=False) if str(w).startswith("post_")}
    expected = oracle.results(frame, answers, parameters)
    return [
        *differences(costs, {key: [euro] for key, euro in oracle.costs(answers, parameters).items()}),
        *differences(weights, {key: [w] for key, w in oracle.weights(answers, frame, parameters).items()}),
        *differences(product_results(study), oracle_results(expected)),
    ]


@pytest.mark.parametrize("seed", range(8))
def test_the_product_and_the_oracle_agree_on_a_random_country(seed: int) -> None:
    assert all_differences(seed) == []


def test_the_random_countries_reach_every_measure() -> None:
    frame, answers, parameters = random_country(1)
    assert {key[0] for key, row in oracle.results(frame, answers, parameters).items() if row.value} == MEASURES
