"""The sheet `Samenvatting`: the municipality's own cost per task and per person, beside bands and funding."""

from __future__ import annotations

from collections.abc import Sequence

from generator import style
from generator.ooxml.sheet import address
from generator.survey.calculation import KINDS
from generator.survey.formulas import NTB, formula, number, or_not_determinable, total
from generator.survey.page import Chart, Page
from generator.survey.texts import text
from templates.questions import questions
from templates.schema import Survey

COLUMNS = 8
CHART_COLUMN = 3
INHABITANTS = "alg.inwoners"
ACCOUNT_TOTAL = "jaar.rand.totaal"


def summary_page(survey: Survey) -> Page:
    """The sheet with annual cost, key figures, both trajectories, a chart and the sign-off."""
    return _Summary(survey).page


class _Summary:
    def __init__(self, survey: Survey) -> None:
        self.survey, self.dimensions = survey, survey.dimensions
        self.asked = {one.id for one in questions(survey)}
        self.parameters = {parameter.code for parameter in survey.parameters}
        self.page = Page(text("names.summary"), freeze="A4", header_rows="1:2")
        self.page.widths = {1: 52, **dict.fromkeys(range(2, COLUMNS + 1), 18)}
        self.page.title(text("summary.title"))
        if "alg.gemeente" in self.asked:
            self.page.put(2, 1, formula(f'"{text("common.municipality")}"&alg.gemeente'), f"{style.SUBTITLE}_regel")
        self.page.back_link(3)
        self.page.paragraph(text("summary.intro"), 200)
        self.page.row += 1
        self._key_figures()
        self._annual()
        self._chart()
        for group in self.dimensions.group_codes:
            self._trajectory(group)
        self._sign_off()

    def figures(self, label: str, expressions: Sequence[str], look: str = style.FORMULA, fmt: str = style.EURO) -> int:
        """A row: a label and formulas; an empty expression leaves its cell blank."""
        page, row = self.page, self.page.row
        page.put(row, 1, label, style.TOTAL_LABEL if look == style.TOTAL else style.LABEL)
        for at, expression in enumerate(expressions, start=2):
            page.put(row, at, formula(expression) if expression else None, look, fmt)
        page.heights[row] = 17
        page.row += 1
        return row

    def band(self, key: str) -> list[str]:
        """The lowest and highest published observation of an item, where the parameters hold one."""
        found = []
        for end in ("laag", "hoog"):
            code = f"plausibel.{key}.{end}"
            found.append(f'IF(ISNUMBER(par.{code}),par.{code},"")' if code in self.parameters else "")
        return found

    def _key_figures(self) -> None:
        t = text
        self.page.heading(t("summary.key_figures"), COLUMNS)
        self.key_row = self.page.column_headings([t("summary.figure"), t("summary.value")])
        self.figures(t("summary.completeness"), ["uit.volledigheid"], fmt=style.PERCENT)
        self.figures(t("summary.all"), ["uit.jaar.totaal"], style.TOTAL)
        self.figures(t("summary.guided"), ["reken.begeleid"], fmt=style.INTEGER)
        self.figures(t("summary.per_guided"), ["uit.jaar.per_inburgeraar"], style.TOTAL)
        if INHABITANTS in self.asked:
            self.figures(t("summary.inhabitants"), [number(INHABITANTS)], fmt=style.INTEGER)
            share = f"IF({number(INHABITANTS)}>0,{or_not_determinable(f'uit.jaar.totaal/{INHABITANTS}')},{NTB})"
            self.figures(t("summary.per_inhabitant"), [share], fmt=style.EURO_CENT)
        self.figures(t("summary.gf"), [number("dek.gf" if "dek.gf" in self.asked else None)])
        self.figures(t("summary.gf_difference"), ["uit.verschil.gf"], style.TOTAL)
        for row in range(self.key_row + 1, self.page.row):
            self.page.heights[row] = 19
        self.page.row += 1

    def _annual(self) -> None:
        t, dimensions = text, self.dimensions
        self.page.heading(t("summary.annual"), COLUMNS)
        heads = [t("summary.task"), *(dimensions.label(kind) for kind in KINDS), t("summary.total")]
        head_row = self.page.column_headings(
            [*heads, t("summary.per_person"), t("summary.lowest"), t("summary.highest")]
        )
        rows = {task: self._task(task) for task in dimensions.task_codes}
        first, last = min(rows.values()), max(rows.values())
        for tasks, label, name in (
            (dimensions.general_tasks, "general", "algemeen"),
            (dimensions.direct_tasks, "direct", "direct"),
            (dimensions.task_codes, "all", "totaal"),
        ):
            kinds = [total([address(rows[task], 2 + at) for task in tasks]) for at in range(len(KINDS))]
            cells = [*kinds, f"uit.jaar.{name}", self._per_person(f"uit.jaar.{name}"), *self.band(f"jaar.{name}")]
            self.figures(t(f"summary.{label}"), cells, style.TOTAL)
        self._reconciliation()
        self.page.row += 1
        self.chart_rows = (head_row, first, last)

    def _reconciliation(self) -> None:
        """The total of the annual account beside the sum of the tasks, for who gives both."""
        if ACCOUNT_TOTAL not in self.asked:
            return
        blank = [""] * len(KINDS)
        given = f'IF(ISNUMBER({ACCOUNT_TOTAL}),{ACCOUNT_TOTAL},"")'
        self.figures(text("summary.account"), [*blank, given])
        difference = f'IF(ISNUMBER({ACCOUNT_TOTAL}),{or_not_determinable(f"uit.jaar.totaal-{ACCOUNT_TOTAL}")},"")'
        self.figures(text("summary.account_difference"), [*blank, difference])

    def _chart(self) -> None:
        """The annual cost per task, beside the key figures."""
        head_row, first, last = self.chart_rows
        self.page.charts.append(
            Chart(
                title=text("summary.chart"),
                alt_text=text("summary.chart_alt"),
                anchor=address(self.key_row, CHART_COLUMN),
                head_row=head_row,
                rows=(first, last),
                label_column=1,
                columns=(2, 1 + len(KINDS)),
                number_format="#,##0",
            )
        )

    def _task(self, task: str) -> int:
        row = self.page.row
        kinds = [f"uit.jaar.{task}.{kind}" for kind in KINDS]
        whole = address(row, 2 + len(KINDS))
        cells = [*kinds, total(kinds), self._per_person(whole), *self.band(f"jaar.{task}")]
        return self.figures(self.dimensions.label(task), cells)

    def _per_person(self, amount: str) -> str:
        return f"IF(reken.begeleid>0,{or_not_determinable(f'{amount}/reken.begeleid')},{NTB})"

    def _trajectory(self, group: str) -> None:
        t, dimensions, stem = text, self.dimensions, f"uit.traj.{group}"
        self.page.heading(t("summary.trajectory", groep=dimensions.label(group)), COLUMNS)
        self.page.column_headings([t(f"summary.{h}") for h in ("trajectory_item", "cost", "lowest", "highest")])
        sections = (
            (dimensions.trajectory_tasks, "direct", "trajectory_direct"),
            (dimensions.routes_of(group), "leerroutes", "routes"),
            (dimensions.provisions_of(group), "voorzieningen", "provisions"),
        )
        for items, name, label in sections:
            for item in items:
                self.figures(dimensions.label(item), [f"{stem}.{item}", *self.band(f"traj.{group}.{item}")])
            if items:
                cells = [f"{stem}.{name}", *self.band(f"traj.{group}.{name}")]
                self.figures(t(f"summary.{label}"), cells, style.TOTAL)
        self.figures(t("summary.trajectory_total"), [f"{stem}.totaal", *self.band(f"traj.{group}.totaal")], style.TOTAL)
        self.figures(t("summary.spuk"), [f"reken.spuk.{group}", "", ""])
        self.figures(t("summary.spuk_difference"), [f"uit.verschil.spuk.{group}", "", ""], style.TOTAL)
        self.page.row += 1

    def _sign_off(self) -> None:
        """Who establishes the figures: a role, not a name, and the date."""
        self.page.heading(text("summary.sign_off"), COLUMNS)
        for key, name, fmt in (("role", "akkoord.functie", ""), ("date", "akkoord.datum", style.DATE)):
            self.page.put(self.page.row, 1, text(f"summary.{key}"), style.LABEL)
            self.page.put(self.page.row, 2, None, f"{style.INPUT}_tekst", fmt)
            self.page.name_cell(name, self.page.row, 2)
            self.page.row += 1
