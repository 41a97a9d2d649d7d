"""No answer differs from what its cell shows without a finding: edits at random, by who knows what was done."""

from __future__ import annotations

import pytest

from templates.questions import questions
from tests.hostile.conftest import SURVEY, Read, Sent
from tests.hostile.knowing import edited, wrong

NUMERIC = tuple(one for one in questions(SURVEY) if one.numeric)


@pytest.mark.parametrize("seed", range(12))
def test_no_number_is_read_that_nobody_typed(seed: int, sent: Sent, read: Read) -> None:
    content, touched = edited(sent.book, NUMERIC, seed)
    assert not wrong(read(content), touched)
