"""The list sheets of the analysis workbook: a title, what the list holds, and an Excel table from a fixed row on."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from generator import style, styling
from generator.analysis.cells import Look, Pen, lines_needed
from generator.analysis.content import AnalysisContent, Table, arranged
from generator.analysis.layout import (
    ANSWER_CELL_ROW,
    ANSWER_KEYS,
    ANSWER_LABEL_ROW,
    ANSWER_SHEET_ROW,
    ANSWERS_SHEET,
    BENCHMARKS_SHEET,
    CASH_SHEET,
    DRAW_PLAN_SHEET,
    EFFECTS_SHEET,
    FINDINGS_SHEET,
    INSTRUMENTS_SHEET,
    INTERVIEW_SHEET,
    MUNICIPALITIES_SHEET,
    ORIGIN_SHEET,
    OWN_DIVISIONS_SHEET,
    OWN_MEASURES_SHEET,
    PARAMETERS_SHEET,
    RESPONSE_SHEET,
    RESULTS_SHEET,
    SCENARIOS_SHEET,
    SENSITIVITY_SHEET,
    ListPlace,
)
from generator.ooxml.sheet import column_letters
from templates.analysis import AnalysisTexts, ListTexts
from templates.columns import FRAME_COUNTS, SCENARIO_VALUES
from templates.questions import Asked, questions
from templates.research import PATH
from templates.schema import QuestionType, Survey

LAST_ROW = 1_048_576
LINE = 15.0
# Excel refuses rows above 409 points.
MOST_LINES = 20
# What an indent takes of a column's width.
INDENT = 2
# Findings come later too, and a command cannot set heights: this many rows are ready for sentences of so many lines.
READY_ROWS = 1_000
READY_LINES = {FINDINGS_SHEET: 3, INTERVIEW_SHEET: 2}
RANK_AND_NAMES = 3
GENERAL_DECIMALS = "#,##0.00##"

_TEXT = Alignment(horizontal="left", vertical="top", indent=1)
_WRAPPED = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
_RIGHT = Alignment(horizontal="right", vertical="top")
_CENTRE = Alignment(horizontal="center", vertical="top")


def _number(number_format: str) -> Look:
    return Look(styling.font(), alignment=_RIGHT, number_format=number_format)


TEXT = Look(styling.font(), alignment=_TEXT)
WRAPPED = Look(styling.font(), alignment=_WRAPPED)
LINK = Look(styling.font(colour=style.BLUE, underlined=True), alignment=_TEXT)
INTEGER = _number(style.INTEGER)
AMOUNT = _number(style.DECIMAL_2)
FIGURE = _number(GENERAL_DECIMALS)
WEIGHT = _number("#,##0.0000")
FREE = _number("#,##0.00####")
FREE_YEAR = _number("0")
SCORE = _number("0")
DATE = Look(styling.font(), alignment=_CENTRE, number_format=style.DATE)
# Shares and rates as they are, amounts with their thousands.
ANYTHING = _number("[<1000]General;#,##0")
SHARE = _number(style.PERCENT_1)
EXPLANATION = Look(styling.font(italic=True, colour=style.GREY_DARK, size=9), alignment=_WRAPPED)
PROVENANCE = Look(styling.font(colour=style.GREY_DARK, size=9), alignment=_WRAPPED)
PROVENANCE_LABEL = Look(styling.font(bold=True, colour=style.GREY_DARK, size=9), alignment=_WRAPPED)

# How a column of the contract looks, and how wide it is; a column of a user's own is plain text.
COLUMN_LOOKS: Mapping[str, tuple[Look, float]] = {
    "code": (TEXT, 12),
    "naam": (TEXT, 28),
    "provincie": (TEXT, 16),
    "inwoners": (INTEGER, 12),
    "oad": (INTEGER, 18),
    "stedelijkheid": (TEXT, 15),
    "gevestigd": (INTEGER, 17),
    "gf_euro": (INTEGER, 15),
    "migratieachtergrond": (INTEGER, 21),
    "gr_naam": (TEXT, 26),
    "diplomas_t2": (INTEGER, 14),
    "stratum": (TEXT, 34),
    "omvang": (INTEGER, 14),
    "getrokken": (INTEGER, 14),
    "kans": (SHARE, 14),
    "reserve": (TEXT, 30),
    "volgorde": (INTEGER, 16),
    "soort": (TEXT, 18),
    "gemiddelde": (FIGURE, 18),
    "se_gemiddelde": (FIGURE, 18),
    "verhouding": (FREE, 18),
    "se_verhouding": (FREE, 18),
    "invuller": (TEXT, 14),
    "golf": (TEXT, 10),
    "status": (TEXT, 22),
    "bestand": (TEXT, 46),
    "sha256": (TEXT, 68),
    "versie": (TEXT, 16),
    "gelezen_op": (TEXT, 22),
    "waarde": (ANYTHING, 24),
    "eenheid": (TEXT, 24),
    "vanaf": (DATE, 13),
    "bron": (WRAPPED, 70),
    "betrouwbaarheid": (TEXT, 17),
    "regel": (TEXT, 24),
    "ernst": (TEXT, 15),
    "id": (TEXT, 26),
    "blad": (TEXT, 16),
    "cel": (TEXT, 9),
    "gevonden": (WRAPPED, 28),
    "verwacht": (WRAPPED, 28),
    "tekst": (WRAPPED, 76),
    "notitie": (WRAPPED, 36),
    "besluit": (WRAPPED, 30),
    "opgelost_op": (DATE, 16),
    "sleutel": (TEXT, 26),
    "teller": (AMOUNT, 18),
    "noemer": (INTEGER, 12),
    "telt_mee": (TEXT, 11),
    "klasse_inwoners": (TEXT, 17),
    "klasse_stedelijkheid": (TEXT, 21),
    "klasse_gevestigd": (TEXT, 18),
    "klasse_relatief": (TEXT, 16),
    "gewicht_inwoners": (WEIGHT, 18),
    "gewicht_stedelijkheid": (WEIGHT, 22),
    "gewicht_gevestigd": (WEIGHT, 19),
    "rang": (INTEGER, 9),
    "begeleid": (INTEGER, 14),
    "gf_per_inburgeraar": (INTEGER, 21),
    "kosten_eigen": (INTEGER, 17),
    "kosten_verwacht": (INTEGER, 19),
    "basis": (TEXT, 13),
    "verschil": (INTEGER, 13),
    "landelijk": (INTEGER, 14),
    "verdeelsleutel": (INTEGER, 17),
    "samenstelling": (INTEGER, 17),
    "schaalgrootte": (INTEGER, 17),
    "kostenniveau": (INTEGER, 17),
    "spuk_euro": (INTEGER, 15),
    "prestatie_inleg": (INTEGER, 18),
    "prestatie_effect": (INTEGER, 19),
    "prestatie_effect_1": (INTEGER, 21),
    "prestatie_effect_2": (INTEGER, 21),
    "prestatie_effect_3": (INTEGER, 21),
    "cellen": (TEXT, 13),
    "antwoorden": (LINK, 14),
    "oud": (ANYTHING, 16),
    "nieuw": (ANYTHING, 16),
    "reden": (WRAPPED, 44),
    "datum": (DATE, 14),
    "onderwerp": (WRAPPED, 76),
    "vraag": (TEXT, 26),
    "ontvangen": (TEXT, 14),
    "fouten": (INTEGER, 12),
    "vragen": (INTEGER, 12),
    "ingang": (TEXT, 11),
    "groep": (TEXT, 11),
    "taak": (TEXT, 20),
    "kostensoort": (TEXT, 16),
    "euro": (AMOUNT, 18),
    "kosten": (TEXT, 13),
    "variant": (TEXT, 17),
    "jaar": (FREE_YEAR, 8),
    "eerste_jaar": (FREE_YEAR, 12),
    "criterium": (TEXT, 34),
    "scenario": (TEXT, 34),
    "toelichting": (WRAPPED, 60),
    "tabel": (TEXT, 14),
    "rij": (TEXT, 48),
    "kolom": (TEXT, 40),
    **dict.fromkeys(SCENARIO_VALUES, (FIGURE, 18)),
    "wat": (TEXT, 34),
    "naar": (TEXT, 18),
    "som": (TEXT, 20),
    "deel": (SHARE, 12),
    "kruis": (TEXT, 22),
    "grenzen": (TEXT, 26),
    "bedrag": (FIGURE, 18),
    "huidig": (AMOUNT, 18),
    "effect": (AMOUNT, 18),
    "effect_per_inwoner": (AMOUNT, 21),
    "effect_per_inburgeraar": (AMOUNT, 24),
    "jaren": (INTEGER, 9),
    **dict.fromkeys(PATH, (AMOUNT, 18)),
    "eigen": (INTEGER, 12),
    "caseload": (INTEGER, 13),
    "salarisschaal": (INTEGER, 16),
    "overhead": (INTEGER, 13),
    "inhuur": (INTEGER, 12),
    "uitbesteding": (INTEGER, 16),
    "taakmix": (INTEGER, 12),
    "overig": (INTEGER, 12),
    "gemeentefonds": (SCORE, 17),
    "spuk": (SCORE, 17),
    "bfu": (SCORE, 17),
    "recht": (AMOUNT, 18),
    "verrekend": (AMOUNT, 18),
    "besteed": (AMOUNT, 18),
    "terugbetaald": (AMOUNT, 18),
    "tekort": (AMOUNT, 18),
    "klem": (TEXT, 16),
    "weging": (TEXT, 20),
    "gewicht": (WEIGHT, 14),
    "maat": (TEXT, 26),
    "onderdeel": (TEXT, 20),
    "indeling": (TEXT, 16),
    "klasse": (TEXT, 14),
    "laag": (FIGURE, 20),
    "hoog": (FIGURE, 20),
    "min": (FIGURE, 20),
    "max": (FIGURE, 20),
    "se": (FIGURE, 18),
    "n": (INTEGER, 9),
    "i95_laag": (FIGURE, 20),
    "i95_hoog": (FIGURE, 20),
    "geschat": (INTEGER, 11),
}
# In the results `waarde` holds figures of every size; in the parameters it may be text as well. Codes of parameters
# are longer than codes of municipalities.
SPECIAL_LOOKS: Mapping[tuple[str, str], tuple[Look, float]] = {
    (MUNICIPALITIES_SHEET, "laag"): (INTEGER, 14),
    (MUNICIPALITIES_SHEET, "hoog"): (INTEGER, 14),
    (RESULTS_SHEET, "waarde"): (FIGURE, 20),
    (ORIGIN_SHEET, "waarde"): (AMOUNT, 16),
    (SCENARIOS_SHEET, "code"): (TEXT, 30),
    (SENSITIVITY_SHEET, "waarde"): (INTEGER, 18),
    (SENSITIVITY_SHEET, "effect"): (INTEGER, 18),
    (OWN_DIVISIONS_SHEET, "kolom"): (TEXT, 24),
    (OWN_DIVISIONS_SHEET, "indeling"): (TEXT, 24),
    (OWN_MEASURES_SHEET, "maat"): (TEXT, 30),
    (OWN_MEASURES_SHEET, "teller"): (TEXT, 54),
    (OWN_MEASURES_SHEET, "noemer"): (TEXT, 40),
    (BENCHMARKS_SHEET, "verwacht"): (INTEGER, 13),
    (BENCHMARKS_SHEET, "laag"): (INTEGER, 12),
    (BENCHMARKS_SHEET, "hoog"): (INTEGER, 12),
    (EFFECTS_SHEET, "nieuw"): (AMOUNT, 18),
    (INSTRUMENTS_SHEET, "gewicht"): (FREE, 12),
    (CASH_SHEET, "ontvangen"): (AMOUNT, 18),
    (CASH_SHEET, "reserve"): (AMOUNT, 18),
    (RESPONSE_SHEET, "inwoners"): (TEXT, 15),
    (RESPONSE_SHEET, "gevestigd"): (TEXT, 18),
    (INTERVIEW_SHEET, "euro"): (INTEGER, 18),
    (ORIGIN_SHEET, "bron"): (LINK, 11),
    (DRAW_PLAN_SHEET, "verwacht"): (FIGURE, 14),
    (DRAW_PLAN_SHEET, "naam"): (TEXT, 34),
    (RESULTS_SHEET, "eenheid"): (TEXT, 32),
    (PARAMETERS_SHEET, "code"): (TEXT, 36),
}
OWN_COLUMN = (TEXT, 18.0)

ANSWER_LOOKS: Mapping[QuestionType, tuple[Look, float]] = {
    "tekst": (TEXT, 22),
    "datum": (TEXT, 14),
    "memo": (TEXT, 40),
    "code": (TEXT, 16),
    "aantal": (INTEGER, 14),
    "getal": (ANYTHING, 14),
    "bedrag": (AMOUNT, 16),
    "fractie": (SHARE, 14),
    "schaal": (ANYTHING, 14),
}


def lay_out_list(
    sheet: Worksheet, place: ListPlace, survey: Survey, content: AnalysisContent, texts: AnalysisTexts
) -> None:
    """Fill one list sheet: heading, explanation per column, table, formats, choices and print set-up."""
    words = texts.lists[place.sheet]
    is_answers = place.sheet == ANSWERS_SHEET
    asked = {question.id: question for question in questions(survey)} if is_answers else {}
    table = arranged(content.of_sheet(place.sheet), place, tuple(asked))
    pen = Pen(sheet)
    _write_heading(pen, words, texts.technical.columns[1])
    looks = [_look(place.sheet, name, asked) for name in table.columns]
    _dress_columns(sheet, looks)
    if is_answers:
        _write_provenance(pen, table, asked, content, texts)
    else:
        _write_explanations(pen, place, table, words, looks, survey)
    _write_table(pen, place, table, [look for look, _ in looks])
    _set_heights(sheet, place, table, looks)
    _offer_choices(sheet, place, table, words)
    if place.sheet == FINDINGS_SHEET:
        _mark_severities(sheet, place, table, texts)
    _set_up(sheet, place, survey, content, texts)


def _write_heading(pen: Pen, words: ListTexts, label: str) -> None:
    pen.style(1, 1, style.TITLE, words.title)
    pen.sheet.row_dimensions[1].height = 28
    cell = pen.style(2, 1, style.SUBTITLE, words.holds)
    # Not wrapped: the sentence runs on over the empty cells beside it instead of piling up in a narrow column.
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=False)
    who = pen.style(3, 1, style.NOTE, f"{label}: {words.who}")
    who.alignment = Alignment(horizontal="left", vertical="top", wrap_text=False)


def _look(sheet: str, name: str, asked: Mapping[str, Asked]) -> tuple[Look, float]:
    if name in asked:
        look, width = ANSWER_LOOKS[asked[name].field.type]
        # The heading is the question id; a column narrower than its heading would hide the filter button.
        return look, max(width, len(name) + 4)
    if FRAME_COUNTS.fullmatch(name) or name.startswith("verschil_spuk_"):
        return INTEGER, 18
    return SPECIAL_LOOKS.get((sheet, name), COLUMN_LOOKS.get(name, OWN_COLUMN))


def _dress_columns(sheet: Worksheet, looks: list[tuple[Look, float]]) -> None:
    """Formats stand on the column, so that rows that a command adds later look like the rows there are."""
    for number, (look, width) in enumerate(looks, start=1):
        column = sheet.column_dimensions[column_letters(number)]
        column.width = width
        look.put_on(column)


def _write_explanations(
    pen: Pen, place: ListPlace, table: Table, words: ListTexts, looks: list[tuple[Look, float]], survey: Survey
) -> None:
    row, lines = place.header_row - 1, 1
    for number, (name, (_, width)) in enumerate(zip(table.columns, looks, strict=True), start=1):
        text = words.columns.get(name) or _counted(name, words, survey)
        pen.write(row, number, text, EXPLANATION)
        lines = max(lines, lines_needed(text or "", width))
    pen.sheet.row_dimensions[row].height = 6 + 12 * lines


def _counted(name: str, words: ListTexts, survey: Survey) -> str | None:
    """What a column that counts the persons of one group or route holds: `{code}_begeleid` and the like."""
    for code, label in ((entry.code, entry.label) for entry in (*survey.dimensions.groups, *survey.dimensions.routes)):
        for pattern, text in words.columns.items():
            if "{code}" in pattern and pattern.format(code=code) == name:
                return text.format(label=label)
    return None


def _write_provenance(
    pen: Pen, table: Table, asked: Mapping[str, Asked], content: AnalysisContent, texts: AnalysisTexts
) -> None:
    """Above every answer: the question, and the sheet and cell of the survey workbook where it was read."""
    names = {ANSWER_LABEL_ROW: texts.answers.question, ANSWER_SHEET_ROW: texts.answers.sheet}
    for row, name in {**names, ANSWER_CELL_ROW: texts.answers.cell}.items():
        pen.write(row, 1, name, PROVENANCE_LABEL)
    for number, question_id in enumerate(table.columns, start=1):
        if question_id not in asked:
            continue
        sheet, cell = content.places.get(question_id, (None, None))
        pen.write(ANSWER_LABEL_ROW, number, asked[question_id].label, PROVENANCE)
        pen.write(ANSWER_SHEET_ROW, number, sheet, PROVENANCE)
        pen.write(ANSWER_CELL_ROW, number, cell, PROVENANCE)
    pen.sheet.row_dimensions[ANSWER_LABEL_ROW].height = 62
    pen.sheet.row_dimensions[ANSWER_SHEET_ROW].height = 26


def _write_table(pen: Pen, place: ListPlace, table: Table, looks: list[Look]) -> None:
    for number, name in enumerate(table.columns, start=1):
        cell = pen.style(place.header_row, number, style.COLUMN_HEADING, name)
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=False, indent=1)
    pen.sheet.row_dimensions[place.header_row].height = 22
    for row_number, row in enumerate(table.rows, start=place.first_row):
        for number, (value, look) in enumerate(zip(row, looks, strict=True), start=1):
            pen.write(row_number, number, value, look)
    excel = ExcelTable(displayName=place.table, ref=place.area(len(table.rows), len(table.columns)))
    excel.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    pen.sheet.add_table(excel)


def _set_heights(sheet: Worksheet, place: ListPlace, table: Table, looks: list[tuple[Look, float]]) -> None:
    """Rows as high as their longest wrapped text: not every program works that out when it opens a file."""
    wrapped = [(number, width) for number, (look, width) in enumerate(looks) if look is WRAPPED]
    for row_number, row in enumerate(table.rows, start=place.first_row):
        lines = max((lines_needed(str(row[at] or ""), width - INDENT) for at, width in wrapped), default=1)
        if lines > 1:
            sheet.row_dimensions[row_number].height = LINE * min(lines, MOST_LINES)
    if place.sheet in READY_LINES:
        ready = READY_LINES[place.sheet] * LINE
        for row_number in range(place.first_row, place.first_row + READY_ROWS):
            height = sheet.row_dimensions[row_number].height
            sheet.row_dimensions[row_number].height = max(height or 0, ready)


def _offer_choices(sheet: Worksheet, place: ListPlace, table: Table, words: ListTexts) -> None:
    """Lists to choose from, on the whole column; another text is allowed with a warning."""
    for name, codes in words.choices.items():
        choice = DataValidation(type="list", formula1='"' + ",".join(codes) + '"', allow_blank=True)
        choice.errorStyle, choice.showErrorMessage = "warning", True
        letter = column_letters(table.columns.index(name) + 1)
        choice.add(f"{letter}{place.first_row}:{letter}{LAST_ROW}")
        sheet.add_data_validation(choice)


def _mark_severities(sheet: Worksheet, place: ListPlace, table: Table, texts: AnalysisTexts) -> None:
    """Colour beside the word: an error, a warning and a question differ at a glance."""
    letter = column_letters(table.columns.index("ernst") + 1)
    colours = {
        texts.severities.error: (style.RED_LIGHT, style.RED),
        texts.severities.warning: (style.AMBER_LIGHT, style.AMBER),
        texts.severities.question: (style.BLUE_LIGHT, style.BLUE),
    }
    for code, (background, ink) in colours.items():
        rule = FormulaRule(  # type: ignore[no-untyped-call]
            formula=[f'${letter}{place.first_row}="{code}"'],
            fill=styling.conditional(background),
            font=styling.font(bold=True, colour=ink),
        )
        sheet.conditional_formatting.add(f"{letter}{place.first_row}:{letter}{LAST_ROW}", rule)


def _set_up(sheet: Worksheet, place: ListPlace, survey: Survey, content: AnalysisContent, texts: AnalysisTexts) -> None:
    frozen = {ANSWERS_SHEET: len(ANSWER_KEYS), MUNICIPALITIES_SHEET: RANK_AND_NAMES}.get(place.sheet, 1)
    tab = style.YELLOW_LINE if place.editable else style.GREY_LINE
    styling.plain_view(sheet, f"{column_letters(frozen + 1)}{place.first_row}", tab)
    footer = texts.result.footer.format(naam=survey.identity.title, jaar=content.year or survey.identity.year)
    styling.set_up_page(sheet, footer, f"{place.header_row}:{place.header_row}")
    _print_first_page(sheet, place)


def _print_first_page(sheet: Worksheet, place: ListPlace) -> None:
    """One page of a list prints, in the letters of all sheets: who wants all of it takes the print area away."""
    room, across = style.WIDEST, 0.0
    last = 0
    while across <= room and last < sheet.max_column:
        last += 1
        across += style.across([sheet.column_dimensions[column_letters(last)].width])
    fitting = last if across <= room else last - 1
    widths = [sheet.column_dimensions[column_letters(number)].width for number in range(1, fitting + 1)]
    left = styling.print_at_scale(sheet, widths)
    row = 1
    while (left := left - (sheet.row_dimensions[row].height or LINE)) > 0:
        row += 1
    sheet.print_area = f"A1:{column_letters(fitting)}{max(row - 1, place.first_row)}"
