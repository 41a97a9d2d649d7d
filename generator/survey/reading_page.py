"""The hidden sheet `Gelezen`: every answer read once, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Mapping

from generator import style
from generator.ooxml.sheet import address
from generator.survey.consequences import consequence
from generator.survey.entry import expected_words, list_name, offers_unknown
from generator.survey.formulas import NVT, UNKNOWN, all_hold, constant, formula, literal
from generator.survey.page import Page
from generator.survey.places import CellPlace
from generator.survey.readings import (
    ANSWERED,
    COUNT,
    EMPTY,
    FINDING,
    FIRST_ROW,
    NONE,
    NOT_KNOWN,
    OUT_OF_RANGE,
    STATE,
    VALUE,
    WRONG_KIND,
    Readings,
)
from generator.survey.required import RequiredUnit, required_units
from generator.survey.texts import text
from templates.questions import Asked, questions
from templates.schema import Survey

TYPE, RANGE, CODE, IS_EMPTY, ROW_EMPTY, IS_UNKNOWN = "J-TYPE", "J-BEREIK", "J-CODE", "V-LEEG", "V-REGEL", "V-ONBEKEND"
"""The findings on one answer, in the workbook and of the collector."""
HARD = (TYPE, RANGE, CODE, IS_EMPTY, ROW_EMPTY)
TRUTHS = "lijst.logisch"
COLUMNS = {"blad": 7, "bladnaam": 8, "cel": 9, "verwacht": 10, "gevolg": 11, "gevonden": 12}


def reading_page(survey: Survey, places: Mapping[str, CellPlace]) -> Page:
    """A line per numeric and code question, under names for each column that other sheets look things up in."""
    page = Page(text("names.readings"), hidden=True, freeze=f"C{FIRST_ROW}")
    page.widths = {1: 34, 2: 60, 3: 14, 4: 12, 5: 14, 6: 12, 7: 14, 8: 18, 9: 10, 10: 60, 11: 90, 12: 20}
    page.title(text("readings.title"), text("readings.intro"))
    page.row = FIRST_ROW - 1
    heads = ("id", "question", "value", "state", "finding", "count", *COLUMNS)
    page.column_headings([text(f"readings.{head}") for head in heads])
    readings = Readings(survey)
    asked_of = {one.id: one for one in questions(survey)}
    units = {unit.ids[0]: unit for unit in required_units(survey)}
    for one in readings.asked.values():
        _line(page, survey, one, places[one.id])
        _finding(page, readings, one, units.get(one.id), asked_of)
    last = page.row - 1
    for name, column in (("waarde", VALUE), ("toestand", STATE), ("code", FINDING), ("nummer", COUNT)):
        page.name_area(f"gelezen.{name}", (FIRST_ROW, column, last, column))
    for name, column in {"vraag": 2, **COLUMNS}.items():
        page.name_area(f"gelezen.{name}", (FIRST_ROW, column, last, column))
    return page


def _line(page: Page, survey: Survey, asked: Asked, spot: CellPlace) -> None:
    row, state = page.row, address(page.row, STATE)
    nothing = "0" if asked.numeric else '""'
    page.put(row, 1, asked.id, style.LABEL)
    page.put(row, 2, asked.label, style.LABEL)
    page.put(row, VALUE, formula(f"IF({state}={ANSWERED},{asked.id},{nothing})"), style.FORMULA)
    page.put(row, STATE, formula(_state(asked)), style.FORMULA, "0")
    page.put(row, COLUMNS["blad"], asked.sheet, style.LABEL)
    page.put(row, COLUMNS["bladnaam"], spot.sheet, style.LABEL)
    page.put(row, COLUMNS["cel"], spot.address, style.LABEL)
    page.put(row, COLUMNS["verwacht"], expected_words(asked, survey.dimensions), style.LABEL)
    page.put(row, COLUMNS["gevolg"], consequence(survey, asked), style.LABEL)
    said = f'IFERROR(IF({asked.id}="","",{asked.id}),{literal(text("readings.error"))})'
    page.put(row, COLUMNS["gevonden"], formula(f'IF({address(row, FINDING)}="","",{said})'), style.FORMULA)


def _state(asked: Asked) -> str:
    """What the cell holds. An error value, and a truth value, which is a number to LibreOffice, are no answer."""
    name = asked.id
    unknown = NOT_KNOWN if offers_unknown(asked) else WRONG_KIND
    words = f"IF(TRIM({name})={literal(UNKNOWN)},{unknown},{WRONG_KIND})"
    if not asked.numeric:
        codes = list_name(asked.field.code_list)
        listed = f"IFERROR(INDEX({codes},MATCH({name},{codes},0))={name},1=0)"
        known = f"IF({listed},{ANSWERED},{WRONG_KIND})"
        known = f"IF(TRIM({name})={literal(UNKNOWN)},{unknown},{known})"
        said = f'IF(TRIM({name})="",{EMPTY},{known})'
        return f'IFERROR(IF({name}="",{EMPTY},IF(ISTEXT({name}),{said},{WRONG_KIND})),{WRONG_KIND})'
    low, high = asked.field.minimum, asked.field.maximum
    inside = [f"{name}>={constant(low)}"] if low is not None else []
    inside += [f"{name}<={constant(high)}"] if high is not None else []
    number = f"IF(AND({','.join(inside)}),{ANSWERED},{OUT_OF_RANGE})" if inside else str(ANSWERED)
    truth = f"OR(ISLOGICAL({name}),ISNUMBER(MATCH(MID(_xlfn.FORMULATEXT({name}),2,9),{TRUTHS},0)))"
    words = f'IF(TRIM({name})="",{EMPTY},IF(TRIM({name})={literal(NVT)},{NONE},{words}))'
    return f"IFERROR(IF({truth},{WRONG_KIND},IF(ISNUMBER({name}),{number},{words})),{WRONG_KIND})"


def _finding(
    page: Page, readings: Readings, asked: Asked, unit: RequiredUnit | None, asked_of: dict[str, Asked]
) -> None:
    """The code of what is to be said about the answer, and how many findings there are up to here."""
    row, state = page.row, address(page.row, STATE)
    empty = '""'
    if unit:
        nothing = f"{readings.worst(unit.ids)}={EMPTY}" if unit.numeric else f"{state}={EMPTY}"
        code = literal(ROW_EMPTY if len(unit.ids) > 1 else IS_EMPTY)
        empty = f'IF(AND({nothing},{all_hold(unit.applies, asked_of)}),{code},"")'
    wrong = literal(TYPE if asked.numeric else CODE)
    unknown = f"IF({state}={NOT_KNOWN},{literal(IS_UNKNOWN)},{empty})"
    found = f"IF({state}={OUT_OF_RANGE},{literal(RANGE)},IF({state}={WRONG_KIND},{wrong},{unknown}))"
    page.put(row, FINDING, formula(found), style.FORMULA)
    before = f"{address(row - 1, COUNT)}+" if row > FIRST_ROW else ""
    page.put(row, COUNT, formula(f'{before}IF({address(row, FINDING)}="",0,1)'), style.FORMULA, "0")
    page.row += 1
