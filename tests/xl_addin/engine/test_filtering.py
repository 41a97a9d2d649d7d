"""Which rows of a table a file shows after it was written, by the filter that a person left on it."""

from __future__ import annotations

import pytest

from generator.ooxml.workbook import Chosen
from xl_addin.engine.filtering import rows_shown

ROWS = [["open", "a", 1], ["Open", None, 2], ["klaar", "b", None], [None, "", 3]]
OPEN = Chosen(frozenset({"open"}))


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({0: OPEN}, [True, True, False, False]),
        ({0: Chosen(frozenset({"open"}), blank=True)}, [True, True, False, True]),
        ({0: OPEN, 1: Chosen(frozenset(), blank=True)}, [False, True, False, False]),
        ({0: None}, None),
        ({2: Chosen(frozenset({"1"}))}, None),
    ],
    ids=["capitals do not count", "empty cells", "two columns", "another kind", "numbers look as their format says"],
)
def test_a_filter_on_texts_is_applied_and_another_is_not_guessed(filters: object, shown: object) -> None:
    assert rows_shown(filters, ROWS) == shown
