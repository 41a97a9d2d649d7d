"""Where everything stands in the analysis workbook: sheets, tables, blocks and names. No workbook is needed for it.

The builder lays these places out; the commands write values into them. Both take the places from here, so that a
command never searches a sheet and a builder never invents a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.analysis.block import Block as Block
from generator.analysis.page_layout import PagePlace, page_place
from templates.columns import (
    CASH,
    CORRECTIONS,
    COSTS,
    DRAW,
    DRAW_PLAN,
    EXCLUSIONS,
    FINDINGS,
    FINDINGS_OF_PERSON,
    FRAME,
    INTERVIEW,
    MUNICIPALITIES,
    ORIGIN,
    PARAMETERS,
    RESPONSE,
    RESULTS,
    SAMPLE,
    SCENARIO_RESULTS,
    SCENARIO_TABLES,
    SCENARIOS,
    SOLVED,
    SOURCES,
    WEIGHTS,
    frame_columns,
    municipality_columns,
)
from templates.instruments import instruments
from templates.pages import pages_of
from templates.questions import question_ids
from templates.research import BENCHMARKS, EFFECTS, KEY_LINES
from templates.schema import Chart, ResultTable, Survey

# --- sheets ----------------------------------------------------------------------------------------------------
OVERVIEW = "Overzicht"
FRAME_SHEET = "Frame"
SAMPLE_SHEET = "Steekproef"
DRAW_SHEET = "Trekking"
DRAW_PLAN_SHEET = "Trekkingsplan"
ANSWERS_SHEET = "Antwoorden"
SOURCES_SHEET = "Bronbestanden"
PARAMETERS_SHEET = "Parameters"
FINDINGS_SHEET = "Bevindingen"
SOLVED_SHEET = "Opgelost"
CORRECTIONS_SHEET = "Correcties"
EXCLUSIONS_SHEET = "Uitsluitingen"
INTERVIEW_SHEET = "Gesprekspunten"
RESPONSE_SHEET = "Respons"
ORIGIN_SHEET = "Herkomst"
MUNICIPALITIES_SHEET = "Gemeenten"
COSTS_SHEET = "Kosten"
WEIGHTS_SHEET = "Gewichten"
RESULTS_SHEET = "Resultaten"
CASH_SHEET = "Kasstromen"
INSTRUMENTS_SHEET = "Instrumenten"
SCENARIOS_SHEET = "Scenariolijst"
SCENARIO_TABLES_SHEET = "Scenariotabellen"
SCENARIO_RESULTS_SHEET = "Scenarioresultaten"
KEY_SHEET = "Verdeelsleutel"
EFFECTS_SHEET = "Herverdeeleffecten"
BENCHMARKS_SHEET = "IJkpunten"

# --- Excel tables ----------------------------------------------------------------------------------------------
FRAME_TABLE = "tblFrame"
SAMPLE_TABLE = "tblSteekproef"
DRAW_TABLE = "tblTrekking"
DRAW_PLAN_TABLE = "tblTrekkingsplan"
ANSWERS_TABLE = "tblAntwoorden"
SOURCES_TABLE = "tblBronnen"
PARAMETERS_TABLE = "tblParameters"
FINDINGS_TABLE = "tblBevindingen"
SOLVED_TABLE = "tblOpgelost"
CORRECTIONS_TABLE = "tblCorrecties"
EXCLUSIONS_TABLE = "tblUitsluitingen"
INTERVIEW_TABLE = "tblGesprekspunten"
RESPONSE_TABLE = "tblRespons"
ORIGIN_TABLE = "tblHerkomst"
MUNICIPALITIES_TABLE = "tblGemeenten"
COSTS_TABLE = "tblKosten"
WEIGHTS_TABLE = "tblGewichten"
RESULTS_TABLE = "tblResultaten"
CASH_TABLE = "tblKasstromen"
INSTRUMENTS_TABLE = "tblInstrumenten"
SCENARIOS_TABLE = "tblScenarios"
SCENARIO_TABLES_TABLE = "tblScenariotabellen"
SCENARIO_RESULTS_TABLE = "tblScenarioresultaten"
KEY_TABLE = "tblVerdeelsleutel"
EFFECTS_TABLE = "tblHerverdeeleffecten"
BENCHMARKS_TABLE = "tblIJkpunten"

ANSWER_KEYS = ("code", "naam")
FINDING_COLUMNS = (*FINDINGS, *FINDINGS_OF_PERSON)

# --- names of single cells -------------------------------------------------------------------------------------
META_KIND = "meta.soort"
META_SURVEY = "meta.enquete"
META_VERSION = "meta.versie"
META_YEAR = "meta.jaar"
META_LAYOUT = "meta.indeling"
KIND_ANALYSIS = "analyse"
STATUS_MESSAGE = "status.melding"
STATUS_TIME = "status.tijdstip"
STATUS_VERSION = "status.versie"
STATUS_RESPONSE = "status.respons"

STATUS_HEADING_ROW = 4
STATUS_CELLS = {STATUS_MESSAGE: 5, STATUS_TIME: 6, STATUS_VERSION: 7, STATUS_RESPONSE: 8}
META_HEADING_ROW = 10
META_CELLS = {META_SURVEY: 11, META_VERSION: 12, META_YEAR: 13, META_KIND: 14, META_LAYOUT: 15}
CONTENTS_HEADING_ROW = 17
CONTENTS_HEADER_ROW = 18
OVERVIEW_VALUE_COLUMN = 2

# --- result sheets ---------------------------------------------------------------------------------------------
RESULT_HEADER_ROW = 4
RESULT_FIRST_ROW = RESULT_HEADER_ROW + 1
RESULT_FIRST_COLUMN = 2
REST_LINES = 6
CHART_BASE_ROWS = 17
CHART_FREE_CATEGORIES = 6


@dataclass(frozen=True)
class ListPlace:
    """A list sheet: its table, the row of the table's header and the columns that the contract asks for.

    A frame may bring more columns, and the answers have a column per question after `columns`. `editable` names the
    columns that a researcher may change; `("*",)` means all of them. An `output` list is rewritten by a command.
    """

    sheet: str
    table: str
    columns: tuple[str, ...]
    header_row: int = 5
    editable: tuple[str, ...] = ()
    output: bool = False

    @property
    def first_row(self) -> int:
        """The first row of data."""
        return self.header_row + 1

    def area(self, rows: int, columns: int | None = None) -> str:
        """The table's reference for a number of data rows; an Excel table keeps at least one row of data."""
        width = len(self.columns) if columns is None else columns
        return Block(self.sheet, self.header_row, 1, max(rows, 1) + 1, width).area


EVERYTHING = ("*",)
LISTS = (
    ListPlace(FRAME_SHEET, FRAME_TABLE, FRAME, editable=EVERYTHING),
    ListPlace(SAMPLE_SHEET, SAMPLE_TABLE, SAMPLE, editable=EVERYTHING),
    ListPlace(DRAW_SHEET, DRAW_TABLE, DRAW, output=True),
    ListPlace(DRAW_PLAN_SHEET, DRAW_PLAN_TABLE, DRAW_PLAN, output=True),
    ListPlace(RESPONSE_SHEET, RESPONSE_TABLE, RESPONSE, output=True),
    ListPlace(ANSWERS_SHEET, ANSWERS_TABLE, ANSWER_KEYS, header_row=7),
    ListPlace(CORRECTIONS_SHEET, CORRECTIONS_TABLE, CORRECTIONS, editable=EVERYTHING),
    ListPlace(EXCLUSIONS_SHEET, EXCLUSIONS_TABLE, EXCLUSIONS, editable=EVERYTHING),
    ListPlace(SOURCES_SHEET, SOURCES_TABLE, SOURCES),
    ListPlace(PARAMETERS_SHEET, PARAMETERS_TABLE, PARAMETERS, editable=EVERYTHING),
    ListPlace(FINDINGS_SHEET, FINDINGS_TABLE, FINDING_COLUMNS, editable=FINDINGS_OF_PERSON),
    ListPlace(SOLVED_SHEET, SOLVED_TABLE, SOLVED, editable=FINDINGS_OF_PERSON),
    ListPlace(INTERVIEW_SHEET, INTERVIEW_TABLE, INTERVIEW, output=True),
    ListPlace(MUNICIPALITIES_SHEET, MUNICIPALITIES_TABLE, MUNICIPALITIES, output=True),
    ListPlace(COSTS_SHEET, COSTS_TABLE, COSTS, output=True),
    ListPlace(WEIGHTS_SHEET, WEIGHTS_TABLE, WEIGHTS, output=True),
    ListPlace(RESULTS_SHEET, RESULTS_TABLE, RESULTS, output=True),
    ListPlace(INSTRUMENTS_SHEET, INSTRUMENTS_TABLE, instruments().columns, editable=EVERYTHING),
    ListPlace(SCENARIOS_SHEET, SCENARIOS_TABLE, SCENARIOS, editable=EVERYTHING),
    ListPlace(SCENARIO_TABLES_SHEET, SCENARIO_TABLES_TABLE, SCENARIO_TABLES, output=True),
    ListPlace(SCENARIO_RESULTS_SHEET, SCENARIO_RESULTS_TABLE, SCENARIO_RESULTS, output=True),
    ListPlace(CASH_SHEET, CASH_TABLE, CASH, output=True),
    ListPlace(KEY_SHEET, KEY_TABLE, KEY_LINES, editable=EVERYTHING),
    ListPlace(EFFECTS_SHEET, EFFECTS_TABLE, EFFECTS, output=True),
    ListPlace(BENCHMARKS_SHEET, BENCHMARKS_TABLE, BENCHMARKS, output=True),
    ListPlace(ORIGIN_SHEET, ORIGIN_TABLE, ORIGIN, output=True),
)
OF_COST = (
    MUNICIPALITIES_TABLE,
    COSTS_TABLE,
    WEIGHTS_TABLE,
    INSTRUMENTS_TABLE,
    SCENARIOS_TABLE,
    SCENARIO_TABLES_TABLE,
    SCENARIO_RESULTS_TABLE,
    CASH_TABLE,
    KEY_TABLE,
    EFFECTS_TABLE,
    BENCHMARKS_TABLE,
    ORIGIN_TABLE,
)
"""The lists that only a survey of cost has."""
LIST_OF_SHEET = {place.sheet: place for place in LISTS}
LIST_OF_TABLE = {place.table: place for place in LISTS}
ANSWER_LABEL_ROW, ANSWER_SHEET_ROW, ANSWER_CELL_ROW = 4, 5, 6


@dataclass(frozen=True)
class ResultPlace:
    """Where a result table stands on its sheet.

    `block` holds the figures as presented, `full` the same figures unrounded to the right of it, `rests_on` the lines
    that say what the figures rest on. `charts` are the first row and the number of rows of each chart, from top to
    bottom. Rows that are headings belong to the blocks and stay empty.
    """

    table: str
    block: Block
    full: Block
    rests_on: Block
    charts: tuple[tuple[int, int], ...]

    @property
    def sheet(self) -> str:
        return self.block.sheet

    @property
    def gap_column(self) -> int:
        """The empty column between the two blocks; the printed page ends with it."""
        return self.block.last_column + 1

    @property
    def names(self) -> dict[str, Block]:
        """The workbook-level names of the three blocks."""
        return {block.name: block for block in (self.block, self.full, self.rests_on)}


def overview_cell(name: str) -> Block:
    """The cell on the overview that carries this name; KeyError for a name that stands elsewhere."""
    return Block(OVERVIEW, {**META_CELLS, **STATUS_CELLS}[name], OVERVIEW_VALUE_COLUMN, name=name)


def block_name(table_id: str) -> str:
    """The name of a table's presented block: `tabel.3_2` for table 3.2."""
    return f"tabel.{table_id.replace('.', '_')}"


def full_name(table_id: str) -> str:
    """The name of a table's block with unrounded values."""
    return f"{block_name(table_id)}.onafgerond"


def rests_on_name(table_id: str) -> str:
    """The name of the lines under a table that say what it rests on."""
    return f"{block_name(table_id)}.rust_op"


def result_place(table: ResultTable) -> ResultPlace:
    """The places of a result table: table on top, charts under it, then what it rests on."""
    rows, columns = len(table.rows), len(table.columns)
    block = Block(table.sheet, RESULT_FIRST_ROW, RESULT_FIRST_COLUMN, rows, columns, block_name(table.id))
    full = Block(table.sheet, RESULT_FIRST_ROW, block.last_column + 2, rows, columns, full_name(table.id))
    at = block.last_row + 2
    charts = []
    for chart in table.charts:
        charts.append((at, chart_rows(chart)))
        at += chart_rows(chart) + 1
    # One row for the heading and one for the template's own sentence on what the table rests on.
    rests_on = Block(table.sheet, at + 2, 1, REST_LINES, 1, rests_on_name(table.id))
    return ResultPlace(table.id, block, full, rests_on, tuple(charts))


def chart_rows(chart: Chart) -> int:
    """How many rows a chart takes: lying bars grow with their number, so that every label stays readable."""
    bars = len(chart.rows) * (1 + len(chart.series)) / 2 if chart.kind == "staaf" else 0
    return CHART_BASE_ROWS + max(0, round(bars - CHART_FREE_CATEGORIES))


def result_places(survey: Survey) -> tuple[ResultPlace, ...]:
    """The places of all result tables, in the order of their sheets."""
    return tuple(result_place(table) for table in survey.tables)


def list_places(survey: Survey) -> tuple[ListPlace, ...]:
    """The list sheets of a survey: some columns of the frame and of the municipalities follow its groups.

    A survey that asks no cost has none of the lists that hold it.
    """
    own = {
        FRAME_TABLE: frame_columns(survey.dimensions),
        MUNICIPALITIES_TABLE: municipality_columns(survey.dimensions),
    }
    kept = (place for place in LISTS if survey.dimensions.tasks or place.table not in OF_COST)
    return tuple(replace(place, columns=own.get(place.table, place.columns)) for place in kept)


def answer_columns(survey: Survey) -> tuple[str, ...]:
    """The columns of the wide table of answers: code, name and every question id."""
    return (*ANSWER_KEYS, *question_ids(survey))


def sheet_names(survey: Survey) -> tuple[str, ...]:
    """All sheets of the analysis workbook of a survey, in the order of their tabs.

    The reader's sheets come first: the overview, the result tables and the pages, then the lists they were made from.
    """
    readable = (*(table.sheet for table in survey.tables), *(page.sheet for page in pages_of(survey)))
    return (OVERVIEW, *readable, *(place.sheet for place in list_places(survey)))


def page_places(survey: Survey) -> dict[str, PagePlace]:
    """The places of the pages of a survey, by the id of the page."""
    return {page.id: page_place(page) for page in pages_of(survey)}


def named_blocks(survey: Survey) -> dict[str, Block]:
    """Every workbook-level name of the analysis workbook, with the cells it stands for."""
    return dict(_named_blocks(survey))


def _named_blocks(survey: Survey) -> Iterator[tuple[str, Block]]:
    for name in (*META_CELLS, *STATUS_CELLS):
        yield name, overview_cell(name)
    for place in result_places(survey):
        yield from place.names.items()
    for page in page_places(survey).values():
        yield from page.names.items()
