"""What the command Bekostiging writes besides results: the list Gemeenten and the page Tekort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from generator.analysis.layout import MUNICIPALITIES_TABLE, page_places
from templates import Survey
from templates.columns import CODE, municipality_columns
from templates.wording import in_words
from xl_addin.books.book import BlockWrite, TableWrite
from xl_addin.books.insight_pages import label, panel_write
from xl_addin.methods.funding.municipal_grants import without_single_costs
from xl_addin.methods.funding.shortfall import OWN, PARTS, WHOLE
from xl_addin.methods.sample.disclosure import minimum_of
from xl_addin.methods.tables.columns import CLASS, COMPONENT, COUNT, DIVISION, MEASURE, SHORTFALL, UNKNOWN, VALUE

ALONE = 1


def funding_pages(
    municipalities: pd.DataFrame,
    results: pd.DataFrame,
    frame: pd.DataFrame,
    parameters: Mapping[str, float | str],
    survey: Survey,
) -> Iterator[TableWrite | BlockWrite]:
    """The list of municipalities and the ranked page; with `publicatie.minimum` above 1 without single costs.

    municipalities: as `municipal_grants` gives them; results: in the columns of `resultaten.csv`.
    """
    table = without_single_costs(municipalities) if minimum_of(parameters) > ALONE else municipalities
    names = frame["naam"] if "naam" in frame else pd.Series(frame.index, index=frame.index)
    reasons = [in_words(label(str(code)), survey) for code in table["reden"]]
    named = table.assign(naam=names.reindex(table.index), reden=reasons).rename_axis(CODE).reset_index()
    yield TableWrite(MUNICIPALITIES_TABLE, named.reindex(columns=list(municipality_columns(survey.dimensions))))
    place = page_places(survey)["tekort"]
    yield panel_write(place, "klassen", _classes(results))
    yield panel_write(place, "gemeenten", _municipalities(named))


def _classes(results: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """The known classes, the one that is most short first."""
    mine = results[(results[MEASURE] == SHORTFALL) & (results[CLASS] != UNKNOWN)]
    table = mine.pivot_table(VALUE, [DIVISION, CLASS], COMPONENT, aggfunc="first")
    counts = mine[mine[COMPONENT] == WHOLE].set_index([DIVISION, CLASS])[COUNT]
    ranked = table.reindex(columns=[WHOLE, *PARTS]).dropna(subset=[WHOLE]).sort_values(WHOLE, kind="stable")
    ranked.insert(0, COUNT, counts)
    for division, klasse, *figures in ranked.reset_index().itertuples(index=False):
        yield f"{label(str(division))}: {klasse}", *figures


def _municipalities(named: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    mine = named[(named["basis"] == OWN) & named["verschil"].notna()]
    for line in mine[["naam", CODE, "verschil", *PARTS]].itertuples(index=False):
        yield tuple(line)
