"""The sheet `Samenvatting`: the municipality's own cost per task and per person, beside bands and funding."""

from __future__ import annotations

from generator import style
from generator.ooxml.sheet import address
from generator.survey.calculation import KINDS
from generator.survey.comparison import comparison
from generator.survey.formulas import formula, literal, number, or_not_determinable, total
from generator.survey.own_years import cost_over_years
from generator.survey.page import Chart, Highlight, Page
from generator.survey.settling import funding, reconciliation, sign_off
from generator.survey.summary_writer import COLUMNS, GUIDED, INHABITANTS, SummaryWriter, by_task
from generator.survey.texts import text
from templates.schema import Survey

CHART_COLUMN = 3
EDGE_TOTAL = "jaar.rand.totaal"


def summary_page(survey: Survey) -> Page:
    """The sheet with own figures, comparison, trajectories, funding, reconciliation, charts and the sign-off."""
    page = Page(text("names.summary"), freeze="A4", header_rows="1:2")
    page.widths = {1: 52, **dict.fromkeys(range(2, COLUMNS + 1), 17)}
    page.title(text("summary.title"))
    writer = SummaryWriter(survey, page)
    if "alg.gemeente" in writer.asked:
        page.put(2, 1, formula(f'"{text("common.municipality")}"&alg.gemeente'), f"{style.SUBTITLE}_regel")
    page.back_link(3)
    page.paragraph(text("summary.intro"), 190)
    if survey.dimensions.tasks:
        _costs(writer)
    else:
        page.row += 1
    for group in survey.dimensions.trajectory_groups:
        _trajectory(writer, group)
    for group in survey.dimensions.trajectory_groups:
        cost_over_years(writer, group)
    funding(writer)
    reconciliation(writer)
    sign_off(writer)
    return page


def _costs(writer: SummaryWriter) -> None:
    """The annual cost: key figures, tasks and the comparison; a survey without tasks has none."""
    page = writer.page
    edge_only = f'IF(reken.volledig=1,"",{literal(text("summary.edge_only"))})'
    page.put(page.row, 1, formula(edge_only), f"{style.BODY}_regel")
    page.highlights.append(Highlight(address(page.row, 1), "reken.volledig=0", "let_op"))
    page.row += 1
    key_row = _key_figures(writer)
    head_row, rows = _annual(writer)
    page.charts.append(_annual_chart(key_row, head_row, rows))
    comparison(writer)


def _key_figures(writer: SummaryWriter) -> int:
    """The figures to read first; gives the row of their headings."""
    t, page = text, writer.page
    key_row = writer.table(t("summary.key_figures"), [t("summary.figure"), t("summary.value")])
    writer.figures(t("summary.completeness"), ["uit.volledigheid"], fmt=style.PERCENT)
    writer.figures(t("summary.all"), ["uit.jaar.totaal"], style.TOTAL)
    writer.figures(t("summary.guided"), [GUIDED], fmt=style.INTEGER)
    writer.figures(t("summary.per_guided"), ["uit.jaar.per_inburgeraar"], style.TOTAL)
    if INHABITANTS in writer.asked:
        writer.figures(t("summary.inhabitants"), [number(INHABITANTS)], fmt=style.INTEGER)
        writer.figures(t("summary.per_inhabitant"), [writer.per_inhabitant("uit.jaar.totaal")], fmt=style.EURO_CENT)
    writer.figures(t("summary.gf"), [writer.answer("dek.gf")])
    writer.figures(t("summary.gf_difference"), ["uit.verschil.gf"], style.TOTAL)
    for row in range(key_row + 1, page.row):
        page.heights[row] = 19
    page.row += 1
    return key_row


def _annual(writer: SummaryWriter) -> tuple[int, tuple[int, int]]:
    """Annual cost per task and kind; gives the row of the headings and the first and last row with a task."""
    t, dimensions = text, writer.dimensions
    kinds = [dimensions.label(kind) for kind in KINDS]
    heads = ("total", "per_person", "per_head", "lowest", "highest")
    headings = [t("summary.task"), *kinds, *(t(f"summary.{head}") for head in heads)]
    head_row = writer.table(t("summary.annual"), headings, t("summary.annual_intro"))
    rows = {task: _task(writer, task) for task in dimensions.task_codes}
    for tasks, label, name in (
        (dimensions.general_tasks, "general", "algemeen"),
        (dimensions.direct_tasks, "direct", "direct"),
        (dimensions.task_codes, "all", "totaal"),
    ):
        sums = [by_task(total([address(rows[task], 2 + at) for task in tasks])) for at in range(len(KINDS))]
        whole = f"uit.jaar.{name}"
        cells = [*sums, whole, writer.per(whole, GUIDED), writer.per_inhabitant(whole), *writer.band(f"jaar.{name}")]
        writer.figures(t(f"summary.{label}"), cells, style.TOTAL, ANNUAL_FORMATS)
    _edge_total(writer)
    writer.page.row += 1
    return head_row, (min(rows.values()), max(rows.values()))


ANNUAL_FORMATS = [*[style.EURO] * 5, style.EURO_CENT, style.EURO, style.EURO]


def _task(writer: SummaryWriter, task: str) -> int:
    kinds = [f"uit.jaar.{task}.{kind}" for kind in KINDS]
    whole = address(writer.page.row, 2 + len(KINDS))
    found = [*kinds, total(kinds), writer.per(whole, GUIDED), writer.per_inhabitant(whole)]
    cells = [by_task(cell) if cell else "" for cell in found]
    return writer.figures(writer.dimensions.label(task), [*cells, *writer.band(f"jaar.{task}")], fmt=ANNUAL_FORMATS)


def _edge_total(writer: SummaryWriter) -> None:
    """The edge total beside the sum of the tasks, for who gives both."""
    if EDGE_TOTAL not in writer.asked:
        return
    blank = [""] * len(KINDS)
    writer.figures(text("summary.account"), [*blank, f'IF(ISNUMBER({EDGE_TOTAL}),{EDGE_TOTAL},"")'])
    difference = f'IF(ISNUMBER({EDGE_TOTAL}),{or_not_determinable(f"uit.jaar.totaal-{EDGE_TOTAL}")},"")'
    writer.figures(text("summary.account_difference"), [*blank, difference])


def _annual_chart(key_row: int, head_row: int, rows: tuple[int, int]) -> Chart:
    """The annual cost per task, beside the key figures."""
    return Chart(
        title=text("summary.chart"),
        alt_text=text("summary.chart_alt"),
        anchor=address(key_row, CHART_COLUMN),
        head_row=head_row,
        rows=rows,
        label_column=1,
        columns=(2, 1 + len(KINDS)),
        number_format="#,##0",
    )


def _trajectory(writer: SummaryWriter, group: str) -> None:
    t, dimensions, stem = text, writer.dimensions, f"uit.traj.{group}"
    heads = [t(f"summary.{head}") for head in ("trajectory_item", "cost", "lowest", "highest")]
    writer.table(t("summary.trajectory", groep=dimensions.label(group)), heads)
    sections = (
        (dimensions.trajectory_tasks, "direct", "trajectory_direct"),
        (dimensions.routes_of(group), "leerroutes", "routes"),
        (dimensions.provisions_of(group), "voorzieningen", "provisions"),
    )
    for items, name, label in sections:
        for item in items:
            writer.figures(dimensions.label(item), [by_task(f"{stem}.{item}"), *writer.band(f"traj.{group}.{item}")])
        if items:
            cells = [by_task(f"{stem}.{name}"), *writer.band(f"traj.{group}.{name}")]
            writer.figures(t(f"summary.{label}"), cells, style.TOTAL)
    cells = [by_task(f"{stem}.totaal"), *writer.band(f"traj.{group}.totaal")]
    writer.figures(t("summary.trajectory_total"), cells, style.TOTAL)
    writer.page.row += 1
