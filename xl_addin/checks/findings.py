"""The findings table: rows in the columns of `bevindingen.csv`, and the researcher's notes carried along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from templates.columns import FINDINGS, FINDINGS_KEY, FINDINGS_OF_PERSON

Places = Mapping[str, tuple[str, str]]
"""Question id -> (sheet name, cell address)."""

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
    """The findings as a table with the columns of `bevindingen.csv`, sorted by municipality, rule and cell."""
    rows = [[getattr(finding, name) for name in FINDINGS] for finding in findings]
    table = pd.DataFrame(rows, columns=list(FINDINGS), dtype=str)
    return table.drop_duplicates().sort_values(["code", "regel", "id"], kind="stable", ignore_index=True)


def with_work_of_person(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """The new findings with the status and note a person gave the same finding earlier.

    A finding is the same when municipality, rule and question are (`FINDINGS_KEY`). A finding that no longer occurs
    but carries a status or note stays, as text says so; nothing a person typed is lost.
    """
    mine = list(FINDINGS_OF_PERSON)
    if old.empty:
        return new.assign(**dict.fromkeys(mine, ""))
    key = list(FINDINGS_KEY)
    noted = old[(old[mine].fillna("") != "").any(axis=1)].drop_duplicates(key)
    joined = new.merge(noted[[*key, *mine]], on=key, how="left").fillna(dict.fromkeys(mine, ""))
    gone = noted.merge(new[key], on=key, how="left", indicator=True)
    gone = gone[gone["_merge"] == "left_only"].drop(columns="_merge")
    if gone.empty:
        return joined
    text = gone["tekst"].str.removeprefix(SOLVED)
    return pd.concat([joined, gone.assign(tekst=SOLVED + text)], ignore_index=True)


SOLVED = "Niet meer gevonden. "
