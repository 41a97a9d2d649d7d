"""One calm visual style for every workbook of the product: colours, number formats and the names of styles.

`generator.styling` makes them known to a workbook; here no workbook library is loaded.

What a cell is, is told by more than colour: input cells carry a full border and a yellow fill, prefilled text is
grey and italic, formula cells are white with a thin line, headings are bold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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

UNLOCKED = (INPUT, PREFILLED)
WRITTEN = "_geschreven"
"""A twin of a look for cells that a command fills: in a locked cell a program writes no more than a person does."""


def across(widths: Iterable[float]) -> float:
    """Points that columns of these widths, in characters, take beside each other."""
    return sum(width * 5.25 + 3.75 for width in widths)


def printed_height(widths: Iterable[float], portrait: bool = False) -> float:
    """Points of rows that fit on a page of `set_up_page` when columns of these widths stand on it beside each other."""
    wide, along = PAPER if portrait else PAPER[::-1]
    return (along - END_MARGINS) / min(1.0, (wide - SIDE_MARGINS) / across(widths))


def place_axes(drawn: Any, *, lying: bool = False) -> None:
    """Where the axes of a chart stand, and every label of the categories: Excel leaves labels out where it likes.

    lying: bars that lie have their categories on the left and their figures below.
    """
    drawn.x_axis.axPos, drawn.y_axis.axPos = ("l", "b") if lying else ("b", "l")
    if hasattr(drawn.x_axis, "tickLblSkip"):
        drawn.x_axis.tickLblSkip = 1
