"""The sheet `Controles`: how far the respondent is, and every rule of the survey as a live formula."""

from __future__ import annotations

from dataclasses import dataclass

from generator import style
from generator.ooxml.sheet import address
from generator.survey.formulas import UNKNOWN, constant, formula, is_asked, literal, said, salary, words
from generator.survey.page import Highlight, Page, Validation
from generator.survey.places import CellPlace
from generator.survey.reading_page import FINDINGS, IS_UNKNOWN
from generator.survey.readings import LISTED, NOT_KNOWN, ROW_LACKS, Readings
from generator.survey.texts import text
from templates.questions import Asked, questions
from templates.rules import explanation_id, rule_cases
from templates.schema import Rule, Survey

ROUNDING = "0.000000001"
"""Sums of decimal fractions are not exact in binary; nobody means a difference this small."""
COLUMNS = 10
ABOUT_TOTAL = ("samen", "salaris")
"""Kinds of rule that ask something of the cell in `total`; the others are mended in the parts."""
LIMITS = {"hoogstens": "\N{LESS-THAN OR EQUAL TO}", "minimaal": "\N{GREATER-THAN OR EQUAL TO}"}
BARELY = 0.0001
"""A limit below this is shown as 'more than 0'."""
SEVERITIES = ("fout", "waarschuwing", "vraag")
STATUS, REMARK = 3, 10
"""Columns of the list of cases."""
STATUS_LOOKS = {"fout": "fout", "waarschuwing": "let_op", "vraag": "let_op", "explained": "goed", "ok": "goed"}
REMARKS, READY = "controles.toelichting", "reken.klaar"
LINK_START, LINK_END = "#'", "'!"
"""What stands before and after the name of a sheet in a link to one of its cells."""
ANSWER_HEIGHT = 44.0
"""Points for three lines of text."""
INVALID = "reken.ongeldig"
ASKS = f"COUNTIF(gelezen.toestand,{NOT_KNOWN})"
"""How many answers are onbekend: each is a question, every other finding on an answer a mistake."""


@dataclass(frozen=True)
class LiveRule:
    """One rule case as formulas: whether it is judged, what is found and expected, and whether it fails."""

    judged: str
    found: str
    expected: str
    fails: str


def live_rule(case: Rule, asked: dict[str, Asked], read: Readings, found: str, expected: str) -> LiveRule:
    """The formulas of a rule case; `found` and `expected` are the addresses of the cells that show those two."""
    when = is_asked(case, asked)
    if case.kind == "samen":
        state = f"IF({read.filled(case.total)},{literal(text('checks.filled'))},{literal(text('checks.empty'))})"
        return LiveRule(
            f"AND({when},{read.used(case.parts)})", state, literal(text("checks.filled")), f"{found}<>{expected}"
        )
    if case.kind == "salaris":
        scale = read.value(case.total[0])
        known = words(text("checks.scale"), "=MIN(par.schalen)", text("checks.scale_to"), "=MAX(par.schalen)")
        judged = f"AND({when},{read.used(case.parts)},{read.answered(case.total[0])})"
        return LiveRule(judged, scale, known, f"NOT(ISNUMBER({salary(scale)}))")
    asks = [when]
    if case.kind != "minimaal":
        asks.append(read.any_answered(case.parts))
        asks += [read.any_answered(case.total), f"NOT({read.not_known(case.total)})"] if case.total else []
    else:
        asks.append(f"NOT({read.not_known(case.parts)})")
    target = read.total(case.total) if case.total else constant(case.value or 0.0)
    tolerance = f"MAX({constant(case.absolute)},{constant(case.relative)}*ABS({expected}))+{ROUNDING}"
    difference = f"{found}-{expected}"
    fails = {
        "som": f"IF({read.not_known(case.parts)},{difference},ABS({difference}))>{tolerance}",
        "hoogstens": f"{difference}>{tolerance}",
        "minimaal": f"{expected}-{found}>{tolerance}",
    }[case.kind]
    return LiveRule(f"AND({','.join(asks)})", read.total(case.parts), target, fails)


def checks_page(survey: Survey, places: dict[str, CellPlace]) -> Page:
    """The sheet with progress per sheet, the state of each check, and all cases with room for an explanation."""
    page = Page(text("names.checks"), freeze="A4", header_rows="1:2")
    page.widths = {1: 25, 2: 20, 3: 15, 4: 19, 5: 13, 6: 15, 7: 12, 8: 40, 9: 78, 10: 40}
    page.title(text("checks.title"))
    page.back_link()
    page.paragraph(text("checks.intro"), 200)
    page.row += 1
    _progress(page, survey)
    _answers(page, survey)
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
    heads = ("sheet", "asked", "done", "share", "invalid", "unknown")
    page.column_headings([text(f"checks.{head}") for head in heads])
    first = page.row
    for sheet in survey.sheets:
        asked, done = f"reken.gevraagd.{sheet.key}", f"reken.beantwoord.{sheet.key}"
        share = f"IF({asked}=0,1,{done}/{asked})"
        wrong, unknown = f"reken.ongeldig.{sheet.key}", f"reken.onbekend.{sheet.key}"
        _progress_line(page, sheet.name, [asked, done, share, wrong, unknown])
    asked = "+".join(f"reken.gevraagd.{sheet.key}" for sheet in survey.sheets)
    done = "+".join(f"reken.beantwoord.{sheet.key}" for sheet in survey.sheets)
    invalid = "+".join(f"reken.ongeldig.{sheet.key}" for sheet in survey.sheets)
    _progress_line(
        page, text("checks.all_sheets"), [asked, done, "uit.volledigheid", invalid, "reken.onbekend"], last=True
    )
    page.name_cell(INVALID, page.row - 1, 5)
    area = f"E{first}:E{page.row - 1}"
    page.highlights.append(Highlight(area, f"E{first}>0", "fout"))
    _open_counts(page, survey)
    page.row += 1


def _open_counts(page: Page, survey: Survey) -> None:
    """How many cases are open, by severity, how many are explained, and whether the survey can be sent back."""
    for status, name in (*((severity, f"open.{severity}") for severity in SEVERITIES), ("explained", "toegelicht")):
        page.put(page.row, 1, text(f"checks.open_{status}"), style.LABEL)
        counted = f"COUNTIF(controles.status,{literal(text(f'checks.{status}'))})" if survey.rules else "0"
        counted += {"fout": f"+MAX(gelezen.nummer)-{ASKS}", "vraag": f"+{ASKS}"}.get(status, "")
        page.put(page.row, 2, formula(counted), style.TOTAL, "0")
        page.name_cell(f"reken.{name}", page.row, 2)
        page.row += 1
    yes, with_open, no = (literal(text(f"checks.ready_{word}")) for word in ("yes", "open", "no"))
    everything, nothing_left = _readiness(survey)
    page.put(page.row, 1, text("checks.ready"), style.TOTAL_LABEL)
    page.put(page.row, 2, formula(f"IF({everything},{yes},IF({nothing_left},{with_open},{no}))"), style.STATUS)
    page.name_cell(READY, page.row, 2)
    for word in (yes, with_open):
        page.highlights.append(Highlight(address(page.row, 2), f"{address(page.row, 2)}={word}", "goed"))
    page.highlights.append(Highlight(address(page.row, 2), f"{address(page.row, 2)}={no}", "let_op"))
    page.row += 1


def _readiness(survey: Survey) -> tuple[str, str]:
    """Whether all is answered and in order; and whether what is open is only what the respondent cannot mend.

    That is a question answered with `onbekend`, and a scale that is right and of which no salary is known.
    """
    opened = ",".join(f"reken.open.{severity}=0" for severity in SEVERITIES)
    soft = f"reken.open.waarschuwing=0,reken.open.vraag={ASKS}"
    bad = literal(text("checks.fout"))
    to_report = [rule.id for rule in survey.rules if rule.kind == "salaris" and rule.severity == "fout"]
    counts = (f"COUNTIFS(controles.code,{literal(one)},controles.status,{bad})" for one in to_report)
    errors = "-".join(["reken.open.fout", *counts])
    asked, done = ("+".join(f"reken.{word}.{one.key}" for one in survey.sheets) for word in ("gevraagd", "beantwoord"))
    nothing_left = f"AND({asked}={done}+reken.onbekend,{INVALID}=0,{errors}=0,{soft})"
    return f"AND(uit.volledigheid=1,{INVALID}=0,{opened})", nothing_left


def _progress_line(page: Page, label: str, figures: list[str], last: bool = False) -> None:
    """Asked, answered, the share of that, how many cells hold what cannot be an answer, and how many are not known."""
    page.put(page.row, 1, label, style.TOTAL_LABEL if last else style.LABEL)
    formats = ("0", "0", style.PERCENT, "0", "0")
    for column, (figure, shown) in enumerate(zip(figures, formats, strict=True), start=2):
        page.put(page.row, column, formula(figure), style.TOTAL if last else style.FORMULA, shown)
    page.row += 1


def _answers(page: Page, survey: Survey) -> None:
    """The answers about which there is something to say: no valid answer, still empty, or onbekend; with a link.

    The sheet that reads the answers says where the first, second, ... finding is.
    """
    page.heading(text("checks.answers"), COLUMNS)
    page.paragraph(text("checks.answers_intro"), 200, style.NOTE)
    heads = ("code", "severity", "status", "link", "found", "sheet", "cell", "where", "what", "answer_expected")
    page.column_headings([text(f"checks.{head}") for head in heads])
    first = page.row
    read = Readings(survey)
    for nth in range(LISTED):
        _answer_line(page, read.position(nth))
    page.name_area("controles.antwoorden", (first, 1, page.row - 1, 1))
    _status_looks(page, f"C{first}:C{page.row - 1}", f"C{first}")
    more = f"MAX(gelezen.nummer)-ROWS(A{first}:A{page.row - 1})"
    told = words(text("checks.answers_more"), f"={more}", text("checks.answers_more_end"))
    page.put(page.row, 1, formula(f'IF({more}>0,{told},"")'), f"{style.NOTE}_regel")
    page.row += 1


def _answer_line(page: Page, at: str) -> None:
    """A line about the answer at a place in the list of all answers; `at` is the cell that says which."""
    row, code = page.row, address(page.row, 1)

    def found(column: str) -> str:
        return f"INDEX(gelezen.{column},{at})"

    def unless_blank(expression: str) -> str:
        return formula(f'IF({code}="","",{expression})')

    codes = ",".join(literal(FINDINGS.get(state, "")) for state in range(ROW_LACKS, max(FINDINGS) + 1))
    soft = f"{code}={literal(IS_UNKNOWN)}"
    sheet, cell = found("bladnaam"), found("cel")
    target = f'HYPERLINK({literal(LINK_START)}&{sheet}&{literal(LINK_END)}&{cell},{sheet}&" "&{cell})'
    hard = [one for one in FINDINGS.values() if one != IS_UNKNOWN]
    sentences = "".join(f"IF({code}={literal(one)},{literal(text(f'checks.told_{one}'))}," for one in hard)
    sentence = sentences + found("gezegd") + ")" * len(hard)
    page.put(row, 1, formula(f'IF({at}="","",CHOOSE({found("toestand")}-({ROW_LACKS})+1,{codes}))'), style.LABEL)
    for column, expression, look in (
        (2, f"IF({soft},{literal(text('checks.kind_vraag'))},{literal(text('checks.kind_fout'))})", style.LABEL),
        (STATUS, f"IF({soft},{literal(text('checks.vraag'))},{literal(text('checks.fout'))})", style.STATUS),
        (4, target, style.LINK),
        (5, f"IF({soft},{literal(UNKNOWN)},{found('gezegd')})", f"{style.FORMULA}_links"),
        (6, sheet, style.LABEL),
        (7, cell, style.LABEL),
        (8, found("vraag"), style.LABEL),
        (9, sentence, style.LABEL),
        (REMARK, found("verwacht"), style.LABEL),
    ):
        page.put(row, column, unless_blank(expression), look)
    page.heights[row] = ANSWER_HEIGHT
    page.row += 1


def _cases(page: Page, survey: Survey, places: dict[str, CellPlace]) -> tuple[int, int]:
    page.heading(text("checks.list"), COLUMNS)
    heads = ("code", "severity", "status", "link", "found", "expected", "difference", "where", "what", "remark")
    head_row = page.column_headings([text(f"checks.{head}") for head in heads])
    asked, read = {one.id: one for one in questions(survey)}, Readings(survey)
    first = page.row
    for rule in survey.rules:
        for at, case in enumerate(rule_cases(survey, rule), start=1):
            _case(page, case, explanation_id(rule.id, at), asked, read, places)
    last = page.row - 1
    page.filter_area = f"A{head_row}:{address(last, COLUMNS)}"
    page.header_rows = f"{head_row}:{head_row}"
    for name, column in (("controles.code", 1), ("controles.status", STATUS), (REMARKS, REMARK)):
        page.name_area(name, (first, column, last, column))
    return first, last


def _case(
    page: Page, case: Rule, name: str, asked: dict[str, Asked], read: Readings, places: dict[str, CellPlace]
) -> None:
    """A case with its status; `name` is that of the cell to explain it in, which only a soft one has."""
    row = page.row
    found, expected = address(row, 5), address(row, 6)
    rule = live_rule(case, asked, read, found, expected)
    fraction = asked[case.parts[0]].field.type == "fractie"
    shown = style.PERCENT_1 if fraction else "General" if case.kind in ABOUT_TOTAL else style.INTEGER
    page.put(row, 1, case.id, style.LABEL)
    page.put(row, 2, _hard_or_soft(case), style.LABEL)
    page.put(row, 8, asked[case.parts[0]].label, style.LABEL)
    page.put(row, 9, case.text, style.LABEL)
    page.put(row, 5, formula(f'IF({rule.judged},{rule.found},"")'), style.FORMULA, shown)
    page.put(row, 6, formula(f'IF({rule.judged},{rule.expected},"")'), style.FORMULA, _expected_format(case, shown))
    bad, ok, not_judged = (literal(text(f"checks.{word}")) for word in (case.severity, "ok", "not_judged"))
    comparable = f"AND(ISNUMBER({found}),ISNUMBER({expected}),{address(row, STATUS)}<>{not_judged})"
    page.put(row, 7, formula(f'IF({comparable},{found}-{expected},"")'), style.FORMULA, shown)
    failing = f"IF({said(name)},{literal(text('checks.explained'))},{bad})" if case.soft else bad
    page.put(row, STATUS, formula(f"IF({rule.judged},IF({rule.fails},{failing},{ok}),{not_judged})"), style.STATUS)
    target = places[case.total[0] if case.kind in ABOUT_TOTAL else case.parts[0]]
    page.put(row, 4, f"{target.sheet} {target.address}", style.LINK, link=target.reference)
    if case.soft:
        page.put(row, REMARK, None, f"{style.INPUT}_tekst")
        page.name_cell(name, row, REMARK)
        prompt = text("checks.explain_prompt")
        page.validations.append(Validation(address(row, REMARK), "none", "", text("checks.remark_title"), prompt))
    else:
        remedy = "mend_scale" if case.kind == "salaris" else "mend"
        mend = f'IF({address(row, STATUS)}={bad},{literal(text(f"checks.{remedy}"))},"")'
        page.put(row, REMARK, formula(mend), style.NOTE)
    page.fit_height(row, (1, 2, 8, 9))
    page.row += 1


def _expected_format(case: Rule, shown: str) -> str:
    """How an expected value looks: with a sign before it where it is a limit."""
    if case.kind not in LIMITS:
        return shown
    barely = case.value is not None and 0 < case.value < BARELY
    return f'"{">" if barely else LIMITS[case.kind]} "{shown}'


def _hard_or_soft(rule: Rule) -> str:
    return text(f"checks.kind_{rule.severity}")


def _overview(page: Page, survey: Survey) -> None:
    """One line per rule: what it says, on how many places it looks, and how many of those are open."""
    page.heading(text("checks.overview"), COLUMNS)
    heads = ("code", "severity", "status", "cases", "open", "settled")
    page.column_headings([text(f"checks.{head}") for head in heads])
    what = len(heads) + 1
    headings = [text("checks.what"), *[None] * (COLUMNS - what)]
    page.put_row(page.row - 1, headings, f"{style.COLUMN_HEADING}_links", what)
    for rule in survey.rules:
        row, code = page.row, address(page.row, 1)
        bad, ok, explained, not_judged = (
            literal(text(f"checks.{word}")) for word in (rule.severity, "ok", "explained", "not_judged")
        )
        opened, settled = address(row, 5), address(row, 6)

        def counted(status: str, code: str = code) -> str:
            return f"COUNTIFS(controles.code,{code},controles.status,{status})"

        passed = f"IF({settled}>0,{explained},IF({counted(ok)}>0,{ok},{not_judged}))"
        page.put(row, 1, rule.id, style.LABEL)
        page.put(row, 2, _hard_or_soft(rule), style.LABEL)
        page.put(row, STATUS, formula(f"IF({opened}>0,{bad},{passed})"), style.STATUS)
        page.put(row, 4, formula(f"COUNTIF(controles.code,{code})"), style.FORMULA, "0")
        page.put(row, 5, formula(counted(bad)), style.FORMULA, "0")
        page.put(row, 6, formula(counted(explained)), style.FORMULA, "0")
        page.put(row, what, rule.text, f"{style.NOTE}_uitleg")
        page.heights[row] = 18
        page.row += 1
    _status_looks(page, f"C{page.row - len(survey.rules)}:C{page.row - 1}", f"C{page.row - len(survey.rules)}")


def _status_looks(page: Page, area: str, cell: str) -> None:
    for word, look in STATUS_LOOKS.items():
        page.highlights.append(Highlight(area, f"{cell}={literal(text(f'checks.{word}'))}", look))
