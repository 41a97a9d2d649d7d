"""Draws the pages of the survey workbook that the manual shows, in four states.

`make pictures` writes docs/pictures/{state}-{number}-{sheet}.png; LibreOffice makes the pages, pdftoppm the pictures.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from generator.formulas.workbook import with_results
from generator.ooxml.patch import Changes, WorkbookPatch
from generator.survey.build import build_master
from generator.survey.layout import layout
from generator.survey.outlook import PLAN, outlook_page
from generator.survey.texts import speaking_of
from templates import Survey, load_survey
from templates.parameters import in_force
from xl_addin.use_cases.exemplifying import filled_in, first_respondent
from xl_addin.use_cases.printing import as_pdf

FOLDER = Path(__file__).with_name("pictures")
DOTS_PER_INCH, COLOURS = 80, 96
LARGEST = 2_000_000
"""Bytes of all pictures together."""

WRONG: Mapping[str, str | float] = {
    "vol.asiel.begeleid": "veel",
    "vol.gezin.begeleid": -5.0,
    "jaar.intake.gemeente.schaal": 99.0,
    "jaar.rand.totaal": 1.0,
    "traj.asiel.b1.jaar1": 0.9,
    "traj.asiel.b1.jaar2": 0.9,
}
INFLOW = {"asiel": (80, 105, 112, 110, 100, 95), "gezin": (70, 95, 100, 100, 105, 105)}
"""Made-up persons per year, for the sheet that looks ahead."""
MORE_PAGES = {("volledig", "Vooruitblik"): 2}
SHOWN = {
    "leeg-01-inhoud",
    "volledig-04-jaarkosten",
    "fout-09-controles",
    "half-10-samenvatting",
    "volledig-12-vooruitblik-2",
}
"""The pictures that a page shows; a page to show more is added here."""
Answers = Mapping[str, str | float | None]


def states(answers: Answers) -> dict[str, Answers]:
    """Answers of an empty, half-filled, wrong and complete workbook."""
    half = dict(list(answers.items())[: len(answers) // 2])
    return {"leeg": {}, "half": half, "fout": {**answers, **WRONG}, "volledig": answers}


def looking_ahead(workbook: bytes, survey: Survey) -> bytes:
    """The workbook with an inflow typed on the sheet `Vooruitblik`, and every result computed."""
    with speaking_of(survey):
        page = outlook_page(survey)
    cells: dict[tuple[int, int], str | float | None] = {}
    for group, persons in INFLOW.items():
        row, column, *_ = page.names[f"{PLAN}.instroom.{group}"]
        cells |= {(row + at, column): float(number) for at, number in enumerate(persons)}
    return with_results(WorkbookPatch(workbook).render(Changes(cells={page.name: cells})))


def sheet_of(page: str, sheets: tuple[str, ...]) -> str:
    """The sheet of a printed page, from its footer; empty where there is none."""
    last = next((line for line in reversed(page.splitlines()) if line.strip()), "")
    parts = {part.strip() for part in re.split(r"\s{2,}", last)}
    return next((sheet for sheet in sheets if sheet in parts), "")


def draw(workbook: bytes, state: str, survey: Survey) -> None:
    """The first page of each sheet of a workbook as a picture, and of some the next as well."""
    sheets = layout(survey).order
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder, "blad.pdf")
        printed.write_bytes(as_pdf(workbook, survey.language))
        text = subprocess.run(["pdftotext", "-layout", str(printed), "-"], check=True, capture_output=True).stdout
        seen = Counter[str]()
        for number, page in enumerate(text.decode().split("\f"), start=1):
            sheet = sheet_of(page, sheets)
            if not sheet or seen[sheet] == MORE_PAGES.get((state, sheet), 1):
                continue
            name = f"{state}-{sheets.index(sheet) + 1:02}-{sheet.lower().replace(' ', '-')}"
            seen[sheet] += 1
            name += f"-{seen[sheet]}" if seen[sheet] > 1 else ""
            if name not in SHOWN:
                continue
            one = ["-f", str(number), "-l", str(number), "-r", str(DOTS_PER_INCH), "-png", "-singlefile"]
            subprocess.run(["pdftoppm", *one, str(printed), str(FOLDER / name)], check=True)
            path = FOLDER / f"{name}.png"
            Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def main() -> None:
    """Draws everything anew."""
    survey = load_survey()
    master = build_master(survey, survey.identity.year, in_force(survey))
    known, answers = first_respondent(survey)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for state, given in states(answers).items():
        workbook = filled_in(master, survey, known, given)
        draw(looking_ahead(workbook, survey) if state == "volledig" else workbook, state, survey)
    pictures = sorted(FOLDER.glob("*.png"))
    if missing := SHOWN - {picture.stem for picture in pictures}:
        raise SystemExit(f"not drawn: {', '.join(sorted(missing))}")
    size = sum(picture.stat().st_size for picture in pictures)
    print(f"{len(pictures)} pictures, {size / 1e6:.1f} MB in {FOLDER.name}/")
    if size > LARGEST:
        raise SystemExit("too large together for the manual")


if __name__ == "__main__":
    main()
