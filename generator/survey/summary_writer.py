"""What the parts of the sheet `Samenvatting` share: rows of figures, bands from the parameters, room for charts."""

from __future__ import annotations

from collections.abc import Sequence

from generator import style
from generator.ooxml.sheet import address
from generator.survey.formulas import (
    BLANK,
    NTB,
    formula,
    known_name,
    literal,
    missing_words,
    or_not_determinable,
    shown_name,
)
from generator.survey.page import Chart, ChartKind, Highlight, Page
from generator.survey.readings import Readings
from generator.survey.texts import text
from templates.questions import questions
from templates.schema import Survey

COLUMNS = 9
CHART_ROWS = 13
INHABITANTS, GUIDED = "alg.inwoners", "reken.begeleid"
ANNUAL = shown_name("uit.jaar.totaal")
"""The annual cost as it is shown: a figure, "ten minste" what is known of it, or that it is not known yet."""


def by_task(expression: str) -> str:
    """The figure of who answers per task; blank for who gives edge totals only, of whom it is not known."""
    return f'IF(reken.volledig=1,{expression},"")'


def not_filled() -> str:
    """What stands in the place of a figure of which nothing was answered yet, as text inside a formula."""
    return literal(text("summary.not_filled"))


def when_all_known(result: str, expression: str) -> str:
    """The expression where the result is all known; blank where it is a lower bound at most."""
    return f"IF({known_name(result)}=1,{expression},{BLANK})"


def label_of_sum(label: str, result: str) -> str:
    """The label of a sum, with how many of its parts are not known."""
    return f"{literal(label)}&IF(reken.volledig=1,{missing_words(result)},{BLANK})"


def unless_missing(cell: str, expression: str) -> str:
    """The expression; blank where `cell` says that nothing was filled in yet, or is blank itself."""
    return f'IF(OR({cell}={not_filled()},{cell}=""),"",{expression})'


class SummaryWriter:
    """Writes tables under each other on one page; a part of the summary is a function of it."""

    def __init__(self, survey: Survey, page: Page) -> None:
        self.survey, self.dimensions, self.page = survey, survey.dimensions, page
        self.asked = {one.id for one in questions(survey)}
        self.read = Readings(survey)
        self.trajectory_totals: dict[str, int] = {}
        self.parameters = {parameter.code for parameter in survey.parameters}

    def table(self, title: str, headings: Sequence[str], intro: str = "") -> int:
        """A heading and column headings from `summary.*`; gives the row of the column headings."""
        self.page.heading(title, COLUMNS)
        if intro:
            self.page.paragraph(intro, 190, style.NOTE)
        return self.page.column_headings(headings)

    def figures(
        self,
        label: str,
        expressions: Sequence[str],
        look: str = style.FORMULA,
        fmt: str | Sequence[str] = style.EURO,
        of: str = "",
    ) -> int:
        """A row: a label and formulas; an empty expression leaves its cell blank. `fmt`: one for all, or one each.

        of: the sum that the row is about; its label then says how many parts are not known yet.
        """
        page, row = self.page, self.page.row
        formats = [fmt] * len(expressions) if isinstance(fmt, str) else fmt
        page.put(row, 1, label, style.TOTAL_LABEL if look == style.TOTAL else style.LABEL)
        for at, (expression, shown) in enumerate(zip(expressions, formats, strict=True), start=2):
            page.put(row, at, formula(expression) if expression else None, look, shown)
        page.fit_height(row, (1,), 17)
        if of:
            page.put(row, 1, formula(label_of_sum(label, of)), page.cells[row, 1].style)
        page.row += 1
        return row

    def band(self, key: str) -> list[str]:
        """The lowest and highest published observation of an item, where the parameters hold one."""
        return [self.parameter(f"plausibel.{key}.{end}") for end in ("laag", "hoog")]

    def parameter(self, code: str) -> str:
        """A parameter as a formula, blank where it has no value; nothing where the survey does not have it."""
        return f'IF(ISNUMBER(par.{code}),par.{code},"")' if code in self.parameters else ""

    def answer(self, question: str) -> str:
        """An answer as a number; 0 for a question that this survey does not ask."""
        return self.read.value(question)

    def given(self, questions_of: Sequence[str], expression: str) -> str:
        """The expression once one of these questions is answered; until then the words for not filled in."""
        return f"IF({self.read.any_answered(questions_of)},{expression},{not_filled()})"

    def mark_missing(self, first: int, last: int, column: int) -> None:
        """Where a figure was not filled in yet, it looks like it."""
        cell = address(first, column)
        area = f"{cell}:{address(last, column)}"
        self.page.highlights.append(Highlight(area, f"{cell}={not_filled()}", "let_op"))

    def per(self, amount: str, unit: str) -> str:
        """The amount per unit, or `n.t.b.` where there is none of that unit."""
        return f"IF({unit}>0,{or_not_determinable(f'{amount}/{unit}')},{NTB})"

    def per_inhabitant(self, amount: str) -> str:
        return self.per(amount, self.answer(INHABITANTS)) if INHABITANTS in self.asked else ""

    def chart_below(
        self, key: str, head_row: int, rows: tuple[int, int], columns: tuple[int, int], fmt: str, kind: ChartKind
    ) -> None:
        """A chart of a table on this page, on free rows under it; its words are `summary.<key>` and `.<key>_alt`."""
        self.page.row += 1
        self.page.charts.append(
            Chart(
                title=text(f"summary.{key}"),
                alt_text=text(f"summary.{key}_alt"),
                anchor=address(self.page.row, 1),
                head_row=head_row,
                rows=rows,
                label_column=1,
                columns=columns,
                number_format=fmt,
                kind=kind,
            )
        )
        self.page.row += CHART_ROWS

    def in_words(self, row: int) -> None:
        """Show the first figure of a row as the words that it is."""
        self.page.put(row, 2, self.page.cells[row, 2].value, f"{style.FORMULA}_regel")

    def as_sentence(self, row: int) -> None:
        """Show the first figure of a row as running text, without a border that it would run through."""
        self.page.put(row, 2, self.page.cells[row, 2].value, f"{style.BODY}_regel")
