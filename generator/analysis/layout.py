"""Where everything stands in the analysis workbook: sheets, tables, blocks and names. No workbook is needed for it.

The builder lays these places out; the commands write values into them. Both take the places from here, so that a
command never searches a sheet and a builder never invents a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.analysis.block import Block as Block
from generator.analysis.block import Mark, fixed
from generator.analysis.page_layout import PagePlace, page_place
from templates.analysis import analysis_texts
from templates.columns import (
    CASH,
    CORRECTIONS,
    COSTS,
    DRAW,
    DRAW_PLAN,
    EXCLUSIONS,
    FINDINGS,
    FINDINGS_NAMED,
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
    SOLVED_ON,
    SOURCES,
    WEIGHTS,
    frame_columns,
    municipality_columns,
)
from templates.instruments import instruments
from templates.pages import pages_of
from templates.questions import question_ids
from templates.report import MOST_KEY_FIGURES
from templates.research import BENCHMARKS, EFFECTS, KEY_LINES, OWN_DIVISIONS, OWN_MEASURES, SENSITIVITY
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
OWN_DIVISIONS_SHEET = "Indelingen"
OWN_MEASURES_SHEET = "Maten"
KEY_SHEET = "Verdeelsleutel"
EFFECTS_SHEET = "Herverdeeleffecten"
BENCHMARKS_SHEET = "IJkpunten"
SENSITIVITY_SHEET = "Gevoeligheden"
EXPLANATION_SHEET = "Toelichting"

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
OWN_DIVISIONS_TABLE = "tblIndelingen"
OWN_MEASURES_TABLE = "tblMaten"
KEY_TABLE = "tblVerdeelsleutel"
EFFECTS_TABLE = "tblHerverdeeleffecten"
BENCHMARKS_TABLE = "tblIJkpunten"
SENSITIVITY_TABLE = "tblGevoeligheden"
EXPLANATION_TABLE = "tblToelichting"

ANSWER_KEYS = ("code", "naam")
FINDING_COLUMNS = (FINDINGS[0], *FINDINGS_NAMED, *FINDINGS[1:], *FINDINGS_OF_PERSON)
SOLVED_COLUMNS = (*FINDING_COLUMNS, SOLVED_ON)

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

KEY_FIGURES_NAME = "overzicht.kerncijfers"
KEY_HEADING_ROW = 4
KEY_FIRST_ROW = KEY_HEADING_ROW + 1
STATUS_HEADING_ROW = KEY_FIRST_ROW + MOST_KEY_FIGURES + 1
STATUS_CELLS = {
    name: STATUS_HEADING_ROW + at for at, name in enumerate((STATUS_MESSAGE, STATUS_TIME, STATUS_RESPONSE), start=1)
}
CONTENTS_HEADING_ROW = max(STATUS_CELLS.values()) + 2
TECHNICAL_SHEET = "Techniek"
TECHNICAL_FIRST_ROW = 4
META_CELLS = {
    name: TECHNICAL_FIRST_ROW + at
    for at, name in enumerate((META_SURVEY, META_VERSION, META_YEAR, META_KIND, META_LAYOUT))
}
"""What the programs need to know of the workbook; it stands at the back."""
TECHNICAL_CELLS = {**META_CELLS, STATUS_VERSION: max(META_CELLS.values()) + 1}
WRITERS_HEADER_ROW = max(TECHNICAL_CELLS.values()) + 2
OVERVIEW_VALUE_COLUMN = 2

# --- result sheets ---------------------------------------------------------------------------------------------
RESULT_HEADER_ROW = 4
RESULT_FIRST_ROW = RESULT_HEADER_ROW + 1
SOURCE_LINES = 2
CHART_BASE_ROWS = 17
CHART_FREE_CATEGORIES = 6
RANGE_ROWS = 4


# --- the sheet of explanations ---------------------------------------------------------------------------------
EXPLANATION_COMMON = ("gemeenten", "parameters", "gemaakt")
EXPLANATION_PARTS = ("aantal", "vertrokken", "weging", "klein")
EXPLANATION_FIRST_ROW = 4
EXPLANATION_HEADER_ROW = EXPLANATION_FIRST_ROW + len(EXPLANATION_COMMON) + 1
EXPLANATION_COLUMN = 4
"""Before it stand the table, its title and how its figures were made."""


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
    ListPlace(SOLVED_SHEET, SOLVED_TABLE, SOLVED_COLUMNS, editable=FINDINGS_OF_PERSON),
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
    ListPlace(OWN_DIVISIONS_SHEET, OWN_DIVISIONS_TABLE, OWN_DIVISIONS, editable=EVERYTHING),
    ListPlace(OWN_MEASURES_SHEET, OWN_MEASURES_TABLE, OWN_MEASURES, editable=EVERYTHING),
    ListPlace(KEY_SHEET, KEY_TABLE, KEY_LINES, editable=EVERYTHING),
    ListPlace(EFFECTS_SHEET, EFFECTS_TABLE, EFFECTS, output=True),
    ListPlace(BENCHMARKS_SHEET, BENCHMARKS_TABLE, BENCHMARKS, output=True),
    ListPlace(SENSITIVITY_SHEET, SENSITIVITY_TABLE, SENSITIVITY, output=True),
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
    OWN_DIVISIONS_TABLE,
    OWN_MEASURES_TABLE,
    KEY_TABLE,
    EFFECTS_TABLE,
    BENCHMARKS_TABLE,
    SENSITIVITY_TABLE,
    ORIGIN_TABLE,
)
"""The lists that only a survey of cost has."""
RESEARCH_LISTS = {OWN_DIVISIONS_TABLE: OWN_DIVISIONS, OWN_MEASURES_TABLE: OWN_MEASURES, KEY_TABLE: KEY_LINES}
"""The lists in which a researcher asks for more than the study, with their columns."""
LIST_OF_SHEET = {place.sheet: place for place in LISTS}
LIST_OF_TABLE = {place.table: place for place in LISTS}
ANSWER_LABEL_ROW, ANSWER_SHEET_ROW, ANSWER_CELL_ROW = 4, 5, 6


@dataclass(frozen=True)
class ResultPlace:
    """Where a result table stands on its sheet: one Excel table, its headings in a column of their own.

    `rows` are the rows of the definition (from 0) that stand there: headings do not, they are written in the first
    column of every row below them. `block` holds the figures as presented, `signs` the sign of each row, `full` the
    same figures unrounded to the right, `source` the lines under the table. `charts` are the first row and the number
    of rows of each chart, from top to bottom; `aids` the names of rows with their heading, which charts point at.
    """

    table: str
    rows: tuple[int, ...]
    block: Block
    signs: Block
    full: Block
    source: Block
    charts: tuple[tuple[int, int], ...]
    aids: Block

    @property
    def sheet(self) -> str:
        return self.block.sheet

    @property
    def label_column(self) -> int:
        """The column with what a row is about."""
        return self.block.column - 1

    @property
    def table_name(self) -> str:
        """The name of the Excel table: `tblTabel_3_2` for table 3.2."""
        return f"tblTabel_{self.table.replace('.', '_')}"

    @property
    def table_area(self) -> str:
        """The Excel table with its header: from the first column up to and with the signs."""
        return Block(self.sheet, RESULT_HEADER_ROW, 1, self.block.rows + 1, self.signs.column).area

    @property
    def gap_column(self) -> int:
        """The empty column between the two blocks; the printed page ends with it."""
        return self.signs.column + 1

    @property
    def last_row(self) -> int:
        """The last row that is printed."""
        return max([self.source.last_row, *(row + rows - 1 for row, rows in self.charts)])

    @property
    def names(self) -> dict[str, Block]:
        """The workbook-level names of the four blocks."""
        return {block.name: block for block in (self.block, self.signs, self.full, self.source)}

    def standing(self, lines: Sequence[Any]) -> list[Any]:
        """The lines of a filled definition that stand on the sheet."""
        return [lines[row] for row in self.rows]


def overview_cell(name: str) -> Block:
    """The cell on the overview or the sheet at the back that carries this name; KeyError for another name."""
    if name in TECHNICAL_CELLS:
        return _beside_label(TECHNICAL_SHEET, TECHNICAL_CELLS[name], analysis_texts().technical.labels[name], name)
    return _beside_label(OVERVIEW, STATUS_CELLS[name], analysis_texts().overview.labels[name], name)


def _beside_label(sheet: str, row: int, label: str, name: str) -> Block:
    return Block(sheet, row, OVERVIEW_VALUE_COLUMN, name=name, marks=tuple(fixed(row, 1, [label])))


def key_figures_block() -> Block:
    """What the key figures on the overview say."""
    words = analysis_texts().overview
    marks = (*fixed(KEY_HEADING_ROW, 1, [words.key_heading]), *fixed(STATUS_HEADING_ROW, 1, [words.status_heading]))
    return Block(OVERVIEW, KEY_FIRST_ROW, OVERVIEW_VALUE_COLUMN, MOST_KEY_FIGURES, 1, KEY_FIGURES_NAME, marks)


def block_name(table_id: str) -> str:
    """The name of a table's presented block: `tabel.3_2` for table 3.2."""
    return f"tabel.{table_id.replace('.', '_')}"


def full_name(table_id: str) -> str:
    """The name of a table's block with unrounded values."""
    return f"{block_name(table_id)}.onafgerond"


def headed(table: ResultTable) -> bool:
    """Whether rows of the table stand under headings, which then have a column of their own."""
    return any(row.pick is None for row in table.rows)


def row_headings(table: ResultTable, whole: str) -> list[str]:
    """The heading that each row stands under; `whole` where it stands under none."""
    found, heading = [], whole
    for row in table.rows:
        heading = row.label if row.pick is None else heading
        found.append(whole if row.apart else heading)
    return found


def result_place(table: ResultTable) -> ResultPlace:
    """The places of a result table: table on top, its source under it, then the charts."""
    rows = tuple(number for number, row in enumerate(table.rows) if row.pick is not None)
    first, name = 3 if headed(table) else 2, block_name(table.id)
    labels = tuple(_labels(table, rows, first))
    block = Block(
        table.sheet, RESULT_FIRST_ROW, first, len(rows), len(table.columns), name, _headed(table, first, labels)
    )
    signs = Block(table.sheet, RESULT_FIRST_ROW, block.last_column + 1, len(rows), 1, f"{name}.teken", labels)
    right, called = signs.column + 2, full_name(table.id)
    full = Block(
        table.sheet, RESULT_FIRST_ROW, right, len(rows), len(table.columns), called, _headed(table, right, labels)
    )
    around = ((block.last_row + 1, 1, None), (block.last_row + 2 + SOURCE_LINES, 1, None))
    source = Block(table.sheet, block.last_row + 2, 1, SOURCE_LINES, 1, f"{name}.bron", (*labels, *around))
    at = source.last_row + 2
    charts = []
    for chart in table.charts:
        charts.append((at, chart_rows(chart)))
        at += chart_rows(chart) + 1
    beside = full.last_column + 2 + sum(bool(column.recount) for column in table.columns)
    aids = Block(table.sheet, RESULT_FIRST_ROW, beside, len(rows))
    return ResultPlace(table.id, rows, block, signs, full, source, tuple(charts), aids)


def _labels(table: ResultTable, rows: Sequence[int], first: int) -> Iterator[Mark]:
    """What the rows are about, and the headings that they stand under."""
    headings = row_headings(table, analysis_texts().result.whole)
    for at, row in enumerate(rows, start=RESULT_FIRST_ROW):
        if headed(table):
            yield from fixed(at, 1, [headings[row]])
        yield from fixed(at, first - 1, [table.rows[row].label])


def _headed(table: ResultTable, first: int, labels: Sequence[Mark]) -> tuple[Mark, ...]:
    """The labels of the rows, and the headings of the columns as far as they stand on the sheet as they are defined."""
    columns = table.columns
    heads = ["" if any(one.upper for one in columns[at : at + 2]) else one.label for at, one in enumerate(columns)]
    return (*fixed(RESULT_HEADER_ROW, first, heads), *labels)


def chart_rows(chart: Chart) -> int:
    """How many rows a chart takes: lying bars grow with their number, so that every label stays readable."""
    if chart.kind == "bereik":
        return CHART_BASE_ROWS + RANGE_ROWS
    bars = len(chart.rows) * (1 + len(chart.series)) / 2 if chart.kind == "staaf" else 0
    return CHART_BASE_ROWS + max(0, round(bars - CHART_FREE_CATEGORIES))


def result_places(survey: Survey) -> tuple[ResultPlace, ...]:
    """The places of all result tables, in the order of their sheets."""
    return tuple(result_place(table) for table in survey.tables)


def explained(survey: Survey) -> Block:
    """The cells on the sheet of explanations that say what the figures rest on: a row per table, in their order."""
    row, columns = EXPLANATION_HEADER_ROW + 1, len(EXPLANATION_PARTS)
    marks = tuple(mark for at, one in enumerate(survey.tables, start=row) for mark in fixed(at, 1, [one.sheet]))
    return Block(EXPLANATION_SHEET, row, EXPLANATION_COLUMN, len(survey.tables), columns, "toelichting.tabellen", marks)


def explanation_cells() -> dict[str, Block]:
    """What is said once for all tables: who answered, the parameters, when and by which version it was computed."""
    return {
        part: _beside_label(EXPLANATION_SHEET, row, analysis_texts().explanation.common[part], f"toelichting.{part}")
        for row, part in enumerate(EXPLANATION_COMMON, start=EXPLANATION_FIRST_ROW)
    }


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
    return (
        OVERVIEW,
        *readable,
        EXPLANATION_SHEET,
        *(place.sheet for place in list_places(survey)),
        TECHNICAL_SHEET,
    )


def page_places(survey: Survey) -> dict[str, PagePlace]:
    """The places of the pages of a survey, by the id of the page."""
    return {page.id: page_place(page) for page in pages_of(survey)}


def named_blocks(survey: Survey) -> dict[str, Block]:
    """Every workbook-level name of the analysis workbook, with the cells it stands for."""
    return dict(_named_blocks(survey))


def _named_blocks(survey: Survey) -> Iterator[tuple[str, Block]]:
    for name in (*TECHNICAL_CELLS, *STATUS_CELLS):
        yield name, overview_cell(name)
    for place in result_places(survey):
        yield from place.names.items()
    for block in (key_figures_block(), *explanation_cells().values(), explained(survey)):
        yield block.name, block
    for page in page_places(survey).values():
        yield from page.names.items()
