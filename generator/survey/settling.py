"""The last parts of `Samenvatting`: funding, reconciliation with the annual account, and the sign-off."""

from __future__ import annotations

from collections.abc import Sequence

from generator import style
from generator.ooxml.sheet import address
from generator.survey.entry import validation
from generator.survey.formulas import (
    BLANK,
    NTB,
    if_shown,
    literal,
    or_not_determinable,
    said,
    shown_name,
    words,
)
from generator.survey.input_pages import FORMATS
from generator.survey.page import Highlight
from generator.survey.summary_writer import (
    ANNUAL,
    COLUMNS,
    SummaryWriter,
    by_task,
    not_filled,
    unless_missing,
    when_all_known,
)
from generator.survey.texts import text
from templates.questions import SUMMARY, questions

ACCOUNT, EXPLANATION, MARGIN = "rek.totaal", "rek.toelichting", "aansluiting.marge"
SPARE_ITEM = "rek.post."
LESS = ("rek.spuk", "rek.gr_bijdrage")
RECEIVED, SPENT = ("dek.spuk", "dek.spuk_onderwijs"), "dek.spuk_besteed"
RESERVE = ("dek.reserve_begin", "dek.reserve_eind")
OWN_MEANS = "dek.eigen"
SENTENCE_ENDS = 4
"""The column up to which the longest sentence about the reconciliation runs."""
FUNDING_FORMATS = [style.EURO, style.EURO, style.EURO, style.PERCENT, style.GENERAL]


def funding(writer: SummaryWriter) -> None:
    """Means beside cost: the general grant, the earmarked grant per person, and what was received and spent."""
    if "dek.gf" not in writer.asked:
        return
    heads = ("funding_item", "means", "cost_total", "funding_difference", "coverage", "filled_in")
    intro = text("summary.funding_intro")
    if SPENT in writer.asked:
        intro += " " + text("summary.funding_spent")
    head_row = writer.table(text("summary.funding"), [text(f"summary.{head}") for head in heads], intro)
    grant = writer.given(["dek.gf"], writer.answer("dek.gf"))
    annual, difference = (ANNUAL, shown_name("uit.verschil.gf")) if writer.dimensions.tasks else ("0", "0")
    _covered(writer, text("summary.gf"), (grant, annual, difference))
    for group in writer.dimensions.trajectory_groups:
        label = text("summary.spuk_of", groep=writer.dimensions.label(group))
        row = writer.trajectory_totals[group]
        cost = by_task(address(row, 2))
        _covered(
            writer,
            label,
            (f"reken.spuk.{group}", cost, shown_name(f"uit.verschil.spuk.{group}")),
            by_task(address(row, 5)),
        )
    if SPENT in writer.asked:
        _earmarked_year(writer)
    if OWN_MEANS in writer.asked:
        writer.figures(
            text("summary.own_means"),
            [writer.given([OWN_MEANS], writer.answer(OWN_MEANS)), *[""] * 4],
            fmt=FUNDING_FORMATS,
        )
    for column in (2, 3):
        writer.mark_missing(head_row + 1, writer.page.row - 1, column)
    writer.page.row += 1


def _earmarked_year(writer: SummaryWriter) -> None:
    """What was received and spent of the earmarked grant in the year, and what the reserve does not explain."""
    received = "+".join(writer.answer(question) for question in RECEIVED)
    spent = writer.answer(SPENT)
    shown = (writer.given(RECEIVED, received), writer.given([SPENT], spent), f"{received}-{spent}")
    _covered(writer, text("summary.spuk_year"), shown)
    begin, end = (writer.answer(one) for one in RESERVE)
    known = writer.read.all_answered(one for one in (RECEIVED[0], SPENT, *RESERVE) if one in writer.asked)
    left = f'IF({known},{begin}+{received}-{spent}-{end},"")'
    writer.figures(text("summary.reserve"), ["", "", left, "", ""], fmt=FUNDING_FORMATS)


def _covered(writer: SummaryWriter, label: str, figures: tuple[str, str, str], filled_in: str = "") -> None:
    """Means, cost and their difference, with the share; the last two only where both of the first were filled in."""
    means, cost = (address(writer.page.row, column) for column in (2, 3))
    share = f"IF(ISNUMBER({cost}),{or_not_determinable(f'{means}/{cost}')},{BLANK})"
    shown = [unless_missing(means, unless_missing(cost, one)) for one in (figures[2], share)]
    writer.figures(label, [*figures[:2], *shown, filled_in], fmt=FUNDING_FORMATS)


def reconciliation(writer: SummaryWriter) -> None:
    """From the total in the municipality's own books to the cost in this survey, and what is left to explain."""
    if ACCOUNT not in writer.asked:
        return
    page = writer.page
    writer.table(
        text("summary.reconciliation"),
        [text(f"summary.{head}") for head in ("reconciliation_item", "amount")],
        text("summary.reconciliation_intro"),
    )
    first = page.row
    writer.figures(text("summary.books"), [writer.given([ACCOUNT], writer.answer(ACCOUNT))])
    writer.mark_missing(first, first, 2)
    for question in LESS:
        label = text(f"summary.less_{question.removeprefix('rek.')}")
        writer.figures(label, [_less(writer, [question] if question in writer.asked else [])])
    writer.figures(text("summary.more_gr"), [f"IF(uit.jaar.totaal=0,{BLANK},reken.jaar.gr)"])
    spare = sorted(one for one in writer.asked if one.startswith(SPARE_ITEM) and one.removeprefix(SPARE_ITEM).isdigit())
    writer.figures(text("summary.less_items"), [_less(writer, spare)])
    added = "+".join(if_shown(address(row, 2), address(row, 2), "0") for row in range(first, page.row))
    expected = writer.figures(
        text("summary.books_expected"), [unless_missing(address(first, 2), or_not_determinable(added))], style.TOTAL
    )
    survey_total = writer.figures(text("summary.survey_total"), [ANNUAL], of="uit.jaar.totaal")
    writer.mark_missing(survey_total, survey_total, 2)
    gap = address(page.row, 2)
    left = or_not_determinable(f"uit.jaar.totaal-{address(expected, 2)}")
    found = unless_missing(address(first, 2), when_all_known("uit.jaar.totaal", left))
    writer.figures(text("summary.books_difference"), [found], style.TOTAL)
    within = f"ABS({gap})<=par.{MARGIN}*ABS({address(expected, 2)})"
    explained = f"IF({said(EXPLANATION)},{literal(text('summary.explained'))},{literal(text('summary.explain'))})"
    unknown = if_shown(gap, NTB, not_filled())
    state = f"IF(ISNUMBER({gap}),IF({within},{literal(text('summary.fits'))},{explained}),{unknown})"
    asked = f"IF({writer.read.answered(ACCOUNT)},{state},{literal(text('summary.no_books'))})"
    row = writer.figures(text("summary.books_state"), [asked])
    writer.as_sentence(row)
    for word, look in (("explain", "let_op"), ("fits", "goed"), ("explained", "goed")):
        holds = f"$B{row}={literal(text(f'summary.{word}'))}"
        page.highlights.append(Highlight(f"B{row}:{address(row, SENTENCE_ENDS)}", holds, look))
    page.row += 1


def _less(writer: SummaryWriter, questions_of: Sequence[str]) -> str:
    """What was answered, taken off; blank where nothing was."""
    return f"IF({writer.read.any_answered(questions_of)},0-({writer.read.total(questions_of)}),{BLANK})"


def sign_off(writer: SummaryWriter) -> None:
    """What is established, and who does so: a role, not a name, and the date."""
    page = writer.page
    page.heading(text("summary.sign_off"), COLUMNS)
    page.paragraph(text("summary.sign_off_intro"), 190, style.NOTE)
    writer.figures(text("summary.completeness"), ["uit.volledigheid"], fmt=style.PERCENT)
    opened = ("=reken.open.fout", text("summary.hard"), "=reken.open.waarschuwing+reken.open.vraag")
    writer.as_sentence(writer.figures(text("summary.open_checks"), [words(*opened, text("summary.soft"))]))
    writer.as_sentence(writer.figures(text("checks.ready"), ["reken.klaar"]))
    for one in (asked for asked in questions(writer.survey) if asked.sheet == SUMMARY):
        page.put(page.row, 1, one.label, style.LABEL)
        page.put(page.row, 2, None, f"{style.INPUT}_tekst", FORMATS[one.field.type])
        page.name_cell(one.id, page.row, 2)
        page.validations.append(validation(one, writer.dimensions, address(page.row, 2)))
        page.put(page.row, 3, one.field.help, f"{style.NOTE}_regel")
        page.heights[page.row] = 20
        page.row += 1
