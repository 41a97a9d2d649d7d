"""What a command tells whoever called it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from templates.problems import Problem
from xl_addin.checks.interview import SETTLED

ASKS_PERSON = ("fout", "vraag")


@dataclass(frozen=True)
class Outcome:
    """A sentence for the user, how many findings need a person, and a workbook that was made to go on in."""

    message: str
    needs_person: int
    opens: Path | None = None


def needs_person(findings: pd.DataFrame) -> int:
    """How many findings a person must look at: errors and questions without a status that settles them."""
    asks = findings["ernst"].isin(ASKS_PERSON)
    return int((asks & ~findings["status"].isin(SETTLED)).sum() if "status" in findings else asks.sum())


MOST_IN_BOX = 10
"""Problems that a message box shows; more do not fit a screen, nor the address in which xlwings Lite carries them."""


def in_a_box(problems: Sequence[Problem], keep: Callable[[str], str]) -> str:
    """The sentences of the problems, the first ten where there are more; `keep` keeps all and gives where they are."""
    lines = [problem.line() for problem in problems]
    shown = lines[:MOST_IN_BOX]
    if len(lines) > MOST_IN_BOX:
        shown.append(f"En nog {len(lines) - MOST_IN_BOX}, zie {keep(chr(10).join(lines))}.")
    return "\n\n".join(shown)
