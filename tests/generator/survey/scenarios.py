"""Answers for the recalculation tests: hand-made situations, and seeded random ones that mix everything."""

from __future__ import annotations

import random
from collections.abc import Mapping

from generator.survey.entry import offers_unknown
from templates.parameters import OVERRIDE_SOURCE, ParameterInForce
from templates.questions import Asked, questions
from templates.schema import Survey

Answers = dict[str, str | float]

TRAJECTORY_TASKS = ("intake", "voortgang", "ontzorging", "zelfredzaamheid", "dienstverlening")

OVER_THE_YEARS: Answers = {
    "traj.asiel.b1.tarief": 9000.0,
    "traj.asiel.b1.jaar1": 0.6,
    "traj.asiel.b1.jaar2": 0.3,
    "traj.asiel.b1.jaar3": 0.1,
    "traj.asiel.z.tarief": 12000.0,
    "traj.asiel.z.jaar1": 0.5,
    "traj.asiel.z.jaar2": 0.25,
    "traj.asiel.z.jaar3": 0.25,
    "traj.asiel.mb.tarief": 2000.0,
    "traj.asiel.mb.jaar1": 0.8,
    "traj.asiel.mb.jaar2": 0.2,
}
"""Prices of two routes and a provision, with their spread over the years of the trajectory."""


def without_high_scales(parameters: Mapping[str, ParameterInForce]) -> dict[str, ParameterInForce]:
    """The parameters without the template's salaries above scale 10, so that there are scales without a salary.

    A salary that the user gives stays.
    """
    high = {f"salaris.schaal.{scale}" for scale in range(11, 19)}
    return {code: one for code, one in parameters.items() if code not in high or one.source == OVERRIDE_SOURCE}


def hand_made() -> dict[str, Answers]:
    """Situations that each turn on one rule of METHOD section 2."""
    staff: Answers = {
        "alg.volledigheid": "volledig",
        "oh.gemeente.wijze": "procent",
        "oh.gemeente.waarde": 0.35,
        "jaar.intake.gemeente.inzet": 1.5,
        "jaar.intake.gemeente.eenheid": "fte",
        "jaar.intake.gemeente.schaal": 9.0,
        "jaar.beleid.gemeente.inzet": 682.0,
        "jaar.beleid.gemeente.eenheid": "uur",
        "jaar.beleid.gemeente.schaal": 9.5,
        "jaar.intake.gr.inzet": 2.0,
        "jaar.intake.gr.eenheid": "fte",
        "jaar.intake.gr.schaal": 8.0,
        "oh.gr.wijze": "euro_per_fte",
        "oh.gr.waarde": 20000.0,
        "jaar.intake.inhuur": 25000.0,
        "jaar.intake.gr.inhuur": 10000.0,
        "jaar.voortgang.uitbesteding": 40000.0,
        "jaar.voortgang.gr.uitbesteding": 15000.0,
        "vol.asiel.begeleid": 120.0,
        "vol.gezin.begeleid": 60.0,
        "dek.gf": 400000.0,
    }
    trajectory: Answers = {
        "traj.asiel.intake.uren": 12.0,
        "traj.asiel.intake.schaal": 9.0,
        "traj.asiel.intake.uitbesteding": 250.0,
        "traj.asiel.intake.toets_uren": 2.5,
        "traj.asiel.voortgang.uren": "onbekend",
        "traj.asiel.voortgang.gesprekken": 6.0,
        "traj.asiel.b1.tarief": 9500.0,
        "traj.asiel.b1.uren": 3.0,
        "traj.asiel.b1.schaal": 8.5,
        "traj.asiel.z.tarief": 90000.0,
        "traj.asiel.z.groepsgrootte": 12.0,
        "traj.asiel.z.bijkomend": 150.0,
        "traj.asiel.mb.tarief": 2000.0,
        "traj.gezin.pvt.tarief": 300.0,
        "vol.route.b1": 30.0,
        "vol.route.z": 10.0,
        "vol.route.onderwijs": 60.0,
    }
    return {
        "leeg": {},
        "registratie_en_alleen_een_totaal": {
            **staff,
            "gr.wijze": "registratie",
            "vol.asiel.begeleid": "onbekend",
            "vol.totaal.begeleid": 200.0,
        },
        "sleutel": {**staff, "gr.wijze": "sleutel", "gr.aandeel": 0.18},
        "sleutel_zonder_aandeel_en_rand_ernaast": {
            **staff,
            "gr.wijze": "sleutel",
            "gr.aandeel": "onbekend",
            "jaar.rand.totaal": 999999.0,
        },
        "geen_gr_geen_eenheid_een_groep": {
            **{key: value for key, value in staff.items() if not key.endswith("eenheid")},
            "gr.wijze": "nvt",
            "jaar.intake.gr.schaal": "onbekend",
            "vol.gezin.begeleid": "onbekend",
        },
        "schaal_ontbreekt": {
            **staff,
            "jaar.intake.gemeente.schaal": "onbekend",
            "jaar.beleid.gemeente.schaal": 10.5,
            "traj.asiel.b1.uren": 3.0,
            "traj.asiel.b1.schaal": 12.0,
        },
        "traject": {**staff, **trajectory},
        "alles_bekend": {
            **staff,
            **trajectory,
            **{f"jaar.{task}.inhuur": "nvt" for task in ("inkoop", "administratie", "ontzorging", "zelfredzaamheid")},
            **{f"jaar.{task}.inhuur": "nvt" for task in ("dienstverlening", "inloop")},
            **{f"traj.{group}.{task}.uren": "nvt" for group in ("asiel", "gezin") for task in TRAJECTORY_TASKS},
            **{
                f"traj.{group}.{item}.tarief": "nvt"
                for group in ("asiel", "gezin")
                for item in ("map", "tolk", "overig")
            },
            "traj.asiel.pvt.tarief": "nvt",
        },
        "loonkosten": {
            **staff,
            "gr.wijze": "registratie",
            "jaar.beleid.gemeente.loonkosten": 92000.0,
            "jaar.intake.gr.loonkosten": 61000.0,
            "jaar.inkoop.gr.loonkosten": 5000.0,
            "jaar.inloop.gemeente.loonkosten": 12000.0,
            "jaar.voortgang.gemeente.loonkosten": "onbekend",
            "jaar.ontzorging.gemeente.loonkosten": "nvt",
        },
        "buiten_de_grenzen": {
            **staff,
            **trajectory,
            "gr.wijze": "sleutel",
            "gr.aandeel": 47.5,
            "jaar.intake.inhuur": -25000.0,
            "traj.asiel.z.groepsgrootte": -3.0,
            "oh.gemeente.waarde": -0.1,
        },
        "overhead_van_gr_landelijke_verdeling": {
            **staff,
            **trajectory,
            "oh.gemeente.waarde": "onbekend",
            "vol.route.b1": "nvt",
            "vol.route.z": 0.0,
        },
        "overhead_nvt_groep_van_nul_niemand": {
            **staff,
            **trajectory,
            "oh.gemeente.waarde": "nvt",
            "traj.asiel.z.groepsgrootte": 0.0,
            "vol.asiel.begeleid": "nvt",
            "vol.gezin.begeleid": 0.0,
        },
        "route_zonder_schaal_contract_jaar": {
            **staff,
            **trajectory,
            "traj.asiel.b1.schaal": "nvt",
            **_split(1, "jaar", "", 60000.0, "beleid", "ontzorging", 0.4),
        },
        "contracten_traject": {
            **trajectory,
            **_split(1, "traj", "asiel", 1000.0, "zelfredzaamheid", "mb", 0.25),
            **_split(2, "traj", "gezin", 500.0, "mb", "pvt", 0.5),
            **_split(3, "traj", "asiel", 800.0, "onderwijs", "inloop", 0.6),
            **_split(5, "jaar", "asiel", 900.0, "b1", "inkoop", "onbekend"),
        },
        "randtotalen": {
            **staff,
            **trajectory,
            "alg.volledigheid": "randtotalen",
            "jaar.rand.totaal": 750000.0,
            "jaar.rand.algemeen": 150000.0,
            "jaar.rand.direct": 590000.0,
        },
        "randtotalen_delen": {
            "alg.volledigheid": "randtotalen",
            "jaar.rand.algemeen": 150000.0,
            "jaar.rand.totaal": "onbekend",
            "vol.totaal.begeleid": 300.0,
            **_split(1, "jaar", "", 60000.0, "beleid", "ontzorging", 0.4),
        },
        "randtotalen_nvt": {
            "alg.volledigheid": "randtotalen",
            "jaar.rand.direct": 5.0,
            "jaar.rand.totaal": "nvt",
        },
    }


def _split(number: int, entrance: str, group: str, amount: float, a: str, b: str, share: float | str) -> Answers:
    stem = f"split.{number}"
    given: Answers = {
        f"{stem}.ingang": entrance,
        f"{stem}.groep": group,
        f"{stem}.bedrag": amount,
        f"{stem}.deel_a": a,
        f"{stem}.deel_b": b,
        f"{stem}.aandeel_a": share,
    }
    return {key: value for key, value in given.items() if value != ""}


def random_answers(survey: Survey, seed: int) -> Answers:
    """Answers to a random part of the questions: numbers within range, nvt, onbekend and codes."""
    chance = random.Random(seed)
    density = chance.choice([0.15, 0.5, 0.9, 1.0])
    answers: Answers = {}
    for asked in questions(survey):
        if chance.random() > density:
            continue
        value = _random_value(asked, survey, chance)
        if value is not None:
            answers[asked.id] = value
    if chance.random() < 0.8:
        answers["alg.volledigheid"] = "volledig"
    return answers


ODD: tuple[str | float | bool, ...] = (-5.0, 4e12, "veel", True, "onbekend", "nvt", "wij", 47.5)
"""What people put in cells that ask something else."""


def messy_answers(survey: Survey, seed: int, part: float = 0.15) -> dict[str, str | float | bool]:
    """Random answers of which a part was replaced by what may not be an answer there."""
    chance = random.Random(seed)
    answers: dict[str, str | float | bool] = dict(random_answers(survey, seed))
    for asked in questions(survey):
        if (asked.numeric or asked.field.type == "code") and chance.random() < part:
            answers[asked.id] = chance.choice(ODD)
    return answers


def _random_value(asked: Asked, survey: Survey, chance: random.Random) -> str | float | None:
    field = asked.field
    if field.type == "code":
        if offers_unknown(asked) and chance.random() < 0.05:
            return "onbekend"
        return chance.choice(survey.dimensions.codes(field.code_list)).code
    if not asked.numeric:
        return "tekst"
    if chance.random() < 0.15:
        return chance.choice(["nvt", "onbekend"])
    if field.type == "schaal":  # scales above the table have no salary: rare, or nothing could be determined
        return float(chance.choice([*range(1, 11), 6.5, 7.5, 8.5, 9.25])) if chance.random() < 0.99 else 12.5
    if field.type == "fractie":
        return round(chance.random(), 3)
    if chance.random() < 0.1:
        return 0.0
    if field.type == "aantal":
        return float(chance.randint(0, 400))
    if asked.id.endswith(".waarde"):
        return round(chance.uniform(0, 1), 3) if chance.random() < 0.5 else float(chance.randint(5000, 30000))
    return round(chance.uniform(0, 5000), 2)
