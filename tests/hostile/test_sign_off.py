"""Who established the answers and when: read like an answer, and told to nobody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.hostile.conftest import Read, Sent, rules
from tests.hostile.workbooks import changed, put
from xl_addin.intake.filled import Filled
from xl_addin.intake.resubmission import changed_answers

ROLE, DATE = "akkoord.functie", "akkoord.datum"


def test_role_and_date_are_read_however_the_date_was_typed(sent: Sent, read: Read) -> None:
    book = changed(sent.book, put(ROLE, "Teammanager inburgering"))
    as_date = read(changed(book, put(DATE, dt.date(2025, 3, 14), "dd-mm-yyyy")))
    as_words = read(changed(book, put(DATE, "14 maart 2025", "@")))
    assert as_date.answers[ROLE] == as_words.answers[ROLE] == "Teammanager inburgering"
    assert as_date.answers[DATE] == "2025-03-14"
    assert as_words.answers[DATE] == "14 maart 2025"
    assert "INTAKE_DATE" not in rules(as_date)


def test_a_changed_sign_off_is_no_finding_since_a_name_may_stand_there(untouched: Filled) -> None:
    earlier = {**untouched.answers, ROLE: "J. Jansen", DATE: "2025-03-14"}
    later = replace(untouched, answers={**untouched.answers, ROLE: "P. Pieters", DATE: "2025-04-01"})
    assert list(changed_answers(earlier, later, frozenset())) == []
