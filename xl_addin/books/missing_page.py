"""What the commands write on the page Ontbrekend, and the line under a result table on who left it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

import pandas as pd

from generator.analysis.layout import page_places
from templates import Survey
from templates.pages import pages
from templates.schema import Dimensions
from xl_addin.books.book import BlockWrite
from xl_addin.books.insight_pages import panel_write
from xl_addin.methods.costs.missing_items import AS_NOTHING, ESTIMATE, LEAVE_OUT
from xl_addin.methods.estimates.missing_view import STATES, Left, Missing
from xl_addin.methods.tables.columns import (
    ANNUAL,
    CLASS,
    COMPONENT,
    COUNT,
    ESTIMATED,
    GROUP,
    INTERVAL_LOWER,
    INTERVAL_UPPER,
    MEASURE,
    MISSING,
    NATIONAL_TOTAL,
    VALUE,
)

INTERVAL = (VALUE, INTERVAL_LOWER, INTERVAL_UPPER, COUNT)
SHOWN = (
    *((LEAVE_OUT, figure) for figure in INTERVAL),
    *((AS_NOTHING, figure) for figure in (VALUE, COUNT)),
    *((ESTIMATE, figure) for figure in (*INTERVAL, ESTIMATED)),
)
"""The columns of the panels with the three ways, after the first."""
PAPER = 92
"""Characters from the fifth column to the edge of the paper."""
NAMED_AT_MOST = 6
NOBODY = "Niet in alle sommen meegeteld: niemand; elke gemeente met een volledige opgave weet alle onderdelen."
MORE = "... en nog {aantal} regels; zie bevindingen.csv en gemeenten.csv van export"


def missing_page(missing: Missing, results: pd.DataFrame, frame: pd.DataFrame, survey: Survey) -> Iterator[BlockWrite]:
    """The page Ontbrekend: the three ways, who leaves which sum, counts per item and sum."""
    place, dimensions = page_places(survey)["ontbrekend"], survey.dimensions
    yield panel_write(place, "landelijk", _ways(missing.ways, dimensions, national=True))
    yield panel_write(place, "traject", _ways(missing.ways, dimensions, national=False))
    room = place.block("wie").rows
    yield panel_write(place, "wie", _within(list(_who(missing.left, frame, dimensions)), room))
    yield panel_write(place, "aantallen", _counts(results, dimensions))


def _ways(ways: pd.DataFrame, dimensions: Dimensions, national: bool) -> Iterator[Sequence[object]]:
    figures = ways[list(SHOWN)].astype(object).where(ways[list(SHOWN)].notna(), None).to_numpy().tolist()
    for key, line in zip(ways.index.tolist(), figures, strict=True):
        measure, part, group = (str(code) for code in key)
        if (measure == NATIONAL_TOTAL) == national:
            whose = label(NATIONAL_TOTAL) if national else dimensions.label(group)
            words = f"{whose}: {sum_label(part).lower()}"
            yield words, *line


def _who(left: Sequence[Left], frame: pd.DataFrame, dimensions: Dimensions) -> Iterator[Sequence[object]]:
    """A line per respondent and sum; what is lacking goes on in lines below it, where it does not fit the paper."""
    for one in left:
        name = str(frame["naam"].get(one.code, one.code))
        first, *more = wrap(lacking(one, dimensions), PAPER, subsequent_indent="  ", break_long_words=False) or [""]
        yield name, one.code, entrance_words(one), one.sum, first
        yield from ((None, None, None, None, line) for line in more)


def _within(lines: list[Sequence[object]], room: int) -> list[Sequence[object]]:
    """The lines as far as there is room, and how many more there are."""
    if len(lines) <= room:
        return lines
    return [*lines[: room - 1], (MORE.format(aantal=len(lines) - room + 1),)]


def _counts(results: pd.DataFrame, dimensions: Dimensions) -> Iterator[Sequence[object]]:
    mine = results[results[MEASURE] == MISSING]
    for (group, part), rows in mine.groupby([GROUP, COMPONENT], sort=False):
        found = dict(zip(rows[CLASS], rows[VALUE], strict=True))
        words = dimensions.label(str(part)) if dimensions.entry(str(part)) else sum_label(str(part))
        yield words, group or None, *(found.get(state) for state in (*STATES, ESTIMATED))


def label(code: str) -> str:
    return pages().labels.get(code, code)


def sum_label(code: str) -> str:
    """A sum of items in words."""
    return label(f"som_{code}")


def entrance_words(one: Left) -> str:
    return one.entrance if one.entrance == ANNUAL else f"{one.entrance} {one.group}"


def lacking(one: Left, dimensions: Dimensions) -> str:
    """What a respondent lacks of a sum: items by their state."""
    by_state: dict[str, list[str]] = {}
    for item, state in one.items:
        by_state.setdefault(state, []).append(dimensions.label(item))
    return "; ".join(f"{state}: {', '.join(items)}" for state, items in by_state.items())


def left_line(left: Sequence[Left], sums: set[tuple[str, str]]) -> str:
    """The line under a table: who does not count in the sums it shows (groep and code), and why."""
    mine: dict[str, dict[str, None]] = {}
    for one in left:
        if (one.group, one.sum) in sums:
            words = f"{one.sum} {one.group}".strip()
            states = sorted({state for _, state in one.items})
            mine.setdefault(one.code, {})[f"{words} {' en '.join(states)}"] = None
    if not mine:
        return NOBODY if sums else ""
    named = [f"{code} ({', '.join(words)})" for code, words in list(mine.items())[:NAMED_AT_MOST]]
    more = f" en {len(mine) - NAMED_AT_MOST} andere" if len(mine) > NAMED_AT_MOST else ""
    return f"Niet in alle sommen meegeteld: {'; '.join(named)}{more}; zie blad Ontbrekend."
