"""Answers counted once each, without weights; a joint body stands beside the municipalities."""

import pandas as pd
import pytest

from templates.schema import Code, Dimensions, Respondents, Tally
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.answers.tallies import tallied
from xl_addin.methods.tables.results import Lookup, as_table

LISTS = {
    "soort": (Code(code="gemeente", label="g"), Code(code="verband", label="v")),
    "oordeel": tuple(Code(code=code, label=code) for code in ("goed", "slecht", "weet_niet")),
}
DIMENSIONS = Dimensions(
    tasks=(),
    cost_kinds=(),
    code_lists=LISTS,
    respondents=Respondents(question="web.soort", code_list="soort", joint="verband"),
    tallies=(
        Tally(question="web.ritme", code_list="oordeel", combined={"niet_goed": ("slecht", "weet_niet")}),
        Tally(question="web.cijfer", at_least={"voldoende": 6}),
    ),
)
ANSWERS = pd.DataFrame(
    {
        "web.soort": ["gemeente", "gemeente", "gemeente", "gemeente", "verband"],
        "web.ritme": ["goed", "slecht", "weet_niet", None, "goed"],
        "web.cijfer": [6.0, 5.0, None, 8.0, "onbekend"],
    },
    index=pd.Index(["GM0001", "GM0002", "GM0003", "GM0004", "SV0001"], name="code"),
    dtype=object,
)


@pytest.mark.parametrize(
    ("kind", "answer", "share", "n"),
    [
        ("", "goed", 2 / 4, 4),  # two of the four who answered; who skipped it does not count
        ("", "weet_niet", 1 / 4, 4),
        ("", "niet_goed", 2 / 4, 4),
        ("gemeente", "goed", 1 / 3, 3),
        ("verband", "goed", 1.0, 1),
    ],
)
def test_shares_are_of_who_answered(kind: str, answer: str, share: float, n: int) -> None:
    found = Lookup(as_table(tallied(read_answers(ANSWERS), DIMENSIONS)))
    key = {"maat": "aandeel_antwoord", "onderdeel": "web.ritme", "groep": kind, "indeling": "antwoord"}
    assert found.figure("waarde", klasse=answer, **key) == pytest.approx(share)
    assert found.figure("n", klasse=answer, **key) == n


def test_a_number_has_a_mean_and_a_share_from_a_bound_on() -> None:
    found = Lookup(as_table(tallied(read_answers(ANSWERS), DIMENSIONS)))
    mean = {"maat": "gemiddeld_antwoord", "onderdeel": "web.cijfer", "indeling": "totaal"}
    assert found.figure("waarde", **mean) == pytest.approx((6 + 5 + 8) / 3)
    assert (found.figure("min", **mean), found.figure("max", **mean), found.figure("n", **mean)) == (5, 8, 3)
    enough = {"maat": "aandeel_antwoord", "onderdeel": "web.cijfer", "indeling": "antwoord", "klasse": "voldoende"}
    assert found.figure("waarde", **enough) == pytest.approx(2 / 3)


def test_shares_of_single_answers_add_up_and_the_order_of_respondents_is_irrelevant() -> None:
    table = as_table(tallied(read_answers(ANSWERS), DIMENSIONS))
    again = as_table(tallied(read_answers(ANSWERS.iloc[::-1]), DIMENSIONS))
    pd.testing.assert_frame_equal(table, again)
    single = table[(table["onderdeel"] == "web.ritme") & table["klasse"].isin(["goed", "slecht", "weet_niet"])]
    assert single.groupby("groep")["waarde"].sum().tolist() == pytest.approx([1.0, 1.0, 1.0])
