"""Findings that live: nothing a person typed is lost, whatever comes and goes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from templates.columns import FINDINGS, FINDINGS_OF_PERSON, SOLVED
from xl_addin.checks import Living, fitted, reconciled

DAY = dt.date(2025, 3, 1)
NONE = Living(pd.DataFrame(columns=[*FINDINGS, *FINDINGS_OF_PERSON]), pd.DataFrame(columns=list(SOLVED)))
Spot = tuple[str, str, str, str]


def found(*spots: Spot) -> pd.DataFrame:
    rows = [(code, rule, "fout", question, "", "", value, "", "Zin.") for code, rule, question, value in spots]
    return pd.DataFrame(rows, columns=list(FINDINGS), dtype=object)


A: Spot = ("GM0001", "J-BEREIK", "gr.aandeel", "18")
B: Spot = ("GM0001", "C-RAND", "jaar.rand.algemeen", "5")


def test_a_new_finding_is_open() -> None:
    living = reconciled(found(A), NONE, DAY)
    assert list(living.open["status"]) == ["open"]
    assert living.solved.empty


def test_what_a_person_wrote_and_own_columns_stay_with_the_finding() -> None:
    before = reconciled(found(A, B), NONE, DAY)
    mine = before.open["regel"] == "J-BEREIK"
    before.open.loc[mine, ["status", "notitie", "besluit"]] = ["besproken", "gebeld", "laten staan"]
    before.open.loc[mine, "wie belt"] = "Jan"
    after = reconciled(found(B, A), before, DAY)
    row = after.open[after.open["regel"] == "J-BEREIK"].iloc[0]
    assert (row["status"], row["notitie"], row["besluit"], row["wie belt"]) == (
        "besproken",
        "gebeld",
        "laten staan",
        "Jan",
    )


def test_a_solved_finding_closes_with_its_date_and_comes_back_as_it_was() -> None:
    before = reconciled(found(A), NONE, DAY)
    before.open.loc[0, "notitie"] = "gebeld"
    closed = reconciled(found(), before, DAY)
    assert closed.open.empty
    assert list(closed.solved[["notitie", "opgelost_op"]].iloc[0]) == ["gebeld", dt.date(2025, 3, 1)]
    still = reconciled(found(), closed, dt.date(2025, 4, 1))
    assert still.solved.equals(closed.solved)
    back = reconciled(found(A), still, DAY)
    assert back.solved.empty
    assert back.open["notitie"].iloc[0] == "gebeld"


def test_of_several_alike_the_one_with_the_same_value_keeps_its_note() -> None:
    asylum, family = ("GM0001", "OUTLIER_DROPPED", "", "asiel"), ("GM0001", "OUTLIER_DROPPED", "", "gezin")
    before = reconciled(found(asylum, family), NONE, DAY)
    before.open.loc[before.open["gevonden"] == "gezin", "notitie"] = "klopt"
    after = reconciled(found(family), before, DAY)
    assert list(after.open["notitie"]) == ["klopt"]
    assert list(after.solved["gevonden"]) == ["asiel"]


def test_an_own_column_that_the_other_list_lacks_goes_behind_the_note() -> None:
    before = reconciled(found(A), NONE, DAY)
    before.open["wie belt"] = "Jan"
    before.open["notitie"] = "gebeld"
    solved = fitted(reconciled(found(), before, DAY).solved, SOLVED)
    assert list(solved.columns) == list(SOLVED)
    assert list(solved["notitie"]) == ["gebeld; wie belt: Jan"]


def test_the_input_is_not_changed() -> None:
    before = reconciled(found(A), NONE, DAY)
    copies = before.open.copy(), before.solved.copy()
    new = found(B)
    reconciled(new, before, DAY)
    assert before.open.equals(copies[0])
    assert before.solved.equals(copies[1])
    assert new.equals(found(B))


SPOTS = st.lists(
    st.tuples(
        st.sampled_from(["", "GM0001", "GM0002"]),
        st.sampled_from(["J-BEREIK", "OUTLIER_DROPPED"]),
        st.sampled_from(["", "gr.aandeel"]),
        st.sampled_from(["1", "2"]),
    ),
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(SPOTS, st.integers(0, 5), st.booleans()), min_size=1, max_size=6))
def test_no_note_is_ever_lost_or_doubled(runs: Sequence[tuple[list[Spot], int, bool]]) -> None:
    living = NONE
    typed: Counter[str] = Counter()
    for number, (spots, row, in_solved) in enumerate(runs):
        living = reconciled(found(*spots), living, DAY)
        assert len(living.open) == len(spots)
        table = living.solved if in_solved else living.open
        if row < len(table) and not table.loc[row, "notitie"]:
            table.loc[row, "notitie"] = f"notitie {number}"
            typed[f"notitie {number}"] += 1
        kept = [*living.open["notitie"], *living.solved["notitie"]]
        assert Counter(note for note in kept if note) == typed
