"""The sheet on which a municipality sees its own figures beside the recomputation, and the findings on its answers.

The command `run` fills three places with one write each: `eigen.herberekend` (a column in the order of
`own_result_rows`), `eigen.status` (one text) and `eigen.bevindingen` (rows of ernst, blad, cel, tekst).
"""

from __future__ import annotations

from dataclasses import dataclass

from generator import style
from generator.ooxml.sheet import address
from generator.survey.formulas import (
    BLANK,
    NTB,
    formula,
    if_shown,
    known_name,
    literal,
    missing_words,
    shown_name,
    words,
)
from generator.survey.page import Highlight, Page
from generator.survey.texts import text
from templates.schema import Survey

NOISE = "0.000001"
"""Closer than this two figures are one: what is left is the rounding of the computer, and would show as -€ 0,00."""
RECOMPUTED, STATUS, FINDINGS = "eigen.herberekend", "eigen.status", "eigen.bevindingen"
FINDING_ROWS, PRINTED_FINDINGS = 80, 20
"""Room for findings, and how many of them are printed: the sheet is two pages, whatever was found."""
ROW_HEIGHT = 15.0
COMPLETENESS = "uit.volledigheid"
FINDING_FIELDS = ("severity", "sheet", "cell", "text")


@dataclass(frozen=True)
class OwnResultRow:
    """A figure on the sheet: `key` is its `uit.*` name, `format` the number format."""

    key: str
    label: str
    format: str


def own_result_rows(survey: Survey) -> tuple[OwnResultRow, ...]:
    """The figures in the order in which they stand under each other, and in which `run` writes them."""
    dimensions = survey.dimensions
    rows: list[OwnResultRow] = []
    rows += _annual_rows() if dimensions.tasks else []
    for group in dimensions.trajectory_groups:
        items = (*dimensions.trajectory_tasks, "direct", *dimensions.routes_of(group))
        items += ("leerroutes",) if dimensions.routes_of(group) else ()
        items += (*dimensions.provisions_of(group), "voorzieningen", "totaal")
        for item in items:
            words = text("own.trajectory", groep=group, deel=_part_label(survey, item))
            rows.append(OwnResultRow(f"uit.traj.{group}.{item}", words, style.EURO))
    if dimensions.tasks:
        rows.append(OwnResultRow("uit.verschil.gf", text("own.gf"), style.EURO))
    for group in dimensions.trajectory_groups:
        words = text("own.spuk", groep=dimensions.label(group))
        rows.append(OwnResultRow(f"uit.verschil.spuk.{group}", words, style.EURO))
    rows.append(OwnResultRow(COMPLETENESS, text("own.completeness"), style.PERCENT))
    return tuple(rows)


def _annual_rows() -> list[OwnResultRow]:
    """The sums of the annual cost."""
    rows = []
    for part, label in (
        ("algemeen", "general"),
        ("direct", "direct"),
        ("totaal", "total"),
        ("per_inburgeraar", "per_person"),
    ):
        words = text("own.annual", deel=text(f"own.part_{label}"))
        rows.append(OwnResultRow(f"uit.jaar.{part}", words, style.EURO))
    return rows


def _part_label(survey: Survey, item: str) -> str:
    sums = {
        "direct": "part_direct",
        "leerroutes": "part_routes",
        "voorzieningen": "part_provisions",
        "totaal": "part_trajectory_total",
    }
    return text(f"own.{sums[item]}") if item in sums else survey.dimensions.label(item)


def own_result_page(survey: Survey) -> Page:
    """The sheet `Eigen uitkomst`, with the workbook's figures filled by formulas and the rest still empty."""
    page = Page(text("names.own"), freeze="A4", header_rows="1:2")
    page.widths = {1: 84, 2: 24, 3: 24, 4: 17, 5: 100}
    page.title(text("own.title"))
    page.back_link()
    page.paragraph(text("own.intro"), 200)
    page.row += 1
    page.put(page.row, 1, text("own.status"), style.LABEL)
    page.put(page.row, 2, text("own.not_run"), f"{style.FORMULA}_regel{style.WRITTEN}")
    page.name_cell(STATUS, page.row, 2)
    page.row += 2
    _figures(page, survey)
    page.row += 1
    _findings(page)
    return page


def _figures(page: Page, survey: Survey) -> None:
    page.heading(text("own.results"), 5)
    page.column_headings([text(f"own.{head}") for head in ("label", "workbook", "recomputed", "difference", "key")])
    first, missing = page.row, literal(text("summary.not_filled"))
    summed = sums(survey)
    for row in own_result_rows(survey):
        here, is_share = page.row, row.key == COMPLETENESS
        label = formula(f"{literal(row.label)}&{missing_words(row.key)}") if row.key in summed else row.label
        page.put(here, 1, label, style.LABEL)
        mine, theirs = row.key if is_share else shown_name(row.key), address(here, 3)
        page.put(here, 2, formula(mine), style.FORMULA, row.format)
        page.put(here, 3, None, f"{style.FORMULA}{style.WRITTEN}", row.format)
        other = BLANK if is_share else f"IF({known_name(row.key)}=1,{NTB},{BLANK})"
        apart = f"IF(ABS({row.key}-{theirs})<{NOISE},0,{row.key}-{theirs})"
        exact = "0.0%" if is_share else style.EURO_CENT
        difference = f"IF(ISNUMBER({theirs}),{apart},{other})"
        page.put(here, 4, formula(if_shown(theirs, difference)), style.FORMULA, exact)
        page.put(here, 5, row.key, f"{style.NOTE}_uitleg")
        page.heights[here] = ROW_HEIGHT
        page.row += 1
    page.name_area(RECOMPUTED, (first, 3, page.row - 1, 3))
    differs = f"IF(ISNUMBER($D{first}),ABS($D{first})>0.005,$D{first}={NTB})"
    page.highlights.append(Highlight(f"D{first}:D{page.row - 1}", differs, "fout"))
    page.highlights.append(Highlight(f"B{first}:C{page.row - 1}", f"B{first}={missing}", "let_op"))
    partly = f"AND(ISNUMBER(C{first}),NOT(ISNUMBER(B{first})))"
    page.highlights.append(Highlight(f"C{first}:C{page.row - 1}", partly, "ten_minste"))


def sums(survey: Survey) -> frozenset[str]:
    """The figures on the sheet that are sums over parts, of which some may not be known."""
    dimensions = survey.dimensions
    found = {f"uit.jaar.{part}" for part in ("algemeen", "direct", "totaal")} if dimensions.tasks else set()
    for group in dimensions.trajectory_groups:
        parts = {"direct": dimensions.trajectory_tasks, "leerroutes": dimensions.routes_of(group)}
        parts |= {"voorzieningen": dimensions.provisions_of(group)}
        parts |= {"totaal": (*parts["leerroutes"], *parts["voorzieningen"])}
        found |= {f"uit.traj.{group}.{part}" for part, items in parts.items() if items}
    return frozenset(found)


def _findings(page: Page) -> None:
    """An empty block that `run` fills; the text column is wide, so that findings can be read in full.

    The first of them are printed; what else there is stands below, and the line above the block says so.
    """
    page.heading(text("own.findings"), 5)
    intro = page.row
    page.row += 1
    page.column_headings([text(f"own.{head}") for head in ("number", *FINDING_FIELDS)])
    first, last = page.row, page.row + FINDING_ROWS - 1
    page.last_printed = first + PRINTED_FINDINGS - 1
    numbers, on_paper = f"MAX(A{first}:A{last})", f"MAX(A{first}:A{page.last_printed})"
    rest = words(text("own.printed", aantal=PRINTED_FINDINGS), f"={numbers}-{on_paper}", text("own.not_printed"))
    told = f"IF({numbers}>{on_paper},{rest},{BLANK})"
    page.put(intro, 1, formula(words(text("own.findings_intro"), f"={told}")), f"{style.NOTE}_regel")
    for row in range(first, last + 1):
        following = f"MAX($A${first - 1}:A{row - 1})+1"
        page.put(row, 1, formula(if_shown(address(row, 5), following)), f"{style.FORMULA}_links")
        for column in range(2, 6):
            page.put(row, column, None, f"{style.FORMULA}_links{style.WRITTEN}")
    page.name_area(FINDINGS, (first, 2, last, 5))
