"""Own divisions and measures: the same figures as those of the study where they say the same, and by hand elsewhere."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.xl_addin.methods.conftest import PARAMETERS, made_up_country
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.estimates.basis import prepare
from xl_addin.methods.estimates.estimation import estimate_annual
from xl_addin.methods.estimates.own_classes import own_class_rows
from xl_addin.methods.estimates.own_measures import OwnMeasure, Term, Vocabulary, own_measure_rows, terms_of
from xl_addin.methods.sample.own_divisions import Divided, OwnDivision, divided, names_of
from xl_addin.methods.tables.columns import FIGURE_COLUMNS
from xl_addin.methods.tables.results import as_table

KEYS = ["maat", "onderdeel", "groep", "klasse", "weging"]
FIGURES = [name for name in FIGURE_COLUMNS if name not in ("laag", "hoog")]


@pytest.fixture(scope="module")
def known(dimensions):
    frame, answers = made_up_country(60, 6)
    read = read_answers(answers)
    return prepare(read, frame, allocate(read, PARAMETERS, dimensions), PARAMETERS, dimensions), read


@pytest.fixture(scope="module")
def annual(known) -> pd.DataFrame:
    return as_table(estimate_annual(known[0]).rows)


def by_key(table: pd.DataFrame, division: str) -> pd.DataFrame:
    mine = table[(table["indeling"] == division) & table["weging"].isin(["ratio", "ontwerp", ""])]
    return mine.set_index(KEYS)[FIGURES].sort_index()


def test_classes_by_hand() -> None:
    frame = pd.DataFrame({"oad": [0, 499.9, 500, 1500, np.nan], "regio": ["Oost ", "West", "Oost", "", None]})
    asked = [
        OwnDivision("dichtheid", "oad", (500, 1500)),
        OwnDivision("streek", "regio"),
        OwnDivision("beide", "oad", (500,), "streek"),
    ]
    found = divided(frame, asked, {})
    assert names_of((500, 1500)) == ("<500", "500-1500", ">=1500")
    assert found["dichtheid"].classes.tolist() == ["<500", "<500", "500-1500", ">=1500", "onbekend"]
    assert found["streek"][0].tolist() == ["Oost", "West", "Oost", "onbekend", "onbekend"]
    assert found["streek"].order == ("Oost", "West")
    assert found["beide"].classes.tolist() == ["<500 / Oost", "<500 / West", ">=500 / Oost", "onbekend", "onbekend"]
    assert found["beide"].order == ("<500 / Oost", "<500 / West", ">=500 / Oost")


def test_the_same_classes_give_the_same_figures_as_the_study(known, annual: pd.DataFrame) -> None:
    """Size classes typed as text in the frame are those of the study: every figure, error and difference is equal."""
    basis, _ = known
    sizes = Divided(basis.classes["inwoners"], ("<30", "30-80", "80-250", ">250"))
    own = by_key(as_table(own_class_rows(basis, {"maten": sizes})), "maten")
    study = by_key(annual, "inwoners")
    study = study[study.index.get_level_values("maat") != "begeleid_landelijk"]
    shared = own.index.intersection(study.index)
    assert {
        "kosten_per_inburgeraar",
        "kosten_per_inwoner",
        "begeleid_per_10000",
        "aandeel_kostensoort",
        "verschil_klasse",
    } <= set(shared.get_level_values("maat"))
    assert set(study.index.get_level_values("maat")) - set(shared.get_level_values("maat")) <= {
        "caseload_per_fte",
        "landelijk_totaal",
    }
    pd.testing.assert_frame_equal(own.loc[shared], study.loc[shared], check_exact=False, rtol=1e-9)


def test_a_measure_that_the_study_has_too_is_equal(known, annual: pd.DataFrame) -> None:
    basis, answers = known
    asked = [OwnMeasure("kosten", "uitvoering", "begeleid", "euro")]
    own = as_table(own_measure_rows(basis, answers, asked, {}))
    for division in ("totaal", "inwoners", "relatief"):
        mine = own[own["indeling"] == division].set_index(["klasse", "weging"])[FIGURES]
        theirs = annual[(annual["maat"] == "kosten_per_inburgeraar") & (annual["onderdeel"] == "uitvoering")]
        theirs = theirs[theirs["indeling"] == division].set_index(["klasse", "weging"])[FIGURES]
        pd.testing.assert_frame_equal(mine, theirs.loc[mine.index], check_exact=False, rtol=1e-9)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("jaar.intake", (Term(1.0, "jaar.intake"),)),
        ("a.b + 0,5 * c - 2*d", (Term(1.0, "a.b"), Term(0.5, "c"), Term(-2.0, "d"))),
        ("-3 + x", (Term(-3.0), Term(1.0, "x"))),
        ("100 * vol.asiel.tm21", (Term(100.0, "vol.asiel.tm21"),)),
        ("a b", None),
        ("a *", None),
        ("", None),
        ("a / b", None),
    ],
)
def test_terms(text: str, terms: tuple[Term, ...] | None) -> None:
    assert terms_of(text) == terms


def test_every_kind_of_term(known) -> None:
    """Each is what the study itself reads, and a sum is the sum; what is not known of one leaves the respondent out."""
    basis, answers = known
    people, words = basis.respondents, Vocabulary(basis, answers)
    one = people.persons.index
    pairs = {
        "begeleid": people.persons,
        "begeleid.asiel": people.by_group["asiel"],
        "regievoering": people.annual["regievoering"],
        "jaar.intake": people.annual["intake"],
        "inhuur": people.kinds["inhuur"],
        "fte.intake": people.fte["intake"],
        "traj.asiel.direct": people.trajectory["asiel"]["direct"] * people.by_group["asiel"],
        "vol.asiel.begeleid": answers.number("vol.asiel.begeleid").reindex(one),
        "frame.inwoners": basis.frame.loc[one, "inwoners"],
    }
    for name, expected in pairs.items():
        value = words.value(name)
        assert value is not None, name
        np.testing.assert_allclose(value.to_numpy(dtype=float), expected.to_numpy(dtype=float), err_msg=name)
    parts = [words.value(f"jaar.intake.{kind}") for kind in ("eigen", "inhuur", "uitbesteding")]
    whole = sum(part for part in parts if part is not None)
    known_all = people.annual["intake"].notna()
    np.testing.assert_allclose(whole[known_all].to_numpy(), people.annual.loc[known_all, "intake"].to_numpy())
    assert words.value("jaar.intak") is None
    assert words.value("frame.naam") is None
    side = words.side(terms_of("jaar.intake + 2 * begeleid - 1") or ())
    np.testing.assert_allclose(side.to_numpy(), (people.annual["intake"] + 2 * people.persons - 1).to_numpy())


def test_a_ratio_of_sums_by_hand(known) -> None:
    basis, answers = known
    asked = [OwnMeasure("per fte", "intake + voortgang", "fte.intake + fte.voortgang", "euro per fte")]
    table = as_table(own_measure_rows(basis, answers, asked, {}))
    (row,) = table[(table["indeling"] == "totaal") & (table["weging"] == "ratio")].to_dict("records")
    people = basis.respondents
    above = people.annual["intake"] + people.annual["voortgang"]
    below = people.fte["intake"] + people.fte["voortgang"]
    use = above.notna() & (below > 0)
    assert row["n"] == use.sum() > 0
    assert row["waarde"] == pytest.approx(above[use].sum() / below[use].sum())
    assert row["min"] == pytest.approx((above / below)[use].min())
    assert row["eenheid"] == "euro per fte"
