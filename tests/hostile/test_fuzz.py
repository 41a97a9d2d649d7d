"""Hundreds of damaged workbooks: none brings the reading down, hangs it, or shows as anything but a named problem.

`python -m benchmarks.fuzz_intake 5000` does the same for as many as wanted.
"""

from __future__ import annotations

from templates import Problems
from templates.problems import catalogue
from tests.hostile.conftest import SURVEY, Sent
from tests.hostile.mutating import mutated
from xl_addin.intake.filled import as_filled
from xl_addin.intake.plan import make_plan
from xl_addin.intake.returned import returned
from xl_addin.intake.sandbox import Sandbox

FILES = 200


def test_damaged_workbooks_are_read_or_refused_by_name(sent: Sent) -> None:
    plan = make_plan(SURVEY)
    outcomes: dict[str, list[int]] = {}

    def read(seed: int) -> str:
        content = mutated(sent.book, seed)
        try:
            filled = as_filled(returned(sandbox.read(content), "x.xlsx"), "x.xlsx", content, SURVEY, plan)
        except Problems as problems:
            return problems.problems[0].code
        assert all(problem.code in catalogue() and problem.text() for _, problem in filled.remarks)
        return "read"

    with Sandbox(plan) as sandbox:
        for seed, outcome in sandbox.map(read, range(FILES)):
            outcomes.setdefault(outcome, []).append(seed)
    assert set(outcomes) <= {"read", *catalogue()}
    assert not outcomes.get("INTAKE_CRASHED")
    assert not outcomes.get("INTAKE_TOO_SLOW")
    assert len(outcomes["read"]) > FILES / 10  # else nothing but refusals was tried
    assert len(outcomes) > 4
