"""How much the totals of the study depend on each choice: every respondent, parameter, choice and estimator in turn.

The national cost of execution and per groep the cost of the whole trajectory, each time computed anew from the answers
with one thing changed, beside what they are. Which parameters count is not listed anywhere: it is what the computation
reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from templates.parameters import SCALE
from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.estimates.basis import Basis, prepare
from xl_addin.methods.estimates.estimation import estimate_national
from xl_addin.methods.estimates.trajectory import estimate_totals
from xl_addin.methods.tables.columns import (
    COMPONENT,
    DIVISION,
    EVERYTHING,
    EXECUTION,
    GROUP,
    MACRO,
    MEASURE,
    NATIONAL_TOTAL,
    POST,
    TOTAL,
    TRAJECTORY_COST,
    VALUE,
    WEIGHTING,
)
from xl_addin.methods.tables.results import Row, one_by_one

NATIONAL = "landelijk"
BASE, RESPONDENT, PARAMETER, BOUND, CHOICE, ESTIMATOR, OUTLIERS = (
    "basis",
    "respondent",
    "parameter",
    "grens",
    "keuze",
    "schatter",
    "uitschieters",
)
TENTH = 0.1
COUNTRY = (TOTAL, "")
Totals = Mapping[str, float]


class Bounds(NamedTuple):
    """What a parameter may be: its lowest and highest amount (None: no such bound), or the codes of a choice."""

    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


class Variant(NamedTuple):
    """One thing changed: of which kind, what, to what, and the totals that then come out (NATIONAL and per groep)."""

    kind: str
    what: str
    to: str
    totals: Totals


class _Read(Mapping[str, "float | str"]):
    """The parameters, and which of them were asked for."""

    def __init__(self, values: Parameters) -> None:
        self._values, self.asked = values, dict[str, None]()

    def __getitem__(self, code: str) -> float | str:
        self.asked[code] = None
        return self._values[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def sensitivity(
    answers: Answers,
    frame: pd.DataFrame,
    parameters: Parameters,
    dimensions: Dimensions,
    bounds: Mapping[str, Bounds],
    told: Callable[[int, int], None] | None = None,
) -> tuple[Variant, ...]:
    """The totals as they are (first), and with each thing changed. bounds: per code of a parameter; told: progress.

    Respondents are left out one by one with weights made anew; a parameter goes a tenth down and up (within its bounds)
    and to its bounds (kind BOUND), all salaries together; a choice to each of its other codes; outliers count in the
    trajectory; and the other estimators of the same answers stand beside. What cannot be computed is NaN.
    """
    read = _Read(parameters)

    def totals(given: Answers, known: Parameters, outliers: bool = False) -> tuple[Totals, Sequence[Row]]:
        basis = prepare(given, frame, allocate(given, known, dimensions), known, dimensions)
        return _totals(basis, outliers)

    base, rows = totals(answers, read)
    changed = [
        *(
            (RESPONDENT, str(code), "", answers.of(answers.index[answers.index != code]), parameters)
            for code in answers.index[answers.index.isin(frame.index)]
        ),
        *((kind, code, to, answers, known) for kind, code, to, known in _changes(read, parameters, bounds)),
    ]
    found = [Variant(BASE, "", "", base)]
    for number, (kind, what, to, given, known) in enumerate(changed, start=1):
        found.append(Variant(kind, what, to, totals(given, known)[0]))
        if told:
            told(number, len(changed))
    found.append(Variant(OUTLIERS, "", "", totals(answers, parameters, outliers=True)[0]))
    return (*found, *_estimators(rows, base))


def _changes(
    read: _Read, parameters: Parameters, bounds: Mapping[str, Bounds]
) -> Iterator[tuple[str, str, str, Parameters]]:
    """Every change of a parameter that the computation asked for: kind, code, new value as text, all parameters."""
    scales = [code for code in parameters if code.startswith(SCALE)]
    for code in read.asked:
        value, known = parameters.get(code), bounds.get(code, Bounds())
        if value is None or value == "" or code in scales:
            continue
        if known.choices or isinstance(value, str):
            yield from ((CHOICE, code, one, {**parameters, code: one}) for one in known.choices if one != value)
            continue
        near = _near(value, known)
        yield from ((PARAMETER, code, f"{end:g}", {**parameters, code: end}) for end in near if end != value)
        far = (end for end in (known.low, known.high) if end is not None and end not in (value, *near))
        yield from ((BOUND, code, f"{end:g}", {**parameters, code: end}) for end in far)
    if any(code in read.asked for code in scales):
        for factor in (1 - TENTH, 1 + TENTH):
            raised = {code: float(parameters[code]) * factor for code in scales if parameters[code] not in (None, "")}
            yield PARAMETER, f"{SCALE}*", f"x {factor:g}", {**parameters, **raised}


def _near(value: float, known: Bounds) -> tuple[float, float]:
    """A tenth down and up, as far as the bounds allow."""
    low, high = value * (1 - TENTH), value * (1 + TENTH)
    return max(low, low if known.low is None else known.low), min(high, high if known.high is None else known.high)


def _totals(basis: Basis, outliers: bool = False) -> tuple[Totals, Sequence[Row]]:
    """The totals by the report's estimator, and the rows of every estimator of them."""
    lean = replace(basis, everyone=basis.everyone.only(COUNTRY), members=basis.members.only(COUNTRY))
    groups = basis.dimensions.trajectory_groups
    made = (*estimate_national(basis).rows, *estimate_totals(lean, groups, outliers))
    rows = [row for row in one_by_one(made) if _is_total(row)]
    macro = {_name(row): float(str(row[VALUE])) for row in rows if row[WEIGHTING] == MACRO}
    return {name: macro.get(name, float("nan")) for name in (NATIONAL, *groups)}, rows


def _is_total(row: Row) -> bool:
    """Whether it is one of the totals, by any estimator: of the country, or of one factor (which is a `post_*`)."""
    whole = (row[MEASURE], row[COMPONENT]) in ((NATIONAL_TOTAL, EXECUTION), (TRAJECTORY_COST, EVERYTHING))
    return whole and row["klasse"] == "" and (row[DIVISION] == TOTAL or row[WEIGHTING] in POST.values())


def _name(row: Row) -> str:
    return NATIONAL if row[MEASURE] == NATIONAL_TOTAL else str(row[GROUP])


def _estimators(rows: Sequence[Row], base: Totals) -> Iterator[Variant]:
    """The same answers by every other estimator; a total that has none of that name is NaN."""
    for weighting in dict.fromkeys(str(row[WEIGHTING]) for row in rows):
        mine = {_name(row): float(str(row[VALUE])) for row in rows if row[WEIGHTING] == weighting}
        if weighting != MACRO and (
            weighting.startswith(("post_", "raking", "kalibratie")) or weighting == "macro_ontwerp"
        ):
            yield Variant(ESTIMATOR, weighting, "", {name: mine.get(name, float("nan")) for name in base})


def effects(variants: Sequence[Variant]) -> pd.DataFrame:
    """A row per variant and total: soort, wat, naar, som, groep, waarde, effect (waarde - the base) and deel."""
    base = variants[0].totals
    lines = [
        (one.kind, one.what, one.to, *_place(name), value, value - base[name], value / base[name] - 1)
        for one in variants
        for name, value in one.totals.items()
    ]
    return pd.DataFrame(lines, columns=["soort", "wat", "naar", "som", "groep", "waarde", "effect", "deel"])


def _place(name: str) -> tuple[str, str]:
    return (NATIONAL_TOTAL, "") if name == NATIONAL else (TRAJECTORY_COST, name)


def tornado(table: pd.DataFrame) -> pd.DataFrame:
    """The effects of one total, the largest first: soort, wat, lager (at most 0) and hoger (at least 0).

    Of what was changed two ways the lowest and the highest count; bounds are left to the table, since a hard range says
    nothing about what is likely. table: the rows of `effects` of one total.
    """
    moved = table[~table["soort"].isin([BASE, BOUND]) & table["effect"].notna()]
    if moved.empty:
        return pd.DataFrame(columns=["soort", "wat", "lager", "hoger"])
    ends = moved.groupby(["soort", "wat"], sort=False)["effect"].agg(["min", "max"])
    found = pd.DataFrame({"lager": ends["min"].clip(upper=0.0), "hoger": ends["max"].clip(lower=0.0)})
    found = found[(found["hoger"] - found["lager"]) > 0]
    order = (found["hoger"] - found["lager"]).sort_values(ascending=False, kind="stable").index
    return found.loc[order].reset_index()
