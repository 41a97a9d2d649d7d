"""The outside judge itself, on cases worked out by hand: what is known of an item, a sum and a country."""

from __future__ import annotations

import pytest

from tests import oracle
from tests.oracle_costs import Answer, Form, Municipality, Sum, cost_rows, derived_hours, municipality

# An fte in scale 9 costs 40,000 x 1.25 = 50,000 a year before overhead, in scale 10 62,500; 1,000 hours a year.
PAY = {"salaris.schaal.9": 40_000.0, "salaris.schaal.10": 50_000.0, "werkgeverslasten": 0.25, "ikb": 0.0}
ROUTE = {"route.aandeel.b1": 0.5, "route.aandeel.z": 0.3, "route.aandeel.onderwijs": 0.2}
PARAMETERS: dict[str, float | str] = {**PAY, **ROUTE, "productieve_uren": 1_000.0, "ontbrekend.minimum": 0.5}
RANGES = {"gr.aandeel": (0.0, 1.0), "jaar.beleid.inhuur": (0.0, 1e8), "jaar.beleid.gemeente.inzet": (0.0, 1e6)}
FTE: dict[str, Answer] = {
    "oh.gemeente.wijze": "procent",
    "oh.gemeente.waarde": 0.2,
    "jaar.beleid.gemeente.inzet": 2.0,
    "jaar.beleid.gemeente.eenheid": "fte",
    "jaar.beleid.gemeente.schaal": 9.0,
}
GR: dict[str, Answer] = {
    "gr.wijze": "sleutel",
    "gr.aandeel": 0.5,
    "oh.gr.wijze": "euro_per_fte",
    "oh.gr.waarde": 10_000.0,
    "jaar.beleid.gr.inzet": 1_000.0,
    "jaar.beleid.gr.eenheid": "uur",
    "jaar.beleid.gr.schaal": 9.5,
    "jaar.beleid.gr.inhuur": 4_000.0,
}
SPLIT: dict[str, Answer] = {
    "split.1.ingang": "jaar",
    "split.1.bedrag": 8_000.0,
    "split.1.deel_a": "beleid",
    "split.1.deel_b": "inkoop",
    "split.1.aandeel_a": 0.25,
}


def place(*answers: dict[str, Answer], derive: bool = True) -> Municipality:
    given = {question: value for part in answers for question, value in part.items()}
    return municipality(given, PARAMETERS, RANGES, derive)


@pytest.mark.parametrize(
    ("answers", "state", "known", "kinds"),
    [
        # 2 fte x 50,000 x 1.2
        ([FTE], "bekend", 120_000, (120_000, 0, 0)),
        # without effort a scale says nothing
        ([FTE, {"jaar.beleid.gemeente.inzet": None}], "leeg", 0, (0, 0, 0)),
        ([FTE, {"jaar.beleid.gemeente.inzet": "onbekend"}], "onbekend", 0, (None, 0, 0)),
        ([FTE, {"jaar.beleid.gemeente.inzet": -1.0}], "onbekend", 0, (None, 0, 0)),
        ([FTE, {"jaar.beleid.gemeente.eenheid": None}], "onbekend", 0, (None, 0, 0)),
        ([FTE, {"jaar.beleid.gemeente.schaal": 11.0}], "onbekend", 0, (None, 0, 0)),
        ([FTE, {"jaar.beleid.gemeente.schaal": 10.5}], "onbekend", 0, (None, 0, 0)),
        ([FTE, {"oh.gemeente.waarde": "onbekend"}, GR], "onbekend", 35_125, (None, 2_000, 0)),
        # nothing is done: then unit, scale and overhead are not needed
        ([{"jaar.beleid.gemeente.inzet": "nvt"}], "bekend", 0, (0, 0, 0)),
        ([{"jaar.beleid.inhuur": 7_000.0}], "bekend", 7_000, (0, 7_000, 0)),
        ([{"jaar.beleid.inhuur": 2e8}], "onbekend", 0, (0, None, 0)),
        ([FTE, {"jaar.beleid.uitbesteding": "onbekend"}], "onbekend", 120_000, (120_000, 0, None)),
        # GR: 1 fte x (56,250 + 10,000) = 66,250 and 4,000 hired, of which half
        ([FTE, GR], "bekend", 155_125, (153_125, 2_000, 0)),
        ([FTE, GR, {"gr.wijze": "registratie"}], "bekend", 190_250, (186_250, 4_000, 0)),
        ([FTE, GR, {"gr.wijze": "nvt"}], "bekend", 120_000, (120_000, 0, 0)),
        ([FTE, GR, {"gr.wijze": None}], "bekend", 120_000, (120_000, 0, 0)),
        # pasted as 47,5: no answer, so the GR's amounts are not known, and do not count 47 times
        ([FTE, GR, {"gr.aandeel": 47.5}], "onbekend", 120_000, (None, None, 0)),
        ([FTE, GR, {"gr.aandeel": None, "jaar.beleid.gr.inzet": "nvt"}], "onbekend", 120_000, (120_000, None, 0)),
        ([FTE, {"gr.wijze": "sleutel", "jaar.beleid.gr.inhuur": 0.0}], "bekend", 120_000, (120_000, 0, 0)),
        # actual pay takes the place of 2 x 50,000; overhead in procent of it, per fte needs the fte
        ([FTE, {"jaar.beleid.gemeente.loonkosten": 90_000.0}], "bekend", 108_000, (108_000, 0, 0)),
        (
            [
                {
                    "jaar.beleid.gemeente.loonkosten": 90_000.0,
                    "oh.gemeente.wijze": "procent",
                    "oh.gemeente.waarde": "nvt",
                }
            ],
            "bekend",
            90_000,
            (90_000, 0, 0),
        ),
        (
            [
                FTE,
                {"oh.gemeente.wijze": "euro_per_fte", "oh.gemeente.waarde": 5000.0},
                {"jaar.beleid.gemeente.loonkosten": 90000.0, "jaar.beleid.gemeente.schaal": None},
            ],
            "bekend",
            100_000,
            (100_000, 0, 0),
        ),
        (
            [
                FTE,
                {"oh.gemeente.wijze": "euro_per_fte", "oh.gemeente.waarde": 5000.0},
                {"jaar.beleid.gemeente.loonkosten": 90000.0, "jaar.beleid.gemeente.eenheid": None},
            ],
            "onbekend",
            0,
            (None, 0, 0),
        ),
        ([FTE, {"jaar.beleid.gemeente.loonkosten": "nvt"}], "bekend", 120_000, (120_000, 0, 0)),
        # a quarter of the contract
        ([SPLIT], "bekend", 2_000, (0, 0, 2_000)),
        ([SPLIT, {"split.1.aandeel_a": "onbekend"}], "onbekend", 0, (0, 0, None)),
        ([FTE, SPLIT, {"split.1.deel_b": None}], "onbekend", 120_000, (120_000, 0, None)),
    ],
)
def test_a_task_by_what_is_known_of_it(
    answers: list[dict[str, Answer]], state: str, known: float, kinds: tuple[float | None, ...]
) -> None:
    item = place(*answers).annual["beleid"]
    assert (item.state, item.known_part) == (state, pytest.approx(known))
    assert [item.kind(kind) for kind in ("eigen", "inhuur", "uitbesteding")] == [
        None if euro is None else pytest.approx(euro) for euro in kinds
    ]


def test_a_task_left_empty_has_no_rows_and_an_unknown_kind_no_euro() -> None:
    rows = cost_rows(place(FTE, {"jaar.beleid.inhuur": "onbekend", "traj.asiel.mb.tarief": 500.0}))
    assert rows == {
        ("jaar", "", "beleid", "eigen"): pytest.approx(120_000),
        ("jaar", "", "beleid", "inhuur"): None,
        ("jaar", "", "beleid", "uitbesteding"): 0,
        ("traj", "asiel", "mb", "totaal"): 500,
    }


# 50,000 x 1.2 / 1,000 hours = 60 an hour; with the GR's overhead (50,000 + 10,000) / 1,000 = 60 as well, at 30,000 80
OVERHEAD: dict[str, Answer] = {"oh.gemeente.wijze": "procent", "oh.gemeente.waarde": 0.2}
THEIRS: dict[str, Answer] = {"oh.gr.wijze": "euro_per_fte", "oh.gr.waarde": 30_000.0}


@pytest.mark.parametrize(
    ("answers", "state", "known"),
    [
        ([OVERHEAD, {"uren": 10.0, "schaal": 9.0, "bijkomend": 40.0}], "bekend", 640),
        ([THEIRS, {"uren": 10.0, "schaal": 9.0}], "bekend", 800),
        (
            [THEIRS, {"oh.gemeente.wijze": "procent", "oh.gemeente.waarde": "onbekend"}, {"uren": 10.0, "schaal": 9.0}],
            "onbekend",
            0,
        ),
        ([{"tarief": 900.0}], "bekend", 900),
        ([{"tarief": 900.0, "groepsgrootte": 9.0}], "bekend", 100),
        ([{"tarief": 900.0, "groepsgrootte": 0.0}], "bekend", 900),
        ([{"tarief": 900.0, "groepsgrootte": "onbekend", "bijkomend": 5.0}], "onbekend", 5),
        ([{"tarief": "nvt", "groepsgrootte": "onbekend"}], "bekend", 0),
        ([{"groepsgrootte": 9.0, "schaal": 9.0, "jaar1": 1.0}], "leeg", 0),
        ([{"uren": "onbekend", "tarief": 900.0}], "onbekend", 900),
    ],
)
def test_a_voorziening_by_what_is_known_of_it(answers: list[dict[str, Answer]], state: str, known: float) -> None:
    full = [{q if "." in q else f"traj.asiel.tolk.{q}": v for q, v in part.items()} for part in answers]
    item = place(*full).trajectory["asiel", "tolk"]
    assert (item.state, item.known_part) == (state, pytest.approx(known))


MIX = {"b1": 0.5, "z": 0.3, "onderwijs": 0.2}


@pytest.mark.parametrize(
    ("b1", "z", "onderwijs", "expected"),
    [
        (10_000.0, 6_000.0, 8_000.0, Sum(8_400, known=True)),
        (10_000.0, 6_000.0, None, Sum(8_500, known=True)),  # (5,000 + 1,800) / 0.8
        (10_000.0, "nvt", "nvt", Sum(10_000, known=True)),
        (10_000.0, "onbekend", None, Sum(10_000, known=False)),
        ("onbekend", "nvt", None, Sum(0, known=False)),
        ("nvt", "nvt", "nvt", Sum(0, known=False)),  # no route has a price
    ],
)
def test_the_leerroutes_are_known_when_a_route_has_a_price_and_none_is_unknown(
    b1: Answer, z: Answer, onderwijs: Answer, expected: Sum
) -> None:
    tariffs = {"b1": b1, "z": z, "onderwijs": onderwijs}
    found = place({f"traj.asiel.{r}.tarief": v for r, v in tariffs.items()}).routes("asiel", MIX)
    assert (found.known_part, found.known) == (pytest.approx(expected.known_part), expected.known)


TALKS: dict[str, Answer] = {
    **{question.replace("beleid", "voortgang"): value for question, value in FTE.items()},
    "vol.asiel.begeleid": 100.0,
    "vol.gezin.begeleid": 50.0,
    "traj.asiel.voortgang.gesprekken": 6.0,
    "traj.gezin.voortgang.gesprekken": 4.0,
    "traj.asiel.voortgang.uren": "onbekend",
    "traj.asiel.voortgang.schaal": 9.0,
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 45.0),  # 3 years x 1,000 hours x 2 fte x 6 / (100 x 6 + 50 x 4)
        # 60,000 hired at 60,000 an own fte is a third fte
        ({"jaar.voortgang.inhuur": 60_000.0}, 67.5),
        ({"jaar.voortgang.inhuur": "onbekend"}, None),
        ({"jaar.voortgang.gemeente.inzet": "nvt"}, None),
        ({"vol.gezin.begeleid": "nvt", "traj.gezin.voortgang.gesprekken": None}, 60.0),  # 6,000 x 6 / 600
        ({"traj.gezin.voortgang.gesprekken": "onbekend"}, None),
        ({"vol.gezin.begeleid": None}, None),
        ({"vol.gezin.begeleid": 0.0, "vol.asiel.begeleid": 0.0}, None),
        ({"traj.asiel.voortgang.gesprekken": 0.0}, None),
    ],
)
def test_hours_are_derived_only_from_a_known_row_with_talks_and_persons(
    change: dict[str, Answer], expected: float | None
) -> None:
    form = Form({**TALKS, **change}, PARAMETERS, RANGES)
    assert derived_hours(form, "asiel", "voortgang") == (None if expected is None else pytest.approx(expected))
    state = "onbekend" if expected is None else "bekend"
    assert place(TALKS, change).trajectory["asiel", "voortgang"].state == state
    assert place(TALKS, change, derive=False).trajectory["asiel", "voortgang"].state == "onbekend"


# --- a country of five respondents ---------------------------------------------------------------------------------

# All below 30,000 inhabitants except E. Every task costs what stands here per municipality, hired.
KNOWN = {"A": 100.0, "B": 300.0, "C": 200.0, "D": 400.0, "E": 1_000.0}
PERSONS = {"A": 10.0, "B": 30.0, "C": 20.0, "D": 20.0, "E": 50.0}


def five(treatment: str) -> oracle.Country:
    """C says `onbekend` to beleid with 50 outsourced and leaves inloop empty, D knows two tasks of nine."""
    answers: dict[str, dict[str, Answer]] = {}
    for code, euro in KNOWN.items():
        tasks = oracle.TASKS if code != "D" else oracle.TASKS[:2]
        answers[code] = {f"jaar.{task}.inhuur": euro for task in tasks}
        answers[code] |= {"vol.asiel.begeleid": PERSONS[code], "vol.gezin.begeleid": 0.0}
    answers["C"] |= {"jaar.beleid.inhuur": "onbekend", "jaar.beleid.uitbesteding": 50.0, "jaar.inloop.inhuur": None}
    frame: dict[str, oracle.Place] = {
        code: {"inwoners": 60_000.0 if code == "E" else 20_000.0, "asiel_begeleid": 100.0} for code in (*KNOWN, "F")
    }
    edges = {f"klasse.inwoners.grens.{i}": limit for i, limit in ((1, 30_000.0), (2, 80_000.0), (3, 250_000.0))}
    edges |= {f"klasse.relatief.grens.{i}": limit for i, limit in ((1, 37.0), (2, 49.0))}
    ranks = {f"klasse.{f}.aantal.{level}": 1.0 for f in ("stedelijkheid", "gevestigd") for level in oracle.LEVELS}
    return oracle.country(frame, answers, {**PARAMETERS, **edges, **ranks, "ontbrekend": treatment}, RANGES)


@pytest.mark.parametrize(
    ("treatment", "expected"),
    [
        ("weglaten", {"A": 900, "B": 2_700, "E": 9_000}),
        ("nul", {"A": 900, "B": 2_700, "C": 1_450, "D": 800, "E": 9_000}),
        # C's class knows beleid from A and B: 400 / 40 x 20 = 200, and inloop likewise; D knows too little
        ("schatten", {"A": 900, "B": 2_700, "C": 1_800, "E": 9_000}),
    ],
)
def test_three_ways_with_what_is_missing(treatment: str, expected: dict[str, float]) -> None:
    taken = oracle.annual_taking(five(treatment), "uitvoering")
    assert {code: cost for code, (cost, _) in taken.units.items()} == {c: pytest.approx(e) for c, e in expected.items()}
    assert taken.estimated == ({"C"} if treatment == "schatten" else set())


def test_a_class_in_which_fewer_than_two_know_an_item_takes_all_who_know_it() -> None:
    land = five("schatten")
    # E is alone in its class: A, B, C, D and E know inkoop, 2,000 euro over 130 persons, times 50
    assert oracle.estimate(land, "E", "", "inkoop") == pytest.approx(1_000)  # at least its known part
    assert oracle.estimate(land, "D", "", "inloop") == pytest.approx(200)  # A and B: 400 / 40 x 20


def test_every_respondent_stands_in_one_state_per_item() -> None:
    found = {key[1:5]: figure.value for key, figure in oracle.counts(five("weglaten")).items()}
    states = {state: found["beleid", "", "totaal", state] for state in ("bekend", "nvt", "onbekend", "leeg")}
    assert states == {"bekend": 3, "nvt": 0, "onbekend": 1, "leeg": 1}
    assert found["uitvoering", "", "totaal", "bekend"] == 3


def test_the_design_weighs_a_municipality_by_how_many_it_stands_for() -> None:
    land = five("weglaten")
    units = oracle.annual_taking(land, "uitvoering").units
    # five of the frame below 30,000 over two that answered; one of 30,000 to 80,000 over one
    assert oracle.nation_of(land).design(units) == {"A": 2.5, "B": 2.5, "E": 1.0}


def test_edge_totals_enter_the_whole_only() -> None:
    edge: dict[str, Answer] = {"alg.volledigheid": "randtotalen", "jaar.rand.algemeen": 10.0, "jaar.beleid.inhuur": 7.0}
    assert place(edge).annual_sum("uitvoering") == Sum(10, known=False)
    assert place(edge, {"jaar.rand.direct": 20.0}).annual_sum("uitvoering") == Sum(30, known=True)
    assert place(edge, {"jaar.rand.totaal": 50.0}).annual_sum("uitvoering") == Sum(50, known=True)
    assert place(edge, {"jaar.rand.totaal": 50.0}).annual_sum("direct") == Sum(0, known=False)
    assert place(edge).annual["beleid"].state == "leeg"
    assert cost_rows(place(edge)) == {("jaar", "", "algemeen", "totaal"): 10}


def test_one_groep_alone_is_not_everyone() -> None:
    asylum: dict[str, Answer] = {"vol.asiel.begeleid": 40.0}
    assert place(asylum).persons is None
    assert place(asylum, {"vol.gezin.begeleid": "onbekend", "vol.totaal.begeleid": 55.0}).persons == 55
    assert place(asylum, {"vol.gezin.begeleid": "nvt"}).persons == 40
