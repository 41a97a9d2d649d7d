"""One calm visual style for every workbook of the product: colours, number formats, named styles and print set-up.

What a cell is, is told by more than colour: input cells carry a full border and a yellow fill, prefilled text is
grey and italic, formula cells are white with a thin line, headings are bold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FONT = "Calibri"
SIZE, ASIDE_SIZE = 11, 9
"""The size of text, and of an explanation within a cell, in points."""
BLUE = "154273"
BLUE_LIGHT = "DCE6F0"
WHITE = "FFFFFF"
TEXT = "262626"
GREY_DARK = "595959"
GREY_LINE = "BFBFBF"
GREY_LIGHT = "F2F2F2"
GREY_BLANK = "D9D9D9"
GREY_HATCH = "A6A6A6"
YELLOW = "FFF9DB"
YELLOW_LINE = "8C8C8C"
RED = "9C0006"
RED_LIGHT = "FDE3E1"
AMBER = "7F4F00"
AMBER_LIGHT = "FFEBC8"
GREEN = "1E5C2E"
GREEN_LIGHT = "E2F0E0"

PAPER = (595.0, 842.0)
SIDE_MARGINS, END_MARGINS = 72.0, 93.6
"""A4 and the margins of `set_up_page` in points."""
WIDE_PAPER = 1191.0
"""The long side of A3 in points."""
PRINT_SCALE = 75
"""Percent: text of 11 points prints as 8.25 on every sheet that keeps its size."""
WIDEST = (WIDE_PAPER - SIDE_MARGINS) * 100 / PRINT_SCALE
"""Points of columns that stand beside each other on the widest page."""

INTEGER = "#,##0"
EURO = '"€" #,##0;-"€" #,##0'
EURO_CENT = '"€" #,##0.00;-"€" #,##0.00'
"""A negative amount shows by its sign: the red of number formats is too pale to read on white (4.0 to 1)."""
PERCENT = "0%"
PERCENT_1 = "0.0%"
DECIMAL = "#,##0.0"
DECIMAL_2 = "#,##0.00"
FREE_NUMBER = "#,##0.###"
GENERAL = "General"
TEXT_FORMAT = "@"
DATE = "dd-mm-yyyy"
MOMENT = "dd-mm-yyyy hh:mm"

Weight = Literal["thin", "medium", "dashed"]

# Names of the styles; `register_styles` makes them known to a workbook.
TITLE = "ko_titel"
SUBTITLE = "ko_ondertitel"
HEADING = "ko_kop"
COLUMN_HEADING = "ko_kolomkop"
LABEL = "ko_label"
BODY = "ko_tekst"
NOTE = "ko_noot"
INPUT = "ko_invoer"
PREFILLED = "ko_vooraf"
FORMULA = "ko_formule"
TOTAL = "ko_totaal"
TOTAL_LABEL = "ko_totaal_label"
LINK = "ko_link"
UNIT = "ko_eenheid"
NOT_ASKED = "ko_niet_gevraagd"
STATUS = "ko_status"
STATE = "ko_stand"

# Variants, made by `register_styles`: `<name>_regel` does not wrap (running text, a line per row), `_tekst` wraps,
# `_memo` wraps from the top, `_midden` is centred, `_links` is left aligned.
LINE = "_regel"

FORMAT_OF_UNIT = {
    "euro": EURO,
    "mln": INTEGER,
    "procent": PERCENT,
    "getal": DECIMAL,
    "aantal": INTEGER,
    "ratio": DECIMAL_2,
}


def solid(colour: str) -> PatternFill:
    """A plain fill in one colour (RRGGBB)."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def conditional(colour: str, hatched: bool = False) -> PatternFill:
    """A fill for conditional formatting, where Excel takes the background colour; `hatched` in grey on that colour."""
    if hatched:
        return PatternFill("lightUp", bgColor=colour, fgColor=GREY_HATCH)
    return PatternFill("solid", bgColor=colour, fgColor=colour)


def box(colour: str = GREY_LINE, weight: Weight = "thin") -> Border:
    """A border on all four sides."""
    side = Side(style=weight, color=colour)
    return Border(left=side, right=side, top=side, bottom=side)


def lines(top: Weight | None = None, bottom: Weight | None = None, colour: str = BLUE) -> Border:
    """A border above, below or both, by weight (`thin`, `medium`)."""
    return Border(
        top=Side(style=top, color=colour) if top else None, bottom=Side(style=bottom, color=colour) if bottom else None
    )


def font(
    bold: bool = False, italic: bool = False, colour: str = TEXT, size: float = 11, underlined: bool = False
) -> Font:
    """The product's typeface."""
    line: Literal["single"] | None = "single" if underlined else None
    return Font(name=FONT, bold=bold, italic=italic, color=colour, size=size, underline=line)


@dataclass(frozen=True)
class _Look:
    font: Font
    fill: PatternFill | None = None
    border: Border | None = None
    alignment: Alignment | None = None
    number_format: str = GENERAL
    locked: bool = True


def _left(wrap: bool = True, vertical: str = "center", indent: int = 0) -> Alignment:
    return Alignment(horizontal="left", vertical=vertical, wrap_text=wrap, indent=indent)


LOOKS = {
    TITLE: _Look(font(bold=True, colour=BLUE, size=18), alignment=_left(wrap=False)),
    SUBTITLE: _Look(font(colour=GREY_DARK), alignment=_left(vertical="top")),
    HEADING: _Look(font(bold=True, colour=BLUE, size=13), border=lines(bottom="medium"), alignment=_left(wrap=False)),
    COLUMN_HEADING: _Look(
        font(bold=True, colour=WHITE),
        solid(BLUE),
        box(),
        Alignment(horizontal="center", vertical="center", wrap_text=True),
    ),
    LABEL: _Look(font(), solid(GREY_LIGHT), box(), _left(indent=1)),
    BODY: _Look(font(), alignment=_left(vertical="top")),
    NOTE: _Look(font(italic=True, colour=GREY_DARK, size=10), alignment=_left(indent=1)),
    INPUT: _Look(font(), solid(YELLOW), box(YELLOW_LINE), Alignment(vertical="center"), locked=False),
    PREFILLED: _Look(
        font(italic=True, colour=GREY_DARK),
        solid(GREY_LIGHT),
        box(YELLOW_LINE, "dashed"),
        _left(indent=1),
        locked=False,
    ),
    FORMULA: _Look(font(), solid(WHITE), box(), Alignment(horizontal="right", vertical="center")),
    TOTAL: _Look(
        font(bold=True, colour=BLUE), solid(BLUE_LIGHT), box(), Alignment(horizontal="right", vertical="center")
    ),
    TOTAL_LABEL: _Look(font(bold=True, colour=BLUE), solid(BLUE_LIGHT), box(), _left(indent=1)),
    LINK: _Look(font(colour=BLUE, underlined=True), border=box(), alignment=_left(indent=1)),
    UNIT: _Look(
        font(italic=True, colour=GREY_DARK, size=9),
        solid(BLUE_LIGHT),
        box(),
        Alignment(horizontal="center", vertical="center", wrap_text=True),
    ),
    STATUS: _Look(font(bold=True), solid(WHITE), box(), Alignment(horizontal="center", vertical="center")),
    STATE: _Look(font(size=9), solid(WHITE), box(), Alignment(horizontal="center", vertical="center")),
    NOT_ASKED: _Look(font(colour=GREY_DARK), solid(GREY_BLANK), alignment=_left(indent=1)),
}
VARIANTS = {
    LINE: (_left(wrap=False, vertical="center"), (BODY, SUBTITLE, NOTE, LINK, FORMULA)),
    "_uitleg": (_left(wrap=False, indent=1), (NOTE,)),
    "_tekst": (_left(indent=1), (INPUT, PREFILLED)),
    "_memo": (_left(vertical="top"), (INPUT,)),
    "_midden": (Alignment(horizontal="center", vertical="center"), (INPUT, PREFILLED)),
    "_links": (_left(indent=1), (COLUMN_HEADING, FORMULA)),
}
LOOKS |= {
    f"{name}{suffix}": replace(LOOKS[name], alignment=alignment)
    for suffix, (alignment, names) in VARIANTS.items()
    for name in names
}
LOOKS[f"{LINK}{LINE}"] = replace(LOOKS[f"{LINK}{LINE}"], border=None)
LOOKS[f"{COLUMN_HEADING}_links"] = replace(
    LOOKS[f"{COLUMN_HEADING}_links"], border=None, alignment=_left(wrap=False, indent=1)
)


UNLOCKED = (INPUT, PREFILLED)
LOOKS |= {f"{name}_slot": replace(LOOKS[name], locked=True, alignment=_left(indent=1)) for name in UNLOCKED}
WRITTEN = "_geschreven"
"""A twin of a look for cells that a command fills: in a locked cell a program writes no more than a person does."""
LOOKS |= {
    f"{name}{WRITTEN}": replace(LOOKS[name], locked=False) for name in (FORMULA, f"{FORMULA}_regel", f"{FORMULA}_links")
}
LOOKS[f"{TITLE}_klein"] = replace(LOOKS[TITLE], font=font(bold=True, colour=TEXT, size=14))


def register_styles(book: Workbook) -> None:
    """Make the named styles known to `book`; harmless when it knows them already."""
    for name, look in LOOKS.items():
        if name in book.named_styles:
            continue
        style = NamedStyle(name=name, font=look.font, number_format=look.number_format)
        if look.fill is not None:
            style.fill = look.fill
        if look.border is not None:
            style.border = look.border
        if look.alignment is not None:
            style.alignment = look.alignment
        style.protection = Protection(locked=look.locked)
        book.add_named_style(style)


def set_up_page(
    sheet: Worksheet,
    footer: str,
    header_rows: str | None = None,
    portrait: bool = False,
) -> None:
    """A4 (landscape unless `portrait`), one page wide, as many pages long as needed, with a footer.

    `header_rows` ("1:4") repeat on every page; `footer` stands left, the sheet name in the middle, the page right.
    """
    sheet.page_setup.orientation = "portrait" if portrait else "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = 0.6
    sheet.page_margins.bottom = 0.7
    sheet.page_margins.footer = 0.35
    sheet.print_options.horizontalCentered = False
    if header_rows is not None:
        sheet.print_title_rows = header_rows
    texts = {"left": footer.replace("&", "&&"), "center": "&A", "right": "&P / &N"}
    for side, words in texts.items():
        part = getattr(sheet.oddFooter, side)
        part.text, part.size = words, 9


def print_at_scale(sheet: Worksheet, widths: Iterable[float]) -> float:
    """Print at one fixed size of letters, on the smallest page on which columns of these widths stand side by side.

    A4 standing, A4 lying or A3 lying; wider than that it runs on over pages. Gives the points of rows on a page.
    """
    needed = across(widths) * PRINT_SCALE / 100
    pages: tuple[tuple[int, Literal["portrait", "landscape"], float, float], ...]
    pages = ((9, "portrait", *PAPER), (9, "landscape", *PAPER[::-1]), (8, "landscape", WIDE_PAPER, PAPER[1]))
    size, orientation, _, along = next((page for page in pages if page[2] - SIDE_MARGINS >= needed), pages[-1])
    sheet.page_setup.paperSize, sheet.page_setup.orientation = size, orientation
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    sheet.page_setup.scale = PRINT_SCALE
    return (along - END_MARGINS) * 100 / PRINT_SCALE


def across(widths: Iterable[float]) -> float:
    """Points that columns of these widths, in characters, take beside each other."""
    return sum(width * 5.25 + 3.75 for width in widths)


def printed_height(widths: Iterable[float], portrait: bool = False) -> float:
    """Points of rows that fit on a page of `set_up_page` when columns of these widths stand on it beside each other."""
    wide, along = PAPER if portrait else PAPER[::-1]
    return (along - END_MARGINS) / min(1.0, (wide - SIDE_MARGINS) / across(widths))


def protect(sheet: Worksheet) -> None:
    """Protect `sheet` without a password; looks, column and row sizes, filters and sorting stay allowed."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatCells = False
    protection.formatColumns = False
    protection.formatRows = False
    protection.autoFilter = False
    protection.sort = False
    protection.selectLockedCells = False
    protection.selectUnlockedCells = False


def plain_view(sheet: Worksheet, freeze: str | None = None, tab: str = BLUE) -> None:
    """No grid lines, a coloured tab, and panes frozen at `freeze`."""
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = tab
    if freeze is not None:
        sheet.freeze_panes = freeze


def place_axes(drawn: Any, *, lying: bool = False) -> None:
    """Where the axes of a chart stand, and every label of the categories: Excel leaves labels out where it likes.

    lying: bars that lie have their categories on the left and their figures below.
    """
    drawn.x_axis.axPos, drawn.y_axis.axPos = ("l", "b") if lying else ("b", "l")
    if hasattr(drawn.x_axis, "tickLblSkip"):
        drawn.x_axis.tickLblSkip = 1
