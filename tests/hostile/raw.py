"""A workbook edited in the text of its parts, as the many programs write them: nothing is parsed, so an edit is cheap.

`Raw(content)` holds the parts of a file; `again()` gives a copy to spoil, which shares what is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import Self

from generator.ooxml.package import Package
from generator.ooxml.sheet import address, parse_cell

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_CELL = r'<c r="{}"(?: [^>]*?)?(?:/>|>.*?</c>)'
_ROW_START = r'<row r="{}"[^>]*?(/?)>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Raw:
    """The parts of a workbook as text. `content()` gives the file."""

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        self.kept: dict[str, str] = {}
        self.changed: dict[str, str] = {}
        self.removed: set[str] = set()
        self.last_of: list[Callable[[bytes], bytes]] = []
        targets = dict(re.findall(r'Target="/?(?:xl/)?([^"]+)"[^>]*? Id="([^"]+)"', self.text(RELATIONS)))
        targets |= {b: a for a, b in re.findall(r'Id="([^"]+)"[^>]*? Target="/?(?:xl/)?([^"]+)"', self.text(RELATIONS))}
        parts = {relation: f"xl/{part}" for part, relation in targets.items()}
        found = re.findall(r'<sheet [^>]*?name="([^"]+)"[^>]*?r:id="([^"]+)"', self.text(WORKBOOK))
        self.sheets = {unescape(name): parts[relation] for name, relation in found}

    def again(self) -> Self:
        """The same file, to be changed by itself."""
        copy = object.__new__(type(self))
        copy.package, copy.kept, copy.sheets = self.package, self.kept, dict(self.sheets)
        copy.changed, copy.removed, copy.last_of = dict(self.changed), set(self.removed), list(self.last_of)
        return copy

    def text(self, part: str) -> str:
        """A part as text."""
        if part in self.changed:
            return self.changed[part]
        if part not in self.kept:
            self.kept[part] = self.package.read(part).decode("utf-8")
        return self.kept[part]

    def content(self) -> bytes:
        """The file; `last_of` are changes of its bytes, after all others."""
        parts = {name: text.encode("utf-8") for name, text in self.changed.items()}
        made = self.package.rebuild(parts, frozenset(self.removed))
        for change in self.last_of:
            made = change(made)
        return made

    # --- cells

    def put(self, sheet: str, cell: str, value: object, look: int | None = None, formula: str = "") -> None:
        """What is typed in a cell: number, text, truth, `#ERROR`; a formula with the value as its last result."""
        part = self.sheets[sheet]
        text = self.text(part)
        found = re.search(_CELL.format(cell), text, re.DOTALL)
        style = re.search(r' s="(\d+)"', found[0].split(">", 1)[0]) if found else None
        number = look if look is not None else int(style[1]) if style else 0
        made = element(cell, value, number, formula)
        self.changed[part] = (
            text[: found.start()] + made + text[found.end() :] if found else _inserted(text, cell, made)
        )

    def look(self, code: str, struck: bool = False) -> int:
        """The number of a cell style with this number format, added to the styles."""
        text = self.text(STYLES)
        font = 0
        if struck:
            font, text = _appended(text, "fonts", '<font><strike/><sz val="11"/><name val="Calibri"/></font>')
        number = 0
        if code != "General":
            ids = [int(one) for one in re.findall(r'numFmtId="(\d+)" formatCode', text)]
            number = max([163, *ids]) + 1
            _, text = _appended(text, "numFmts", f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>')
        xf = f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        at, text = _appended(text, "cellXfs", xf)
        self.changed[STYLES] = text
        return at

    def merge(self, sheet: str, area: str) -> None:
        """Joins cells into one."""
        part = self.sheets[sheet]
        made = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
        text = self.text(part)
        if "<mergeCells" in text:
            self.changed[part] = text.replace("</mergeCells>", f'<mergeCell ref="{area}"/></mergeCells>')
        else:
            self.changed[part] = text.replace("</sheetData>", f"</sheetData>{made}", 1)

    # --- rows

    def shift(self, sheet: str, first: int, by: int) -> None:
        """Rows from `first` on come lower (or higher: those in between are gone), as when rows are inserted."""
        part = self.sheets[sheet]
        text = self.text(part)
        if by < 0:
            for row in range(first, first - by):
                text = re.sub(rf'<row r="{row}"[^>]*?(?:/>|>.*?</row>)', "", text, count=1, flags=re.DOTALL)

        def moved(found: re.Match[str]) -> str:
            row = int(found[3])
            return f"{found[1]}{found[2]}{row + by if row >= first else row}{found[4]}"

        self.changed[part] = re.sub(r'(<(?:row|c) r=")([A-Z]*)(\d+)(")', moved, text)
        self.names(lambda _, target: _shifted(target, sheet, first, by))

    def swap(self, sheet: str, one: int, other: int) -> None:
        """Two rows change places, their words with them, as when a list is sorted; names stay where they were."""
        part = self.sheets[sheet]
        text = self.text(part)
        rows = {}
        for row in (one, other):
            found = re.search(rf'<row r="{row}"[^>]*?(?:/>|>.*?</row>)', text, re.DOTALL)
            if found is None:
                return
            rows[row] = found[0]
        low, high = sorted((one, other))
        for row, at in ((low, "\0LOW\0"), (high, "\0HIGH\0")):
            text = text.replace(rows[row], at, 1)
        self.changed[part] = text.replace("\0LOW\0", _renumbered(rows[high], high, low)).replace(
            "\0HIGH\0", _renumbered(rows[low], low, high)
        )

    # --- names and sheets

    def names(self, change: Callable[[str, str], str | None]) -> None:
        """Every defined name gets what `change(name, target)` says; None takes it out."""

        def one(found: re.Match[str]) -> str:
            target = change(unescape(found[2]), unescape(found[4]))
            return (
                "" if target is None else f"{found[1]}{found[2]}{found[3]}{escape(target, quote=False)}</definedName>"
            )

        pattern = r'(<definedName [^>]*?name=")([^"]+)("[^>]*>)([^<]*)</definedName>'
        self.changed[WORKBOOK] = re.sub(pattern, one, self.text(WORKBOOK))

    def spot(self, name: str) -> tuple[str, str]:
        """Sheet and cell that a name leads to."""
        found = re.search(rf'<definedName [^>]*?name="{re.escape(name)}"[^>]*>([^<]*)<', self.text(WORKBOOK))
        assert found is not None, name
        sheet, _, cell = unescape(found[1]).rpartition("!")
        return sheet.strip("'").replace("''", "'"), cell.replace("$", "").partition(":")[0]

    def rename(self, sheet: str, new: str) -> None:
        """Another name for a sheet, as a program gives it: names go on pointing to it."""
        text = self.text(WORKBOOK)
        quoted = f'name="{escape(sheet)}"'
        self.changed[WORKBOOK] = text.replace(quoted, f'name="{escape(new)}"', 1)
        self.names(lambda _, target: target.replace(f"'{sheet}'!", f"'{new}'!"))
        self.sheets = {new if name == sheet else name: part for name, part in self.sheets.items()}

    def delete(self, sheet: str) -> None:
        """Takes a sheet out; names that led to it lead nowhere."""
        self.names(lambda _, target: "#REF!" if target.startswith(f"'{sheet}'!") else target)
        text = self.text(WORKBOOK)
        self.changed[WORKBOOK] = re.sub(rf'<sheet [^>]*?name="{re.escape(escape(sheet))}"[^>]*?/>', "", text)
        self.removed.add(self.sheets.pop(sheet))

    # --- as other programs write it

    def everywhere(self, change: Callable[[str], str], parts: Callable[[str], bool]) -> None:
        """Changes the text of all parts that `parts` picks."""
        for part in self.package.names:
            if parts(part) and part not in self.removed:
                self.changed[part] = change(self.text(part))

    def shared(self) -> None:
        """Texts in a part of their own, as Excel saves them, in place of texts in their cells."""
        strings: dict[str, int] = {}

        def one(found: re.Match[str]) -> str:
            number = strings.setdefault(found[2], len(strings))
            return f'{found[1]}t="s"><v>{number}</v></c>'

        pattern = r'(<c [^>]*?)t="inlineStr"[^>]*><is>((?:(?!</is>).)*)</is></c>'
        self.everywhere(lambda text: re.sub(pattern, one, text, flags=re.DOTALL), _is_sheet)
        items = "".join(f"<si>{one}</si>" for one in strings)
        self.changed["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}" count="4000000000">{items}</sst>'
        relation = (
            f'<Relationship Id="rIdS" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        )
        self.changed[RELATIONS] = self.text(RELATIONS).replace("</Relationships>", relation)


def element(cell: str, value: object, look: int, formula: str = "") -> str:
    """The XML of a cell."""
    start, calculated = f'<c r="{cell}" s="{look}"', f"<f>{escape(formula, quote=False)}</f>" if formula else ""
    if value is None:
        return f"{start}>{calculated}</c>" if formula else f"{start}/>"
    if isinstance(value, bool):
        return f'{start} t="b">{calculated}<v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"{start}>{calculated}<v>{value!r}</v></c>"
    text = str(value)
    if text.startswith("<r>"):
        return f'{start} t="inlineStr"><is>{text}</is></c>'
    kind = "e" if text.startswith("#") and text.endswith(("!", "?", "A")) else "str" if formula else "inlineStr"
    plain = escape(text, quote=False)
    if kind == "inlineStr":
        return f'{start} t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'
    return f'{start} t="{kind}">{calculated}<v>{plain}</v></c>'


def _is_sheet(part: str) -> bool:
    return part.startswith("xl/worksheets/sheet")


def _inserted(text: str, cell: str, made: str) -> str:
    """The sheet with a cell where none was; its row is made where there is none."""
    row, column = parse_cell(cell)
    found = re.search(_ROW_START.format(row), text)
    if found is None:
        later = next((one for one in re.finditer(r'<row r="(\d+)"', text) if int(one[1]) > row), None)
        at = later.start() if later else text.index("</sheetData>")
        return f'{text[:at]}<row r="{row}">{made}</row>{text[at:]}'
    if found[1]:
        return f"{text[: found.end() - 2]}>{made}</row>{text[found.end() :]}"
    end = text.index("</row>", found.end())
    for one in re.finditer(r'<c r="([A-Z]+)\d+"', text[found.end() : end]):
        if parse_cell(f"{one[1]}{row}")[1] > column:
            at = found.end() + one.start()
            return text[:at] + made + text[at:]
    return text[:end] + made + text[end:]


def _appended(text: str, group: str, made: str) -> tuple[int, str]:
    """The styles with one more of a group; gives its number too."""
    if f"<{group}" not in text:
        start = text.index(">", text.index("<styleSheet")) + 1
        return 0, f'{text[:start]}<{group} count="1">{made}</{group}>{text[start:]}'
    start = text.index(f"<{group}")
    end = text.index(f"</{group}>", start)
    single = {"fonts": "<font>", "cellXfs": "<xf ", "numFmts": "<numFmt "}[group]
    inside = text[start:end]
    number = inside.count(single) + (inside.count("<font/>") if group == "fonts" else 0)
    return number, text[:end] + made + text[end:]


def _renumbered(row: str, old: int, new: int) -> str:
    return re.sub(rf'(<(?:row|c) r="[A-Z]*){old}"', rf'\g<1>{new}"', row)


def _shifted(target: str, sheet: str, first: int, by: int) -> str:
    if not target.startswith((f"'{sheet}'!", f"{sheet}!")):
        return target

    def moved(found: re.Match[str]) -> str:
        row = int(found[2])
        return f"{found[1]}{row + by if row >= first else row}"

    gone = [int(one) for one in re.findall(r"\$[A-Z]+\$(\d+)", target)]
    if by < 0 and gone and all(first <= row < first - by for row in gone):
        return "#REF!"
    return re.sub(r"(\$[A-Z]+\$)(\d+)", moved, target)


def beside(cell: str, rows: int = 0, columns: int = 0) -> str:
    """The address so many rows and columns further."""
    row, column = parse_cell(cell)
    return address(row + rows, column + columns)


Values = Mapping[str, object]
