"""The kinds of things that come back, each as a change to an untouched workbook and what must come of it.

`tests.hostile.pages` writes the table in docs/inname.md from them, and a test tries every kind.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from PIL import Image as Drawing

from tests.hostile.workbooks import Change, cell_of, changed, put, with_parts

EURO, OTHER_EURO, HOURS = "jaar.intake.inhuur", "jaar.intake.uitbesteding", "traj.asiel.intake.uren"
EFFORT, UNIT, PERSONS, SHARE = (
    "jaar.intake.gemeente.inzet",
    "jaar.intake.gemeente.eenheid",
    "vol.asiel.begeleid",
    "oh.gemeente.waarde",
)
UNKNOWN = "onbekend"


@dataclass(frozen=True)
class Kind:
    """Something that comes back: in words, as a change, and what must come of it.

    name: the question in whose cell it stands, empty where it stands beside the answers; value: what is read there;
    rule: what is said, empty for nothing. at: the cell of what is said, where it is no answer.
    """

    group: str
    example: str
    change: Callable[[bytes], bytes]
    name: str
    value: object
    rule: str
    at: str = ""


def typed(
    group: str, example: str, name: str, value: object, rule: str, read: object = UNKNOWN, look: str = ""
) -> Kind:
    """A kind of what is typed in the cell of an answer."""
    change = put(name, value, look or None)
    return Kind(group, example, lambda book: changed(book, change), name, read, rule)


def rich(name: str, words: str, plain: str, **font: object) -> Change:
    """A text of which the first part has a look of its own."""

    def change(book: Workbook) -> None:
        sheet, cell = cell_of(book, name)
        book[sheet][cell].value = CellRichText(TextBlock(InlineFont(**font), words), plain)  # type: ignore[arg-type]

    return change


def struck(book: Workbook) -> None:
    sheet, cell = cell_of(book, EURO)
    book[sheet][cell].value = 1200
    book[sheet][cell].font = Font(strike=True)


def both_units(unit: str, effort: str) -> Change:
    def change(book: Workbook) -> None:
        put(UNIT, unit)(book)
        put(EFFORT, effort)(book)

    return change


def beside(group: str, example: str, at: str, rule: str, change: Callable[[bytes], bytes]) -> Kind:
    """A kind of what stands beside the answers."""
    return Kind(group, example, change, "", None, rule, at)


def in_cell(sheet: str, cell: str, value: object) -> Callable[[bytes], bytes]:
    def change(book: Workbook) -> None:
        book[sheet][cell].value = value

    return lambda content: changed(content, change)


def remark(sheet: str, cell: str) -> Callable[[bytes], bytes]:
    def change(book: Workbook) -> None:
        book[sheet][cell].comment = Comment("Let op", "Invuller")

    return lambda content: changed(content, change)


def picture(content: bytes) -> bytes:
    def change(book: Workbook) -> None:
        stream = io.BytesIO()
        Drawing.new("RGB", (4, 4)).save(stream, "png")
        stream.seek(0)
        book["Volumes"].add_image(Image(stream), "D20")

    return changed(content, change)


BOX = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col>'
    "<xdr:colOff>0</xdr:colOff><xdr:row>19</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>5</xdr:col>"
    "<xdr:colOff>0</xdr:colOff><xdr:row>22</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:txBody><a:bodyPr/>"
    "<a:p><a:r><a:t>12.000 euro</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)


def text_box(content: bytes) -> bytes:
    """A picture is put in by a program that can; its drawing then becomes a text box in the same place."""
    made = picture(content)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        drawings = {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/drawings/drawing")}
    (mine,) = [name for name, data in drawings.items() if b":pic>" in data or b"<pic>" in data]
    return with_parts(made, {mine: BOX.encode()})


VALUES, AROUND = "Wat er in een cel staat", "Wat er naast de antwoorden staat"
KINDS = (
    typed(VALUES, "43:30 (duur)", HOURS, 1.8125, "INTAKE_TIME", look="[h]:mm"),
    typed(VALUES, "15:00:00", HOURS, 0.625, "INTAKE_TIME", look="[HH]:MM:SS"),
    typed(VALUES, "7:00 (tijdstip)", HOURS, 7 / 24, "INTAKE_TIME", look="h:mm"),
    typed(VALUES, "90:15 (minuten)", HOURS, 90.25 / 1440, "INTAKE_TIME", look="[mm]:ss"),
    typed(VALUES, "3-5, door Excel een datum", PERSONS, 46147, "INTAKE_DATE", look="d-m-yyyy"),
    typed(VALUES, "datum met tijd", EURO, 46147.5, "INTAKE_DATE", look="dd-mm-yyyy h:mm"),
    typed(VALUES, "120 en 150 onder elkaar", EURO, "120\n150", "INTAKE_TWO_VALUES"),
    typed(VALUES, "300 tab 400", EURO, "300\t400", "INTAKE_TWO_VALUES"),
    typed(VALUES, "120 150", EURO, "120 150", "INTAKE_TWO_VALUES"),
    typed(VALUES, "125 000", EURO, "125 000", "INTAKE_NORMALISED", 125_000.0),
    Kind(
        VALUES,
        "~~120~~ 150",
        lambda book: changed(book, rich(EURO, "120", "150", strike=True)),
        EURO,
        UNKNOWN,
        "INTAKE_PARTLY",
    ),
    Kind(
        VALUES,
        "een noot: \u00b9 2350",
        lambda book: changed(book, rich(EURO, "1", "2350", vertAlign="superscript")),
        EURO,
        UNKNOWN,
        "INTAKE_PARTLY",
    ),
    Kind(VALUES, "hele cel doorgehaald", lambda book: changed(book, struck), EURO, UNKNOWN, "INTAKE_STRUCK"),
    Kind(
        VALUES,
        "vet en cursief: telt gewoon",
        lambda book: changed(book, rich(EURO, "23", "50", b=True, i=True)),
        EURO,
        2350.0,
        "INTAKE_NORMALISED",
    ),
    typed(VALUES, "15% bij euro (getypt)", EURO, "15%", "INTAKE_UNIT"),
    typed(VALUES, "15% bij euro (opmaak)", EURO, 0.15, "INTAKE_UNIT", look="0%"),
    typed(VALUES, "500 uur bij euro", EURO, "500 uur", "INTAKE_UNIT"),
    typed(VALUES, "500 uur bij euro (opmaak)", EURO, 500, "INTAKE_UNIT", look='0" uur"'),
    typed(VALUES, "\u20ac 40 bij uren", HOURS, "\u20ac 40", "INTAKE_UNIT"),
    typed(VALUES, "30 minuten bij uren", HOURS, "30 minuten", "INTAKE_UNIT"),
    typed(VALUES, "12 k bij euro", EURO, "12 k", "INTAKE_UNIT"),
    typed(VALUES, "\u20ac 1.200,- bij euro", EURO, "\u20ac 1.200,-", "INTAKE_NORMALISED", 1200.0),
    typed(VALUES, "650 uur bij uren", HOURS, "6,5 uur", "INTAKE_NORMALISED", 6.5),
    typed(VALUES, "12 inburgeraars bij personen", PERSONS, "12 inburgeraars", "INTAKE_NORMALISED", 12.0),
    Kind(
        VALUES,
        "2,3 fte in een rij met uur",
        lambda book: changed(book, both_units("uur", "2,3 fte")),
        EFFORT,
        UNKNOWN,
        "INTAKE_UNIT",
    ),
    Kind(
        VALUES,
        "2,3 fte in een rij met fte",
        lambda book: changed(book, both_units("fte", "2,3 fte")),
        EFFORT,
        2.3,
        "INTAKE_NORMALISED",
    ),
    typed(VALUES, "opmaak in duizendtallen", EURO, 1_200_000, "INTAKE_SCALED", look="#,##0,"),
    typed(VALUES, "opmaak die niets laat zien", EURO, 1200, "INTAKE_UNSEEN", look=";;;"),
    typed(VALUES, "12.500", EURO, "12.500", "INTAKE_AMBIGUOUS"),
    typed(VALUES, "-", EURO, "-", "INTAKE_UNCLEAR"),
    typed(VALUES, "#DEEL/0!", EURO, "#DIV/0!", "INTAKE_ERROR_VALUE"),
    typed(VALUES, "=100*12 zonder uitkomst", EURO, "=100*12", "INTAKE_FORMULA_EMPTY"),
    beside(
        AROUND,
        "andere eenheid boven een kolom",
        "I23",
        "INTAKE_HEADING_CHANGED",
        in_cell("Jaarkosten", "I23", "euro (x \u20ac 1.000)"),
    ),
    beside(
        AROUND,
        "ander opschrift boven een tabel",
        "B11",
        "INTAKE_HEADING_CHANGED",
        in_cell("Volumes", "B11", "Begeleid sinds 2022"),
    ),
    beside(AROUND, "een bedrag naast een tabel", "X26", "INTAKE_TYPED_OUTSIDE", in_cell("Jaarkosten", "X26", 12_000)),
    beside(
        AROUND, "een zin onder de vragen", "A60", "INTAKE_TYPED_OUTSIDE", in_cell("Volumes", "A60", "Extra: tolken")
    ),
    beside(AROUND, "iets op een blad zonder vragen", "C90", "INTAKE_TYPED_OUTSIDE", in_cell("Inhoud", "C90", 5)),
    beside(AROUND, "een opmerking aan een opschrift", "A28", "INTAKE_REMARK_ELSEWHERE", remark("Jaarkosten", "A28")),
    beside(AROUND, "een afbeelding", "D20", "INTAKE_OVER_CELLS", picture),
    beside(AROUND, "een tekstvak", "D20", "INTAKE_OVER_CELLS", text_box),
)
