"""Prints how long the main steps take, and the ratios that should hold on any machine.

`python benchmarks/run_speed.py`, from anywhere, in an environment where the project is installed. Seconds depend on the
machine and on what else it does; the ratios and the numbers of range reads and writes do not, or hardly.
"""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pandas as pd
import xlwings as xw

from generator.analysis.build import build_analysis
from generator.analysis.content import AnalysisContent, Table
from generator.analysis.layout import ANSWER_KEYS
from generator.example import example_folder
from generator.survey.layout import layout
from templates import Survey, load_survey
from templates.columns import PARAMETERS
from templates.parameters import in_force, parameter_row, plain
from templates.questions import question_ids, questions
from xl_addin.books import STEPS, run_steps
from xl_addin.engine import register
from xl_addin.intake.inputs import read_answers, read_frame, read_sample
from xl_addin.methods.study import compute
from xl_addin.use_cases.generating import generate

NOW = dt.datetime(2026, 1, 1, 12)


def example_answers(survey: Survey) -> pd.DataFrame:
    """The answers of the built-in example: a row per respondent, a column per question id."""
    numeric = {question.id for question in questions(survey) if question.numeric}
    files = sorted((example_folder(survey.id) / "answers").glob("*.csv"))
    given = {path.stem: read_answers(path, numeric) for path in files}
    return pd.DataFrame.from_dict(given, orient="index").astype(object)


def everyone_answers(survey: Survey, answers: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Answers for every municipality of the frame: those of the example in turn, with their own inburgeraars."""
    turns = list(itertools.islice(itertools.cycle(answers.index), len(frame)))
    everyone = answers.loc[turns].set_axis(frame.index, axis=0)
    for group in survey.dimensions.group_codes:
        everyone[f"vol.{group}.begeleid"] = frame[f"{group}_begeleid"].astype(object)
    return everyone


def analysis_workbook(survey: Survey, answers: pd.DataFrame, frame: pd.DataFrame) -> bytes:
    """An analysis workbook with these answers, as `collect` would leave it, without findings."""
    ids = question_ids(survey)
    full = answers.reindex(columns=list(ids)).astype(object)
    rows = zip(full.index, frame["naam"].reindex(full.index), full.itertuples(index=False), strict=True)
    given = tuple((code, name, *(None if value != value else value for value in row)) for code, name, row in rows)
    known = frame.reset_index().astype(object)
    content = AnalysisContent(
        frame=Table(tuple(known.columns), tuple(known.where(known.notna(), None).itertuples(index=False, name=None))),
        answers=Table((*ANSWER_KEYS, *ids), given),
        parameters=Table(PARAMETERS, tuple(parameter_row(value) for value in in_force(survey).values())),
        places={name: (place.sheet, place.address) for name, place in layout(survey).questions.items()},
    )
    return build_analysis(survey, content)


def seconds(action: Callable[[], object], times: int = 1) -> float:
    """The shortest of so many runs: what disturbs a run only makes it longer."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found)


def commands_on_file(path: Path) -> tuple[float, float, int, int]:
    """All steps through the file engine: seconds in the commands, seconds to save, range reads and range writes."""
    engine = register()
    book = xw.Book(path)
    try:
        engine.calls.reset()
        running = seconds(lambda: run_steps(book, STEPS, NOW))
        reads, writes = engine.calls.reads, engine.calls.writes
        saving = seconds(book.save)
    finally:
        book.close()
    return running, saving, reads, writes


def measure_method(survey: Survey, answers: Mapping[int, pd.DataFrame], frame: pd.DataFrame) -> None:
    """Prints the seconds of the whole method, by number of respondents, and their ratio."""
    parameters = plain(in_force(survey))
    spent = {
        n: seconds(partial(compute, given, frame, parameters, survey.dimensions), times=3)
        for n, given in answers.items()
    }
    few, many = min(spent), max(spent)
    print("The method (compute)")
    for n, time_of_n in spent.items():
        print(f"  {n:4d} respondents  {time_of_n:7.2f} s")
    print(f"  {many / few:.1f} times the respondents takes {spent[many] / spent[few]:.1f} times as long")


def measure_commands(survey: Survey, answers: Mapping[int, pd.DataFrame], frame: pd.DataFrame, place: Path) -> None:
    """Prints seconds and numbers of reads and writes of all steps on an analysis workbook."""
    print("All steps on an analysis workbook, through the file engine")
    for n, given in answers.items():
        path = place / f"analyse_{n}.xlsx"
        path.write_bytes(analysis_workbook(survey, given, frame))
        running, saving, reads, writes = commands_on_file(path)
        print(f"  {n:4d} respondents  {running:7.2f} s, saving {saving:.2f} s, {reads} reads, {writes} writes")


def measure_generate(survey: Survey, frame: pd.DataFrame, sample: pd.DataFrame, place: Path) -> None:
    """Prints the seconds of making survey workbooks: the first, and each further one."""
    year, parameters = survey.identity.year, in_force(survey)
    one, all_ = (
        seconds(partial(generate, survey, year, frame, drawn, parameters, place / f"sent_{len(drawn)}"))
        for drawn in (sample.head(1), sample)
    )
    each = (all_ - one) / (len(sample) - 1)
    print("Survey workbooks (generate)")
    print(f"     1 workbook     {one:7.2f} s")
    print(f"  {len(sample):4d} workbooks    {all_:7.2f} s: {each * 1000:.0f} ms for each after the first")


def main() -> None:
    """Measures and prints."""
    survey = load_survey()
    folder = example_folder(survey.id)
    frame = read_frame(folder / "frame.csv")
    some = example_answers(survey)
    answers = {len(some): some, len(frame): everyone_answers(survey, some, frame)}
    measure_method(survey, answers, frame)
    with tempfile.TemporaryDirectory() as temporary:
        measure_commands(survey, answers, frame, Path(temporary))
        measure_generate(survey, frame, read_sample(folder / "sample.csv", frame), Path(temporary))


if __name__ == "__main__":
    main()
