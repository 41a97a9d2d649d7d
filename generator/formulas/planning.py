"""In which order the formulas of a workbook are computed, and which of them look at a cell."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from generator.formulas.compiling import AreaNode, Areas, Board, CellOrArea, Compiler, Computed, Key
from generator.ooxml.sheet import Area


@dataclass(frozen=True)
class Plan:
    """In which order formulas are computed, how, and which formula cells look at each cell."""

    order: tuple[Key, ...]
    ranks: Mapping[Key, int]
    readers: Readers
    circular: bool
    compiled: Mapping[Key, Computed]
    board: Board


@lru_cache(2)
def plan(formulas: tuple[tuple[Key, str], ...], places: tuple[tuple[str, tuple[str, Area]], ...]) -> Plan:
    """The plan of a workbook's formulas; kept, since workbooks that differ in their answers only follow one another."""
    with _all_kept():
        return _planned(formulas, places)


@contextmanager
def _all_kept() -> Iterator[None]:
    """No search for rubbish: of hundreds of thousands of small objects that all stay, it takes longer than the work."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _planned(formulas: Iterable[tuple[Key, str]], places: Iterable[tuple[str, tuple[str, Area]]]) -> Plan:
    board = Board({})
    areas = Areas(dict(places), board)
    compiled: dict[Key, Computed] = {}
    looked_at: dict[Key, Iterable[CellOrArea]] = {}
    for key, formula in formulas:
        compiler = Compiler(key[0], areas)
        compiled[key] = compiler.compiled(formula)
        looked_at[key] = compiler.looked_at
    # an area is a step of its own, so that many formulas over one area do not each need all of its cells
    needs: dict[CellOrArea, list[CellOrArea]] = {
        key: [n for n in nodes if len(n) == 2 or n in compiled] for key, nodes in looked_at.items()
    }
    needs.update({area: [key for key in keys if key in compiled] for area, keys in areas.keys.items()})
    try:
        ordered, circular = list(TopologicalSorter(needs).static_order()), False
    except CycleError:
        ordered, circular = list(compiled), True
    order = tuple(node for node in ordered if node in compiled)
    ranks = {key: at for at, key in enumerate(order)}
    return Plan(order, ranks, Readers(looked_at, areas.keys), circular, compiled, board)


class Readers:
    """Which formula cells look at a cell, by itself or in an area."""

    def __init__(self, looked_at: Mapping[Key, Iterable[CellOrArea]], areas: Mapping[AreaNode, Iterable[Key]]) -> None:
        self._direct: dict[CellOrArea, list[Key]] = {}
        self._around: dict[Key, list[AreaNode]] = {}
        self._found: dict[Key, frozenset[Key]] = {}
        for key, nodes in looked_at.items():
            for node in nodes:
                self._direct.setdefault(node, []).append(key)
        for area, keys in areas.items():
            for key in keys:
                self._around.setdefault(key, []).append(area)

    def of(self, key: Key) -> frozenset[Key]:
        """The formula cells that look at a cell."""
        if key not in self._found:
            nodes: list[CellOrArea] = [key, *self._around.get(key, ())]
            self._found[key] = frozenset(reader for node in nodes for reader in self._direct.get(node, ()))
        return self._found[key]
