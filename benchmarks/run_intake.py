"""Prints how long reading returned workbooks takes, as ratios to bare python-calamine in the same run.

`python -m benchmarks.run_intake [FILES]` from the root of the repository; 342 files without an argument, made from the
respondents of the built-in example. Bare reading is every cell of every sheet in one process. Of each action the
shortest of the runs counts, by the clock and by processor time (this process and the sandbox together): seconds on the
clock depend on what else the machine does, processor time hardly. Bare reading and the sandbox take turns, so that
both meet the same machine.
"""

from __future__ import annotations

import datetime as dt
import itertools
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import python_calamine

from generator.example import example_folder
from templates import load_survey
from templates.parameters import in_force
from templates.questions import questions
from xl_addin.intake.collecting import collect
from xl_addin.intake.inputs import read_answers, read_frame
from xl_addin.use_cases.analysing import Overrides, collect_into
from xl_addin.use_cases.filling import fill
from xl_addin.use_cases.generating import generate

SURVEY = load_survey()
TIMES = 3


def returned_files(folder: Path, frame: pd.DataFrame, count: int) -> list[Path]:
    """So many filled workbooks of different municipalities, with the answers of the example in turn."""
    home = example_folder(SURVEY.id)
    numeric = {question.id for question in questions(SURVEY) if question.numeric}
    given = [read_answers(path, numeric) for path in sorted((home / "answers").glob("GM*.csv"))]
    sample = frame.iloc[:count]
    books = generate(SURVEY, SURVEY.identity.year, frame, sample, in_force(SURVEY), folder)
    for book, answers in zip(books, itertools.cycle(given), strict=False):
        fill(book, {name: value for name, value in answers.items() if name != "alg.cbs_code"}, SURVEY)
    return list(books)


def bare(paths: list[Path]) -> None:
    """Every cell of every sheet, by python-calamine alone."""
    for path in paths:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


class Spent(NamedTuple):
    """Seconds on the clock and of the processor."""

    clock: float
    processor: float


def spent(action: Callable[[], object]) -> Spent:
    """What one run takes; processes that it starts and waits for count too."""
    clock, processor = time.perf_counter(), _processor()
    action()
    return Spent(time.perf_counter() - clock, _processor() - processor)


def least(runs: Sequence[Spent]) -> Spent:
    """The shortest of several runs: what disturbs a run only makes it longer."""
    return Spent(min(run.clock for run in runs), min(run.processor for run in runs))


def _processor() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(count: int) -> None:
    """Measures and prints."""
    frame = read_frame(example_folder(SURVEY.id) / "frame.csv")
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        paths = returned_files(home / "terug", frame, count)
        actions: dict[str, Callable[[], object]] = {
            "bare python-calamine": lambda: bare(paths),
            "reading in the sandbox": lambda: collect(paths, SURVEY, frame),
            "the whole collect": lambda: _collect(paths, frame, home / "analyse.xlsx"),
        }
        runs: dict[str, list[Spent]] = {name: [] for name in actions}
        for _ in range(TIMES):
            for name, action in actions.items():
                runs[name].append(spent(action))
    print(f"{len(paths)} workbooks, the least of {TIMES} runs")
    plain = least(runs["bare python-calamine"])
    for name, found in runs.items():
        clock, processor = least(found)
        ratios = f"{clock / plain.clock:5.1f} x and {processor / plain.processor:5.1f} x bare"
        print(f"  {name:24}{clock:7.2f} s on the clock {processor:7.2f} s of the processor {ratios}")
    for who, name in ((resource.RUSAGE_SELF, "collector"), (resource.RUSAGE_CHILDREN, "largest worker")):
        print(f"  memory, {name}: {resource.getrusage(who).ru_maxrss / 1024:.0f} MB at most")


def _collect(paths: list[Path], frame: pd.DataFrame, out: Path) -> None:
    collect_into(paths, SURVEY, frame, None, Overrides(), out, dt.datetime(2026, 1, 1), force=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 342)
