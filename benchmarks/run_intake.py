"""Prints how long reading returned workbooks takes, as ratios to bare python-calamine in the same run.

`python -m benchmarks.run_intake [FILES]` from the root of the repository; 342 files without an argument, made from the
respondents of the built-in example. Bare reading is every cell of every sheet in one process. Seconds depend on the
machine and on what else it does; the ratios hardly.
"""

from __future__ import annotations

import datetime as dt
import itertools
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import python_calamine

from generator.example import example_folder
from templates import load_survey
from templates.parameters import in_force
from templates.questions import questions
from xl_addin.intake.collecting import collect
from xl_addin.intake.filled import read_filled
from xl_addin.intake.inputs import read_answers, read_frame
from xl_addin.use_cases.analysing import Overrides, collect_into
from xl_addin.use_cases.filling import fill
from xl_addin.use_cases.generating import generate

SURVEY = load_survey()


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


def seconds(action: Callable[[], object], times: int = 1) -> float:
    """The shortest of so many runs: what disturbs a run only makes it longer."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found)


def main(count: int) -> None:
    """Measures and prints."""
    frame = read_frame(example_folder(SURVEY.id) / "frame.csv")
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        paths = returned_files(home / "terug", frame, count)
        plain = seconds(lambda: bare(paths), times=3)
        reading = seconds(lambda: collect(paths, SURVEY, frame), times=3)
        one = seconds(lambda: read_filled(paths[0], SURVEY), times=3)
        whole = seconds(lambda: _collect(paths, frame, home / "analyse.xlsx"))
    print(f"{len(paths)} workbooks")
    print(f"  bare python-calamine    {plain:7.2f} s  {plain / len(paths) * 1000:6.1f} ms each")
    each = reading / len(paths) * 1000
    print(f"  reading in the sandbox  {reading:7.2f} s  {each:6.1f} ms each, {reading / plain:.1f} x bare")
    print(f"  the whole collect       {whole:7.2f} s  {whole / plain:.1f} x bare, {whole / reading:.1f} x reading")
    print(f"  one file, no sandbox    {one:7.2f} s")
    for who, name in ((resource.RUSAGE_SELF, "collector"), (resource.RUSAGE_CHILDREN, "largest worker")):
        print(f"  memory, {name}: {resource.getrusage(who).ru_maxrss / 1024:.0f} MB at most")


def _collect(paths: list[Path], frame: pd.DataFrame, out: Path) -> None:
    collect_into(paths, SURVEY, frame, None, Overrides(), out, dt.datetime(2026, 1, 1), force=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 342)
