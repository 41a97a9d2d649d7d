"""What a command tells whoever called it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from xl_addin.checks.interview import SETTLED

ASKS_PERSON = ("fout", "vraag")


@dataclass(frozen=True)
class Outcome:
    """A sentence for the user, and how many findings need a person."""

    message: str
    needs_person: int


def needs_person(findings: pd.DataFrame) -> int:
    """How many findings a person must look at: errors and questions without a status that settles them."""
    asks = findings["ernst"].isin(ASKS_PERSON)
    return int((asks & ~findings["status"].isin(SETTLED)).sum() if "status" in findings else asks.sum())
