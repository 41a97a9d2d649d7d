"""What the commands write on the pages Weging and Verbanden: a block per panel, however many respondents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from generator.analysis.layout import page_places
from generator.analysis.page_layout import PagePlace
from templates import Survey
from templates.pages import pages
from templates.simulation import measured_coverage
from templates.wording import in_words
from xl_addin.books.book import BlockWrite
from xl_addin.methods.differences.diagnostics import Insight
from xl_addin.methods.differences.influence import CHANGE, CONTRIBUTION, RELATIVE_CHANGE, WITHOUT
from xl_addin.methods.differences.relations import BY_DISTANCE, BY_RANGE
from xl_addin.methods.estimates.class_differences import differs
from xl_addin.methods.estimates.interval_simulation import held
from xl_addin.methods.tables.columns import (
    CLASS,
    CLASS_DIFFERENCE,
    COMPONENT,
    COUNT,
    DESIGN,
    DIVISION,
    EARMARKED_DIFFERENCE,
    EVERYTHING,
    EXECUTION,
    GRANT_DIFFERENCE,
    GROUP,
    INTERVAL_LOWER,
    INTERVAL_UPPER,
    MEASURE,
    RAKING,
    UNKNOWN,
    VALUE,
    WEIGHTING,
)

Line = Sequence[object]


def weighing_page(insight: Insight, frame: pd.DataFrame, survey: Survey) -> Iterator[BlockWrite]:
    """The page Weging: quality, margins, spread of the weights, and the most influential municipalities."""
    place = page_places(survey)["weging"]
    yield panel_write(place, "kwaliteit", _named(insight.quality))
    yield panel_write(place, "marges", _by_class(insight.margins))
    yield panel_write(place, "spreiding", insight.spread.reset_index().itertuples(index=False))
    yield panel_write(place, "aantallen", _by_class(insight.counts))
    yield panel_write(place, "dekking", _coverage(survey))
    columns = [CONTRIBUTION, WITHOUT, CHANGE, RELATIVE_CHANGE]
    influence = insight.influence.reindex(columns=columns).itertuples()
    yield panel_write(place, "invloed", [(_name(frame, code), code, *rest) for code, *rest in influence])


def _coverage(survey: Survey) -> Iterator[Line]:
    """How often each interval held in the survey's committed simulation, and its half width, per design of response."""
    measured = pd.DataFrame(measured_coverage(survey.id))
    if len(measured):
        for figure, *figures in held(measured).itertuples():
            yield label(str(figure)), *(None if np.isnan(one) else one for one in figures)


def relations_page(
    insight: Insight, results: pd.DataFrame, frame: pd.DataFrame, survey: Survey
) -> Iterator[BlockWrite]:
    """The page Verbanden: correlations, classes, what they explain, where they differ, single municipalities."""
    place = page_places(survey)["verbanden"]
    plain, weighted = insight.correlations[""], insight.correlations[RAKING]
    lines = [
        (in_words(label(name), survey), one.n, one.value, one.low, one.high, both.value, both.low, both.high)
        for (name, one), both in zip(plain.items(), weighted.values(), strict=True)
    ]
    yield panel_write(place, "correlaties", lines)
    yield panel_write(place, "klassen", _alone_said(_by_class(_intervals(insight.intervals))))
    yield panel_write(place, "paren", _annual_pairs(results))
    yield panel_write(place, "paren_traject", _trajectory_pairs(results, survey))
    yield panel_write(place, "verklaard", _explained(insight))
    yield panel_write(place, "verschillen", _by_class(insight.differences))
    points = insight.points.itertuples()
    yield panel_write(place, "punten", [(_name(frame, code), *rest) for code, *rest in points])


def panel_write(place: PagePlace, panel: str, lines: Iterable[Line]) -> BlockWrite:
    """The lines as far as the panel has room, and empty cells below them."""
    block = place.block(panel)
    rows = [[*line, *[None] * (block.columns - len(line))] for line in lines][: block.rows]
    return BlockWrite(block, [*rows, *[[None] * block.columns] * (block.rows - len(rows))])


def label(code: str) -> str:
    """A code in words, or the code itself."""
    return pages().labels.get(code, code)


def _name(frame: pd.DataFrame, code: object) -> str:
    return str(frame["naam"].get(code, code)) if "naam" in frame else str(code)


def _named(table: pd.DataFrame) -> Iterator[Line]:
    for name, *figures in table.itertuples():
        yield label(str(name)), *figures


def _by_class(table: pd.DataFrame) -> Iterator[Line]:
    """The class in words before the figures; classes `onbekend` come last, below those that a chart shows."""
    for known in (True, False):
        for (division, klasse), *figures in table.itertuples():
            if (klasse != UNKNOWN) == known:
                yield f"{label(division)}: {klasse}" if klasse else label(division), *figures


def _alone_said(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines with n second: a class of one respondent says beside its name whose spread its interval has."""
    for words, n, *figures in lines:
        yield (f"{words} ({label('een_respondent')})" if n == 1 else words), n, *figures


def _intervals(table: pd.DataFrame) -> pd.DataFrame:
    known = table[table[COUNT] > 0].set_index([DIVISION, CLASS])
    return known[[COUNT, VALUE, "laag", "hoog"]].assign(marge=known["hoog"] - known[VALUE], deel=known["verhouding"])


def _pairs(results: pd.DataFrame, cost: str, funding: str) -> Iterator[tuple[str, str, Line]]:
    """Two classes of a division: the difference in cost and in grant - cost, their intervals, whether they differ.

    Per groep and division first; cost, funding: the onderdeel of both.
    """
    mine = results[(results[MEASURE] == CLASS_DIFFERENCE) & (results[WEIGHTING] == DESIGN)]
    keys = [GROUP, DIVISION, CLASS, COMPONENT, COUNT, VALUE, INTERVAL_LOWER, INTERVAL_UPPER]
    said = {
        (group, division, klasse, part): (n, *_said(*figures))
        for group, division, klasse, part, n, *figures in mine[keys].itertuples(index=False)
    }
    nothing = (None,) * 5
    for (group, division, klasse, part), line in said.items():
        if part == cost:
            words = f"{label(division)}: {klasse}"
            yield group, words, (*line, *said.get((group, division, klasse, funding), nothing)[1:])


def _annual_pairs(results: pd.DataFrame) -> Iterator[Line]:
    for _, words, line in _pairs(results, EXECUTION, GRANT_DIFFERENCE):
        yield words, *line


def _trajectory_pairs(results: pd.DataFrame, survey: Survey) -> Iterator[Line]:
    """Of every groep, which stands before the classes."""
    for group, words, line in _pairs(results, EVERYTHING, EARMARKED_DIFFERENCE):
        yield f"{survey.dimensions.label(group)}, {words}", *line


def _said(value: float, low: float, high: float) -> tuple[object, ...]:
    """A difference, its interval, and whether that leaves 0 out."""
    return value, low, high, label("verschilt" if differs(low, high) else "niet_aangetoond")


def _explained(insight: Insight) -> Iterator[Line]:
    found: dict[str, dict[str, object]] = {}
    for row in insight.explained:
        found.setdefault(str(row["indeling"]), {COUNT: row["n"]})[str(row["onderdeel"])] = row["waarde"]
    for division, figures in found.items():
        yield label(division), figures[COUNT], figures[BY_DISTANCE], figures[BY_RANGE]
