"""The cost of one item of every municipality: what is known of it, and in which state it is (METHOD section 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from xl_addin.methods.answers.answers import EMPTY, NUMBER, UNKNOWN, Cell, Flags, Floats, Words
from xl_addin.methods.answers.known_part import Part, total
from xl_addin.methods.costs.splits import Fallen, Place
from xl_addin.methods.tables.columns import EMPTY_ITEM, KNOWN_ITEM, NO_ITEM, UNKNOWN_ITEM


@dataclass(frozen=True)
class ItemCost:
    """A task, leerroute or voorziening: its state per municipality and the known part per kostensoort.

    counts: whether it is part of the method's sums; what falls beside them (a contract's part on a leerroute in jaar)
    is shown only. blank: where an amount cell itself is no answer, beside what describes it.
    """

    place: Place
    state: Words
    kinds: Mapping[str, Part]
    blank: Flags
    counts: bool = True

    @property
    def whole(self) -> Part:
        """All kinds together."""
        return total(self.kinds.values(), len(self.state))

    def times(self, factor: Floats) -> ItemCost:
        """The same with every kind times a factor that is known."""
        return replace(self, kinds={kind: part.times(factor) for kind, part in self.kinds.items()})

    @property
    def empty(self) -> Flags:
        return np.asarray(self.state == EMPTY_ITEM)

    @property
    def unknown(self) -> Flags:
        return np.asarray(self.state == UNKNOWN_ITEM)

    @property
    def known(self) -> Flags:
        """Where it is `bekend`, a cost of 0 because all is nvt included."""
        return np.isin(self.state.astype(str), (KNOWN_ITEM, NO_ITEM))

    @property
    def priced(self) -> Flags:
        """Where it is known and not all nvt: a route that is has a price."""
        return np.asarray(self.state == KNOWN_ITEM)


def item_cost(
    place: Place, cells: Sequence[Cell], kinds: Mapping[str, Part], fallen: Fallen, counts: bool = True
) -> ItemCost:
    """An item from its amount cells, its known parts (those of `fallen` included), and what contracts do to it.

    leeg: no amount cell holds anything and no contract names it; onbekend: an amount cell is no answer or a part is not
    all known; nvt: every filled amount cell says so; else bekend.
    """
    states = np.array([cell.state for cell in cells], dtype=np.int8).reshape(len(cells), len(fallen.touched))
    known = np.logical_and.reduce([part.known for part in kinds.values()])
    filled = (states != EMPTY).any(axis=0) | fallen.touched
    unknown = (states == UNKNOWN).any(axis=0) | ~known
    number = (states == NUMBER).any(axis=0) | fallen.touched
    state = np.select([~filled, unknown, number], [EMPTY_ITEM, UNKNOWN_ITEM, KNOWN_ITEM], NO_ITEM)
    return ItemCost(place, state, kinds, (states == UNKNOWN).any(axis=0), counts)
