"""What the command Tijd writes on the page Kasstroom: spread beside rhythm, flows by year, and who gets stuck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from generator.analysis.layout import page_places
from templates.columns import CASH
from templates.schema import Dimensions, Survey
from xl_addin.books.book import BlockWrite
from xl_addin.books.insight_pages import Line, label, panel_write
from xl_addin.methods.tables.columns import (
    BASIS,
    CASH_SHORTFALL,
    CODE,
    CORRECTED,
    ENTITLED,
    RECEIVED,
    REPAID,
    RESERVE,
    SETTLED,
    SPENT,
    TOTAL,
    VARIANT,
)
from xl_addin.methods.time.cash_flows import BY_RULE
from xl_addin.methods.time.prices import OWN
from xl_addin.methods.time.time_view import by_year, country, spread_lines, stuck_municipalities

BOTH = "leerroutes_en_voorzieningen"
COUNTRY_COLUMNS = (
    ENTITLED,
    CORRECTED,
    SETTLED,
    RECEIVED,
    SPENT,
    RESERVE,
    REPAID,
    CASH_SHORTFALL,
    f"gemeenten_{CASH_SHORTFALL}",
    f"gemeenten_{REPAID}",
)
CHARTED = {"reserve": RESERVE, "tekort": CASH_SHORTFALL, "terug": REPAID}


def time_page(
    results: pd.DataFrame,
    cash: pd.DataFrame,
    frame: pd.DataFrame,
    parameters: Mapping[str, float | str],
    survey: Survey,
) -> Iterator[BlockWrite]:
    """The page Kasstroom; results: the rows of the step time; cash: the list Kasstromen without names."""
    place, dimensions = page_places(survey)["kasstroom"], survey.dimensions
    group = next((one for one in dimensions.group_codes if dimensions.routes_of(one)), "")
    yield panel_write(place, "spreiding", _spread(results, group, parameters, dimensions))
    for panel, component in CHARTED.items():
        yield panel_write(place, panel, by_year(results, component).itertuples())
    lines = country(results).reindex(columns=list(COUNTRY_COLUMNS))
    yield panel_write(place, "land", [(label(key[0]), int(key[1]), *rest) for key, *rest in lines.itertuples()])
    names = frame["naam"] if "naam" in frame else pd.Series(dtype=str)
    stuck = stuck_municipalities(cash).itertuples(index=False)
    yield panel_write(place, "klem", [(str(names.get(code, code)), *rest) for code, *rest in stuck])


def cash_list(cash: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """The list Kasstromen, with names: every municipality under the rule as it is, respondents under every variant.

    All of it would be tens of thousands of lines in a workbook that people open; the sums of every variant stand in the
    results.
    """
    names = frame["naam"] if "naam" in frame else pd.Series(dtype=str)
    shown = cash[(cash[VARIANT] == BY_RULE) | (cash[BASIS] == OWN)]
    return shown.assign(naam=shown[CODE].map(names).fillna(""))[list(CASH)]


def _spread(
    results: pd.DataFrame, group: str, parameters: Mapping[str, float | str], dimensions: Dimensions
) -> Iterator[Line]:
    for line in spread_lines(results, group, parameters, dimensions):
        words = label(BOTH) if line.name == TOTAL else _words(line.name, dimensions)
        behind = [figure for ahead in line.behind for figure in ahead]
        yield words, *line.shares, *behind


def _words(code: str, dimensions: Dimensions) -> str:
    """The words of the survey for a provision, those of the page for a sum."""
    known = {item.code for item in dimensions.provisions}
    return dimensions.label(code) if code in known else label(code)
