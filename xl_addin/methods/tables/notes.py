"""What a calculation left out, merged, rescaled or filled in: nothing happens silently.

A note is handed back next to the result; the sentence belonging to its rule stands in `templates/messages.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from xl_addin.methods.tables.columns import CODE, COMPONENT

RULE = "regel"
VALUES = "waarden"


@dataclass(frozen=True)
class Note:
    """One thing a reader should know: a rule of the message catalogue, a municipality (or empty), and values."""

    rule: str
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def as_table(notes: Iterable[Note]) -> pd.DataFrame:
    """The notes as a table `regel, code, waarden`, in order of rule and code, each once.

    Notes that differ only in the result they belong to (`onderdeel`) become one, which lists those results.
    """
    results: dict[tuple[str, str, str], dict[str, None]] = {}
    first: dict[tuple[str, str, str], Note] = {}
    for note in notes:
        others = {name: value for name, value in note.values.items() if name != COMPONENT}
        key = (note.rule, note.code, repr(sorted(others.items())))
        first.setdefault(key, note)
        results.setdefault(key, {})
        if COMPONENT in note.values:
            results[key][str(note.values[COMPONENT])] = None
    joined = [
        {**first[key].values, COMPONENT: ", ".join(results[key])} if results[key] else dict(first[key].values)
        for key in sorted(first)
    ]
    return pd.DataFrame(
        {
            RULE: pd.Series([key[0] for key in sorted(first)], dtype="str"),
            CODE: pd.Series([key[1] for key in sorted(first)], dtype="str"),
            VALUES: pd.Series(joined, dtype=object),
        }
    )
