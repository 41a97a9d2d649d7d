"""A formula as a tree: the part of the spreadsheet language that our own workbooks are written in.

English notation with commas, as files hold it. Arrays, unions, whole columns, links to other files and table
references are not in it; `FormulaSyntaxError` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.ooxml.sheet import Area, parse_area

_CELL = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<text>"(?:[^"]|"")*")
    |(?P<reference>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?{_CELL}(?::{_CELL})?(?![\w.(!]))
    |(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
    |(?P<call>[A-Za-z_][\w.]*)\(
    |(?P<name>[^\W\d][\w.\\]*)
    |(?P<sign><=|>=|<>|[-+*/&=<>(),%])
    )""",
    re.VERBOSE,
)
_BINARY = {
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 0),
    "&": 1,
    **dict.fromkeys("+-", 2),
    **dict.fromkeys("*/", 3),
}
"""Operators between two operands, and how strongly each binds."""


class FormulaSyntaxError(ValueError):
    """A formula outside the language that is computed here."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text or truth value."""

    value: float | str | bool


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells; `sheet` is empty for the formula's own sheet."""

    sheet: str
    area: Area


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; operators are calls too, under their sign (`-1` for the sign of a number)."""

    function: str
    arguments: tuple[Node, ...]


Node = Literal | Reference | Name | Call


def parse(formula: str) -> Node:
    """The tree of a formula without its leading `=`. Raises FormulaSyntaxError."""
    parser = _Parser(_tokens(formula))
    tree = parser.expression(0)
    if parser.at < len(parser.tokens):
        raise FormulaSyntaxError(f"unexpected {parser.tokens[parser.at][1]!r}")
    return tree


def parts(tree: Node) -> Iterator[Node]:
    """Every part of a formula, the whole first."""
    yield tree
    if isinstance(tree, Call):
        for argument in tree.arguments:
            yield from parts(argument)


def _tokens(formula: str) -> list[tuple[str, str]]:
    found, at, end = [], 0, len(formula.rstrip())
    while at < end:
        token = _TOKEN.match(formula, at)
        if token is None:
            raise FormulaSyntaxError(f"cannot read {formula[at : at + 20]!r}")
        kind = token.lastgroup or ""
        found.append((kind, token.group(kind)))
        at = token.end()
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    def peek(self) -> str:
        """The operator or bracket at hand; empty for anything else."""
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        return text if kind == "sign" else ""

    def take(self) -> tuple[str, str]:
        if self.at == len(self.tokens):
            raise FormulaSyntaxError("ends too early")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        if self.peek() != sign:
            raise FormulaSyntaxError(f"{sign!r} expected")
        self.at += 1

    def expression(self, level: int) -> Node:
        """Operands with the operators between them that bind at least so strongly, from left to right."""
        left = self.signed()
        while (binds := _BINARY.get(self.peek(), -1)) >= level:
            sign = self.take()[1]
            left = Call(sign, (left, self.expression(binds + 1)))
        return left

    def signed(self) -> Node:
        sign = self.peek()
        if sign in {"-", "+"}:
            self.at += 1
            operand = self.signed()
            return Call("-1", (operand,)) if sign == "-" else operand
        found = self.primary()
        while self.peek() == "%":
            self.at += 1
            found = Call("/", (found, Literal(100.0)))
        return found

    def primary(self) -> Node:
        kind, text = self.take()
        if kind == "text":
            return Literal(text[1:-1].replace('""', '"'))
        if kind == "number":
            return Literal(float(text))
        if kind == "reference":
            return _reference(text)
        if kind == "name":
            return Literal(text.upper() == "TRUE") if text.upper() in {"TRUE", "FALSE"} else Name(text)
        if kind == "call":
            return Call(text.upper().removeprefix("_XLFN."), self.arguments())
        if text == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        raise FormulaSyntaxError(f"unexpected {text!r}")

    def arguments(self) -> tuple[Node, ...]:
        if self.peek() == ")":
            self.at += 1
            return ()
        found = [self.expression(0)]
        while self.peek() == ",":
            self.at += 1
            found.append(self.expression(0))
        self.expect(")")
        return tuple(found)


def _reference(text: str) -> Reference:
    sheet, _, cells = text.rpartition("!")
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return Reference(sheet, parse_area(cells))
