"""Small classes are left out before anything leaves the team, in a way that cannot be undone by subtraction."""

import pandas as pd
import pytest

from xl_addin.methods.disclosure import protected
from xl_addin.methods.results import as_table, row


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
