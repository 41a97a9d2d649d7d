"""The lines under a result table: what its figures rest on (METHOD section 11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.analysis.layout import PARAMETERS_SHEET, REST_LINES
from templates import Survey
from templates.columns import RESULT_KEY
from templates.schema import ResultTable
from xl_addin import __version__
from xl_addin.books.derived_salaries import derived_line
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

NAMED_AT_MOST = 60
FEW = 3
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


def report_lines(
    table: ResultTable,
    found: Found,
    answers: pd.DataFrame,
    parameters: Mapping[str, float | str],
    survey: Survey,
    now: dt.datetime,
    changed: Changed,
    left: Sequence[Left] = (),
    derived: tuple[int, ...] = (),
) -> list[str]:
    """The lines: respondents, who left a sum, weights, parameters, thin classes, and when and by which version.

    derived: the scales whose salary is derived (`derived_scales`).
    """
    asked = dict.fromkeys(key for row in keys(table) for key in row if key is not None)
    counts = {key: found[key][0]["n"] for key in asked if key in found}
    lines = [
        _respondents(answers, counts, survey) + str(changed),
        left_line(left, _sums_shown(counts)),
        _weights(counts, survey),
        _parameters(parameters, survey) + derived_line(derived),
        _thin(counts),
        _made(survey, now),
    ]
    assert len(lines) == REST_LINES
    return lines


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


def _respondents(answers: pd.DataFrame, counts: Mapping[Key, float], survey: Survey) -> str:
    """Who answered; joint bodies are told apart from the municipalities."""
    sizes = sorted({int(n) for n in counts.values() if n > 0})
    span = "n onbekend"
    if sizes:
        span = f"n = {sizes[0]}" if len(sizes) == 1 else f"n tussen {sizes[0]} en {sizes[-1]}"
    codes = ", ".join(str(code) for code in answers.index[:NAMED_AT_MOST])
    more = "" if len(answers) <= NAMED_AT_MOST else f" en {len(answers) - NAMED_AT_MOST} andere"
    joint = _joint_bodies(answers, survey)
    who = f"Gemeenten: {len(answers) - joint} respondenten"
    who += f", en {joint} samenwerkingsverband{'' if joint == 1 else 'en'}" if joint else ""
    return f"{who}, per uitkomst {span} ({codes}{more})."


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
