"""The sheet `Samenvatting`: the municipality's own cost per task and per person, beside bands and funding."""

from __future__ import annotations

from collections.abc import Sequence

from generator import style
from generator.ooxml.sheet import address
from generator.survey.calculation import KINDS
from generator.survey.comparison import comparison
from generator.survey.formulas import NTB, STEP, formula, known_name, literal, says, shown, shown_name, suffix, words
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
    not_filled,
    unless_missing,
    when_all_known,
)
from generator.survey.texts import text
from templates.schema import Survey

CHART_COLUMN = 3
EDGE_TOTAL = "jaar.rand.totaal"
BY, JOINT_BODY = "alg.invuller", "gr"
"""Who fills in the survey; the joint body alone does not know the municipality's own cost."""
TASK_TOTAL = 2 + len(KINDS)
"""The column with the total of a task."""
FIRST_FIGURE, TOTAL_WIDTH = 24, 23
"""Widths of the columns in which "ten minste" and an amount must fit."""


def summary_page(survey: Survey) -> Page:
    """The sheet with own figures, comparison, trajectories, funding, reconciliation, charts and the sign-off."""
    page = Page(text("names.summary"), freeze="A4", header_rows="1:2")
    page.widths = {1: 60, 2: FIRST_FIGURE, **dict.fromkeys(range(3, COLUMNS + 1), 17), TASK_TOTAL: TOTAL_WIDTH}
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
    t, page, whole = text, writer.page, "uit.jaar.totaal"
    key_row = writer.table(t("summary.key_figures"), [t("summary.figure"), t("summary.value")])
    writer.figures(t("summary.completeness"), ["uit.volledigheid"], fmt=style.PERCENT)
    writer.figures(t("summary.all"), [ANNUAL], style.TOTAL, of=whole)
    writer.figures(t("summary.guided"), [f"IF(reken.begeleid.bekend=1,{GUIDED},{not_filled()})"], fmt=style.INTEGER)
    per_person = shown_name("uit.jaar.per_inburgeraar")
    writer.figures(t("summary.per_guided"), [unless_missing(ANNUAL, per_person)], style.TOTAL)
    if INHABITANTS in writer.asked:
        inhabitants = writer.given([INHABITANTS], writer.answer(INHABITANTS))
        writer.figures(t("summary.inhabitants"), [inhabitants], fmt=style.INTEGER)
        each = when_all_known(whole, writer.per_inhabitant(whole))
        writer.figures(t("summary.per_inhabitant"), [each], fmt=style.EURO_CENT)
    grant = writer.figures(t("summary.gf"), [writer.given(["dek.gf"], writer.answer("dek.gf"))])
    difference = unless_missing(ANNUAL, unless_missing(address(grant, 2), shown_name("uit.verschil.gf")))
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
        added = ("+".join(f"uit.jaar.{task}.{kind}" for task in tasks) or "0" for kind in KINDS)
        sums = [by_task(when_all_known(whole, one)) for one in added]
        shown = shown_name(whole)
        if name != "totaal":  # edge totals of these two are optional
            shown = f'IF(AND(reken.volledig=0,{shown}={not_filled()}),"",{shown})'
        cells = [*sums, shown, *_each(writer, whole), *writer.band(f"jaar.{name}")]
        writer.figures(t(f"summary.{label}"), cells, style.TOTAL, ANNUAL_FORMATS, of=whole)
    writer.mark_missing(head_row + 1, writer.page.row - 1, TASK_TOTAL)
    _edge_total(writer)
    writer.page.row += 1
    return head_row, (min(rows.values()), max(rows.values()))


def _each(writer: SummaryWriter, result: str) -> list[str]:
    """A figure per person and per inhabitant, blank where it is not all known: a lower bound says too little there."""
    persons = f"IF(reken.begeleid.bekend=1,{writer.per(result, GUIDED)},{NTB})"
    each = (persons, writer.per_inhabitant(result))
    return [when_all_known(result, one) if one else "" for one in each]


ANNUAL_FORMATS = [*[style.EURO] * 5, style.EURO_CENT, style.EURO, style.EURO]


def _task(writer: SummaryWriter, task: str) -> int:
    result = f"{STEP}jaar.{task}"
    kinds = (shown_name(f"{result}.{kind}") for kind in KINDS)
    shown = [f'IF(reken.staat.jaar.{task}=0,"",{kind})' for kind in kinds]
    found = [*shown, shown_name(result), *_each(writer, result)]
    cells = [by_task(cell) if cell else "" for cell in found]
    return writer.figures(writer.dimensions.label(task), [*cells, *writer.band(f"jaar.{task}")], fmt=ANNUAL_FORMATS)


def _edge_total(writer: SummaryWriter) -> None:
    """The edge total beside the sum of the tasks, for who gives both."""
    if EDGE_TOTAL not in writer.asked:
        return
    blank, given = [""] * len(KINDS), writer.read.answered(EDGE_TOTAL)
    writer.figures(text("summary.account"), [*blank, f'IF({given},{writer.answer(EDGE_TOTAL)},"")'])
    gap = when_all_known("uit.jaar.totaal", f"uit.jaar.totaal-{writer.answer(EDGE_TOTAL)}")
    writer.figures(text("summary.account_difference"), [*blank, by_task(f'IF({given},{gap},"")')])


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
    for items, name, label in sections:
        results = [f"{stem}.{item}" for item in items]
        for item, result in zip(items, results, strict=True):
            writer.figures(dimensions.label(item), [by_task(shown_name(result)), *writer.band(suffix(result))])
        if items:
            _trajectory_sum(writer, t(f"summary.{label}"), f"{stem}.{name}", results)
    whole = [f"{stem}.{item}" for items, name, _ in sections for item in items if name != "direct"]
    row = _trajectory_sum(writer, t("summary.trajectory_total"), f"{stem}.totaal", whole)
    writer.trajectory_totals[group] = row
    writer.mark_missing(head_row + 1, row, 2)
    writer.page.row += 1


def _trajectory_sum(writer: SummaryWriter, label: str, result: str, items: Sequence[str]) -> int:
    """A sum over items, with how many of them are known; gives its row."""
    count = "+".join(known_name(item) for item in items) or "0"
    progress = by_task(words(f"={count}", f"{text('summary.filled_in_of')}{len(items)}"))
    cells = [by_task(shown_name(result)), *writer.band(suffix(result)), progress]
    return writer.figures(label, cells, style.TOTAL, [*[style.EURO] * 3, style.GENERAL], of=result if items else "")
