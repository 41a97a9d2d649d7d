"""The sheets that ask: a page per sheet of the survey definition, list blocks and grids under each other."""

from __future__ import annotations

import itertools

from generator import style
from generator.ooxml.sheet import address
from generator.survey.calculation import KINDS
from generator.survey.entry import explained, validation
from generator.survey.formulas import (
    BLANK,
    STEP,
    all_hold,
    filled,
    formula,
    is_asked,
    known_name,
    literal,
    missing_words,
    salary,
    shown,
    shown_name,
    suffix,
    words,
)
from generator.survey.page import Highlight, Page, column_area
from generator.survey.readings import ANSWERED, EMPTY, NOT_KNOWN, Readings
from generator.survey.texts import in_figures, text
from templates.questions import Asked, questions, row_label
from templates.rules import rule_cases
from templates.schema import Column, Condition, GridBlock, ListBlock, Sheet, Survey

LIST_WIDTHS = {1: 47.0, 2: 24.0, 3: 12.0, 4: 16.0, 5: 34.0, 6: 74.0}
PLAIN_WIDTHS = {1: 62.0, 2: 24.0, 3: 12.0, 4: 16.0, 5: 74.0}
ANSWER, STATE, UNIT, MORE = 2, 3, 4, 5
"""Columns of a list; what it asks more stands in MORE, the explanation after it, or there when no list asks more."""
LISTS = (LIST_WIDTHS, PLAIN_WIDTHS)
"""The widths of a sheet that holds lists only."""
LABEL_WIDTH, LEAST_WIDTH = 60.0, 160.0
CELL_WIDTH, WIDE_CELL, WIDE_UP_TO = 13.5, 17.0, 6
OUTCOME_WIDTH, TOTAL_WIDTH = 16.0, 23.0
"""Room for an amount with a sign before it, or "nog niet bekend", and for "ten minste" an amount."""
NOT_FOR_YOU_ENDS = 4
"""The column up to which the line runs that says that a sheet is not for the respondent."""
MEMO_HEIGHT, TOTAL_HEIGHT = 80.0, 24.0
NARROW_REMARK, REMARK_HEIGHT = 25.0, 34.0
"""A remark beside a grid that is narrower than another on its sheet, and room for two lines of any remark."""
FORMATS = {
    "aantal": style.INTEGER,
    "bedrag": style.EURO,
    "fractie": style.PERCENT,
    "datum": style.DATE,
    "tekst": style.TEXT_FORMAT,
    "memo": style.TEXT_FORMAT,
}


def input_pages(survey: Survey) -> tuple[Page, ...]:
    """A page per input sheet, in the order of the definition; their names are the question ids."""
    asked = questions(survey)
    return tuple(_InputPage(survey, sheet, asked).page for sheet in survey.sheets)


class _InputPage:
    def __init__(self, survey: Survey, sheet: Sheet, asked: tuple[Asked, ...]) -> None:
        self.survey, self.sheet = survey, sheet
        self.by_id, self.read = {one.id: one for one in asked}, Readings(survey)
        self.mine = [one for one in asked if one.sheet == sheet.key]
        self.page = Page(sheet.name, freeze="B4", header_rows="1:2")
        self.not_applicable: dict[tuple[Condition, ...], list[str]] = {}
        self.prefilled: list[str] = []
        self._widths()
        self._head()
        for number, block in enumerate(sheet.blocks):
            members = [one for one in self.mine if one.block == number]
            if isinstance(block, GridBlock):
                self._grid(block, members)
            else:
                self._list(block, members)
            self.page.row += 1
        self._highlights()

    # --- head and widths

    def _widths(self) -> None:
        grids = [block for block in self.sheet.blocks if isinstance(block, GridBlock)]
        if not grids:
            asks_more = any(block.kind == "lijst" and block.columns for block in self.sheet.blocks)
            self.page.widths = dict(LIST_WIDTHS if asks_more else PLAIN_WIDTHS)
            return
        most = max(len(_figures(block)) + len(_outcomes(block)) for block in grids)
        usual = WIDE_CELL if most <= WIDE_UP_TO else CELL_WIDTH
        widths = {1: LABEL_WIDTH, **dict.fromkeys(range(2, 2 + most), usual)}
        for block in (block for block in grids if block.outcome):
            first, last = 2 + len(_figures(block)), 1 + len(_figures(block)) + len(_outcomes(block))
            widths |= {at: max(widths[at], OUTCOME_WIDTH) for at in range(first, last)}
            widths[last] = max(widths[last], TOTAL_WIDTH)
        for block in grids:
            for at, column in enumerate(_figures(block), start=2):
                widths[at] = max(widths[at], column.width or usual)
            last = _remark_column(block) == 2 + most
            for at, column in enumerate(_remarks(block), start=_remark_column(block)):
                widths[at] = max(widths.get(at, usual), (column.width or usual) if last else NARROW_REMARK)
        while sum(widths.values()) < LEAST_WIDTH:
            widths[len(widths) + 1] = usual
        self.page.widths = widths

    @property
    def text_width(self) -> int:
        """How many characters fit over all columns."""
        return int(min(sum(self.page.widths.values()), 215.0))

    def _head(self) -> None:
        page, key = self.page, self.sheet.key
        page.title(self.sheet.title)
        name = next((one.id for one in self.by_id.values() if one.field.prefilled == "naam"), None)
        if name:
            page.put(2, 1, formula(f'"{text("common.municipality")}"&{shown(name)}'), f"{style.SUBTITLE}_regel")
        counted = words(
            text("common.answered"), f"=reken.beantwoord.{key}", text("common.of"), f"=reken.gevraagd.{key}"
        )
        progress = f"IF(reken.gevraagd.{key}=0,{literal(text('sheet.nothing_required'))},{counted})"
        if self.sheet.applies:
            mine = all_hold(self.sheet.applies, self.by_id)
            progress = f"IF({mine},{progress},{literal(text('sheet.not_for_you'))})"
            page.highlights.append(Highlight(f"A3:{address(3, NOT_FOR_YOU_ENDS)}", f"NOT({mine})", "let_op"))
        page.put(3, 1, formula(progress), f"{style.SUBTITLE}_regel")
        page.back_link(2, ANSWER)
        page.row = 4
        page.paragraph(self.sheet.intro, self.text_width, style.BODY)
        for note in ("three_answers", "required_note"):
            page.paragraph(text(f"common.{note}"), self.text_width, style.NOTE)
        page.row += 1

    # --- blocks

    def _block_head(self, block: ListBlock | GridBlock) -> None:
        self.page.heading(block.title, len(self.page.widths))
        if block.intro:
            self.page.paragraph(block.intro, self.text_width, style.NOTE)

    def _list(self, block: ListBlock, members: list[Asked]) -> None:
        page = self.page
        self._block_head(block)
        if all(one.field.type == "memo" for one in members):
            for asked in members:
                self._memo(asked)
            return
        more = [column.heading or column.label for column in block.columns[:1]]
        explanation = max(page.widths) if page.widths in LISTS else MORE + len(more)
        heads = [text(f"sheet.{head}") for head in ("question", "answer", "state", "unit")] + more
        page.column_headings([*heads, *[""] * (explanation - 1 - len(heads))])
        rest = max(page.widths) - explanation
        headings = [text("sheet.explanation"), *[None] * rest]
        page.put_row(page.row - 1, headings, f"{style.COLUMN_HEADING}_links", explanation)
        first = page.row
        for asked in members:
            if asked.column:
                self._answer_alone(asked, page.row - 1, MORE)
            else:
                self._list_row(asked, explanation)
                if more:
                    page.put(page.row - 1, MORE, None, style.NOT_ASKED)
        self._state_looks(f"{address(first, STATE)}:{address(page.row - 1, STATE)}", address(first, STATE))

    def _list_row(self, asked: Asked, explanation: int) -> None:
        """A question with its answer, state, unit and explanation."""
        page, row = self.page, self.page.row
        wraps = page.widths in LISTS
        page.put(row, 1, _label(asked), style.LABEL)
        self._answer_alone(asked, row, ANSWER)
        page.put(row, STATE, formula(self._state(asked)), style.STATE)
        page.put(row, UNIT, asked.field.unit or None, style.LABEL)
        page.put(row, explanation, _explanation(asked), style.NOTE if wraps else f"{style.NOTE}_uitleg")
        page.fit_height(row, (1, UNIT, explanation) if wraps else (1, UNIT))
        page.row += 1

    def _state(self, asked: Asked) -> str:
        """Whether the question applies and is answered, in a word."""
        states = ("todo", "done", "free", "not", "unknown", "wrong")
        said = {word: literal(text(f"sheet.state_{word}")) for word in states}
        blank = said["todo" if asked.field.required else "free"]
        held = f"IF({filled(asked.id)},{said['done']},{blank})"
        wrong = "1=0"  # what stands in a cell is judged, whether the question applies or not
        if asked.id in self.read.asked:
            cell = self.read.state(asked.id)
            wrong = f"{cell}>{NOT_KNOWN}"
            held = f"IF({cell}<={EMPTY},{blank},IF({cell}>{ANSWERED},{said['unknown']},{said['done']}))"
        if asked.applies:
            held = f"IF({all_hold(asked.applies, self.by_id)},{held},{said['not']})"
        return f"IF({wrong},{said['wrong']},{held})"

    def _state_looks(self, area: str, first: str) -> None:
        looks = {"todo": "let_op", "not": "geldt_niet", "done": "goed", "unknown": "let_op", "wrong": "fout"}
        for word, look in looks.items():
            told = f"{first}={literal(text(f'sheet.state_{word}'))}"
            self.page.highlights.append(Highlight(area, told, look))

    def _memo(self, asked: Asked) -> None:
        """A remark: the label, below it a wide and high cell to write in."""
        page = self.page
        page.put(page.row, 1, f"{asked.label}. {asked.field.help}", f"{style.NOTE}_regel")
        self._answer_alone(asked, page.row + 1, 1)
        page.heights[page.row + 1] = MEMO_HEIGHT
        page.row += 2

    def _grid(self, block: GridBlock, members: list[Asked]) -> None:
        page, dimensions = self.page, self.survey.dimensions
        self._block_head(block)
        columns = {column.key: 2 + at for at, column in enumerate(_figures(block))}
        outcomes = _outcomes(block)
        heads = [(column.heading or column.label) + _mark(column.required) for column in _figures(block)]
        head_row = page.column_headings([text("common.label") + _mark(block.required_rows), *heads, *outcomes])
        for at, column in enumerate(_remarks(block), start=_remark_column(block)):
            columns[column.key] = at
            page.put(head_row, at, column.heading or column.label, style.COLUMN_HEADING)
        self._for_you(members, columns)
        self._units(block, len(outcomes))
        last = 1 + len(heads) + len(outcomes) + len(_remarks(block))
        under = itertools.product(range(head_row + 1, page.row), range(1, last + 1))
        for spot in set(under) - set(page.cells):
            page.put(*spot, None, style.UNIT)
        first = page.row
        for code in dimensions.expand(block.rows):
            self._grid_row(block, code, [one for one in members if one.row == code], columns)
        self._grid_validations(block, members, columns, first, page.row - 1)
        self._grid_total(block)

    def _grid_row(self, block: GridBlock, code: str, members: list[Asked], columns: dict[str, int]) -> None:
        page, row = self.page, self.page.row
        entry = self.survey.dimensions.entry(code)
        asides = (("includes", entry.definition), ("excludes", entry.excludes)) if entry and block.outcome else ()
        aside = [text(f"sheet.{word}") + said for word, said in asides if said]
        page.put_explained(row, 1, row_label(self.survey, block, code), aside, style.LABEL)
        for column in range(2, 2 + len(_figures(block))):
            page.put(row, column, None, style.NOT_ASKED)
        for asked in members:
            self._answer(asked, row, columns[asked.column])
        names = self._outcome_names(block, code)
        for at, name in enumerate(names, start=2 + len(_figures(block))):
            page.put(row, at, formula(self._outcome(name)), style.FORMULA, style.EURO)
        page.fit_height(row, (1,), REMARK_HEIGHT if _remarks(block) else 20)
        page.row += 1

    def _for_you(self, members: list[Asked], columns: dict[str, int]) -> None:
        """A line that says in words which columns apply, where that depends on other answers."""
        conditions = {columns[one.column]: one.applies for one in members if one.field.type != "tekst"}
        if not any(conditions.values()):
            return
        page, row = self.page, self.page.row
        yes, no = (literal(text(f"sheet.for_you_{word}")) for word in ("yes", "no"))
        page.put(row, 1, text("sheet.for_you"), style.UNIT)
        for column, applies in conditions.items():
            page.put(row, column, formula(f"IF({all_hold(applies, self.by_id)},{yes},{no})"), style.UNIT)
        area = f"{address(row, min(conditions))}:{address(row, max(conditions))}"
        page.highlights.append(Highlight(area, f"{address(row, min(conditions))}={no}", "geldt_niet"))
        page.row += 1

    def _units(self, block: GridBlock, outcomes: int) -> None:
        page, row = self.page, self.page.row
        page.put(row, 1, None, style.UNIT)
        for at, column in enumerate(_figures(block), start=2):
            parts = [column.unit, f"{text('common.example')}{in_figures(column.example)}" if column.example else ""]
            page.put(row, at, "\n".join(part for part in parts if part) or None, style.UNIT)
        edge = 2 + len(_figures(block))
        for at in range(outcomes):
            page.put(row, edge + at, text("sheet.outcome_unit"), style.UNIT)
        page.fit_height(row, range(2, edge), 20)
        page.row += 1

    def _outcome_names(self, block: GridBlock, code: str) -> list[str]:
        """What a row of the grid comes to, under the name of the figure."""
        if block.outcome == "jaar":
            return [*(f"uit.jaar.{code}.{kind}" for kind in KINDS), f"{STEP}jaar.{code}"]
        if block.outcome == "traject":
            return [f"uit.traj.{block.group}.{code}"]
        return []

    def _outcome(self, name: str) -> str:
        """A figure beside its row, blank while nothing of the row is filled in."""
        state = suffix(name).split(".")
        item = ".".join(state[:2] if state[0] == "jaar" else state)
        return f'IF(reken.staat.{item}=0,"",{shown_name(name)})'

    def _grid_total(self, block: GridBlock) -> None:
        """A line with the total under the computed columns, and under it how much is not known yet."""
        page = self.page
        outcomes = len(_outcomes(block))
        if not outcomes:
            return
        label, name = self._total_of(block)
        edge = 1 + len(_figures(block))
        for column in range(2, edge + outcomes):
            page.put(page.row, column, None, style.TOTAL_LABEL)
        told = f"IF(reken.volledig=1,{missing_words(name)},{BLANK})"
        page.put(page.row, 1, formula(f"{literal(label)}&{told}"), style.TOTAL_LABEL)
        nothing = f"AND({known_name(name)}=0,{name}=0)"
        total = f"IF(OR(reken.volledig=0,{nothing}),{BLANK},{shown_name(name)})"
        page.put(page.row, edge + outcomes, formula(total), style.TOTAL, style.EURO)
        page.heights[page.row] = TOTAL_HEIGHT
        page.row += 1

    def _total_of(self, block: GridBlock) -> tuple[str, str]:
        codes, dimensions = self.survey.dimensions.expand(block.rows), self.survey.dimensions
        if block.outcome == "jaar":
            return text("sheet.total_annual"), "uit.jaar.totaal"
        stem = f"uit.traj.{block.group}"
        if set(codes) <= set(dimensions.task_codes):
            return text("sheet.total_direct"), f"{stem}.direct"
        if set(codes) <= set(dimensions.routes_of(block.group)):
            return text("sheet.total_routes"), f"{stem}.leerroutes"
        return text("sheet.total_provisions"), f"{stem}.voorzieningen"

    # --- answers

    def _answer(self, asked: Asked, row: int, column: int) -> None:
        """The cell to answer in: its look and its name."""
        field, page = asked.field, self.page
        look = style.PREFILLED if field.prefilled else style.INPUT
        if field.type == "memo":
            look = f"{style.INPUT}_memo"
        elif field.type == "tekst":
            look = f"{look}_tekst"
        elif field.type == "code" or asked.column:
            look = f"{look}_midden"
        page.put(row, column, None, look, FORMATS.get(field.type, ""))
        page.name_cell(asked.id, row, column)
        if field.prefilled:
            self.prefilled.append(address(row, column))
        if asked.applies:
            self.not_applicable.setdefault(asked.applies, []).append(address(row, column))

    def _answer_alone(self, asked: Asked, row: int, column: int) -> None:
        """A cell to answer in, with what it accepts."""
        self._answer(asked, row, column)
        self.page.validations.append(validation(asked, self.survey.dimensions, address(row, column)))

    def _grid_validations(
        self, block: GridBlock, members: list[Asked], columns: dict[str, int], first: int, last: int
    ) -> None:
        """One check on entry per grid column, over each run of rows that ask it."""
        codes = self.survey.dimensions.expand(block.rows)
        for column in block.columns:
            of_column = {one.row: one for one in members if one.column == column.key}
            start: int | None = None
            for row in range(first, last + 2):
                asks = row <= last and codes[row - first] in of_column
                if asks and start is None:
                    start = row
                if not asks and start is not None:
                    asked = of_column[codes[start - first]]
                    area = column_area(columns[column.key], start, row - 1)
                    self.page.validations.append(validation(asked, self.survey.dimensions, area, column.label))
                    start = None

    def _highlights(self) -> None:
        """Questions that do not apply turn grey; what stands in them still counts."""
        for conditions, cells in self.not_applicable.items():
            holds = all_hold(conditions, self.by_id)
            self.page.highlights.append(Highlight(" ".join(_joined(cells)), f"NOT({holds})", "geldt_niet"))
        for asked in self.mine:  # pasted over the check on entry
            if asked.id in self.read.asked:
                row, column, *_ = self.page.names[asked.id]
                wrong = f"{self.read.named_state(asked.id)}>{NOT_KNOWN}"
                self.page.highlights.append(Highlight(address(row, column), wrong, "ongeldig"))
        for case in (
            case for rule in self.survey.rules if rule.kind == "salaris" for case in rule_cases(self.survey, rule)
        ):
            (part,), (scale,) = case.parts, case.total
            if scale in self.page.names:
                row, column, *_ = self.page.names[scale]
                given, number = self.read.named_state(scale), salary(self.read.named_value(scale))
                used = f"{self.read.named_value(part)}>0,ABS({given}-1.5)<1,{is_asked(case, self.by_id)}"
                wrong = f"AND({used},NOT(ISNUMBER({number})))"
                self.page.highlights.append(Highlight(address(row, column), wrong, "fout"))
        for cell in self.prefilled:  # nothing was filled in beforehand after all: an ordinary cell to answer in
            self.page.highlights.append(Highlight(cell, f'{cell}=""', "nog_leeg"))


def _label(asked: Asked) -> str:
    return asked.label + _mark(asked.field.required)


def _mark(required: bool) -> str:
    return text("common.required_mark") if required else ""


def _explanation(asked: Asked) -> str:
    """The explanation; of a prefilled fact with its source and year."""
    said = explained(asked.field)
    if not asked.field.source:
        return said
    return formula(words(f"{said}{text('common.source')}{asked.field.source}, ", "=meta.jaar"))


def _figures(block: GridBlock) -> list[Column]:
    """The columns that ask a number or a code."""
    return [column for column in block.columns if column.type != "tekst"]


def _remarks(block: GridBlock) -> list[Column]:
    """The columns that ask words about a row."""
    return [column for column in block.columns if column.type == "tekst"]


def _remark_column(block: GridBlock) -> int:
    """Where the remarks on the rows of a grid stand: right beside it."""
    return 2 + len(_figures(block)) + len(_outcomes(block))


def _outcomes(block: GridBlock) -> list[str]:
    """Headings of the computed columns beside a grid."""
    if block.outcome == "jaar":
        return [*(text(f"sheet.outcome_{kind}") for kind in KINDS), text("sheet.outcome_annual_total")]
    return [text("sheet.outcome_trajectory")] if block.outcome == "traject" else []


def _joined(cells: list[str]) -> list[str]:
    """Cell addresses with vertical runs joined to areas, so that a rule stays short."""
    columns: dict[str, list[int]] = {}
    for cell in cells:
        letters = cell.rstrip("0123456789")
        columns.setdefault(letters, []).append(int(cell[len(letters) :]))
    areas = []
    for letters, rows in columns.items():
        start = previous = rows[0]
        for row in [*rows[1:], -1]:
            if row != previous + 1:
                areas.append(f"{letters}{start}" if start == previous else f"{letters}{start}:{letters}{previous}")
                start = row
            previous = row
    return areas
