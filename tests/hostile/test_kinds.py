"""Every kind of thing that comes back is read as it is meant, asked, or told; the docs say the same."""

from __future__ import annotations

import pytest

from tests.hostile.conftest import Read, Sent, said
from tests.hostile.kinds import KINDS, Kind
from tests.hostile.pages import PAGE, page
from xl_addin.intake.filled import Filled


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.example)
def test_it_is_read_asked_or_told(kind: Kind, sent: Sent, read: Read, untouched: Filled) -> None:
    filled = read(kind.change(sent.book))
    told = said(filled, kind.rule)
    assert told, [problem.code for _, problem in filled.remarks]
    if kind.name:
        assert filled.answers[kind.name] == kind.value
        assert [name for name, _ in told] == [kind.name]
        assert all(problem.place.cell for _, problem in told)
        others = {name: value for name, value in untouched.answers.items() if not name.startswith(kind.name[:11])}
        assert filled.answers.items() >= others.items()
    else:
        assert [problem.place.cell for _, problem in told] == [kind.at]
        assert filled.answers == untouched.answers


def test_the_page_says_what_the_tests_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.hostile.pages"
