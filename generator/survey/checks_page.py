"""The sheet `Controles`: how far the respondent is, and every rule of the survey as a live formula."""

from __future__ import annotations

from dataclasses import dataclass

from generator import style
from generator.ooxml.sheet import address
from generator.survey.formulas import all_hold, any_answered, constant, filled, formula, literal, number
from generator.survey.layout import CellPlace
from generator.survey.page import Highlight, Page, place
from generator.survey.texts import text
from templates.questions import Asked, questions
from templates.schema import Rule, Survey
from templates.validation import rule_cases

ROUNDING = "0.000000001"
"""Sums of decimal fractions are not exact in binary; nobody means a difference this small."""
COLUMNS = 10
SEVERITIES = ("fout", "waarschuwing", "vraag")
REMARKS = "controles.toelichting"


@dataclass(frozen=True)
class LiveRule:
    """One rule case as formulas: whether it is judged, what is found and expected, and whether it fails."""

    judged: str
    found: str
    expected: str
    fails: str


def live_rule(case: Rule, asked: dict[str, Asked], found: str, expected: str) -> LiveRule:
    """The formulas of a rule case; `found` and `expected` are the addresses of the cells that show those two."""
    when = all_hold(case.when, asked)
    if case.kind == "samen":
        given = ",".join(f"AND(ISNUMBER({part}),MAX(0,{part})>0)" for part in case.parts)
        complete = ",".join(filled(name) for name in case.total)
        words = f"IF(AND({complete}),{literal(text('checks.filled'))},{literal(text('checks.empty'))})"
        return LiveRule(f"AND({when},OR({given}))", words, literal(text("checks.filled")), f"{found}<>{expected}")
    judged = [when]
    if case.kind != "minimaal":
        judged.append(any_answered(case.parts))
        judged += [any_answered(case.total)] if case.total else []
    target = "+".join(number(name) for name in case.total) if case.total else constant(case.value or 0.0)
    tolerance = f"MAX({constant(case.absolute)},{constant(case.relative)}*ABS({expected}))+{ROUNDING}"
    difference = f"{found}-{expected}"
    fails = {
        "som": f"ABS({difference})>{tolerance}",
        "hoogstens": f"{difference}>{tolerance}",
        "minimaal": f"{expected}-{found}>{tolerance}",
    }[case.kind]
    return LiveRule(f"AND({','.join(judged)})", "+".join(number(name) for name in case.parts), target, fails)


def checks_page(survey: Survey, places: dict[str, CellPlace]) -> Page:
    """The sheet with progress per sheet, the state of each check, and all cases with room for an explanation."""
    page = Page(text("names.checks"), freeze="A4", header_rows="1:2")
    page.widths = {1: 25, 2: 12, 3: 12, 4: 13, 5: 13, 6: 13, 7: 13, 8: 48, 9: 66, 10: 52}
    page.title(text("checks.title"))
    page.back_link()
    page.paragraph(text("checks.intro"), 200)
    page.row += 1
    _progress(page, survey)
    if not survey.rules:
        return page
    page.row += 1
    overview = page.row
    page.row += len(survey.rules) + 3
    first, last = _cases(page, survey, places)
    end, page.row = page.row, overview
    _overview(page, survey)
    page.row = end
    _status_looks(page, f"C{first}:C{last}", f"C{first}")
    return page


def _progress(page: Page, survey: Survey) -> None:
    page.heading(text("checks.progress"), COLUMNS)
    heads = ("sheet", "asked", "done", "share")
    row = page.row
    for column, head in zip((1, 2, 3, 4), heads, strict=True):
        page.put(row, column, text(f"checks.{head}"), style.COLUMN_HEADING)
    page.row += 1
    for sheet in survey.sheets:
        asked, done = f"reken.gevraagd.{sheet.key}", f"reken.beantwoord.{sheet.key}"
        _progress_line(page, sheet.name, asked, done, f"IF({asked}=0,1,{done}/{asked})")
    asked = "+".join(f"reken.gevraagd.{sheet.key}" for sheet in survey.sheets)
    done = "+".join(f"reken.beantwoord.{sheet.key}" for sheet in survey.sheets)
    _progress_line(page, text("checks.all_sheets"), asked, done, "uit.volledigheid", last=True)
    for severity in SEVERITIES if survey.rules else ():
        page.put(page.row, 1, text(f"checks.open_{severity}"), style.LABEL)
        status = literal(text(f"checks.{severity}"))
        page.put(page.row, 2, formula(f"COUNTIF(controles.status,{status})"), style.TOTAL, "0")
        page.name_cell(f"reken.open.{severity}", page.row, 2)
        page.row += 1


def _progress_line(page: Page, label: str, asked: str, done: str, share: str, last: bool = False) -> None:
    row = page.row
    look = style.TOTAL if last else style.FORMULA
    page.put(row, 1, label, style.TOTAL_LABEL if last else style.LABEL)
    page.put(row, 2, formula(asked), look, "0")
    page.put(row, 3, formula(done), look, "0")
    page.put(row, 4, formula(share), look, style.PERCENT)
    page.row += 1


def _cases(page: Page, survey: Survey, places: dict[str, CellPlace]) -> tuple[int, int]:
    page.heading(text("checks.list"), COLUMNS)
    heads = ("code", "severity", "status", "link", "found", "expected", "difference", "where", "what", "remark")
    head_row = page.column_headings([text(f"checks.{head}") for head in heads])
    asked = {one.id: one for one in questions(survey)}
    first = page.row
    for rule in survey.rules:
        for case in rule_cases(survey, rule):
            _case(page, case, asked, places)
    last = page.row - 1
    page.filter_area = f"A{head_row}:{address(last, COLUMNS)}"
    for name, column in (("controles.code", 1), ("controles.status", 3), (REMARKS, 10)):
        page.name_area(name, (first, column, last, column))
    return first, last


def _case(page: Page, case: Rule, asked: dict[str, Asked], places: dict[str, CellPlace]) -> None:
    row = page.row
    found, expected = address(row, 5), address(row, 6)
    rule = live_rule(case, asked, found, expected)
    fraction = asked[case.parts[0]].field.type == "fractie"
    shown = style.PERCENT_1 if fraction else "#,##0.##" if case.kind == "samen" else style.INTEGER
    page.put(row, 1, case.id, style.LABEL)
    page.put(row, 2, text(f"checks.{case.severity}"), style.LABEL)
    page.put(row, 8, asked[case.parts[0]].label, style.LABEL)
    page.put(row, 9, case.text, style.LABEL)
    page.put(row, 5, formula(rule.found), style.FORMULA, shown)
    page.put(row, 6, formula(rule.expected), style.FORMULA, shown)
    bad, ok, not_judged = (literal(text(f"checks.{word}")) for word in (case.severity, "ok", "not_judged"))
    comparable = f"AND(ISNUMBER({found}),ISNUMBER({expected}),{address(row, 3)}<>{not_judged})"
    page.put(row, 7, formula(f'IF({comparable},{found}-{expected},"")'), style.FORMULA, shown)
    page.put(row, 3, formula(f"IF({rule.judged},IF({rule.fails},{bad},{ok}),{not_judged})"), style.STATUS)
    target = places[case.total[0] if case.kind == "samen" else case.parts[0]]
    page.put(row, 4, target.address, style.LINK, link=place(target.sheet, target.row, target.column))
    page.put(row, 10, None, f"{style.INPUT}_tekst")
    page.fit_height(row, (1, 8, 9))
    page.row += 1


def _overview(page: Page, survey: Survey) -> None:
    """One line per rule: what it says, on how many places it looks, and how many of those are open."""
    page.heading(text("checks.overview"), COLUMNS)
    heads = ("code", "severity", "status", "cases", "open")
    page.column_headings([text(f"checks.{head}") for head in heads])
    page.put_row(page.row - 1, [text("checks.what"), *[None] * 4], f"{style.COLUMN_HEADING}_links", len(heads) + 1)
    for rule in survey.rules:
        row = page.row
        bad = literal(text(f"checks.{rule.severity}"))
        ok, not_judged = literal(text("checks.ok")), literal(text("checks.not_judged"))
        code, opened = address(row, 1), address(row, 5)
        page.put(row, 1, rule.id, style.LABEL)
        page.put(row, 2, text(f"checks.{rule.severity}"), style.LABEL)
        judged = f"COUNTIFS(controles.code,{code},controles.status,{ok})"
        page.put(row, 3, formula(f"IF({opened}>0,{bad},IF({judged}>0,{ok},{not_judged}))"), style.STATUS)
        page.put(row, 4, formula(f"COUNTIF(controles.code,{code})"), style.FORMULA, "0")
        page.put(row, 6, rule.text, f"{style.NOTE}_uitleg")
        page.put(row, 5, formula(f"COUNTIFS(controles.code,{code},controles.status,{bad})"), style.FORMULA, "0")
        page.heights[row] = 18
        page.row += 1
    _status_looks(page, f"C{page.row - len(survey.rules)}:C{page.row - 1}", f"C{page.row - len(survey.rules)}")


def _status_looks(page: Page, area: str, cell: str) -> None:
    for word, look in (("fout", "fout"), ("waarschuwing", "let_op"), ("vraag", "let_op"), ("ok", "goed")):
        page.highlights.append(Highlight(area, f"{cell}={literal(text(f'checks.{word}'))}", look))
