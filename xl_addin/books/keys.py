"""Which row of a list is which: its key, for the lists that a command rewrites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.analysis import layout as place
from templates.columns import CODE, COSTS, FINDINGS_KEY, RESULT_KEY
from templates.research import KEY_LINES, OWN_DIVISIONS, OWN_MEASURES, SENSITIVITY

KEY_OF: Mapping[str, Sequence[str]] = {
    place.FINDINGS_TABLE: (*FINDINGS_KEY, "gevonden"),
    place.SOLVED_TABLE: (*FINDINGS_KEY, "gevonden"),
    place.INTERVIEW_TABLE: (CODE, "regel", "vraag", "onderwerp"),
    place.CORRECTIONS_TABLE: (CODE, "id"),
    place.COSTS_TABLE: COSTS[:-1],
    place.WEIGHTS_TABLE: (CODE, "weging"),
    place.RESULTS_TABLE: RESULT_KEY,
    place.SCENARIO_RESULTS_TABLE: RESULT_KEY,
    place.SCENARIO_TABLES_TABLE: ("tabel", "rij", "kolom"),
    place.CASH_TABLE: (CODE, "kosten", "variant", "jaar"),
    place.ORIGIN_TABLE: ("sleutel", CODE),
    place.SOURCES_TABLE: ("sha256",),
    place.KEY_TABLE: KEY_LINES[:3],
    place.SENSITIVITY_TABLE: SENSITIVITY[:5],
    place.OWN_DIVISIONS_TABLE: OWN_DIVISIONS[:1],
    place.OWN_MEASURES_TABLE: OWN_MEASURES[:1],
}
"""The columns that say which row is which; the code of the municipality or parameter for the other lists."""


def key_of(table: str) -> Sequence[str]:
    """The columns that together say which row of a list is which."""
    return KEY_OF.get(table, (CODE,))
