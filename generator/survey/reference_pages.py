"""The sheets around the questions: contents and explanation, parameters, code lists, and the mark of the file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from generator import style
from generator.survey.calculation import PLACES, contract_places
from generator.survey.checks_page import SEVERITIES
from generator.survey.entry import SCALES, list_name, offers_unknown
from generator.survey.formulas import NOT_KNOWN_WORDS, NOTHING_THERE, NVT, UNKNOWN, all_hold, formula, literal, shown
from generator.survey.outlook import has_outlook
from generator.survey.page import Highlight, Page, quoted
from generator.survey.reading_page import TRUTHS
from generator.survey.texts import NOT_DETERMINABLE, text
from templates.parameters import SCALE, ParameterInForce
from templates.questions import questions
from templates.said import SAID_NOT_APPLICABLE, SAID_UNKNOWN
from templates.schema import Survey
from templates.translation import original

META = ("enquete", "versie", "jaar", "code", "parameters", "taal")
TEXT_WIDTH = 132
YEAR = "jaar"
"""The unit of a parameter that is a calendar year, which has no thousands."""
COLUMNS = 6
TRUTH_FORMULAS = ("TRUE()", "FALSE()", "WAAR()", "ONWAAR()")
"""The formula, after its =, as which LibreOffice holds a truth value out of a file, in the languages spoken here."""


def contents_page(survey: Survey, year: int) -> Page:
    """The first sheet: what this is, how to fill it in, what counts, and a link to every sheet with its state."""
    page = Page(text("names.contents"), portrait=True)
    page.widths = {1: 24, 2: 58, 3: 14, 4: 12, 5: 12, 6: 16}
    identity = survey.identity
    page.title(text("contents.title", titel=identity.title, jaar=year))
    page.put(2, 1, text("contents.subtitle", wet=identity.law), f"{style.SUBTITLE}_regel")
    page.put(3, 1, formula(_named(survey)), f"{style.TITLE}_klein")
    page.row = 5
    page.heading(text("contents.sheets"), COLUMNS)
    heads = ("sheet", "about", "for_you", "asked", "done", "status")
    page.column_headings([text(f"contents.{head}") for head in heads])
    first = page.row
    _links(page, survey)
    _other_links(page, survey)
    _section(page, text("contents.how_to"), identity.how_to)
    _legend(page)
    _section(page, text("contents.scope"), identity.scope)
    _section(page, text("contents.out_of_scope"), identity.out_of_scope)
    _terms(page, survey)
    _section(page, text("contents.privacy"), tuple(part for part in (identity.privacy, identity.contact) if part))
    area, cell = f"F{first}:F{page.row}", f"F{first}"
    looks = {"complete": "goed", "with_unknown": "goed", "wrong": "fout", "open": "let_op", "checks_open": "let_op"}
    for word, look in looks.items():
        page.highlights.append(Highlight(area, f"{cell}={literal(text(f'contents.{word}'))}", look))
    not_mine = f"C{first}={literal(text('contents.for_you_no'))}"
    page.highlights.append(Highlight(f"B{first}:F{first + len(survey.sheets) - 1}", f"${not_mine}", "geldt_niet"))
    return page


def _named(survey: Survey) -> str:
    """Name and code of the municipality, out of the prefilled answers."""
    by_key = {one.field.prefilled: one.id for one in questions(survey) if one.field.prefilled}
    name, code = by_key.get("naam"), by_key.get("code")
    if not name:
        return '""'
    return f'{shown(name)}&IFERROR(IF({code}="","","  ("&{code}&")"),"")' if code else shown(name)


def _links(page: Page, survey: Survey) -> None:
    """A line per sheet to fill in: whether it is for this respondent, and how far it is."""
    asked_of = {one.id: one for one in questions(survey)}
    states = ("for_you_yes", "for_you_no", "untouched", "complete", "with_unknown", "wrong", "open")
    yes, no, nothing, complete, with_unknown, wrong, still_open = (literal(text(f"contents.{word}")) for word in states)
    for sheet in survey.sheets:
        asked, done = f"reken.gevraagd.{sheet.key}", f"reken.beantwoord.{sheet.key}"
        row = page.row
        page.put(row, 1, sheet.name, style.LINK, link=f"{quoted(sheet.name)}!A1")
        page.put(row, 2, sheet.title, style.LABEL)
        page.put(row, 3, formula(f"IF({all_hold(sheet.applies, asked_of)},{yes},{no})"), style.STATUS)
        page.put(row, 4, formula(asked), style.FORMULA, "0")
        page.put(row, 5, formula(done), style.FORMULA, "0")
        unknown, invalid = f"reken.onbekend.{sheet.key}", f"reken.ongeldig.{sheet.key}"
        left = f"IF({done}+{unknown}={asked},{with_unknown},{still_open})"
        judged = f"IF({asked}=0,{nothing},IF({done}={asked},{complete},{left}))"
        page.put(row, 6, formula(f"IF({invalid}>0,{wrong},{judged})"), style.STATUS)
        page.heights[row] = 20
        page.row += 1


def _other_links(page: Page, survey: Survey) -> None:
    """The sheets that need no answer; the one with checks says whether something is open."""
    outlook = ("outlook",) if has_outlook(survey) else ()
    for key in ("checks", "summary", "own", *outlook, "parameters", "calculation"):
        name = text(f"names.{key}")
        page.put(page.row, 1, name, style.LINK, link=f"{quoted(name)}!A1")
        page.put(page.row, 2, text(f"contents.about_{key}"), style.LABEL)
        page.fit_height(page.row, (2,), 20)
        if key == "checks":
            opened = "+".join(f"reken.open.{severity}" for severity in SEVERITIES)
            nothing, something = (literal(text(f"contents.checks_{word}")) for word in ("settled", "open"))
            page.put(page.row, 6, formula(f"IF({opened}=0,{nothing},{something})"), style.STATUS)
        page.row += 1
    page.row += 1


def _section(page: Page, title: str, lines: tuple[str, ...]) -> None:
    if not lines:
        return
    page.heading(title, COLUMNS)
    for line in lines:
        page.paragraph(f"- {line}" if len(lines) > 1 else line, TEXT_WIDTH)
    page.row += 1


def _terms(page: Page, survey: Survey) -> None:
    """What the words of this survey mean: its groups, cost kinds and terms."""
    dimensions = survey.dimensions
    defined = [one for one in (*survey.identity.terms, *dimensions.groups, *dimensions.cost_kinds) if one.definition]
    if not defined:
        return
    page.heading(text("contents.terms"), COLUMNS)
    for one in defined:
        page.put(page.row, 1, one.label, style.LABEL)
        page.put(page.row, 2, one.definition, style.LABEL)
        page.fit_height(page.row, (1, 2), 20)
        page.row += 1
    page.row += 1


def _legend(page: Page) -> None:
    page.heading(text("contents.legend"), COLUMNS)
    for key, look in (
        ("input", style.INPUT),
        ("prefilled", style.PREFILLED),
        ("formula", f"{style.FORMULA}_links"),
        ("blank", style.NOT_ASKED),
    ):
        page.put(page.row, 1, text(f"contents.legend_{key}"), f"{look}_slot" if look in style.UNLOCKED else look)
        page.put(page.row, 2, text(f"contents.legend_{key}_text"), style.LABEL)
        page.fit_height(page.row, (2,), 20)
        page.row += 1
    page.put(page.row, 1, NOT_DETERMINABLE, f"{style.FORMULA}_links")
    page.put(page.row, 2, text("contents.legend_ntb_text"), style.LABEL)
    page.fit_height(page.row, (2,), 20)
    page.row += 2


def parameters_page(survey: Survey, parameters: Mapping[str, ParameterInForce]) -> Page:
    """Parameters but those of the analysis only: value, unit, date, source, named `par.<code>`; the salary table."""
    page = Page(text("names.parameters"), freeze="A7")
    page.widths = {1: 38, 2: 58, 3: 16, 4: 22, 5: 12, 6: 66, 7: 17, 8: 3, 9: 10, 10: 18}
    page.title(text("parameters.title"))
    page.back_link()
    page.paragraph(text("parameters.intro"), 190)
    page.row += 1
    heads = ("code", "label", "value", "unit", "since", "source", "reliability")
    head_row = page.column_headings([text(f"parameters.{head}") for head in heads])
    known = {parameter.code: parameter for parameter in survey.parameters}
    only_analysis = {code for code, parameter in known.items() if parameter.analysis_only}
    codes = [code for code in dict.fromkeys([*known, *parameters]) if code not in only_analysis]
    for code in codes:
        found = parameters.get(code)
        row = page.row
        label, unit = (found.label, found.unit) if found else (known[code].label, known[code].unit)
        page.put(row, 1, code, style.LABEL)
        page.put(row, 2, label, style.LABEL)
        value = found.value if found else text("common.missing")
        words = isinstance(value, str)
        page.put(row, 3, value, f"{style.FORMULA}_links" if words else style.FORMULA, _format(value, unit))
        page.put(row, 4, unit, style.LABEL)
        page.put(row, 5, found.since.strftime("%d-%m-%Y") if found else None, style.LABEL)
        page.put(row, 6, found.source if found else None, style.LABEL)
        page.put(row, 7, _reliability(found), style.LABEL)
        page.name_cell(f"par.{code}", row, 3)
        page.fit_height(row, (1, 2, 3, 4, 6) if words else (1, 2, 4, 6))
        page.row += 1
    page.filter_area = f"A{head_row}:G{page.row - 1}"
    page.header_rows = f"{head_row}:{head_row}"
    _scales(page, head_row, parameters)
    return page


def _reliability(found: ParameterInForce | None) -> str:
    return text(f"reliability.{found.reliability}" if found else "common.missing")


def _format(value: float | str, unit: str) -> str:
    large = isinstance(value, int | float) and abs(value) >= 1000
    return style.INTEGER if large and original(unit) != YEAR else style.GENERAL


def _scales(page: Page, head_row: int, parameters: Mapping[str, ParameterInForce]) -> None:
    """Scale and salary under each other, rising: what INDEX and MATCH look in. Only whole scales with a salary."""
    scales = sorted(
        int(code.removeprefix(SCALE)) for code in parameters if code.startswith(SCALE) and code[len(SCALE) :].isdigit()
    )
    scales = [scale for scale in dict.fromkeys(scales) if f"{SCALE}{scale}" in parameters]
    page.put_row(head_row, [text("parameters.scale"), text("parameters.salary")], style.COLUMN_HEADING, 9)
    first = head_row + 1
    for at, scale in enumerate(scales):
        page.put(first + at, 9, scale, style.FORMULA, "0")
        page.put(first + at, 10, formula(f"par.{SCALE}{scale}"), style.FORMULA, style.EURO)
    last = first + max(len(scales), 1) - 1
    page.name_area("par.schalen", (first, 9, last, 9))
    page.name_area("par.salarissen", (first, 10, last, 10))


def lists_page(survey: Survey) -> Page:
    """The hidden sheet with the code lists and scales that cells choose from, a named column each."""
    page = Page(text("names.lists"), hidden=True, header_rows="1:3")
    page.put(1, 1, text("lists.title"), style.TITLE)
    used: dict[str, bool] = {}
    for one in questions(survey):
        if one.field.type == "code":
            used[one.field.code_list] = used.get(one.field.code_list, True) and offers_unknown(one)
    lists: dict[str, list[str | float]] = {
        list_name(name): [*(code.code for code in survey.dimensions.codes(name)), *([UNKNOWN] if offered else [])]
        for name, offered in used.items()
    }
    lists[SCALES] = [*_half_scales(survey), NVT, UNKNOWN]
    lists[PLACES] = [*contract_places(survey)] or ["-"]
    lists[TRUTHS] = [*TRUTH_FORMULAS]
    lists[NOTHING_THERE], lists[NOT_KNOWN_WORDS] = [*SAID_NOT_APPLICABLE], [*SAID_UNKNOWN]
    for column, (name, values) in enumerate(lists.items(), start=1):
        page.widths[column] = 20
        page.put(3, column, name, style.COLUMN_HEADING)
        for row, value in enumerate(values, start=4):
            page.put(row, column, value, style.LABEL)
        page.name_area(name, (4, column, 3 + len(values), column))
    return page


def _half_scales(survey: Survey) -> list[float]:
    fields = [one.field for one in questions(survey) if one.field.type == "schaal"]
    low = int(min((field.minimum or 1 for field in fields), default=1))
    high = int(max((field.maximum or 18 for field in fields), default=18))
    return [half / 2 if half % 2 else half // 2 for half in range(2 * low, 2 * high + 1)]


def meta_page(survey: Survey, year: int, parameters: Mapping[str, ParameterInForce]) -> Page:
    """The hidden, locked sheet by which a returning file is recognised; the code is filled in by stamping."""
    page = Page(text("names.meta"), hidden=True)
    page.widths = {1: 30, 2: 70}
    page.title(text("meta.title"), text("meta.intro"))
    values: dict[str, str | int | None] = {
        "enquete": survey.id,
        "versie": survey.version,
        "jaar": year,
        "code": None,
        "parameters": parameters_hash(parameters),
        "taal": survey.language,
    }
    labels = dict(zip(META, ("survey", "version", "year", "code", "parameters", "language"), strict=True))
    for name, value in values.items():
        page.put(page.row, 1, text(f"meta.{labels[name]}"), style.LABEL)
        page.put(page.row, 2, value, f"{style.FORMULA}_links", "0" if name == "jaar" else style.TEXT_FORMAT)
        page.name_cell(f"meta.{name}", page.row, 2)
        page.row += 1
    return page


def parameters_hash(parameters: Mapping[str, ParameterInForce]) -> str:
    """SHA-256 over codes and values, so that a file tells with which parameters it was made."""
    lines = (f"{code}={parameters[code].value!r}" for code in sorted(parameters))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
