"""The spread of cost over the years, worked out by hand."""

import numpy as np
import pytest

from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.differences.spread import estimate_spread, yearly_shares
from xl_addin.methods.estimates.basis import prepare
from xl_addin.methods.tables.results import Lookup, as_table


def spread(item, parts, group="asiel"):
    return {f"traj.{group}.{item}.jaar{year}": part for year, part in enumerate(parts, start=1)}


@pytest.mark.parametrize(
    ("parts", "expected", "rules"),
    [
        ((0.5, 0.3, 0.2), [0.5, 0.3, 0.2], []),
        ((1.0, None, None), [1, 0, 0], []),
        ((0.334, 0.333, 0.337), [0.334 / 1.004, 0.333 / 1.004, 0.337 / 1.004], []),
        ((0.5, 0.3, 0.1), [], ["SPREAD_NOT_ONE"]),
        (("nvt", "nvt", "nvt"), [], []),
        ((None, "onbekend", None), [], []),
    ],
)
def test_reported_shares(table, parts, expected, rules):
    found = yearly_shares(read_answers(table({"GM1": spread("mb", parts)})), "asiel", "mb", 3)
    assert found.table[0][np.isfinite(found.table[0])].tolist() == pytest.approx(expected)
    assert [note.rule for note in found.notes] == rules


@pytest.fixture
def found(small_frame, parameters, dimensions, table):
    answers = table(
        {
            "GM3": {
                "vol.asiel.begeleid": 100.0,
                "traj.asiel.mb.tarief": 2_000.0,
                "traj.asiel.pvt.tarief": 500.0,
                "traj.asiel.b1.tarief": 10_000.0,
                "traj.asiel.z.tarief": 12_000.0,
                **spread("mb", (0.5, 0.5, 0)),
                **spread("pvt", (1, 0, 0)),
                **spread("b1", (0.4, 0.4, 0.2)),
                **spread("z", (0.2, 0.4, 0.4)),
            },
            "GM6": {"vol.asiel.begeleid": 900.0, "traj.asiel.mb.tarief": 1_000.0, **spread("mb", (1, 0, 0))},
            "GM4": {"vol.asiel.begeleid": 120.0, "traj.asiel.mb.tarief": 9_999.0},
        }
    )
    answers = read_answers(answers)
    costs = allocate(answers, parameters, dimensions)
    basis = prepare(answers, small_frame, costs, parameters, dimensions)
    return Lookup(as_table(estimate_spread(basis, answers).rows))


def years(found, component, weighting):
    where = {
        "maat": "jaarspreiding",
        "onderdeel": component,
        "groep": "asiel",
        "indeling": "totaal",
        "weging": weighting,
    }
    return [found.figure(**where, klasse=f"jaar{year}") for year in (1, 2, 3)]


def test_one_provision_weighs_with_persons_times_cost(found):
    # GM3 200,000 half and half, GM6 900,000 all in year 1, GM4 gave no spread
    assert years(found, "mb", "ratio") == pytest.approx([1_000_000 / 1_100_000, 100_000 / 1_100_000, 0])


def test_a_sum_takes_every_item_with_a_spread(found):
    assert years(found, "voorzieningen", "ratio") == pytest.approx([1_050_000 / 1_150_000, 100_000 / 1_150_000, 0])


def test_weights_of_those_who_gave_a_spread(found):
    # inwoners: GM3 stands for 90 + 220 + 300 of the asylum migrants (x 6.1), GM6 for its own 900
    assert years(found, "mb", "post_inwoners") == pytest.approx([1_510_000 / 2_120_000, 610_000 / 2_120_000, 0])


def test_routes_are_mixed_by_the_national_distribution_first(found):
    b1, z = 0.57 * 10_000, 0.29 * 12_000
    whole = b1 + z
    expected = [(0.4 * b1 + 0.2 * z) / whole, 0.4, (0.2 * b1 + 0.4 * z) / whole]
    assert years(found, "leerroutes", "ratio") == pytest.approx(expected)


def test_routes_and_provisions_together(found):
    mixed = (0.57 * 10_000 + 0.29 * 12_000) / 0.86 * 100
    whole = mixed + 1_150_000
    third = 100 * (0.57 * 10_000 * 0.2 + 0.29 * 12_000 * 0.4) / 0.86
    assert years(found, "totaal", "ratio")[2] == pytest.approx(third / whole)


@pytest.mark.parametrize("weighting", ["ratio", "post_inwoners", "macro"])
@pytest.mark.parametrize("component", ["mb", "leerroutes", "voorzieningen", "totaal"])
def test_shares_sum_to_one(found, component, weighting):
    assert sum(years(found, component, weighting)) == pytest.approx(1)
