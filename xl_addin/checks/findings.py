"""The findings table: rows in the columns of `bevindingen.csv`."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from templates import Survey
from templates.analysis import check_kinds
from templates.columns import FINDINGS, FINDINGS_NAMED

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


def named(table: pd.DataFrame, names: Mapping[Hashable, object], survey: Survey) -> pd.DataFrame:
    """The findings with the name of each municipality and the kind of check, in the columns there are for them.

    names: by code. A list of an earlier version has no such columns, and keeps none.
    """
    kinds = {rule.id: rule.family for rule in survey.rules}
    values = {
        "naam": [str(names.get(code) or "") for code in table["code"]],
        "soort": [_kind(rule, kinds) for rule in table["regel"]],
    }
    return table.assign(**{column: values[column] for column in FINDINGS_NAMED if column in table.columns})


def _kind(rule: str, kinds: Mapping[str, str]) -> str:
    """What a rule looks at: that of the survey's own rules, else by the first part of its id."""
    known = kinds.get(rule)
    if known is not None:
        return known
    words = check_kinds()
    return words.get(re.split("[-_]", rule, maxsplit=1)[0], words["*"])


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
