"""Edits that people make in the cells of a survey, combined at random by a mutator that knows what it changed.

`edited(workbook, seed)` gives the file and, per question whose cell was touched, what that cell shows. An answer that
is a number must then be one that the cell shows, or a finding must name the cell.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from templates.questions import Asked
from tests.hostile.workbooks import cell_of, changed
from xl_addin.intake.filled import Filled

NUMBERS = (0, 1, 7.5, 12, 120, 999.99, 1200, 45_000, 1_200_000)
TEXTS = (
    "{}",
    " {} ",
    "\u20ac {}",
    "{} euro",
    "{} uur",
    "{} fte",
    "{}%",
    "{}\n{}",
    "{}\t{}",
    "{} {}",
    "{},-",
    "ca. {}",
    "{} k",
    "{} mln",
    "{}/2",
    "~{}",
    "n.v.t.",
    "onbekend",
    "?",
    "-",
    "#N/A",
    "#DEEL/0!",
    "{}.500",
    "{},500",
    "1.{}",
    "({})",
    "{}-",
)
FORMATS = (
    "General",
    "0",
    "0%",
    "0.00%",
    "#,##0",
    "#,##0,",
    "#,##0,,",
    '0" uur"',
    '"\u20ac" #,##0',
    '0.0" fte"',
    "h:mm",
    "[h]:mm",
    "d-m-yyyy",
    "mmm-yy",
    "hh:mm:ss",
    ";;;",
    "@",
    "0.00E+00",
    '_-"\u20ac"* #,##0.00_-',
    "[Red]0",
    "[$$-409]#,##0",
)


@dataclass(frozen=True)
class Touched:
    """What was done to a cell: the value put there, its number format, and whether it is struck through."""

    value: object
    look: str
    struck: bool

    @property
    def plain(self) -> bool:
        """Whether the screen shows the number itself."""
        return isinstance(self.value, int | float) and not self.struck and self.look in PLAIN


PLAIN = ("General", "0", "#,##0", "0.00E+00", "[Red]0", "@")


def edited(content: bytes, asked: tuple[Asked, ...], seed: int) -> tuple[bytes, Mapping[str, Touched]]:
    """The workbook after up to a dozen edits, and the cells that were touched by the id of their question."""
    chance = random.Random(seed)
    touched: dict[str, Touched] = {}

    def change(book: Workbook) -> None:
        for one in chance.sample(asked, chance.randint(1, 12)):
            sheet, cell = cell_of(book, one.id)
            mine = book[sheet][cell]
            number = chance.choice(NUMBERS)
            text = chance.choice(TEXTS).replace("{}", f"{number:g}".replace(".", ","))
            mine.value = number if chance.random() < 0.5 else text
            mine.number_format = chance.choice(FORMATS)
            struck = chance.random() < 0.1
            if struck:
                mine.font = Font(strike=True)
            touched[one.id] = Touched(mine.value, mine.number_format, struck)

    return changed(content, change), touched


def wrong(filled: Filled, touched: Mapping[str, Touched]) -> list[str]:
    """The questions whose answer is a number that their cell does not show, and of which nothing is said."""
    told = {name for name, _ in filled.remarks}
    bad = []
    for name, one in touched.items():
        answer = filled.answers.get(name)
        shows = one.plain and isinstance(answer, float) and answer == float(one.value)  # type: ignore[arg-type]
        if isinstance(answer, float) and not shows and name not in told and not _same_unit(one, answer):
            bad.append(f"{name}: {one.value!r} as {one.look!r} read as {answer}")
    return bad


def _same_unit(one: Touched, answer: float) -> bool:
    """Whether a unit that is shown beside the number is only there to be read: the number is the one shown."""
    if one.struck or not isinstance(one.value, int | float) or answer != float(one.value):
        return False
    return bool(re.fullmatch(r'0(\.0)?" (uur|fte)"|(_-)?"\u20ac"\*? #,##0(\.00)?(_-)?|0(\.00)?%', one.look))
