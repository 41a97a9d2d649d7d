"""What the blocks of the sheet `Berekening` are written with: a heading, lines of formulas, and named figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator import style
from generator.ooxml.sheet import address
from generator.survey.formulas import formula
from generator.survey.page import Page
from generator.survey.readings import Readings
from generator.survey.texts import text
from templates.questions import Asked, questions
from templates.schema import Survey

COLUMNS = 14


class CalculationWriter:
    """Writes blocks one under the other on one page; later blocks point at cells of earlier ones."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.dimensions = survey.dimensions
        self.asked: dict[str, Asked] = {one.id: one for one in questions(survey)}
        self.read = Readings(survey)
        self.annual_rows: dict[str, int] = {}
        self.kind_known: dict[tuple[str, str], str] = {}
        self.parameters = {parameter.code for parameter in survey.parameters}
        self.page = Page(text("names.calculation"), freeze="C4", header_rows="1:2")

    def block(self, title: str, headings: Sequence[str]) -> None:
        if self.page.row > 8:
            self.page.row += 1
        self.page.heading(title, COLUMNS)
        self.page.column_headings(headings)

    def line(
        self, code: str, label: str, expressions: Sequence[str], names: Mapping[int, str] | None = None, fmt: str = ""
    ) -> list[str]:
        """One row: code, label, formulas; `names` gives columns (from 1) of the row a name. Gives the addresses."""
        row = self.page.row
        self.page.put(row, 1, code, style.LABEL)
        self.page.put(row, 2, label, style.LABEL)
        for offset, expression in enumerate(expressions):
            self.page.put(row, 3 + offset, formula(expression), style.FORMULA, fmt or style.DECIMAL_2)
        for column, name in (names or {}).items():
            self.page.name_cell(name, row, column)
            old = self.page.cells[row, column]
            self.page.put(row, column, old.value, style.TOTAL, old.number_format)
        self.page.fit_height(row, (1, 2))
        self.page.row += 1
        return [address(row, column) for column in range(1, 3 + len(expressions))]

    def figure(self, label: str, name: str, expression: str, fmt: str = "") -> None:
        """A row with one named figure."""
        self.line(name, label, [expression], {3: name}, fmt)
