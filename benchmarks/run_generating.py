"""Prints what a country of survey workbooks costs by stamping, beside openpyxl and XlsxWriter making the same cells.

`python benchmarks/run_generating.py`, from anywhere, in an environment with the development dependencies. Times are of
the processor, so that what else the machine does matters little; the ratios are of one run.
"""

from __future__ import annotations

import tempfile
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import xlsxwriter

from generator.example import example_folder
from generator.ooxml.sheet import parse_area
from generator.survey.all_pages import survey_pages
from generator.survey.build import build_master
from generator.survey.layout import layout
from generator.survey.page import Page
from generator.survey.stamp import Master, opened, stamp
from templates import load_survey
from templates.parameters import in_force
from xl_addin.intake.inputs import read_frame
from xl_addin.use_cases.generating import facts, generate

FEW = 5
"""Workbooks made one by one with a library, to reckon the whole country from."""


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def with_xlsxwriter(pages: tuple[Page, ...], path: Path) -> None:
    """The cells, looks, widths, names and checks on entry of the pages, written by XlsxWriter."""
    book = xlsxwriter.Workbook(path)
    looks: dict[tuple[str, str], object] = {}
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for (row, column), cell in page.cells.items():
            key = (cell.style, cell.number_format)
            if key not in looks:
                looks[key] = book.add_format({"num_format": cell.number_format or "General"})
            sheet.write(row - 1, column - 1, cell.value, looks[key])
        for column, width in page.widths.items():
            sheet.set_column(column - 1, column - 1, width)
        for check in page.validations:
            top, left, bottom, right = parse_area(check.area.split()[0])
            kind = {"list": "list", "custom": "custom", "none": "any"}[check.kind]
            options = {"validate": kind, "input_title": check.prompt_title, "input_message": check.prompt}
            formula = {"list": {"source": f"={check.formula}"}, "custom": {"value": f"={check.formula}"}}
            sheet.data_validation(top - 1, left - 1, bottom - 1, right - 1, {**options, **formula.get(kind, {})})
    for page in pages:
        for name, (row, column, _, _) in page.names.items():
            book.define_name(name, f"='{page.name}'!${chr(64 + min(column, 26))}${row}")
    book.close()


def main() -> None:
    """Runs everything once and prints it."""
    survey = load_survey()
    parameters, places = in_force(survey), layout(survey)
    frame = read_frame(example_folder(survey.id) / "frame.csv")
    made: list[Master] = []
    # first of all: what is made once is then made here
    one = seconds(lambda: made.append(opened(build_master(survey, survey.identity.year, parameters), survey, places)))
    master = made[0]
    pages = survey_pages(survey, survey.identity.year, parameters)
    known = [facts(frame, frame, str(code)) for code in frame.index]
    stamping = seconds(partial(stamp_all, master, known))
    with tempfile.TemporaryDirectory() as folder:
        whole = seconds(
            lambda: generate(survey, survey.identity.year, frame, frame, parameters, Path(folder, "uitvraag"))
        )
        xlsx = sum(seconds(partial(with_xlsxwriter, pages, Path(folder, f"{at}.xlsx"))) for at in range(FEW)) / FEW
        peaks = [_peak(partial(stamp_all, master, known[:many])) for many in (20, 200)]
    plain = seconds(lambda: [build_master(survey, survey.identity.year, parameters) for _ in range(FEW)]) / FEW
    count = len(known)
    print(f"{count} workbooks, {sum(len(page.cells) for page in pages)} cells each; processor seconds")
    print(f"  master, built, computed, checked      {one:7.2f}")
    print(f"  stamping {count} copies                 {stamping:7.2f}   {1000 * stamping / count:.1f} ms each")
    print(f"  generate, all of it, files written    {whole:7.2f}")
    print(f"  openpyxl, one by one (reckoned)       {plain * count:7.2f}   {plain / (stamping / count):.0f} x stamping")
    print(f"  XlsxWriter, one by one (reckoned)     {xlsx * count:7.2f}   {xlsx / (stamping / count):.0f} x stamping")
    print(f"  memory at its highest, 20 and 200 copies: {peaks[0] / 1e6:.1f} and {peaks[1] / 1e6:.1f} MB")


def stamp_all(master: Master, known: Sequence[Mapping[str, str | float | None]]) -> int:
    """Copies for all municipalities, one after the other; gives their bytes together."""
    return sum(len(stamp(master, each)) for each in known)


def _peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
