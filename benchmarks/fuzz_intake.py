"""Damages a real survey workbook thousands of times and reads every one as `collect` does.

`python -m benchmarks.fuzz_intake [FILES [FIRST_SEED]]` from the root of the repository; 5,000 files without arguments.
Every other file is damaged in its bytes (`tests.hostile.mutating`); the others are edited as people edit them, by a
mutator that knows what each touched cell shows (`tests.hostile.knowing`). Prints how often each outcome came up; exits
with 1 when a file crashed or hung the sandbox, broke the collector, or gave an answer that its cell does not show
without a finding. The seeds are named, so that the same file can be made again.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

import pandas as pd

from generator.example import example_folder
from templates import Problems, load_survey
from templates.parameters import in_force
from templates.questions import questions
from tests.hostile.knowing import edited, wrong
from tests.hostile.mutating import mutated
from xl_addin.intake.filled import as_filled
from xl_addin.intake.inputs import read_answers, read_frame
from xl_addin.intake.plan import make_plan
from xl_addin.intake.returned import returned
from xl_addin.intake.sandbox import Sandbox
from xl_addin.use_cases.filling import fill
from xl_addin.use_cases.generating import generate

BAD = ("INTAKE_CRASHED", "INTAKE_TOO_SLOW", "exception", "differs")


def example_workbook(folder: Path) -> bytes:
    """The first respondent of the built-in example, filled in."""
    survey, home = load_survey(), example_folder("wi2021")
    answers = sorted((home / "answers").glob("GM*.csv"))[0]
    sample = pd.DataFrame(index=[answers.stem])
    (book,) = generate(survey, survey.identity.year, read_frame(home / "frame.csv"), sample, in_force(survey), folder)
    numeric = {question.id for question in questions(survey) if question.numeric}
    fill(book, read_answers(answers, numeric), survey)
    return book.read_bytes()


def main(files: int, first: int) -> int:
    """Reads the damaged workbooks and prints what came of them."""
    survey = load_survey()
    plan = make_plan(survey)
    numbers = tuple(question for question in questions(survey) if question.numeric)
    with tempfile.TemporaryDirectory() as folder:
        book = example_workbook(Path(folder))

    def outcome(seed: int) -> str:
        content, touched = (mutated(book, seed), {}) if seed % 2 else edited(book, numbers, seed)
        try:
            filled = as_filled(returned(sandbox.read(content), "x.xlsx"), "x.xlsx", content, survey, plan)
            for line in wrong(filled, touched):
                print(f"seed {seed}: {line}")
                return "differs"
        except Problems as problems:
            return problems.problems[0].code
        except Exception:  # what this script looks for
            traceback.print_exc()
            return "exception"
        return "read"

    counts: Counter[str] = Counter()
    bad = []
    with Sandbox(plan) as sandbox:
        for seed, result in sandbox.map(outcome, range(first, first + files)):
            counts[result] += 1
            bad += [(seed, result)] if result in BAD else []
    for result, count in counts.most_common():
        print(f"{count:7d}  {result}")
    for seed, result in bad:
        print(f"seed {seed}: {result}")
    return 1 if bad else 0


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [5_000, 0][len(given) :])))
