"""How far each municipality is, and the response by class."""

from __future__ import annotations

import pandas as pd
import pytest

from xl_addin.methods.sample.response import response_rows, response_status
from xl_addin.methods.tables.results import Lookup, as_table


def status(said: dict[str, str], **received: tuple[bool, bool, bool]) -> dict[str, str]:
    table = pd.DataFrame.from_dict(received, orient="index", columns=["rand", "fout", "bezig"]).astype(bool)
    return response_status(said, table).to_dict()


@pytest.mark.parametrize(
    ("said", "received", "expected"),
    [
        ("", None, "benaderd"),
        ("toegezegd", None, "toegezegd"),
        ("geweigerd", None, "geweigerd"),
        ("iets anders", None, "benaderd"),
        ("geweigerd", (False, False, False), "volledig"),
        ("", (True, False, False), "randtotaal"),
        ("", (False, True, False), "ontvangen"),
        ("", (True, True, True), "in_controle"),
        ("volledig", (False, True, True), "volledig"),
    ],
)
def test_status_follows_from_what_was_said_and_what_came_in(
    said: str, received: tuple[bool, bool, bool] | None, expected: str
) -> None:
    assert status({"GM0001": said}, **({"GM0001": received} if received else {})) == {"GM0001": expected}


def test_who_answered_without_being_in_the_sample_is_there_too() -> None:
    assert status({}, GM0007=(False, False, False)) == {"GM0007": "volledig"}


def test_response_by_class_counts_municipalities() -> None:
    """Six municipalities, four approached, two answered; in the small class 1 of 2."""
    codes = [f"GM000{number}" for number in range(1, 7)]
    classes = pd.DataFrame(
        {
            "inwoners": ["<30", "<30", "<30", "30-80", "30-80", ">250"],
            **dict.fromkeys(("stedelijkheid", "gevestigd", "relatief"), "laag"),
        },
        index=codes,
    )
    said = pd.Series(["volledig", "geweigerd", "randtotaal", "benaderd"], index=[codes[i] for i in (0, 1, 3, 4)])
    found = Lookup(as_table(response_rows(classes, said, pd.Index([codes[0], codes[3]]))))

    def figure(component: str, **place: str) -> float:
        return found.figure(maat="respons", onderdeel=component, **place)

    assert [figure(name, indeling="totaal") for name in ("gemeenten", "steekproef", "ontvangen")] == [6, 4, 2]
    assert figure("aandeel_steekproef", indeling="totaal") == 0.5
    assert figure("aandeel_gemeenten", indeling="totaal") == pytest.approx(1 / 3)
    assert figure("geweigerd", indeling="inwoners", klasse="<30") == 1
    assert figure("aandeel_steekproef", indeling="inwoners", klasse="<30") == 0.5
    assert pd.isna(figure("aandeel_steekproef", indeling="inwoners", klasse=">250"))
    assert figure("randtotaal", indeling="inwoners", klasse="30-80") == 1
