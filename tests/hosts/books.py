"""Workbooks as people have them before the first command: made by the commands that come before it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from generator.analysis import layout as place
from tests.country import make_country
from tests.hosts.changes import change, empty_table, parameter
from xl_addin.cli import main


@dataclass(frozen=True)
class Books:
    """The analysis workbook and a filled survey; `unsampled` is the analysis workbook before a sample is drawn.

    Drawing a sample is refused where there is one.
    """

    analysis: Path
    survey: Path
    unsampled: Path

    def before(self, command: str) -> Path:
        """The analysis workbook in which a command can run."""
        return self.unsampled if command == "sample" else self.analysis


def make_books(home: Path) -> Books:
    """Five municipalities of a country of 24."""
    country = make_country(home, seed=11, municipalities=24, respondents=5)
    sent, filled = home / "uitvraag", home / "ingevuld"
    frame, sample = ("--frame", str(country.frame)), ("--sample", str(country.sample))
    assert main(["generate", *frame, *sample, "--out", str(sent)]) == 0
    for code, answers in country.answers.items():
        (book,) = sent.glob(f"*{code}*.xlsx")
        assert main(["fill", str(book), str(answers), "--out", str(filled / book.name)]) == 0
    analysis = home / "analyse.xlsx"
    assert main(["collect", str(filled), *frame, *sample, "--out", str(analysis)]) in (0, 1)
    unsampled = Path(shutil.copy(analysis, home / "zonder_steekproef.xlsx"))
    change(unsampled, empty_table(place.SAMPLE_TABLE), parameter("steekproef.omvang", 20))
    return Books(analysis, min(filled.glob("*.xlsx")), unsampled)
