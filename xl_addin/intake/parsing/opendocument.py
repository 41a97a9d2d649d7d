"""An .ods as a `Book`, so that a survey that LibreOffice or Google saved in its own format can be read too."""

from __future__ import annotations

import re

from xl_addin.intake.parsing.archive import Archive
from xl_addin.intake.parsing.book import Book
from xl_addin.intake.parsing.grid import MAX_COLUMN, MAX_ROW, Cell, Grid, address, as_truth, number_cell, text_cell
from xl_addin.intake.parsing.markup import local, parse
from xl_addin.intake.parsing.refusal import Refused

MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MOST_REPEATS = 1_000
"""A filled cell or row that is said to repeat more often than this is layout, or made to fill memory."""
_REFERENCE = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^'.]+))\.(\$?[A-Za-z]{1,3}\$?\d{1,7})(?::.*)?")
_DIGITS = re.compile(r"[-+\u2212\d.,'\s\u00a0\u202f]|(?<=\d)E(?=[-+\d])")
_SPACES = {"s": " ", "tab": "\t", "line-break": "\n"}
CHART = "grafiek"
_OVER = {"custom-shape": "tekstvak", "text-box": "tekstvak", "image": "afbeelding", "object": CHART}
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
        self.style = ""
        self.marks: dict[str, str] = {}
        self.spans: list[str] = []
        self.over = ""
        self.marked = False

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
            self.paragraphs, self.marked = [], False
        elif name == "annotation":
            self.remark += 1
            self.grid.commented.add((self.row, self.column))
        elif name == "p" and self.paragraphs is not None and not self.remark:
            self.paragraphs.append("")
        elif name in _SPACES and self.paragraphs and not self.remark:
            self.paragraphs[-1] += _SPACES[name]
        elif name == "named-range":
            self._name(_plain(attributes))
        else:
            self._look(name, attributes)

    def _look(self, name: str, attributes: dict[str, str]) -> None:
        """How text looks, and what lies over the cells."""
        if name == "style":
            self.style = _plain(attributes).get("name", "")
        elif name == "text-properties":
            self.marks[self.style] = _mark(_plain(attributes))
        elif name == "span":
            self._span(self.marks.get(_plain(attributes).get("style-name", ""), ""))
        elif name == "frame":
            self.over = ""
        elif name in _OVER and not self.remark:
            self.over = self.over if self.over == CHART else _OVER[name]

    def characters(self, data: str) -> None:
        if self.paragraphs and not self.remark:
            self.paragraphs[-1] += data

    def end(self, name: str) -> None:
        name = local(name)
        if name == "annotation":
            self.remark -= 1
        elif name in ("frame", "custom-shape") and self.over not in ("", CHART):
            self.grid.shapes.append(((max(self.row, 1), max(self.column, 1)), self.over))
            self.over = ""
        elif name in {"table-cell", "covered-table-cell"} and self.paragraphs is not None:
            cell = _cell(self.attributes, "\n".join(self.paragraphs))
            struck = self.marks.get(self.attributes.get("style-name", "")) == "doorgehaald"
            doubt = "deels" if self.marked else "doorgehaald" if struck else ""
            self._put(cell._replace(doubt=doubt, shown=cell.shown or str(cell.value)) if doubt else cell)
            self.paragraphs = None
        elif name == "span" and self.spans and self.spans.pop() and self.paragraphs and not self.remark:
            self.paragraphs[-1] += "] "

    def _span(self, mark: str) -> None:
        self.spans.append(mark)
        if mark and self.paragraphs and not self.remark:
            self.paragraphs[-1] += f"[{mark}: "
            self.marked = True

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


def _mark(properties: dict[str, str]) -> str:
    """What a style does to text, in a word; empty for a plain one."""
    if properties.get("text-line-through-style", "none") != "none":
        return "doorgehaald"
    return "klein" if properties.get("text-position", "0").partition(" ")[0] not in ("0", "0%") else ""


def _cell(attributes: dict[str, str], text: str) -> Cell:
    formula = attributes.get("formula")
    kind = attributes.get("value-type", "")
    if formula and (truth := as_truth(Cell("leeg", None, formula))).kind == "waar":
        return truth
    if kind in {"float", "percentage", "currency"}:
        error = text_cell(text, formula)
        if error.kind == "fout":
            return error
        unit = _DIGITS.sub("", text)
        return number_cell(attributes.get("value", ""), formula)._replace(shown=text if unit else "", unit=unit)
    if kind == "boolean":
        return Cell("waar", "1" if attributes.get("boolean-value") == "true" else "0", formula)
    if kind == "date":
        return Cell("datum", attributes.get("date-value", "")[:10], formula)
    if kind == "time":
        return Cell("tijd", text or attributes.get("time-value", ""), formula)
    return text_cell(text, formula)
