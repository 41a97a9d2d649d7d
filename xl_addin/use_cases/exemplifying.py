"""An example to look at before filling in: a filled survey workbook, and an empty one to print."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.formulas.workbook import with_results
from generator.lint import refuse_defects
from generator.ooxml.patch import Changes, WorkbookPatch
from generator.survey.build import build_master
from generator.survey.layout import layout
from generator.survey.stamp import opened, stamp
from templates import Survey
from templates.parameters import in_force
from templates.questions import questions
from xl_addin.intake.inputs import read_answers, read_frame, read_sample
from xl_addin.use_cases.demonstrating import example_of
from xl_addin.use_cases.generating import facts
from xl_addin.use_cases.outputs import refuse_existing, write_all
from xl_addin.use_cases.printing import as_pdf, printing_only

FILLED, BLANK = "voorbeeld-ingevuld.xlsx", "voorbeeld-leeg.pdf"
COMPLETE = ("alg.volledigheid", "volledig")


def make_example(survey: Survey, out: Path, force: bool = False) -> tuple[Path, Path]:
    """Writes a filled workbook, that of the first full respondent of the example, and an empty one as a PDF.

    On paper stand the contents sheet and the sheets with questions. Raises `Problems` when one of them exists (unless
    `force`), when the folder cannot be written, or when there is no program that makes a PDF.
    """
    targets = out / FILLED, out / BLANK
    refuse_existing(targets, force)
    master = build_master(survey, survey.identity.year, in_force(survey))
    paper = {layout(survey).order[0], *(sheet.name for sheet in survey.sheets)}
    filled = filled_in(master, survey, *first_respondent(survey))
    refuse_defects(filled, FILLED)
    write_all({targets[1]: as_pdf(printing_only(master, paper), survey.language), targets[0]: filled})
    return targets


def first_respondent(survey: Survey) -> tuple[Mapping[str, str | float | None], dict[str, str | float | None]]:
    """What is known beforehand of the first respondent of the example that answered in full, and its answers."""
    example = example_of(survey)
    frame = read_frame(example / "frame.csv", survey.dimensions)
    sample = read_sample(example / "sample.csv", frame)
    numeric = {question.id for question in questions(survey) if question.numeric}
    given = {path.stem: read_answers(path, numeric) for path in sorted((example / "answers").glob("GM*.csv"))}
    question, value = COMPLETE
    code = next(code for code, answers in given.items() if answers.get(question, value) == value)
    return facts(frame, sample, code), given[code]


def filled_in(
    master: bytes, survey: Survey, known: Mapping[str, str | float | None], answers: Mapping[str, str | float | None]
) -> bytes:
    """A municipality's copy of the master with its answers, and every result computed."""
    places = layout(survey)
    cells: dict[str, dict[tuple[int, int], str | float | None]] = {}
    for name, answer in answers.items():
        spot = places.questions[name]
        cells.setdefault(spot.sheet, {})[spot.row, spot.column] = answer
    book = WorkbookPatch(stamp(opened(master, survey, places), known))
    return with_results(book.render(Changes(cells=cells)))
