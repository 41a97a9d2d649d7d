"""What all estimates rest on: respondents, the frame with its classes, and the weights of any set of respondents."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from templates.columns import guided_column as guided
from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters, choice
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.costs.allocation import Costs
from xl_addin.methods.costs.missing_items import Sums, treated
from xl_addin.methods.costs.respondents import Respondents, respondents
from xl_addin.methods.estimates.weight_sets import Weigher
from xl_addin.methods.sample.classes import classify, divisions_of
from xl_addin.methods.sample.collapsing import collapse
from xl_addin.methods.tables.columns import CLASSES, GUIDED, INHABITANTS, RELATIVE, SIZE, TOTAL, UNKNOWN
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.weights.margins import listed

DESIGN_STRATA, BY_CHANCE = "ontwerp.strata", "kans"
"""What design weights rest on: a division of the country, or the chances of being drawn."""


@dataclass(frozen=True)
class Membership:
    """Which municipality counts in which place (division, class); the first place is the whole country.

    flags: municipalities of `index` x places.
    """

    index: pd.Index
    places: tuple[tuple[str, str], ...]
    flags: npt.NDArray[np.bool_]

    def of(self, codes: pd.Index) -> npt.NDArray[np.bool_]:
        """A boolean per code (rows) and place (columns)."""
        return self.flags[self.index.get_indexer(codes)]

    def only(self, place: tuple[str, str]) -> Membership:
        """Of one place."""
        return Membership(self.index, (place,), self.inside(place)[:, None])

    def beside(self, other: Membership) -> Membership:
        """The places of both, of the municipalities of the first."""
        flags = np.column_stack([self.flags, other.of(self.index)])
        return Membership(self.index, (*self.places, *other.places), flags)

    def inside(self, place: tuple[str, str]) -> npt.NDArray[np.bool_]:
        """Who counts in a place."""
        return self.flags[:, self.places.index(place)]

    def total(self, figures: pd.Series, place: tuple[str, str]) -> float:
        """The sum of what is known of the figures (in the order of `index`) in a place."""
        return float(np.nansum(figures.to_numpy(dtype=float)[self.inside(place)]))

    @cached_property
    def table(self) -> pd.DataFrame:
        """The same as a table."""
        return pd.DataFrame(self.flags, self.index, pd.Index(self.places))

    @cached_property
    def population(self) -> npt.NDArray[np.float64]:
        """How many municipalities count in each place."""
        return np.asarray(self.flags.sum(axis=0), dtype=float)


@dataclass(frozen=True)
class Basis:
    """Everything that the estimates need, read once; as_known: the respondents with
    the sums that they know; sums: those with what is missing filled in, by `ontbrekend`.

    frame: FRAME.csv; classes: a class per municipality and division; guided: its inburgeraars, guided_by_group per
    groep; reported: the inburgeraars that the respondents themselves give; everyone: membership of all municipalities
    of the frame; members: the same for respondents, where the
    classes by guided per 10,000 hold full respondents only (report, table 3.4).
    """

    frame: pd.DataFrame
    parameters: Parameters
    dimensions: Dimensions
    respondents: Respondents
    classes: pd.DataFrame
    guided: pd.Series
    guided_by_group: pd.DataFrame
    everyone: Membership
    members: Membership
    reported: pd.Series
    weigher: Weigher
    group_weighers: Mapping[str, Weigher]
    notes: tuple[Note, ...]
    as_known: Respondents
    sums: Sums | None = None

    @property
    def factors(self) -> tuple[str, ...]:
        """The factors of the weights."""
        return tuple(self.weigher.factors)

    @property
    def divisions(self) -> tuple[str, ...]:
        """The divisions in which municipalities have a class."""
        return tuple(dict.fromkeys(division for division, _ in self.everyone.places if division != TOTAL))

    @property
    def inhabitants(self) -> pd.Series:
        """Inhabitants per municipality of the frame."""
        return self.frame[INHABITANTS].astype(float)


def prepare(
    answers: Answers,
    frame: pd.DataFrame,
    costs: Costs,
    parameters: Parameters,
    dimensions: Dimensions,
    chances: pd.Series | None = None,
) -> Basis:
    """Brings answers, allocated costs and frame together; a respondent outside the frame is left out and noted.

    chances: of being drawn, per code; they count for design weights where `ontwerp.strata` is kans. Inburgeraars of
    the respondents are their own, or those of the frame where `noemer` is kader (METHOD section 6).
    """
    frame = frame.sort_index()
    known = answers.index.isin(frame.index)
    strangers = [Note("NOT_IN_FRAME", str(code)) for code in answers.index[~known]]
    people = respondents(answers, costs, dimensions).of(answers.index[known].sort_values())
    classified = classify(frame, parameters, dimensions)
    rules = collapse(parameters)
    groups = dimensions.group_codes
    by_group = frame.reindex(columns=[guided(group) for group in groups]).astype(float).set_axis(list(groups), axis=1)
    everyone = membership(classified.table)
    reported = people.persons
    if choice(parameters, "noemer", "opgave") == "kader":
        people = _sized_by_frame(people, classified.guided, by_group)
    as_known = people
    people, sums = treated(people, classified.table[INHABITANTS], parameters, dimensions)
    strata = choice(parameters, DESIGN_STRATA, SIZE)
    by_chance = chances if strata == BY_CHANCE else None
    weigher = functools.partial(
        Weigher, classified.table, rules=rules, strata=SIZE if strata == BY_CHANCE else strata, chances=by_chance
    )
    # the classes by guided per 10,000 hold full respondents only
    relative = np.array([division == RELATIVE for division, _ in everyone.places])
    members = everyone.of(people.persons.index) & (people.complete.to_numpy(dtype=bool)[:, None] | ~relative)
    return Basis(
        frame=frame,
        parameters=parameters,
        dimensions=dimensions,
        respondents=people,
        classes=classified.table,
        guided=classified.guided,
        guided_by_group=by_group,
        everyone=everyone,
        members=Membership(people.persons.index, everyone.places, members),
        reported=reported,
        as_known=as_known,
        sums=sums,
        weigher=weigher(counts=classified.guided),
        group_weighers={group: weigher(counts=by_group[group]) for group in groups},
        notes=(*strangers, *classified.notes, *people.notes, *_without_chance(strata, chances, people.persons.index)),
    )


def _without_chance(strata: str, chances: pd.Series | None, codes: pd.Index) -> tuple[Note, ...]:
    """A note where design weights should rest on chances and some respondents have none: they then rest on size."""
    if strata != BY_CHANCE:
        return ()
    lacking = codes if chances is None else codes[~chances.reindex(codes).gt(0).to_numpy(dtype=bool)]
    if not len(lacking):
        return ()
    return (Note("DESIGN_CHANCES_MISSING", "", {"aantal": len(lacking), "eenheden": listed(lacking)}),)


def _sized_by_frame(people: Respondents, guided: pd.Series, by_group: pd.DataFrame) -> Respondents:
    """The respondents with the inburgeraars that the frame has of them."""
    codes = people.persons.index
    return replace(
        people,
        persons=guided.reindex(codes).rename(GUIDED),
        by_group=by_group.reindex(codes)[list(people.by_group.columns)],
    )


def membership(classes: pd.DataFrame) -> Membership:
    """Membership of the country as a whole and of every class; class onbekend only where a municipality has it."""
    columns = {(TOTAL, ""): np.ones(len(classes), dtype=bool)}
    for division in divisions_of(classes):
        mine = classes[division].to_numpy(dtype=object)
        names = (*CLASSES[division], UNKNOWN) if (mine == UNKNOWN).any() else CLASSES[division]
        columns |= {(division, name): mine == name for name in names}
    return Membership(classes.index, tuple(columns), np.column_stack([*columns.values()]))
