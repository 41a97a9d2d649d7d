"""Spoils real files thousands of times, reads each as the commands do, and looks whether anything went wrong silently.

`python -m benchmarks.fuzz_intake [WHAT [FILES [FIRST_SEED]]]` from the root of the repository. WHAT is one of
- `bytes`: a survey workbook damaged in its bytes, its zip and its XML (`tests.hostile.mutating`);
- `cells`: a survey workbook edited as people and programs edit one (`tests.hostile.edits`);
- `lists`: an analysis workbook of which the lists were edited (`tests.hostile.list_edits`).
The last two know what each cell shows. Everything is read in this process, one file after the other. Prints how often
each outcome came up; exits with 1 when a file took longer than a minute, broke the reading, or gave an answer that its
cell does not show with nothing said. Seeds are named, so that the same file can be made again.
"""

from __future__ import annotations

import datetime as dt
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import xlwings as xw

from benchmarks.run_intake import returned_files
from generator.analysis import layout as place
from generator.example import example_folder
from templates import Problems, Survey, load_survey
from templates.questions import questions
from tests.hostile import edits, list_edits
from tests.hostile.mutating import mutated
from tests.hostile.raw import Raw
from xl_addin.books.analysis import correction_cell, read_inputs
from xl_addin.books.places import kept_places
from xl_addin.engine import register
from xl_addin.intake.corrections import corrected
from xl_addin.intake.filled import Filled, as_filled
from xl_addin.intake.inputs import read_frame
from xl_addin.intake.parsing.reading import as_answer, asking
from xl_addin.intake.plan import make_plan
from xl_addin.intake.returned import returned
from xl_addin.use_cases.analysing import Overrides, collect_into

LONGEST, SHOWN = 60, 100
BAD = ("INTAKE_CRASHED", "too slow", "exception", "differs")
LISTS = (
    place.FRAME_TABLE,
    place.SAMPLE_TABLE,
    place.ANSWERS_TABLE,
    place.PARAMETERS_TABLE,
    place.CORRECTIONS_TABLE,
    place.EXCLUSIONS_TABLE,
    place.FINDINGS_TABLE,
)
Outcome = Callable[[int], tuple[str, list[str]]]
"""Seed -> what came of it in a word, and what differs."""


def of_bytes(content: bytes, read: Callable[[bytes], Filled]) -> Outcome:
    """A damaged workbook is read, or refused by name."""

    def outcome(seed: int) -> tuple[str, list[str]]:
        try:
            read(mutated(content, seed))
        except Problems as problems:
            return problems.problems[0].code, []
        return "read", []

    return outcome


def of_cells(content: bytes, read: Callable[[bytes], Filled], survey: Survey) -> Outcome:
    """An edited workbook is read; of a writer's doing nothing is refused."""
    base, asked, before = Raw(content), questions(survey), read(content).answers
    lists = {one.field.code_list for one in asked if one.field.code_list}
    codes = {name: [one.code for one in survey.dimensions.codes(name)] for name in lists}

    def outcome(seed: int) -> tuple[str, list[str]]:
        made = edits.case(base, asked, codes, seed)
        try:
            return "read", edits.wrong(read(made.raw.content()), made, before)
        except Problems as problems:
            return "refused", [f"{problems.problems[0].code} after {made.log}"]

    return outcome


def of_lists(path: Path, survey: Survey) -> Outcome:
    """An edited analysis workbook is read, or refused with the cell that is wrong."""
    register()
    base = Raw(path.read_bytes())
    book = xw.Book(path)
    lists = list_edits.lists_in(book, LISTS)
    book.close()
    target = path.with_name("bewerkt.xlsx")

    def outcome(seed: int) -> tuple[str, list[str]]:
        made = list_edits.case(base, lists, seed)
        target.write_bytes(made.raw.content())
        book = xw.Book(target)
        try:
            with kept_places(book):
                inputs = read_inputs(book)
                done = corrected(inputs.answers, inputs.corrections, survey, correction_cell(book))
        except Problems as problems:
            refused = [(one.code, one.place.cell) for one in problems.problems]
            return "refused with its cell", list_edits.wrong(None, refused, made, None)
        finally:
            book.close()
        return "read", list_edits.wrong(inputs, (), made, done)

    return outcome


def reader(survey: Survey) -> Callable[[bytes], Filled]:
    """Reads a file in this process as the sandbox does, and judges it as `collect` does."""
    plan = make_plan(survey)
    asked = asking(plan.message())

    def read(content: bytes) -> Filled:
        return as_filled(returned(as_answer(content, asked), "x.xlsx"), "x.xlsx", content, survey, plan)

    return read


def analysis(survey: Survey, folder: Path, paths: list[Path], frame: pd.DataFrame) -> Path:
    """An analysis workbook with these answers, and a sample of those who gave them."""
    sample = pd.DataFrame({"status": ""}, index=pd.Index(frame.index[: len(paths)], name="code"))
    out = folder / "analyse.xlsx"
    collect_into(paths, survey, frame, sample, Overrides(), out, dt.datetime(2026, 1, 1))
    return out


def main(what: str, files: int, first: int) -> int:
    """Reads the spoiled files and prints what came of them."""
    survey = load_survey()
    frame = read_frame(example_folder(survey.id) / "frame.csv")
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        paths = returned_files(home / "terug", frame, 6)
        content, read = paths[0].read_bytes(), reader(survey)
        made: Mapping[str, Callable[[], Outcome]] = {
            "bytes": lambda: of_bytes(content, read),
            "cells": lambda: of_cells(content, read, survey),
            "lists": lambda: of_lists(analysis(survey, home, paths, frame), survey),
        }
        return report(made[what](), range(first, first + files))


def report(outcome: Outcome, seeds: range) -> int:
    """Runs the seeds; prints the counts at the end, and what is wrong at once."""
    counts: Counter[str] = Counter()
    bad = 0
    for seed in seeds:
        signal.alarm(LONGEST)
        try:
            word, differs = outcome(seed)
        except TimeoutError:
            word, differs = "too slow", []
        except Exception:  # what this script looks for
            word, differs = "exception", traceback.format_exc().splitlines()[-6:]
        finally:
            signal.alarm(0)
        word = "differs" if differs and word != "exception" else word
        counts[word] += 1
        if word in BAD:
            bad += 1
            print(f"seed {seed}: {word} {differs[:4]}", flush=True)
        if sum(counts.values()) % SHOWN == 0:
            print(f"up to seed {seed}: {dict(counts)}", flush=True)
    for word, count in counts.most_common():
        print(f"{count:7d}  {word}")
    return 1 if bad else 0


def _too_slow(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, _too_slow)
    what, files, first, *_ = [*sys.argv[1:], *["cells", "2000", "0"][len(sys.argv) - 1 :]]
    sys.exit(main(what, int(files), int(first)))
