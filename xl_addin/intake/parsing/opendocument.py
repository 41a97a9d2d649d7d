"""An .ods as a `Book`, so that a survey that LibreOffice or Google saved in its own format can be read too."""

from __future__ import annotations

import re

from xl_addin.intake.parsing.archive import Archive
from xl_addin.intake.parsing.book import Book
from xl_addin.intake.parsing.grid import MAX_COLUMN, MAX_ROW, Cell, Grid, address, number_cell, text_cell
from xl_addin.intake.parsing.markup import local, parse
from xl_addin.intake.parsing.refusal import Refused

MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MOST_REPEATS = 1_000
"""A filled cell or row that is said to repeat more often than this is layout, or made to fill memory."""
_REFERENCE = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^'.]+))\.(\$?[A-Za-z]{1,3}\$?\d{1,7})(?::.*)?")
_MODIFIED = re.compile(rb"<dc:date>([0-9TZ:.+-]{10,40})<")


def is_opendocument(archive: Archive) -> bool:
    """Whether the archive holds an OpenDocument spreadsheet."""
    return (archive.read("mimetype") or b"").startswith(MEDIA_TYPE)


def read_opendocument(archive: Archive) -> Book:
    """The workbook. Raises `Refused` when it is damaged or has a password."""
    if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
        raise Refused("INTAKE_ENCRYPTED")
    content = archive.read("content.xml")
    if content is None:
        raise Refused("INTAKE_NO_WORKBOOK")
    parser = _Content()
    parse(content, "content.xml", parser.start, parser.end, parser.characters)
    modified = _MODIFIED.search(archive.read("meta.xml") or b"")
    return Book(
        "ods",
        tuple(parser.grids),
        parser.grids.__getitem__,
        names=parser.names,
        traits=("macros",) if any(name.startswith("basic/") for name in archive.names) else (),
        modified=modified.group(1).decode() if modified else "",
    )


class _Content:
    """Fills grids from content.xml; a cell's text is that of its paragraphs, without remarks hanging on it."""

    def __init__(self) -> None:
        self.grids: dict[str, Grid] = {}
        self.names: dict[str, tuple[str, int, int]] = {}
        self.grid = Grid("")
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.attributes: dict[str, str] = {}
        self.paragraphs: list[str] | None = None
        self.remark = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "table":
            plain = _plain(attributes)
            self.grid = self.grids[plain.get("name", "")] = Grid(plain.get("name", ""))
            self.row, self.rows = 0, 1
        elif name == "table-row":
            self.row, self.column = self.row + self.rows, 0
            self.rows, self.columns = int(_plain(attributes).get("number-rows-repeated", 1)), 1
        elif name in {"table-cell", "covered-table-cell"}:
            self.column += self.columns
            self.attributes = _plain(attributes)
            self.columns = int(self.attributes.get("number-columns-repeated", 1))
            self.paragraphs = []
        elif name == "annotation":
            self.remark += 1
            self.grid.commented.add((self.row, self.column))
        elif name == "p" and self.paragraphs is not None and not self.remark:
            self.paragraphs.append("")
        elif name == "s" and self.paragraphs and not self.remark:
            self.paragraphs[-1] += " "
        elif name == "named-range":
            self._name(_plain(attributes))

    def characters(self, data: str) -> None:
        if self.paragraphs and not self.remark:
            self.paragraphs[-1] += data

    def end(self, name: str) -> None:
        name = local(name)
        if name == "annotation":
            self.remark -= 1
        elif name in {"table-cell", "covered-table-cell"} and self.paragraphs is not None:
            self._put(_cell(self.attributes, "\n".join(self.paragraphs)))
            self.paragraphs = None

    def _put(self, cell: Cell) -> None:
        rows, columns = (int(self.attributes.get(f"number-{part}-spanned", 1)) for part in ("rows", "columns"))
        if rows > 1 or columns > 1:
            self.grid.merged.append((self.row, self.column, self.row + rows - 1, self.column + columns - 1))
        if cell.kind == "leeg" and cell.formula is None:
            return
        if self.row > MAX_ROW or self.column > MAX_COLUMN:
            return
        if self.rows > MOST_REPEATS or self.columns > MOST_REPEATS:
            return
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                self.grid.put(row, column, cell)

    def _name(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("cell-range-address", ""))
        if found:
            quoted, plain, cell = found.groups()
            sheet = quoted.replace("''", "'") if quoted else plain
            if sheet in self.grids:
                self.names[attributes.get("name", "").lower()] = (sheet, *address(cell))


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    return {local(key): value for key, value in attributes.items()}


def _cell(attributes: dict[str, str], text: str) -> Cell:
    formula = attributes.get("formula")
    kind = attributes.get("value-type", "")
    if kind in {"float", "percentage", "currency"}:
        error = text_cell(text, formula)
        return error if error.kind == "fout" else number_cell(attributes.get("value", ""), formula)
    if kind == "boolean":
        return Cell("waar", "1" if attributes.get("boolean-value") == "true" else "0", formula)
    if kind == "date":
        return Cell("datum", attributes.get("date-value", "")[:10], formula)
    return text_cell(text, formula)
