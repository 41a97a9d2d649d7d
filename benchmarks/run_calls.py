"""Prints how often all steps together ask the host for something, and what they take, by number of municipalities.

`python -m benchmarks.run_calls` in the folder of the project; `--table` prints the number of calls of each command
instead. Both are tables of docs/excel.md. Counted is every member of the object model that xlwings asks for, on the
file engine without its way to undo: in Excel each is a journey, which takes some milliseconds however many cells it
carries. Time is that of
the processor in one thread, so that other work on the machine does not count; set OPENBLAS_NUM_THREADS=1 to leave none
to other threads.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
import xlwings as xw

from benchmarks.counting import counted
from benchmarks.run_speed import analysis_workbook, everyone_answers, example_answers
from generator.example import example_folder
from templates import load_survey
from xl_addin.commands import COMMANDS, NEED_FILES
from xl_addin.engine import register
from xl_addin.intake.inputs import read_frame

TIMES_THE_COUNTRY = 10
TOLD = tuple(command for command in COMMANDS if command not in NEED_FILES)
"""What writes into the book: a new command is told in the documentation, and compared on every host, by itself."""

FILL_TABLES = ("tables", "all", "figures")
CALLS_PER_TABLE = 5
"""Of a result table: its sheet; one look at the sheet (range and values), which tells whether all stands where it was
made and what stands there now; and one range with all that is written (range and values). Where a label holds the
survey year what stands under the table is a range of its own."""
AT_MOST = 600


def larger(frame: pd.DataFrame, times: int) -> pd.DataFrame:
    """A country of so many times the municipalities, each with a code of its own."""
    many = pd.concat([frame] * times)
    many.index = pd.Index([f"GM{number:04d}" for number in range(1, len(many) + 1)], name="code")
    return many


def measured(path: Path, command: str) -> tuple[float, int]:
    """Seconds of the processor and calls of one command on a workbook, without opening and saving it."""
    register()
    book = xw.Book(path)
    try:
        watched, calls = counted(book)
        start = time.thread_time()
        COMMANDS[command](watched)
        return time.thread_time() - start, sum(calls.values())
    finally:
        book.close()


def table(calls: dict[str, int]) -> str:
    """The table of the documentation: command -> calls, those of the result tables told per table.

    So it stays true when a template gets another result table, and not when a table takes more than its share.
    """
    lines = ["| command | calls |", "|---|---|"]
    shares = {name: CALLS_PER_TABLE * len(load_survey().tables) for name in FILL_TABLES}
    for name, count in calls.items():
        share = shares.get(name, 0)
        lines.append(f"| `{name}` | {f'{count - share} + {CALLS_PER_TABLE}t' if share else count} |")
    return "\n".join(lines)


def main() -> None:
    """Measures and prints."""
    survey = load_survey()
    frame = read_frame(example_folder(survey.id) / "frame.csv")
    some, country = example_answers(survey), larger(frame, TIMES_THE_COUNTRY)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary, "analyse.xlsx")
        if "--table" in sys.argv:
            path.write_bytes(analysis_workbook(survey, some, frame))
            print(table({command: measured(path, command)[1] for command in TOLD}))
            return
        for answers, known in (
            (some, frame),
            (everyone_answers(survey, some, frame), frame),
            (everyone_answers(survey, some, country), country),
        ):
            path.write_bytes(analysis_workbook(survey, answers, known))
            seconds, calls = measured(path, "all")
            print(f"| {len(answers)} of {len(known)} | {calls} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
