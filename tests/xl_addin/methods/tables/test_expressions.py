"""Formulas over printed cells: what may stand in them, and nothing else."""

from __future__ import annotations

import pytest

from xl_addin.methods.tables.expressions import Reference, evaluate, parse
from xl_addin.methods.tables.intervals import Range, ranged

LISTS = {"delen": ("A", "B")}
FIGURES = {("T", "A", "k", "value"): 3.0, ("T", "B", "k", "value"): 4.0, ("T", "A", "k", "low"): 1.0}


def figure(cell: Reference) -> Range | None:
    value = FIGURES.get((cell.table, cell.row, cell.column, cell.part))
    return None if value is None else ranged(value)


def value(text: str) -> float | None:
    found = evaluate(parse(text, LISTS), figure)
    return None if found is None else found.point


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[T|A|k]", 3),
        ("[T|A|k|low]", 1),
        ("-[T|A|k] + 2 * [T|B|k] / 4 - 1", -2),
        ("som([T|@delen|k]) + 1", 8),
        ("gemiddelde([T|@delen|k], 5)", 4),
        ("kleinste([T|@delen|k])", 3),
        ("grootste([T|A|k], [T|B|k])", 4),
        ("somproduct([T|@delen|k], [T|@delen|k])", 25),
        ("gewogen([T|@delen|k], [T|@delen|k])", 25 / 7),
        ("[T|A|k] + [T|C|k]?", 3),
        ("[T|A|k] + [T|C|k]", None),
        ("som([U|@delen|k])", None),
        ("[T|A|k] / [T|C|k]?", None),
    ],
)
def test_formulas(text: str, expected: float | None) -> None:
    assert value(text) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    "text",
    [
        "[T|A]",
        "[T|A|k|midden]",
        "[T|@weg|k]",
        "[T|A|k] +",
        "__import__('os').system('true')",
        "wortel([T|A|k])",
        "[T|A|k] ** 2",
        "'tekst'",
        "(lambda: 1)()",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"formula|reference|part|list|operation|function"):
        parse(text, LISTS)


def test_one_cell_alone_is_told_apart_from_a_formula() -> None:
    assert parse("[T|A|k]", LISTS).single
    assert not parse("[T|A|k] + 0", LISTS).single
    assert not parse("[T|@delen|k]", LISTS).single
