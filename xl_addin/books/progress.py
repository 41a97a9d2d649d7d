"""How far a long command is, told to whoever shows it; the host decides where, and may ask to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Teller = Callable[[str], None]
_TELLER: ContextVar[Teller | None] = ContextVar("teller", default=None)


@contextmanager
def told_by(teller: Teller) -> Iterator[None]:
    """Within, `teller` gets what is told; what it raises ends the command, which has then written nothing."""
    before = _TELLER.set(teller)
    try:
        yield
    finally:
        _TELLER.reset(before)


def tell(text: str) -> None:
    """Says how far the command at hand is; silent on a host that shows nothing."""
    teller = _TELLER.get()
    if teller is not None:
        teller(text)


def told_in_order(what: str, total: int) -> Callable[[Path], None]:
    """What tells, file after file, which is at hand and how many there are."""
    seen = 0

    def told(path: Path) -> None:
        nonlocal seen
        seen += 1
        tell(f"{what}: {seen} van {total}, {path.name}")

    return told
