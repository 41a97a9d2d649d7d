"""The two pieces of docs/narekenen.md run on an export as a reader would run them, and give the published figures."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from templates.codebook import measure_is_told
from templates.result_codes import MEASURES
from tests.xl_addin.use_cases.conftest import Chain

PAGE = Path(__file__).parents[3] / "docs" / "narekenen.md"
WHERE = {
    "3.2": {"maat": "kosten_per_inburgeraar", "onderdeel": "uitvoering", "weging": "ratio"},
    "4.1": {"maat": "traject_kosten", "onderdeel": "direct", "groep": "asiel", "weging": "ratio"},
    "5.1": {"maat": "landelijk_totaal", "onderdeel": "uitvoering"},
}


def piece(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


def published(results: pd.DataFrame, table: str, division: str, klasse: str) -> float:
    keys = {**WHERE[table], "indeling": division, "klasse": klasse}
    if table == "5.1":
        keys["weging"] = "macro" if division == "totaal" else f"post_{division}"
    (value,) = results.loc[(results[list(keys)] == pd.Series(keys)).all(axis=1), "waarde"]
    return float(value)


@pytest.mark.parametrize(
    ("language", "program"),
    [
        ("python", (sys.executable, "-W", "error")),
        pytest.param(
            "r",
            ("Rscript", "--vanilla"),
            marks=pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not there"),
        ),
    ],
)
def test_the_piece_gives_every_figure_of_the_three_tables(
    chain: Chain, tmp_path: Path, language: str, program: Sequence[str]
) -> None:
    shutil.copytree(chain.exports, tmp_path / "export")
    script = tmp_path / f"narekenen.{language}"
    script.write_text(piece(language), encoding="utf-8")
    subprocess.run([*program, script.name], cwd=tmp_path, check=True)
    found = pd.read_csv(tmp_path / "narekend.csv", dtype={"tabel": str}, keep_default_na=False)
    results = pd.read_csv(chain.exports / "resultaten.csv", keep_default_na=False, dtype={"klasse": str})
    assert set(found["tabel"]) == set(WHERE)
    assert len(found) > 14
    for table, division, klasse, value in found.itertuples(index=False):
        assert value == pytest.approx(published(results, table, division, klasse)), (table, division, klasse)


def test_the_code_book_tells_every_column_and_every_measure(chain: Chain) -> None:
    book = pd.read_csv(chain.exports / "codeboek.csv", keep_default_na=False)
    assert (book["omschrijving"] != "").all(), book[book["omschrijving"] == ""]
    for path in chain.exports.glob("*.csv"):
        if path.name != "codeboek.csv":
            told = set(book.loc[(book["bestand"] == path.name) & (book["code"] == ""), "kolom"])
            assert set(pd.read_csv(path, nrows=0).columns) <= told, path.name
    used = set(pd.read_csv(chain.exports / "resultaten.csv")["maat"])
    assert all(measure_is_told(code) for code in {*MEASURES, *used})
