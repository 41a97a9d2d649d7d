"""Draws sheets of the analysis workbook and slides of the presentation, made from the built-in example, for the manual.

`make pictures` writes docs/handleiding/pictures/*.png. `python docs/make_analysis_pictures.py SOFFICE` takes another
LibreOffice than the one on the path; without Impress the slides are left as they are.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import xlwings as xw
from PIL import Image

from templates.loading import OWN_LANGUAGE
from xl_addin.cli import main as kostenonderzoek
from xl_addin.commands import COMMANDS
from xl_addin.engine import register
from xl_addin.use_cases.printing import printing_only, profile_for

FOLDER = Path(__file__).parent / "handleiding" / "pictures"
SHEETS = ("Overzicht", "Tabel 3.2", "Weging", "Herverdeling", "Eigen uitkomsten", "Gevoeligheid")
DIVISIONS = (("dichtheid", "oad", "500; 1000; 2000", None), ("grootte x dichtheid", "oad", "1000", "inwoners"))
"""What is asked on the sheet Indelingen."""
SLIDES = (6,)
DOTS_PER_INCH, SLIDE_DOTS_PER_INCH = 60, 45
COLOURS = 32
PAGE = re.compile(r"\d+ / \d+\s*$")
LARGEST = 500_000
"""Bytes of all pictures together."""


def printed(document: Path, soffice: str) -> Path | None:
    """The document as a PDF beside it; None when this LibreOffice cannot open such a document."""
    home = document.parent / f"profiel-{document.suffix[1:]}"
    profile = f"-env:UserInstallation={profile_for(OWN_LANGUAGE, home)}"
    ask = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(document.parent), str(document)]
    subprocess.run(ask, check=False, capture_output=True)
    made = document.with_suffix(".pdf")
    return made if made.is_file() else None


def draw(document: Path, page: int, name: str, dots: int) -> None:
    """A page as a picture in few colours."""
    target = FOLDER / name
    one = ["-f", str(page), "-l", str(page), "-r", str(dots), "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *one, str(document), str(target)], check=True)
    path = target.with_suffix(".png")
    picture = Image.open(path).convert("RGB")
    picture.crop(filled_part(picture)).quantize(COLOURS).save(path, optimize=True)


def filled_part(picture: Image.Image) -> tuple[int, int, int, int]:
    """The page down to what is printed last above the footer: half a page of white tells nothing."""
    width, height = picture.size
    body = picture.crop((0, 0, width, round(height * 0.93))).convert("L").point(lambda grey: 255 if grey < 250 else 0)
    box = body.getbbox()
    return (0, 0, width, min(height, box[3] + 12) if box else height)


def first_pages(document: Path) -> dict[str, int]:
    """The first page of every sheet that is asked for, by the name in its footer."""
    text = subprocess.run(["pdftotext", "-layout", str(document), "-"], check=True, capture_output=True).stdout
    found: dict[str, int] = {}
    for number, page in enumerate(text.decode().split("\f"), start=1):
        # what is drawn beyond the page has its text below the footer
        footer = next((line for line in reversed(page.splitlines()) if PAGE.search(line)), "")
        for part in {part.strip() for part in re.split(r"\s{2,}", footer)} & set(SHEETS):
            found.setdefault(part, number)
    return found


def ask_for_own_results(analysis: Path) -> None:
    """Divisions of one's own in the lists, and all commands that the pictures are of."""
    register()
    book = xw.Book(analysis)
    try:
        first = book.sheets["Indelingen"].tables["tblIndelingen"].header_row_range
        for down, line in enumerate(DIVISIONS, start=1):
            first.offset(down, 0).value = list(line)
        for command in ("sensitivity", "all"):
            COMMANDS[command](book)
        book.save()
    finally:
        book.close()


def main(soffice: str = "soffice") -> None:
    """Draws everything anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        assert kostenonderzoek(["demo", "--out", home]) == 0
        assert kostenonderzoek(["presentation", f"{home}/analyse.xlsx", "--out", home]) == 0
        analysis = Path(home, "analyse.xlsx")
        ask_for_own_results(analysis)
        analysis.write_bytes(printing_only(analysis.read_bytes(), SHEETS))
        workbook = printed(analysis, soffice)
        assert workbook is not None
        pages = first_pages(workbook)
        for sheet in SHEETS:
            draw(workbook, pages[sheet], sheet.lower().replace(" ", "-").replace(".", "-"), DOTS_PER_INCH)
        slides = printed(Path(home, "presentatie.pptx"), soffice)
        for number in SLIDES if slides else ():
            draw(slides, number, f"dia-{number:02}", SLIDE_DOTS_PER_INCH)
        if slides is None:
            print("this LibreOffice has no Impress: the slides were not drawn anew")
    size = sum(picture.stat().st_size for picture in FOLDER.glob("*.png"))
    print(f"{size / 1e6:.2f} MB in {FOLDER}")
    if size > LARGEST:
        raise SystemExit("too large together for the manual")


if __name__ == "__main__":
    main(*sys.argv[1:])
