"""Small classes are left out before anything leaves the team, in a way that cannot be undone by subtraction."""

import pandas as pd
import pytest

from xl_addin.methods.sample.disclosure import protected, published
from xl_addin.methods.tables.results import as_table, row


def results(**counts: float) -> pd.DataFrame:
    rows = [
        row("kosten_per_inburgeraar", "uitvoering", "", "inwoners", klasse, "ratio", unit="euro", value=n * 100.0, n=n)
        for klasse, n in counts.items()
    ]
    rows.append(row("kosten_per_inburgeraar", "uitvoering", "", "totaal", "", "ratio", unit="euro", value=1.0, n=1))
    rows.append(row("jaarspreiding", "totaal", "", "totaal", "jaar1", "macro", unit="fractie", value=0.5, n=1))
    return as_table(rows)


def kept(table: pd.DataFrame) -> set[str]:
    return set(table.loc[table.waarde.notna(), "klasse"])


def test_nothing_is_left_out_by_default():
    table = results(a=1, b=9)
    assert protected(table, 0.0) is table


def test_a_lone_small_class_takes_the_next_smallest_along():
    table = results(a=2, b=4, c=9)
    found = protected(table, 3.0)
    assert kept(found) == {"c", "", "jaar1"}
    assert found.n.to_list() == table.n.to_list()
    assert table.waarde.notna().all()


@pytest.mark.parametrize(("counts", "left"), [({"a": 1, "b": 2, "c": 3}, {"c"}), ({"a": 3, "b": 3}, {"a", "b"})])
def test_two_small_classes_hide_each_other(counts, left):
    assert kept(protected(results(**counts), 3.0)) == left | {"", "jaar1"}


def test_a_class_of_nobody_gives_nothing_away():
    table = results(a=0, b=5)
    assert protected(table, 3.0).waarde.to_list() == table.waarde.to_list()


def test_counts_that_no_municipality_told_stay():
    table = as_table([row("respons", "ontvangen", "", "inwoners", "<30", unit="gemeenten", value=2.0, n=2)])
    assert protected(table, 3.0).waarde.to_list() == [2.0]


def with_extremes(**municipalities: int) -> pd.DataFrame:
    """Classes of five respondents each, out of so many municipalities in the country."""
    place = ("", "inwoners")
    rows = [
        row("kosten_per_inburgeraar", "uitvoering", *place, klasse, "ratio", unit="euro", value=5, low=1, high=9, n=5)
        for klasse in municipalities
    ]
    rows += [
        row("begeleid_landelijk", "", *place, klasse, unit="x", value=1, n=n) for klasse, n in municipalities.items()
    ]
    table = as_table(rows)
    return table.assign(min=table.waarde - 1, max=table.waarde + 1)


def test_the_lowest_and_highest_of_a_class_that_counts_few_municipalities_are_not_published():
    table = with_extremes(many=40, four=4)
    found = published(table, 3.0)
    costs = found[found.maat == "kosten_per_inburgeraar"].set_index("klasse")
    assert costs.waarde.to_list() == [5, 5]
    assert costs.loc["many", ["min", "max"]].to_list() == [4, 6]
    assert costs.loc["four", ["min", "max"]].isna().all()
    assert table["min"].notna().all()


def test_whoever_asks_for_everything_gets_it():
    table = with_extremes(many=40, four=4)
    assert published(table, 0.0) is table


def test_small_classes_are_not_published_either():
    assert kept(published(results(a=2, b=4, c=9), 3.0)) == {"c", "", "jaar1"}
