"""Counts every call from xlwings into a host, whatever member of the object model it asks for, as in Excel."""

from __future__ import annotations

from collections import Counter
from typing import Any

import xlwings as xw

from xl_addin.engine import FileEngine
from xl_addin.engine.unsupported import FileObject

CONSTANTS = frozenset({"max_cells_per_read", "max_cells_per_write", "options", "engine"})
"""Members that xlwings keeps at its own side, as it does all of an engine, which turns values into the host's."""


OF_FILES = "document"
"""What only the file engine has, through which a command undoes its writes: Excel has no such thing."""


class Counted:
    """An object of a host, of which every member that is asked for counts as one call."""

    def __init__(self, host: object, calls: Counter[str]) -> None:
        object.__setattr__(self, "_host", host)
        object.__setattr__(self, "_calls", calls)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == OF_FILES:
            raise AttributeError(name)
        found = getattr(self._host, name)
        if callable(found) and not isinstance(found, FileObject):
            return lambda *given, **named: self._asked(name, found(*_bare(given), **_bare(named)))
        return self._asked(name, found)

    def __setattr__(self, name: str, value: object) -> None:
        self._count(name)
        setattr(self._host, name, _bare(value))

    def __call__(self, *given: Any) -> Any:
        return self._asked("()", self._host(*_bare(given)))

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        self._count("len")
        return len(self._host)

    def __contains__(self, name: object) -> bool:
        self._count("in")
        return name in self._host

    def __iter__(self) -> Any:
        for one in self._host:
            self._count("next")
            yield self._wrapped(one)

    def _count(self, name: str) -> None:
        if name not in CONSTANTS and not isinstance(self._host, FileEngine):
            self._calls[f"{type(self._host).__name__}.{name}"] += 1

    def _asked(self, name: str, found: Any) -> Any:
        self._count(name)
        return self._wrapped(found)

    def _wrapped(self, found: Any) -> Any:
        return Counted(found, self._calls) if isinstance(found, FileObject) else found


def _bare(value: Any) -> Any:
    if isinstance(value, Counted):
        return value._host
    if isinstance(value, xw.Range):  # xlwings unpacks it at its own side
        return xw.Range(impl=_bare(value.impl))
    if isinstance(value, tuple | list):
        return type(value)(_bare(one) for one in value)
    if isinstance(value, dict):
        return {name: _bare(one) for name, one in value.items()}
    return value


def counted(book: xw.Book) -> tuple[xw.Book, Counter[str]]:
    """The book with its calls counted, and the count so far, by member."""
    calls: Counter[str] = Counter()
    return xw.Book(impl=Counted(book.impl, calls)), calls
