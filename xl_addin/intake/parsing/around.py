"""What stands on the sheets of a survey besides the answers: nothing that somebody wrote disappears without a word.

A sheet is compared with how it was sent. Cells that were filled where nothing stood, words above a column that are
other words now, formulas that were typed over, remarks, and what lies over the cells are named with their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from xl_addin.intake.parsing.book import Book, Spot
from xl_addin.intake.parsing.grid import MAX_COLUMN, MAX_ROW, At, Cell, Grid, address, address_text
from xl_addin.intake.parsing.locating import normal

FORMULA, OTHER = "=", "."
"""Where a formula was sent, and where another content than a text."""
MOST, LONGEST = 300, 120
Noted = list[str | int]
"""Sheet, row, column, what stands there now, what was sent."""


@dataclass(frozen=True)
class Sent:
    """A sheet as it was sent: address -> what stood there (the text as `whole` writes it, `=` or `.`).

    known: those addresses and the ones to write in; formulas: where formulas stood; texts: the words that are compared,
    by their place, as `whole` writes them, and raw as they were sent; words: all words, wherever they stood.
    """

    cells: Mapping[str, str]
    known: frozenset[str]
    formulas: tuple[str, ...]
    texts: Mapping[At, str]
    raw: Mapping[str, str]
    words: frozenset[str]


def as_sent(message: Mapping[str, Any]) -> Sent:
    """A sheet from the plan's message: `cells`, `free` and `raw`."""
    cells: Mapping[str, str] = message["cells"]
    words = {place: text for place, text in cells.items() if text not in (FORMULA, OTHER)}
    return Sent(
        cells,
        frozenset((*cells, *message["free"])),
        tuple(place for place, text in cells.items() if text == FORMULA),
        {address(place): text for place, text in words.items() if place in message["raw"]},
        message["raw"],
        frozenset(words.values()),
    )


def around(
    book: Book, sent: Mapping[str, Sent], now: Mapping[str, str], found: Iterable[tuple[Spot, Spot]]
) -> dict[str, list[Noted]]:
    """Everything beside the answers, by kind: `typed`, `words`, `formulas`, `remarks` and `shapes`.

    now: sheet as sent -> what it is called now; found: of every cell with a name where it is, and where
    it was sent.
    """
    noted: dict[str, list[Noted]] = {kind: [] for kind in ("typed", "words", "formulas", "remarks", "shapes")}
    every: dict[tuple[str, str], list[tuple[At, At]]] = {}
    for spot, was in found:
        every.setdefault((was[0], spot[0]), []).append((spot[1:], was[1:]))
    for name, sheet in sent.items():
        here = now.get(name, name)
        if here not in book.sheets:
            continue
        pairs = every.get((name, here), [])
        grid = book.grid(here)
        for kind, places in _of_sheet(grid, sheet, pairs, book.kind).items():
            noted[kind] += places
    return {kind: [one for one in places if _is_place(one)][:MOST] for kind, places in noted.items()}


def _of_sheet(grid: Grid, sheet: Sent, pairs: list[tuple[At, At]], kind: str) -> dict[str, list[Noted]]:
    moved = _Moved(pairs) if any(now != was for now, was in pairs) else None
    answers = {now for now, _ in pairs}
    noted = _compared(grid, sheet, kind) if moved is None else _followed(grid, sheet, moved, answers, kind)
    noted["remarks"] = [_noted(grid, at, "", "") for at in sorted(grid.commented - answers)]
    noted["shapes"] = [_noted(grid, at, what, "") for at, what in grid.shapes]
    return noted


def _compared(grid: Grid, sheet: Sent, kind: str) -> dict[str, list[Noted]]:
    """A sheet on which every cell stands where it was sent."""
    typed = [_noted(grid, at, seen(cell), "") for at, cell in grid.beside(sheet.known)]
    other = (
        (address(place), sheet.texts[address(place)])
        for place, text in sheet.raw.items()
        if not grid.holds(place, text)
    )
    cells = ((at, grid.cell(at), was) for at, was in other)
    words = [_noted(grid, at, seen(cell), was) for at, cell, was in cells if whole(seen(cell)) != was]
    typed_over = grid.without_formula(sheet.formulas) if kind != "xls" else ()
    return {"typed": typed, "words": words, "formulas": [_noted(grid, at, seen(cell), "") for at, cell in typed_over]}


def _followed(grid: Grid, sheet: Sent, moved: _Moved, answers: set[At], kind: str) -> dict[str, list[Noted]]:
    """A sheet on which rows or columns came, went or moved."""
    noted: dict[str, list[Noted]] = {"typed": [], "words": [], "formulas": []}
    for at, cell in grid.filled():
        if at in answers or cell.kind == "leeg":
            continue
        if cell.kind == "tekst" and whole(str(cell.value)) in sheet.words:
            continue
        before = moved.before(at)
        place = address_text(*before) if before else ""
        was = sheet.cells.get(place)
        if was == FORMULA and cell.formula is None and kind != "xls":
            noted["formulas"].append(_noted(grid, at, seen(cell), ""))
        elif was is not None and before in sheet.texts:
            noted["words"].append(_noted(grid, at, seen(cell), was))
        elif was is None and place not in sheet.known:
            noted["typed"].append(_noted(grid, at, seen(cell), ""))
    return noted


class _Moved:
    """Where cells stood before rows and columns came or went, told by those that carry a name."""

    def __init__(self, pairs: Iterable[tuple[At, At]]) -> None:
        every = list(pairs)
        self.rows = _steady((now[0], was[0]) for now, was in every)
        self.columns = _steady((now[1], was[1]) for now, was in every)

    def before(self, at: At) -> At | None:
        """Where this cell stood; None where nothing was sent: it came in between."""
        row, column = _earlier(at[0], self.rows), _earlier(at[1], self.columns)
        return (row, column) if row and column else None


def _steady(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Row (or column) now -> before, by what most cells on it say."""
    said: dict[int, list[int]] = {}
    for now, was in pairs:
        said.setdefault(now, []).append(was)
    return {now: max(before, key=before.count) for now, before in sorted(said.items())}


def _earlier(now: int, known: Mapping[int, int]) -> int | None:
    if now in known:
        return known[now]
    below = [one for one in known if one < now]
    step = known[below[-1]] - below[-1] if below else 0
    above = [one for one in known if one > now]
    was = now + step
    if above and was >= known[above[0]]:
        # more rows between two known ones than were sent: counted from the lower one, what is left over came in
        return None
    if not below and above:
        was = now + known[above[0]] - above[0]
    return was if was > 0 else None


def _is_place(noted: Noted) -> bool:
    """Whether it stands on a sheet as programs have them."""
    return 0 < int(noted[1]) <= MAX_ROW and 0 < int(noted[2]) <= MAX_COLUMN


def _noted(grid: Grid, at: At, now: str, sent: str) -> Noted:
    return [grid.name, at[0], at[1], now[:LONGEST], sent[:LONGEST]]


def seen(cell: Cell) -> str:
    """What a person sees in a cell, as text."""
    if cell.shown:
        return cell.shown
    value = cell.value
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return "" if value is None else str(value)


@lru_cache(65_536)
def whole(text: str) -> str:
    """All words of a text as they are compared."""
    return " ".join(normal(line) for line in text.splitlines() if line.strip())
