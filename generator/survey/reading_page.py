"""The hidden sheet `Gelezen`: every answer read once, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Mapping

from generator import style
from generator.ooxml.sheet import address
from generator.survey.consequences import consequence
from generator.survey.entry import expected_words, list_name, offers_unknown
from generator.survey.formulas import (
    BLANK,
    NOT_KNOWN_WORDS,
    NOTHING_THERE,
    NVT,
    UNKNOWN,
    all_hold,
    constant,
    formula,
    literal,
)
from generator.survey.page import Page, absolute
from generator.survey.places import CellPlace
from generator.survey.readings import (
    ANSWERED,
    COUNT,
    EMPTY,
    FIRST_ROW,
    LACKS,
    LISTED,
    NO_CODE,
    NO_DATE,
    NO_NUMBER,
    NONE,
    NOT_KNOWN,
    OUT_OF_RANGE,
    POSITION,
    ROW_LACKS,
    STATE,
    TOLD,
    VALUE,
    Readings,
)
from generator.survey.required import RequiredUnit, required_units
from generator.survey.texts import text
from templates.questions import Asked, questions
from templates.schema import DATE, Survey

TYPE, RANGE, CODE, NO_DAY = "J-TYPE", "J-BEREIK", "J-CODE", "J-DATUM"
IS_EMPTY, ROW_EMPTY, IS_UNKNOWN = "V-LEEG", "V-REGEL", "V-ONBEKEND"
"""The findings on one answer, in the workbook and of the collector."""
FINDINGS = {
    ROW_LACKS: ROW_EMPTY,
    LACKS: IS_EMPTY,
    NOT_KNOWN: IS_UNKNOWN,
    NO_NUMBER: TYPE,
    OUT_OF_RANGE: RANGE,
    NO_CODE: CODE,
    NO_DATE: NO_DAY,
}
"""State of a cell -> what is found on it; on the other states nothing."""
TRUTHS = "lijst.logisch"
COLUMNS = {"bladnaam": 7, "cel": 8, "verwacht": 9}


def reading_page(survey: Survey, places: Mapping[str, CellPlace]) -> Page:
    """A line per question for a number, code or date, with names for the columns that other sheets look up."""
    page = Page(text("names.readings"), hidden=True, freeze=f"C{FIRST_ROW}")
    page.widths = {1: 34, 2: 60, 3: 14, 4: 14, 5: 14, 6: 90, 7: 18, 8: 10, 9: 60, POSITION: 14}
    page.title(text("readings.title"), text("readings.intro"))
    page.row = FIRST_ROW - 1
    heads = ("id", "question", "value", "state", "count", "told", *COLUMNS, "position")
    page.column_headings([text(f"readings.{head}") for head in heads])
    readings = Readings(survey)
    asked_of = {one.id: one for one in questions(survey)}
    units = {unit.ids[0]: unit for unit in required_units(survey)}
    for one in readings.asked.values():
        spot, empty = places[one.id], _empty(units.get(one.id), readings, asked_of)
        codes = survey.dimensions.codes(one.field.code_list) if one.field.type == "code" else ()
        has_none = NVT in [code.code for code in codes]
        _line(page, one, empty, _told(survey, one, readings), has_none)
        said = (spot.sheet, spot.address, expected_words(one, survey.dimensions))
        for column, words in zip(COLUMNS.values(), said, strict=True):
            page.put(page.row, column, words, style.LABEL)
        page.row += 1
    for row in range(FIRST_ROW, FIRST_ROW + LISTED):
        nth = f"ROWS({absolute(FIRST_ROW, 1)}:{address(row, 1)})"
        found = f"IF({nth}>MAX(gelezen.nummer),{BLANK},MATCH({nth},gelezen.nummer,0))"
        page.put(row, POSITION, formula(found), style.FORMULA, "0")
    named = {"waarde": VALUE, "toestand": STATE, "nummer": COUNT, "gezegd": TOLD, "vraag": 2, **COLUMNS}
    for name, column in named.items():
        page.name_area(f"gelezen.{name}", (FIRST_ROW, column, page.row - 1, column))
    return page


def _line(page: Page, asked: Asked, empty: str, told: str, has_none: bool) -> None:
    """What the cell holds, and what is to be said about it.

    empty: the state of the cell where it holds nothing; told: what the answer `onbekend` means; has_none: `nvt` is a
    code of the question's list.
    """
    row, state = page.row, address(page.row, STATE)
    nothing = "0" if asked.numeric else BLANK
    page.put(row, 1, asked.id, style.LABEL)
    page.put(row, 2, asked.label, style.LABEL)
    held = f"IF({_means(asked.id, NOTHING_THERE)},{literal(NVT)},{asked.id})" if has_none else asked.id
    page.put(row, VALUE, formula(f"IF({state}={ANSWERED},{held},{nothing})"), style.FORMULA)
    page.put(row, STATE, formula(_state(asked, empty, has_none)), style.FORMULA, "0")
    before = f"{address(row - 1, COUNT)}+" if row > FIRST_ROW else ""
    page.put(row, COUNT, formula(f"{before}IF(ABS({state}-1)>1,1,0)"), style.FORMULA, "0")
    said = f'IFERROR(IF({asked.id}="","",{asked.id}),{literal(text("readings.error"))})'
    found = f"IF({state}>{NOT_KNOWN},{said},{BLANK})"
    page.put(row, TOLD, formula(f"IF({state}={NOT_KNOWN},{told},{found})" if told else found), style.FORMULA)


def _told(survey: Survey, asked: Asked, readings: Readings) -> str:
    return consequence(survey, asked, readings) if offers_unknown(asked) else ""


def _empty(unit: RequiredUnit | None, readings: Readings, asked_of: Mapping[str, Asked]) -> str:
    """The state of a cell in which nothing stands: of the first one of a unit that must be answered, that it lacks."""
    if unit is None:
        return str(EMPTY)
    others = unit.ids[1:]
    applies = all_hold(unit.applies, dict(asked_of))
    nothing = f"AND({readings.worst(others)}={EMPTY},{applies})" if others else applies
    return f"IF({nothing},{ROW_LACKS if others else LACKS},{EMPTY})"


def _state(asked: Asked, empty: str, has_none: bool) -> str:
    """What the cell holds. An error value, and a truth value, which is a number to LibreOffice, are no answer."""
    name, numeric = asked.id, asked.numeric
    wrong = NO_NUMBER if numeric else NO_DATE if asked.field.type == DATE else NO_CODE
    unknown = f"IF({_means(name, NOT_KNOWN_WORDS)},{NOT_KNOWN},{wrong})" if offers_unknown(asked) else str(wrong)
    if asked.field.type == "code":
        codes = list_name(asked.field.code_list)
        none = f"IF({_means(name, NOTHING_THERE)},{ANSWERED},{unknown})" if has_none else unknown
        # `onbekend` stands in the list of codes too, where it can be chosen
        known = f"IF({name}={literal(UNKNOWN)},{unknown},IF({_in_list(name, codes)},{ANSWERED},{none}))"
        said = f'IF(TRIM({name})="",{empty},{known})'
        return f'IFERROR(IF({name}="",{empty},IF(ISTEXT({name}),{said},{wrong})),{wrong})'
    low, high = asked.field.minimum, asked.field.maximum
    inside = [f"{name}>={constant(low)}"] if low is not None else []
    inside += [f"{name}<={constant(high)}"] if high is not None else []
    number = f"IF(AND({','.join(inside)}),{ANSWERED},{OUT_OF_RANGE})" if inside else str(ANSWERED)
    truth = f"OR(ISLOGICAL({name}),ISNUMBER(MATCH(MID(_xlfn.FORMULATEXT({name}),2,9),{TRUTHS},0)))"
    none = f"IF({_means(name, NOTHING_THERE)},{NONE},{unknown})" if numeric else str(wrong)
    words = f'IF(TRIM({name})="",{empty},{none})'
    return f"IFERROR(IF({truth},{wrong},IF(ISNUMBER({name}),{number},{words})),{wrong})"


def _means(name: str, words: str) -> str:
    """Whether a cell holds one of the words of a list, spaces around it apart."""
    return _in_list(f"TRIM({name})", words)


def _in_list(said: str, words: str) -> str:
    """Whether a text is on a list; what was found is compared, since signs such as `?` stand for others in MATCH."""
    return f"IFERROR(INDEX({words},MATCH({said},{words},0))={said},1=0)"
