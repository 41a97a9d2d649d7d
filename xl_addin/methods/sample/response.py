"""How far every municipality is, and the response by class (METHOD section 5; report, table 2.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from templates.columns import CODE
from xl_addin.methods.sample.classes import divisions_of
from xl_addin.methods.tables.columns import CLASSES, TOTAL, UNIT_FRACTION, UNIT_MUNICIPALITIES, UNKNOWN
from xl_addin.methods.tables.results import Row, row

APPROACHED, REFUSED = "benaderd", "geweigerd"
RECEIVED, IN_REVIEW, FULL, EDGE = "ontvangen", "in_controle", "volledig", "randtotaal"
STATUSES = (APPROACHED, "toegezegd", "vragenlijst_verzonden", RECEIVED, IN_REVIEW, FULL, EDGE, REFUSED)
JUDGED = (IN_REVIEW, FULL, EDGE)
MEASURE = "respons"


def response_status(said: Mapping[str, str], received: pd.DataFrame) -> pd.Series:
    """The status of every municipality that was approached or answered, by code.

    said: the status a person gave in the sample, by code, empty where none. received: index code, booleans `rand`
    (edge totals only), `fout` (open errors) and `bezig` (a person wrote something with a finding). Who sent nothing
    keeps what was said, else `benaderd`; for who did, only a judgement of a person on the answers goes before.
    """
    status = {code: word if word in STATUSES else APPROACHED for code, word in said.items()}
    for one in received.itertuples():
        code = str(one.Index)
        if said.get(code) in JUDGED:
            continue
        if one.fout:
            status[code] = IN_REVIEW if one.bezig else RECEIVED
        else:
            status[code] = EDGE if one.rand else FULL
    return pd.Series(status, dtype=object).rename_axis(CODE).sort_index()


def response_rows(classes: pd.DataFrame, status: pd.Series, came_in: pd.Index) -> Iterator[Row]:
    """Rows of measure `respons`: numbers of municipalities by class, and what share of them answered.

    classes: a class per municipality of the frame (index code) and division; status: of who was approached.
    """
    known = classes.index
    sets = {
        "gemeenten": known,
        "steekproef": known.intersection(status.index),
        RECEIVED: known.intersection(came_in),
        **{one: known.intersection(status.index[status == one]) for one in (FULL, EDGE, REFUSED)},
    }
    for division, klasse, members in _places(classes):
        counts = {name: len(codes.intersection(members)) for name, codes in sets.items()}
        answered = counts[RECEIVED]
        for name, count in counts.items():
            yield row(MEASURE, name, "", division, klasse, unit=UNIT_MUNICIPALITIES, value=count, n=answered)
        for name, whole in (("aandeel_steekproef", "steekproef"), ("aandeel_gemeenten", "gemeenten")):
            share = answered / counts[whole] if counts[whole] else float("nan")
            yield row(MEASURE, name, "", division, klasse, unit=UNIT_FRACTION, value=share, n=answered)


def _places(classes: pd.DataFrame) -> Iterator[tuple[str, str, pd.Index]]:
    yield TOTAL, "", classes.index
    for division in divisions_of(classes):
        for name in (*CLASSES[division], UNKNOWN):
            members = classes.index[classes[division] == name]
            if len(members) or name != UNKNOWN:
                yield division, name, members
