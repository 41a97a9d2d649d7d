"""Making an example from the command line of Python: mistakes are told, one line each, and nothing is written."""

from __future__ import annotations

import sys
from collections.abc import Callable

from templates import Problems

CANNOT = 2


def made(make: Callable[[], object]) -> int:
    """0 when `make` did its work; 2, and every problem on stderr, when it could not."""
    try:
        make()
    except Problems as found:
        for problem in found.problems:
            sys.stderr.write(f"{problem.line()}\n")
        return CANNOT
    return 0
