"""What a command tells whoever called it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

ASKS_PERSON = ("fout", "vraag")


@dataclass(frozen=True)
class Outcome:
    """A sentence for the user, and how many findings need a person."""

    message: str
    needs_person: int


def needs_person(findings: pd.DataFrame) -> int:
    """How many findings a person must look at: errors and questions; a warning only tells."""
    return int(findings["ernst"].isin(ASKS_PERSON).sum())
