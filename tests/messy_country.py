"""Random countries whose municipalities answer as people do: blanks, `nvt`, `onbekend`, slips, half a contract.

Everything from a seed and from the codes of the method; nothing of the product is imported.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

from tests.oracle_costs import DERIVED, GROUPS, PROVISIONS, ROUTES, TASKS, TRAJECTORY, Answer

Given = dict[str, Answer]
Place = dict[str, float | str | None]

# How much of what a respondent should fill in goes wrong, and how often such a respondent comes.
MESS = ((0.0, 40), (0.01, 25), (0.05, 20), (0.25, 15))
NOTHING: tuple[Answer, ...] = ("nvt", 0.0)
SCALES = (7.0, 8.0, 8.5, 9.0, 9.25, 10.0, 11.0)


def random_frame(chance: random.Random, municipalities: int, gaps: bool) -> dict[str, Place]:
    """Municipalities, with `gaps` some without inhabitants or a groep; ties in address density."""
    urbanity = chance.choice(["given", "by rank", "mixed"])
    grant = chance.choice(["given", "empty", "mixed"])
    frame: dict[str, Place] = {}
    for i in range(municipalities):
        people = round(math.exp(chance.gauss(10.4, 0.9)))
        guided = people / 10_000 * chance.uniform(20, 70)
        given = urbanity == "given" or (urbanity == "mixed" and chance.random() < 0.4)
        paid = grant == "given" or (grant == "mixed" and chance.random() < 0.5)
        frame[f"GM{i + 1:04d}"] = {
            "inwoners": None if gaps and chance.random() < 0.01 else float(people),
            "oad": float(chance.randrange(100, 4000, 50)) if not given or chance.random() < 0.5 else None,
            "stedelijkheid": chance.choice(["laag", "laag", "gemiddeld", "hoog"]) if given else None,
            "asiel_begeleid": None if gaps and chance.random() < 0.01 else float(round(guided * 0.65) + 1),
            "gezin_begeleid": float(round(guided * 0.35) + 1),
            "gevestigd": None if chance.random() < 0.03 else float(round(guided * chance.uniform(0.6, 1.8))),
            "gf_euro": round(guided * 1700, 2) if paid else None,
            "migratieachtergrond": float(round(people * chance.uniform(0.05, 0.4))),
        }
    # limits that must be hit exactly: 30,000 is the second class, 250,000 the third; 37 per 10,000 is gemiddeld
    frame["GM0001"] |= {"inwoners": 30_000.0, "asiel_begeleid": 100.0, "gezin_begeleid": 11.0}
    frame["GM0002"]["inwoners"] = 250_000.0
    return frame


def random_answers(chance: random.Random, place: Mapping[str, float | str | None]) -> Given:
    """One municipality's answers: first as they should be, then spoilt cell by cell."""
    mess = chance.choices(*zip(*MESS, strict=True))[0]
    persons = {group: float(place[f"{group}_begeleid"] or 20.0) for group in GROUPS}
    given = _volumes(chance, persons, mess)
    if chance.random() < 0.12:
        return {**given, **_edge_totals(chance, sum(persons.values()))}
    given |= {"alg.volledigheid": "volledig", **_overhead(chance, mess), **_joint_body(chance, mess)}
    for task in TASKS:
        given |= _annual(chance, task, sum(persons.values()), mess)
    for group in GROUPS:
        given |= _trajectory(chance, group, mess)
    for i in range(1, 6):
        given |= _split(chance, i, mess) if chance.random() < 0.12 else {}
    return {question: spoilt(chance, question, value, mess) for question, value in given.items()}


def spoilt(chance: random.Random, question: str, value: Answer, mess: float) -> Answer:
    """What may become of an answer: nothing, `onbekend`, `nvt`, or a value that cannot be."""
    if chance.random() >= mess or question.endswith(("volledigheid", ".ingang", ".groep")):
        return value
    if isinstance(value, str) and value != "nvt":
        return chance.choice([None, "onbekend"])
    return chance.choice([None, None, "onbekend", "onbekend", "nvt", -3.0, 4.0e9])


def _volumes(chance: random.Random, persons: Mapping[str, float], mess: float) -> Given:
    given: Given = {f"vol.{group}.begeleid": n for group, n in persons.items()}
    given |= {f"vol.{group}.instroom": float(round(n / 2)) for group, n in persons.items()}
    mix = dict(zip(ROUTES["asiel"], chance.choice([(6, 3, 1), (1, 0, 0), (5, 4, 1)]), strict=True))
    given |= {f"vol.route.{route}": float(round(persons["asiel"] * part / 10)) for route, part in mix.items()}
    whole = sum(persons.values())
    odd: list[Given] = [
        {"vol.asiel.begeleid": None, "vol.gezin.begeleid": None, "vol.totaal.begeleid": whole},
        {"vol.gezin.begeleid": "onbekend", "vol.totaal.begeleid": whole},
        {"vol.gezin.begeleid": "onbekend"},
        {"vol.gezin.begeleid": "nvt", "vol.gezin.instroom": "nvt"},
        {"vol.asiel.begeleid": 0.0, "vol.gezin.begeleid": 0.0},
        {"vol.asiel.begeleid": None, "vol.gezin.begeleid": None},
        {"vol.asiel.instroom": 0.0, "vol.gezin.instroom": "onbekend"},
    ]
    return given | (chance.choice(odd) if mess and chance.random() < 0.3 else {})


def _edge_totals(chance: random.Random, persons: float) -> Given:
    whole = round(persons * chance.uniform(1000, 4000), 2)
    kinds: list[Given] = [
        {"jaar.rand.totaal": whole},
        {"jaar.rand.totaal": whole, "jaar.rand.algemeen": whole * 0.2},
        {"jaar.rand.totaal": "onbekend", "jaar.rand.algemeen": whole * 0.2, "jaar.rand.direct": whole * 0.8},
        {"jaar.rand.algemeen": whole * 0.2, "jaar.rand.direct": whole * 0.8},
        {"jaar.rand.direct": whole},
        {"jaar.rand.direct": whole, "jaar.rand.algemeen": "onbekend"},
        {"jaar.rand.totaal": -1.0, "jaar.rand.algemeen": whole * 0.2},
        {"jaar.rand.totaal": "onbekend"},
        {},
    ]
    ignored: Given = {"jaar.intake.inhuur": 5000.0, "traj.asiel.mb.tarief": 1000.0}
    return {"alg.volledigheid": "randtotalen", **ignored, **chance.choice(kinds)}


def _overhead(chance: random.Random, mess: float) -> Given:
    given: Given = {}
    for side in ("gemeente", "gr"):
        way = chance.choice(["procent", "euro_per_fte"])
        value = round(chance.uniform(0.1, 0.6), 3) if way == "procent" else float(chance.randint(8_000, 30_000))
        given |= {f"oh.{side}.wijze": way, f"oh.{side}.waarde": value}
        if mess and chance.random() < 0.2:
            gaps: list[Given] = [
                {f"oh.{side}.wijze": None},
                {f"oh.{side}.waarde": None},
                {f"oh.{side}.wijze": None, f"oh.{side}.waarde": None},
                {f"oh.{side}.waarde": "onbekend"},
                {f"oh.{side}.wijze": "onbekend"},
                {f"oh.{side}.wijze": "onbekend", f"oh.{side}.waarde": "onbekend"},
                {f"oh.{side}.waarde": "nvt"},
                {f"oh.{side}.waarde": -0.1},
            ]
            given |= chance.choice(gaps)
    return given


def _joint_body(chance: random.Random, mess: float) -> Given:
    way = chance.choice(["nvt", "registratie", "sleutel", "sleutel", None])
    share: Answer = round(chance.uniform(0.05, 0.9), 3)
    if mess and chance.random() < 0.4:
        share = chance.choice([None, "onbekend", "nvt", 0.0, 47.5, -0.2, 1.0])
    return {"gr.wijze": way, "gr.aandeel": share}


def _annual(chance: random.Random, task: str, persons: float, mess: float) -> Given:
    """A task's row: left open, said to be nothing, or some of its cells."""
    stem = f"jaar.{task}"
    if mess and chance.random() < mess / 2:
        return {}
    if chance.random() < 0.08:
        return {f"{stem}.{cell}": "nvt" for cell in chance.choice([("gemeente.inzet",), ("inhuur", "uitbesteding")])}
    given: Given = {}
    for side, often in (("gemeente", 0.85), ("gr", 0.4)):
        if chance.random() < often:
            given |= _staff(chance, f"{stem}.{side}", persons, mess)
    for kind in ("inhuur", "uitbesteding", "gr.inhuur", "gr.uitbesteding"):
        if chance.random() < 0.3:
            given[f"{stem}.{kind}"] = chance.choice([*NOTHING, round(persons * chance.uniform(1, 300), 2)])
    theirs_only = all(question.startswith(f"{stem}.gr.") for question in given)
    return given | ({f"{stem}.inhuur": "nvt"} if theirs_only and not mess else {})


def _staff(chance: random.Random, stem: str, persons: float, mess: float) -> Given:
    unit = chance.choice(["fte", "uur"])
    effort = round(persons / chance.uniform(150, 600) * (1 if unit == "fte" else 1364), 3)
    given: Given = {f"{stem}.inzet": effort, f"{stem}.eenheid": unit, f"{stem}.schaal": chance.choice(SCALES)}
    if chance.random() < 0.1:
        given[f"{stem}.inzet"] = chance.choice(NOTHING)
    if chance.random() < 0.15:
        given[f"{stem}.loonkosten"] = chance.choice([*NOTHING[:1], round(persons * 300, 2), round(persons * 150, 2)])
        if mess and chance.random() < 0.5:
            given |= {f"{stem}.{cell}": None for cell in chance.choice([("eenheid", "schaal"), ("inzet", "eenheid")])}
    if mess and chance.random() < mess:
        given |= {f"{stem}.{chance.choice(['eenheid', 'schaal'])}": chance.choice([None, "onbekend"])}
    return given


def _trajectory(chance: random.Random, group: str, mess: float) -> Given:
    given: Given = {}
    for task in TRAJECTORY:
        stem = f"traj.{group}.{task}"
        hours = chance.uniform(5, 30) * (5 if chance.random() < 0.04 else 1)
        given |= {f"{stem}.uren": round(hours, 2), f"{stem}.schaal": chance.choice([8.0, 9.0, 9.5])}
        if chance.random() < 0.4:
            given[f"{stem}.uitbesteding"] = round(chance.uniform(0, 900), 2)
        if task in DERIVED:
            given[f"{stem}.gesprekken"] = float(chance.randint(0 if mess else 1, 9))
            given |= {f"{stem}.uren": "onbekend"} if chance.random() < 0.2 else {}
        if chance.random() < 0.08:
            given |= {f"{stem}.uren": "nvt", f"{stem}.uitbesteding": chance.choice([None, "nvt"])}
        if mess and chance.random() < mess / 2:
            given |= {f"{stem}.{cell}": None for cell in ("uren", "uitbesteding")}
    for item in (*ROUTES[group], *PROVISIONS[group]):
        given |= _item(chance, f"traj.{group}.{item}", mess)
    return given


def _item(chance: random.Random, stem: str, mess: float) -> Given:
    """A leerroute or voorziening: a tariff alone or for a group, hours, other cost, a spread over the years."""
    if chance.random() < 0.08 or (mess and chance.random() < mess / 2):
        return chance.choice([{}, {f"{stem}.tarief": "nvt"}, {f"{stem}.uren": "nvt", f"{stem}.tarief": "nvt"}])
    given: Given = {f"{stem}.tarief": round(chance.uniform(100, 15_000), 2)}
    if chance.random() < 0.4:
        slips: tuple[Answer, ...] = ("onbekend", -1.0) if mess else ()
        given[f"{stem}.groepsgrootte"] = chance.choice([*NOTHING, 8.0, 12.5, *slips])
    if chance.random() < 0.3:
        given |= {f"{stem}.uren": round(chance.uniform(1, 10), 1), f"{stem}.schaal": 9.0}
    if chance.random() < 0.3:
        given[f"{stem}.bijkomend"] = round(chance.uniform(0, 500), 2)
    spreads = [(0.5, 0.3, 0.2), (0.4, 0.3, 0.303), (1.0, None, None), (0.5, 0.2, 0.2), (0.0, "nvt", 1.0), None]
    spread = chance.choice(spreads)
    if spread:
        given |= {f"{stem}.jaar{year}": share for year, share in enumerate(spread, start=1)}
    return given


def _split(chance: random.Random, i: int, mess: float) -> Given:
    """A combined contract, whole or lacking its amount, a part or the share."""
    entrance, group = chance.choice(["jaar", "traj"]), chance.choice(GROUPS)
    codes = TASKS if entrance == "jaar" else (*TRAJECTORY, *ROUTES[group], *PROVISIONS[group])
    high, low = (90_000, 10_000) if entrance == "jaar" else (900, 50)
    given: Given = {
        f"split.{i}.ingang": entrance,
        f"split.{i}.groep": group if entrance == "traj" else None,
        f"split.{i}.bedrag": round(chance.uniform(low, high), 2),
        f"split.{i}.deel_a": chance.choice(codes),
        f"split.{i}.deel_b": chance.choice([*codes, *(ROUTES["asiel"] if entrance == "jaar" else ())]),
        f"split.{i}.aandeel_a": chance.choice([*NOTHING, 0.25, 0.6, 1.0]),
    }
    if mess and chance.random() < 0.4:
        cell = chance.choice(["bedrag", "deel_a", "deel_b", "aandeel_a"])
        given[f"split.{i}.{cell}"] = chance.choice([None, "onbekend", *([1.4] if cell == "aandeel_a" else [])])
    return given


def random_sizes(chance: random.Random) -> tuple[int, int]:
    """Municipalities and respondents: a whole country as often as a region of a handful."""
    return chance.choice([(342, 31), (342, 31), (chance.randint(60, 200), chance.randint(8, 40)), (14, 7)])


def random_country(seed: int) -> tuple[dict[str, Place], dict[str, Given], dict[str, float | str]]:
    """A frame, the answers of its respondents, and parameters that differ from the defaults."""
    chance = random.Random(seed)
    municipalities, respondents = random_sizes(chance)
    frame = random_frame(chance, municipalities, gaps=chance.random() < 0.5)
    known = sorted(code for code, place in frame.items() if place["inwoners"] is not None)
    answers = {code: random_answers(chance, frame[code]) for code in chance.sample(known, min(respondents, len(known)))}
    overrides: dict[str, float | str] = {"afronden_voor_band": chance.choice(["geen", "honderd", "honderd_omhoog"])}
    overrides["noemer"] = chance.choice(["opgave", "opgave", "kader"])
    if chance.random() < 0.5:
        overrides |= {"gf.gewicht.inwoners": 0.4, "gf.gewicht.migratieachtergrond": 0.6, "ikb": 0.05}
        overrides |= {"spuk.asiel.artikel10": 13_000, "spuk.onderwijsroute.deelnemers": 2_500}
    return frame, answers, overrides
