"""Pages of the analysis workbook that are not tables of the report: blocks of figures with native charts, in YAML.

A page is the same under every law; commands fill its panels by id.
"""

from __future__ import annotations

import fnmatch
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from templates.plain_yaml import plain_yaml
from templates.questions import question_ids
from templates.schema import Frozen, Survey
from templates.wording import worded

FILE = Path(__file__).with_name("pages.yaml")
RESEARCH_FILE = Path(__file__).with_name("pages_research.yaml")

Format = Literal["tekst", "euro", "mln", "procent", "procent_1", "getal", "aantal", "ratio", "gewicht", "jaartal"]


class PanelColumn(Frozen):
    """A column of a panel: its heading and how its values look."""

    label: str
    format: Format = "tekst"


class PanelSeries(Frozen):
    """A series of a chart: a column of the panel by its position (1-based); `margin` names the one with its margin."""

    column: int
    label: str = ""
    margin: int | None = None


class PanelChart(Frozen):
    """A native chart linked to the cells of its panel.

    staaf: lying bars; kolom: standing; gestapeld: lying, stacked; punten: a scatter of the only series against the
    column `categories`, which for bars holds their names; `rows` is how many rows of the panel are drawn.
    `asks`: the question on which the chart rests (`*` for any part of its id); left out where a survey asks none such.
    """

    kind: Literal["staaf", "kolom", "gestapeld", "punten"]
    title: str
    alt_text: str
    categories: int = 1
    series: tuple[PanelSeries, ...]
    rows: int | None = None
    asks: str = ""
    horizontal: str = ""
    vertical: str = ""


class Panel(Frozen):
    """A block of figures under a heading, with charts below it; `beside` puts it right of the printed page.

    open: how many rows are filled differs much, so that none is ruled.
    """

    id: str
    heading: str
    explains: str = ""
    columns: tuple[PanelColumn, ...]
    rows: int = Field(ge=1)
    charts: tuple[PanelChart, ...] = ()
    charts_per_row: Literal[1, 2, 3] = 1
    beside: bool = False
    open: bool = False

    @model_validator(mode="after")
    def _charts_stay_inside(self) -> Panel:
        used = [n for chart in self.charts for s in chart.series for n in (s.column, s.margin or 1, chart.categories)]
        if any(not 1 <= column <= len(self.columns) for column in used):
            raise ValueError(f"een grafiek van paneel '{self.id}' wijst naar een kolom die er niet is")
        return self


class Page(Frozen):
    """A sheet of panels."""

    id: str
    sheet: str
    title: str
    holds: str
    who: str
    panels: tuple[Panel, ...]


class Pages(Frozen):
    """All pages: of the analysis workbook, the simulation and the monitor; `labels` say codes in words."""

    labels: dict[str, str]
    analysis: tuple[Page, ...]
    simulation: Page
    monitor: tuple[Page, ...]


def pages_of(survey: Survey) -> tuple[Page, ...]:
    """The pages of a survey's analysis workbook in its own words; none for a survey that asks no cost."""
    if not survey.dimensions.tasks:
        return ()
    return tuple(_of_survey(page, survey) for page in pages().analysis)


def _of_survey(page: Page, survey: Survey) -> Page:
    """Without the charts of what this survey does not ask."""
    asked = question_ids(survey)

    def drawn(chart: PanelChart) -> bool:
        return not chart.asks or bool(fnmatch.filter(asked, chart.asks))

    panels = tuple(panel.model_copy(update={"charts": tuple(filter(drawn, panel.charts))}) for panel in page.panels)
    return worded(page.model_copy(update={"panels": panels}), survey)


@cache
def pages() -> Pages:
    """The pages as the YAML describes them."""
    own, more = plain_yaml(FILE), plain_yaml(RESEARCH_FILE)
    joined = {"labels": {**own["labels"], **more["labels"]}, "analysis": [*own["analysis"], *more["analysis"]]}
    return Pages.model_validate({**own, **joined})
