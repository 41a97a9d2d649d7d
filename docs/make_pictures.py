"""Draws the first page of every visible sheet of the survey workbook, in four states, for the manual.

`make pictures` writes docs/pictures/{state}-{number}-{sheet}.png; LibreOffice makes the pages, pdftoppm the pictures.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from generator.survey.build import build_master
from generator.survey.layout import layout
from templates import Survey, load_survey
from templates.parameters import in_force
from xl_addin.use_cases.exemplifying import filled_in, first_respondent
from xl_addin.use_cases.printing import as_pdf

FOLDER = Path(__file__).with_name("pictures")
DOTS_PER_INCH, COLOURS = 55, 32
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
Answers = Mapping[str, str | float | None]


def states(answers: Answers) -> dict[str, Answers]:
    """Answers of an empty, half-filled, wrong and complete workbook."""
    half = dict(list(answers.items())[: len(answers) // 2])
    return {"leeg": {}, "half": half, "fout": {**answers, **WRONG}, "volledig": answers}


def sheet_of(page: str, sheets: tuple[str, ...]) -> str:
    """The sheet of a printed page, from its footer; empty where there is none."""
    last = next((line for line in reversed(page.splitlines()) if line.strip()), "")
    parts = {part.strip() for part in re.split(r"\s{2,}", last)}
    return next((sheet for sheet in sheets if sheet in parts), "")


def draw(workbook: bytes, state: str, survey: Survey) -> None:
    """The first page of each sheet of a workbook as a picture."""
    sheets = layout(survey).order
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder, "blad.pdf")
        printed.write_bytes(as_pdf(workbook, survey.language))
        text = subprocess.run(["pdftotext", "-layout", str(printed), "-"], check=True, capture_output=True).stdout
        seen: set[str] = set()
        for number, page in enumerate(text.decode().split("\f"), start=1):
            sheet = sheet_of(page, sheets)
            if not sheet or sheet in seen:
                continue
            seen.add(sheet)
            name = f"{state}-{sheets.index(sheet) + 1:02}-{sheet.lower().replace(' ', '-')}"
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
        draw(filled_in(master, survey, known, given), state, survey)
    pictures = sorted(FOLDER.glob("*.png"))
    size = sum(picture.stat().st_size for picture in pictures)
    print(f"{len(pictures)} pictures, {size / 1e6:.1f} MB in {FOLDER.name}/")
    if size > LARGEST:
        raise SystemExit("too large together for the manual")


if __name__ == "__main__":
    main()
