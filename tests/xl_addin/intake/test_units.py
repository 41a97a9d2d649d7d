"""A unit behind a number is compared with the unit that is asked, for every question of every survey."""

from __future__ import annotations

import pytest

from templates import load_survey
from templates.questions import Asked, questions
from xl_addin.intake.interpreting import units_of
from xl_addin.intake.normalising import read_number

TYPED = {
    "12 euro": "euro",
    "\u20ac 12": "euro",
    "12 uur": "uur",
    "12 uren": "uur",
    "12 fte": "fte",
    "12%": "procent",
    "12 maanden": "maanden",
    "12 weken": "weken",
    "12 dagen": "dagen",
    "12 minuten": "minuten",
    "12 k": "duizend",
    "12 mln": "miljoen",
}
WORDS = {
    # words of the unit of a question -> what may be typed behind its number; worked out by hand
    "euro": {"euro"},
    "euro per inburgeraar": {"euro"},
    "euro per jeugdige": {"euro"},
    "uren": {"uur"},
    "uren per inburgeraar": {"uur"},
    "fte of uren per jaar": {"fte", "uur"},
    "fractie": {"procent"},
    "% of euro": {"procent", "euro"},
    "maanden": {"maanden"},
    "weken": {"weken"},
}
EVERY = [
    pytest.param(asked, id=f"{survey}-{asked.id}")
    for survey in ("wi2021", "jeugd2024", "wi2021web")
    for asked in {one.field.unit: one for one in questions(load_survey(survey)) if one.numeric}.values()
]


@pytest.mark.parametrize("asked", EVERY)
@pytest.mark.parametrize("typed", TYPED)
def test_another_unit_than_asked_is_asked_and_the_same_is_read(asked: Asked, typed: str) -> None:
    fits = TYPED[typed] in WORDS.get(asked.field.unit, set())
    read = read_number(typed, units_of(asked, {}) or None)
    assert (read.outcome == "gelezen") == fits, asked.field.unit
    assert (read.value is None) == (not fits)


@pytest.mark.parametrize(
    ("chosen", "typed", "outcome"),
    [
        ({"jaar.intake.gemeente.eenheid": "uur"}, "2,3 fte", "eenheid"),
        ({"jaar.intake.gemeente.eenheid": "uur"}, "650 uur", "gelezen"),
        ({"jaar.intake.gemeente.eenheid": "fte"}, "650 uur", "eenheid"),
        ({"oh.gemeente.wijze": "procent"}, "15%", "gelezen"),
        ({"oh.gemeente.wijze": "procent"}, "\u20ac 18000", "eenheid"),
        ({"oh.gemeente.wijze": "euro_per_fte"}, "15%", "eenheid"),
    ],
)
def test_what_was_chosen_beside_it_tells_the_unit(chosen: dict[str, str], typed: str, outcome: str) -> None:
    (name,) = chosen
    wanted = "oh.gemeente.waarde" if name.startswith("oh") else "jaar.intake.gemeente.inzet"
    asked = next(one for one in questions(load_survey()) if one.id == wanted)
    assert read_number(typed, units_of(asked, dict(chosen))).outcome == outcome
