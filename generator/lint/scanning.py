"""What a worksheet part says, read in one pass: its cells, merges, validations and references to other parts."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.ooxml.markup import local_name, run_parser, safe_parser

_KEPT = {"f", "v", "t", "formula", "formula1", "formula2"}


@dataclass(slots=True)
class LintedCell:
    """A cell as it is written; `text` is the inline text or the stored value."""

    reference: str
    row: str
    style: str
    kind: str
    formula: str = ""
    text: str = ""


@dataclass(slots=True)
class Validation:
    """A check on entry with its attributes and formulas."""

    attributes: dict[str, str]
    formulas: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ScannedSheet:
    """The content of one worksheet part."""

    rows: list[str] = field(default_factory=list)
    cells: list[LintedCell] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    conditional: list[tuple[str, str]] = field(default_factory=list)
    order: list[str] = field(default_factory=list)


def scan(data: bytes, part: str) -> ScannedSheet:
    """Reads the part. Raises Problems (PART_MALFORMED) where it is no XML, such as with a control character in it."""
    scanner = _Scanner()
    parser = safe_parser(part)
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.characters
    run_parser(parser, data, part)
    return scanner.sheet


class _Scanner:
    def __init__(self) -> None:
        self.sheet = ScannedSheet()
        self.depth = 0
        self.pieces: list[str] | None = None
        self.area = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local, sheet = local_name(name), self.sheet
        self.depth += 1
        if self.depth == 2:
            sheet.order.append(local)
        if local == "c":
            row = sheet.rows[-1] if sheet.rows else ""
            kind = attributes.get("t", "n")
            sheet.cells.append(LintedCell(attributes.get("r", ""), row, attributes.get("s", "0"), kind))
        elif local == "row":
            sheet.rows.append(attributes.get("r", ""))
        elif local in _KEPT:
            self.pieces = []
        elif local == "mergeCell":
            sheet.merges.append(attributes.get("ref", ""))
        elif local == "dataValidation":
            sheet.validations.append(Validation(attributes))
        elif local == "cfRule":
            sheet.conditional.append((attributes.get("dxfId", ""), ""))

    def characters(self, text: str) -> None:
        if self.pieces is not None:
            self.pieces.append(text)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.pieces is None:
            return
        local, text = local_name(name), "".join(self.pieces)
        self.pieces = None
        if local == "f":
            self.sheet.cells[-1].formula = text
        elif local in {"v", "t"} and self.sheet.cells:
            self.sheet.cells[-1].text += text
        elif local == "formula" and self.sheet.conditional:
            self.sheet.conditional[-1] = (self.sheet.conditional[-1][0], text)
        elif self.sheet.validations:
            self.sheet.validations[-1].formulas.append(text)
