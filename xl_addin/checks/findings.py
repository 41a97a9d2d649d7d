"""The findings table: rows in the columns of `bevindingen.csv`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from templates.columns import FINDINGS

Places = Mapping[str, tuple[str, str]]
"""Question id -> (sheet name, cell address)."""

MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
SEVERITIES = ("fout", "waarschuwing", "vraag")


@dataclass(frozen=True)
class Finding:
    """One finding; `code` is the municipality, empty when unknown."""

    code: str
    regel: str
    ernst: str
    tekst: str
    id: str = ""
    blad: str = ""
    cel: str = ""
    gevonden: str = ""
    verwacht: str = ""


def findings_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """The findings as a table with the columns of `bevindingen.csv`, sorted by municipality, rule and cell.

    A mail address in any of them is left out.
    """
    rows = [[without_mail(getattr(finding, name)) for name in FINDINGS] for finding in findings]
    table = pd.DataFrame(rows, columns=list(FINDINGS), dtype=str)
    return table.drop_duplicates().sort_values(["code", "regel", "id"], kind="stable", ignore_index=True)


def without_mail(text: str) -> str:
    """The text without mail addresses, which people write in any cell: findings go to others."""
    return MAIL.sub("(mailadres)", text) if "@" in text else text


def placed(finding: Finding, places: Places) -> Finding:
    """The finding with the sheet and cell of its question."""
    sheet, cell = places.get(finding.id, ("", ""))
    return replace(finding, blad=sheet, cel=cell)


def shown(value: object) -> str:
    """A value as a finding shows it; None is the end of a range that is open."""
    if value is None:
        return "onbegrensd"
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, int | float):
        return f"{value:.10g}"
    return str(value)
