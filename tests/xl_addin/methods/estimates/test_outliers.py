import pandas as pd
import pytest

from xl_addin.methods.estimates.outliers import fences, inside


def test_fences_by_hand():
    # QUARTILE.INC of 1 2 3 4 100: 2 and 4; 2 - 1.5 x 2 = -1 and 4 + 1.5 x 2 = 7
    values = pd.Series([1.0, 2, 3, 4, 100])
    assert fences(values) == pytest.approx((-1, 7))
    assert inside(values).to_list() == [True, True, True, True, False]


def test_a_value_on_the_fence_stays():
    # quartiles of 0 0 10 10 25: 0 and 10; the upper fence is 25
    assert inside(pd.Series([0.0, 0, 10, 10, 25])).all()


def test_unknown_values_do_not_count():
    values = pd.Series([None, 1.0, 2, 3, 4, 100])
    assert fences(values) == pytest.approx((-1, 7))
    assert inside(values).to_list() == [False, True, True, True, True, False]
