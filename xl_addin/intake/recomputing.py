"""The results in a returned file, compared with our own calculation; they are never used."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

import pandas as pd

from templates import Problem
from templates.questions import limits
from templates.schema import Survey
from xl_addin.checks.findings import Finding
from xl_addin.intake.filled import Filled
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.own_figures import own_figures

CENT = 0.01


def differing_results(
    sources: Sequence[Filled],
    answers: pd.DataFrame,
    parameters: Parameters,
    parameters_hash: str,
    survey: Survey,
) -> Iterator[Finding]:
    """A finding per file whose results or parameters are not those that its answers give.

    answers: as `Collected.answers`; parameters_hash: of the parameters of the study. A file that was made with other
    parameters has other results; that is told instead. A file without computed results has nothing to compare.
    """
    typed = read_answers(answers, limits(survey))
    expected = own_figures(typed, parameters, survey.dimensions).figures.to_dict(orient="index")
    for filled in sources:
        if filled.parameters_hash and filled.parameters_hash != parameters_hash:
            yield _finding(filled, Problem("INTAKE_OTHER_PARAMETERS"))
            continue
        changed = [code for code, value in filled.parameters.items() if _differs(value, parameters.get(code))]
        if changed:
            yield _finding(filled, Problem("INTAKE_PARAMETERS_CHANGED", values={"codes": ", ".join(changed[:12])}))
        problem = _differing(filled.outcomes, expected[filled.code])
        if problem is not None:
            yield _finding(filled, problem)


def _differing(found: Mapping[str, float], expected: Mapping[Hashable, float]) -> Problem | None:
    differences = {name: abs(value - expected[name]) for name, value in found.items() if name in expected}
    wrong = {name: gap for name, gap in differences.items() if gap > CENT}
    if not wrong:
        return None
    most = max(wrong, key=lambda name: wrong[name])
    values = {"gevonden": round(found[most], 2), "verwacht": round(expected[most], 2)}
    return Problem("INTAKE_RESULTS_DIFFER", values={"aantal": len(wrong), "naam": most, **values})


def _differs(found: float | str, expected: float | str | None) -> bool:
    """Whether a number in the file is not the study's; what the study has no number for cannot differ."""
    if not isinstance(found, float) or not isinstance(expected, int | float):
        return False
    return abs(found - expected) > 1e-9 * max(1.0, abs(expected))


def _finding(filled: Filled, problem: Problem) -> Finding:
    values = problem.values
    found, expected = (
        f"{value:.2f}" if isinstance(value, float) else str(value)
        for value in (values.get("gevonden", filled.file), values.get("verwacht", ""))
    )
    return Finding(filled.code, problem.code, problem.severity, problem.text(), gevonden=found, verwacht=expected)
