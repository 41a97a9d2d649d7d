"""The sheet `Samenvatting`: the municipality's own cost per task and per person, beside bands and funding."""

from __future__ import annotations

from collections.abc import Sequence

from generator import style
from generator.ooxml.sheet import address
from generator.survey.calculation import KINDS
from generator.survey.comparison import comparison
from generator.survey.formulas import (
    formula,
    literal,
    number,
    or_not_determinable,
    says,
    shown,
    total,
    when_known,
    words,
)
from generator.survey.known_figures import GUIDED as KNOWN_GUIDED
from generator.survey.known_figures import task_name
from generator.survey.own_years import cost_over_years
from generator.survey.page import Chart, Highlight, Page
from generator.survey.settling import funding, reconciliation, sign_off
from generator.survey.summary_writer import (
    ANNUAL,
    COLUMNS,
    GUIDED,
    INHABITANTS,
    SummaryWriter,
    by_task,
    if_known,
    not_filled,
    unless_missing,
)
from generator.survey.texts import text
from templates.schema import Survey

CHART_COLUMN = 3
EDGE_TOTAL = "jaar.rand.totaal"
BY, JOINT_BODY = "alg.invuller", "gr"
"""Who fills in the survey; the joint body alone does not know the municipality's own cost."""
TASK_TOTAL = 2 + len(KINDS)
"""The column with the total of a task."""
FILLED_IN = 5
"""The column that says how many of the items of a sum are filled in."""


def summary_page(survey: Survey) -> Page:
    """The sheet with own figures, comparison, trajectories, funding, reconciliation, charts and the sign-off."""
    page = Page(text("names.summary"), freeze="A4", header_rows="1:2")
    page.widths = {1: 52, 2: 21, **dict.fromkeys(range(3, COLUMNS + 1), 17)}
    page.title(text("summary.title"))
    writer = SummaryWriter(survey, page)
    if "alg.gemeente" in writer.asked:
        page.put(2, 1, formula(f'"{text("common.municipality")}"&{shown("alg.gemeente")}'), f"{style.SUBTITLE}_regel")
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
    per_task = f'IF({says(BY, JOINT_BODY)},{literal(text("summary.gr_only"))},"")' if BY in writer.asked else '""'
    edge_only = f"IF(reken.volledig=1,{per_task},{literal(text('summary.edge_only'))})"
    page.put(page.row, 1, formula(edge_only), f"{style.BODY}_regel")
    told = f"A{page.row}:{address(page.row, COLUMNS)}"
    page.highlights.append(Highlight(told, f'$A{page.row}<>""', "let_op"))
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
    writer.figures(t("summary.all"), [ANNUAL], style.TOTAL)
    writer.figures(t("summary.guided"), [if_known(KNOWN_GUIDED, GUIDED)], fmt=style.INTEGER)
    writer.figures(t("summary.per_guided"), [unless_missing(ANNUAL, "uit.jaar.per_inburgeraar")], style.TOTAL)
    if INHABITANTS in writer.asked:
        writer.figures(t("summary.inhabitants"), [writer.given([INHABITANTS], number(INHABITANTS))], fmt=style.INTEGER)
        each = unless_missing(ANNUAL, writer.per_inhabitant("uit.jaar.totaal"))
        writer.figures(t("summary.per_inhabitant"), [each], fmt=style.EURO_CENT)
    grant = writer.figures(t("summary.gf"), [writer.given(["dek.gf"], writer.answer("dek.gf"))])
    difference = unless_missing(ANNUAL, unless_missing(address(grant, 2), "uit.verschil.gf"))
    writer.figures(t("summary.gf_difference"), [difference], style.TOTAL)
    writer.mark_missing(key_row + 1, page.row - 1, 2)
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
        whole = f"uit.jaar.{name}"
        sums = [by_task(when_known(whole, total([f"uit.jaar.{task}.{kind}" for task in tasks]))) for kind in KINDS]
        shown = if_known(whole)
        if name == "totaal":
            writer.page.name_cell(ANNUAL, writer.page.row, TASK_TOTAL)
        else:  # edge totals of these two are optional
            shown = f"IF(reken.volledig=1,{shown},{when_known(whole)})"
        cells = [*sums, shown, *_each(writer, whole, whole), *writer.band(f"jaar.{name}")]
        writer.figures(t(f"summary.{label}"), cells, style.TOTAL, ANNUAL_FORMATS)
    writer.mark_missing(head_row + 1, writer.page.row - 1, TASK_TOTAL)
    _edge_total(writer)
    writer.page.row += 1
    return head_row, (min(rows.values()), max(rows.values()))


def _each(writer: SummaryWriter, result: str, amount: str) -> list[str]:
    """An amount per person and per inhabitant, blank while nothing under `result` is answered."""
    each = (writer.per(amount, GUIDED), writer.per_inhabitant(amount))
    return [when_known(result, one) if one else "" for one in each]


ANNUAL_FORMATS = [*[style.EURO] * 5, style.EURO_CENT, style.EURO, style.EURO]


def _task(writer: SummaryWriter, task: str) -> int:
    kinds, known = [f"uit.jaar.{task}.{kind}" for kind in KINDS], task_name(task)
    whole = total(kinds)
    found = [*(when_known(known, kind) for kind in kinds), if_known(known, whole), *_each(writer, known, whole)]
    cells = [by_task(cell) if cell else "" for cell in found]
    return writer.figures(writer.dimensions.label(task), [*cells, *writer.band(f"jaar.{task}")], fmt=ANNUAL_FORMATS)


def _edge_total(writer: SummaryWriter) -> None:
    """The edge total beside the sum of the tasks, for who gives both."""
    if EDGE_TOTAL not in writer.asked:
        return
    blank = [""] * len(KINDS)
    writer.figures(text("summary.account"), [*blank, f'IF(ISNUMBER({EDGE_TOTAL}),{EDGE_TOTAL},"")'])
    gap = or_not_determinable(f"uit.jaar.totaal-{EDGE_TOTAL}")
    difference = by_task(f'IF(ISNUMBER({EDGE_TOTAL}),{gap},"")')
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
    heads = [t(f"summary.{head}") for head in ("trajectory_item", "cost", "lowest", "highest", "filled_in")]
    head_row = writer.table(t("summary.trajectory", groep=dimensions.label(group)), heads)
    sections = (
        (dimensions.trajectory_tasks, "direct", "trajectory_direct"),
        (dimensions.routes_of(group), "leerroutes", "routes"),
        (dimensions.provisions_of(group), "voorzieningen", "provisions"),
    )
    outside_direct = []
    for items, name, label in sections:
        first = writer.page.row
        for item in items:
            shown = by_task(if_known(f"{stem}.{item}"))
            writer.figures(dimensions.label(item), [shown, *writer.band(f"traj.{group}.{item}")])
        if items:
            area = [(first, writer.page.row - 1)]
            outside_direct += area if name != "direct" else []
            _trajectory_sum(writer, t(f"summary.{label}"), group, name, area)
    row = _trajectory_sum(writer, t("summary.trajectory_total"), group, "totaal", outside_direct)
    writer.trajectory_totals[group] = row
    writer.mark_missing(head_row + 1, row, 2)
    writer.page.row += 1


def _trajectory_sum(writer: SummaryWriter, label: str, group: str, name: str, areas: Sequence[tuple[int, int]]) -> int:
    """A sum over the items in rows `areas`, with how many of them are filled in; gives its row."""
    cells = [address(row, 2) for first, last in areas for row in range(first, last + 1)]
    missing = ",".join(f"{cell}={not_filled()}" for cell in cells)
    shown = by_task(f"IF(AND({missing}),{not_filled()},uit.traj.{group}.{name})") if cells else "0"
    count = "+".join(f"IF({cell}={not_filled()},0,1)" for cell in cells) or "0"
    progress = by_task(words(f"={count}", f"{text('summary.filled_in_of')}{len(cells)}"))
    bands = writer.band(f"traj.{group}.{name}")
    return writer.figures(label, [shown, *bands, progress], style.TOTAL, [*[style.EURO] * 3, style.GENERAL])
