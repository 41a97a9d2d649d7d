"""What the figures of the result tables rest on, and the lines and signs beside them (METHOD section 11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from generator.analysis.layout import EXPLANATION_COMMON, PARAMETERS_SHEET, result_place
from templates import Survey
from templates.columns import RESULT_KEY
from templates.schema import ResultTable
from xl_addin import __version__
from xl_addin.books.missing_page import left_line
from xl_addin.methods.estimates.missing_view import Left
from xl_addin.methods.tables.columns import (
    COST_PER_INHABITANT,
    COST_PER_PERSON,
    DIRECT,
    EVERYTHING,
    EXECUTION,
    KIND_SHARE,
    NATIONAL_TOTAL,
    POST,
    PROVISIONS,
    ROUTES,
    TOTAL,
    TRAJECTORY_COST,
)
from xl_addin.methods.tables.result_tables import Found, Key, keys

FEW = 3
LEFT_OUT, FEW_SIGN, ESTIMATED_SIGN = "x", "w", "g"
BETWEEN_SIGNS = ", "
SIGNS = {
    LEFT_OUT: "weggelaten, te weinig gemeenten",
    FEW_SIGN: f"een cijfer van minder dan {FEW} gemeenten",
    ESTIMATED_SIGN: "met een geschat deel",
}
FACTOR_WORDS = {"inwoners": "inwonertal", "stedelijkheid": "stedelijkheid", "gevestigd": "gevestigde migranten"}
WEIGHTINGS = {
    "ratio": "som van de kosten gedeeld door som van de aantallen, binnen de klasse",
    **{POST[factor]: f"poststratificatie naar {words}" for factor, words in FACTOR_WORDS.items()},
    "macro": "gemiddelde van de poststratificaties ({factoren})",
    "raking": "raking op {factoren} tegelijk",
    "kalibratie": "lineaire kalibratie op {factoren}",
}
DIVISION_PART, CLASS_PART, WEIGHTING_PART = (RESULT_KEY.index(name) for name in ("indeling", "klasse", "weging"))
OVER_SUMS = (COST_PER_PERSON, COST_PER_INHABITANT, NATIONAL_TOTAL, TRAJECTORY_COST)
PARTS_OF = {TOTAL: (ROUTES, PROVISIONS), EVERYTHING: (ROUTES, PROVISIONS, DIRECT)}
KEY_PARAMETERS = (
    "werkgeverslasten",
    "ikb",
    "productieve_uren",
    "band.macro",
    "band.traject",
    "afronden_voor_band",
    "ontbrekend",
)


@dataclass(frozen=True)
class Changed:
    """What a researcher did to the answers: how many corrections count, and what is excluded."""

    corrections: int
    exclusions: pd.DataFrame

    def __str__(self) -> str:
        told = [f"{self.corrections} correcties"] if self.corrections else []
        named = [f"{row.code} {row.onderdeel}" for row in self.exclusions.itertuples()]
        told += [f"uitgesloten: {', '.join(named)}"] if named else []
        return f" Onderzoeker: {'; '.join(told)}." if told else ""


class Resting(NamedTuple):
    """What a table rests on: the cells of `EXPLANATION_PARTS`, the lines under it, and a sign per row that stands."""

    parts: list[str]
    source: list[str]
    signs: list[str]


def common_lines(
    answers: pd.DataFrame,
    parameters: Mapping[str, float | str],
    survey: Survey,
    now: dt.datetime,
    changed: Changed,
    of_parameters: str = "",
) -> dict[str, str]:
    """What holds for all tables, by `EXPLANATION_COMMON`: who answered, the parameters, when and by which version.

    of_parameters: what else is to be said of them.
    """
    who = f"Opgaven van {len(answers)} respondenten ({', '.join(str(code) for code in answers.index)}).{changed}"
    told = (who, _parameters(parameters, survey) + of_parameters, _made(survey, now))
    return dict(zip(EXPLANATION_COMMON, told, strict=True))


def resting(
    table: ResultTable,
    found: Found,
    answers: pd.DataFrame,
    survey: Survey,
    now: dt.datetime,
    left: Sequence[Left] = (),
) -> Resting:
    """What one table rests on. found: the results by key, also those that are suppressed (value empty, n kept)."""
    asked = keys(table)
    counts = {key: found[key][0]["n"] for row in asked for key in row if key is not None and key in found}
    parts = [
        _count(counts, answers, survey),
        left_line(left, _sums_shown(counts)),
        _weights(counts, survey),
        _thin(counts),
    ]
    signs = [_sign(dict.fromkeys(key for key in row if key in found), found) for row in asked]
    standing = [signs[row] for row in result_place(table).rows]
    by = f"Bron: {survey.identity.title}, {_who(answers, survey)}. Berekend op {now:%d-%m-%Y}, versie {__version__}."
    return Resting(parts, [by, legend_of(signs)], standing)


def legend_of(signs: Sequence[str]) -> str:
    """What the signs of a table mean, those that occur; empty where there is none."""
    used = {one for row in signs for one in row.split(BETWEEN_SIGNS)}
    legend = "; ".join(f"{sign} = {words}" for sign, words in SIGNS.items() if sign in used)
    return f"Teken: {legend}." if legend else ""


def with_sign(signs: str, *, left_out: bool) -> str:
    """The signs of a row with the one for a figure left out first; few municipalities are then no longer shown."""
    kept = [one for one in signs.split(BETWEEN_SIGNS) if one and one not in (LEFT_OUT, FEW_SIGN)]
    return BETWEEN_SIGNS.join([LEFT_OUT, *kept]) if left_out else signs


def _sign(asked: Iterable[Key | None], found: Found) -> str:
    """The signs of a row: a figure left out, one that rests on few municipalities, one that is partly estimated."""
    lines = [(key, found[key][0]) for key in asked if key is not None]
    of_class = [line for key, line in lines if key[CLASS_PART] and line["n"] > 0]
    signs = {
        LEFT_OUT: any(pd.isna(line["waarde"]) for line in of_class),
        FEW_SIGN: any(line["n"] < FEW for line in of_class),
        ESTIMATED_SIGN: any(line.get("geschat", 0) > 0 for _, line in lines),
    }
    return BETWEEN_SIGNS.join(sign for sign, holds in signs.items() if holds)


def _sums_shown(counts: Mapping[Key, float]) -> set[tuple[str, str]]:
    """The sums, by groep and code, that the figures of a table rest on."""
    shown: set[tuple[str, str]] = set()
    for key in counts:
        measure, part, group = key[:3]
        if measure in OVER_SUMS:
            shown |= {(group, one) for one in PARTS_OF.get(part, (part,))}
        if measure == KIND_SHARE:
            shown.add(("", EXECUTION))
    return shown


def _made(survey: Survey, now: dt.datetime) -> str:
    by = f"Kostenonderzoek {__version__}, vragenlijst {survey.id} versie {survey.version}"
    return f"Berekend op {now:%d-%m-%Y %H:%M} met {by}."


def _who(answers: pd.DataFrame, survey: Survey) -> str:
    """How many answered; joint bodies are told apart from the municipalities."""
    joint = _joint_bodies(answers, survey)
    bodies = f" en {joint} samenwerkingsverband{'' if joint == 1 else 'en'}" if joint else ""
    return f"opgaven van {len(answers) - joint} gemeenten{bodies}"


def _count(counts: Mapping[Key, float], answers: pd.DataFrame, survey: Survey) -> str:
    sizes = sorted({int(n) for n in counts.values() if n > 0})
    span = "n onbekend"
    if sizes:
        span = f"n = {sizes[0]}" if len(sizes) == 1 else f"n tussen {sizes[0]} en {sizes[-1]}"
    who = _who(answers, survey)
    return f"{who[0].upper()}{who[1:]}, per uitkomst {span}."


def _joint_bodies(answers: pd.DataFrame, survey: Survey) -> int:
    asked = survey.dimensions.respondents
    return 0 if asked is None else int((answers[asked.question] == asked.joint).sum())


def _weights(counts: Mapping[Key, float], survey: Survey) -> str:
    used = {key[WEIGHTING_PART] for key in counts}
    factors = ", ".join(FACTOR_WORDS[factor] for factor in survey.dimensions.factors)
    named = [words.format(factoren=factors) for name, words in WEIGHTINGS.items() if name in used]
    return f"Weging: {'; '.join(named)}." if named else "Weging: geen."


def _parameters(parameters: Mapping[str, float | str], survey: Survey) -> str:
    units = {parameter.code: parameter.unit for parameter in survey.parameters}
    named = [
        f"{code} {_dutch(parameters[code])}{' ' + units[code] if units.get(code) not in ('fractie', 'keuze') else ''}"
        for code in KEY_PARAMETERS
        if code in parameters
    ]
    first = f"{', '.join(named)}; " if named else ""
    return f"Parameters: {first}datum en bron op blad {PARAMETERS_SHEET}."


def _thin(counts: Mapping[Key, float]) -> str:
    thin = [key for key, n in counts.items() if 0 < n < FEW and key[CLASS_PART]]
    if not thin:
        return ""
    named = ", ".join(dict.fromkeys(f"{key[DIVISION_PART]} {key[CLASS_PART]}".strip() for key in thin))
    return f"Let op: minder dan {FEW} gemeenten in klasse {named}; zo'n uitkomst kan herleidbaar zijn."


def _dutch(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}".replace(".", ",")
