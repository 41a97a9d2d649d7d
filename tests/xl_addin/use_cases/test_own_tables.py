"""A division and a measure typed in the workbook: figures on their page and in the export, computed again from it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from generator.analysis import layout as place
from templates import load_survey
from tests.xl_addin.use_cases.conftest import Chain, ko, table
from tests.xl_addin.use_cases.test_researcher import opened, put
from xl_addin.books.book import read_block

PAGE = place.page_places(load_survey())["eigen"]
DIVISIONS = (
    {"indeling": "streek", "kolom": "provincie"},
    {"indeling": "grootte", "kolom": "inwoners", "grenzen": "50.000; 200000"},
    {"indeling": "streek en stad", "kolom": "provincie", "kruis": "stedelijkheid"},
)
MEASURES = (
    {"maat": "intake per fte", "teller": "jaar.intake", "noemer": "fte.intake", "eenheid": "euro per fte"},
    {"maat": "asiel per 1.000", "teller": "1000 * vol.asiel.begeleid", "noemer": "frame.inwoners"},
)


@pytest.fixture(scope="module")
def made(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("eigen") / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    put(book, divisions=DIVISIONS, measures=MEASURES)
    assert ko("run", book) in (0, 1)
    assert ko("export", book, "--out", book.parent / "export") == 0
    return book


@pytest.fixture(scope="module")
def files(made: Path) -> Mapping[str, pd.DataFrame]:
    names = ("gemeenten", "resultaten", "kosten", "antwoorden")
    folder = made.parent / "export"
    return {name: pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""]) for name in names}


def test_class_figures_are_those_that_the_export_gives(files: Mapping[str, pd.DataFrame]) -> None:
    towns, costs, results = (files[name] for name in ("gemeenten", "kosten", "resultaten"))
    towns = towns.set_index("code")
    yearly = costs[(costs["ingang"] == "jaar") & ~costs["taak"].isin(["algemeen", "direct", "totaal"])]
    edge = costs[costs["taak"] == "totaal"].set_index("code")["euro"]
    cost = yearly.groupby("code")["euro"].sum().combine_first(edge)[towns.index[towns["telt_uitvoering"] == 1]]
    persons = towns.loc[cost.index, "n"]
    grouped = {
        "streek": towns["provincie"],
        "grootte": pd.cut(
            towns["inwoners"], [0, 50_000, 200_000, 10**9], right=False, labels=["<50000", "50000-200000", ">=200000"]
        ),
        "streek en stad": towns["provincie"] + " / " + towns["klasse_stedelijkheid"],
    }
    for division, classes in grouped.items():
        mine = classes[cost.index].astype(str)
        expected = (cost.groupby(mine).sum() / persons.groupby(mine).sum()).to_dict()
        rows = results[(results["indeling"] == division) & (results["weging"] == "ratio")]
        rows = rows[(rows["maat"] == "kosten_per_inburgeraar") & (rows["onderdeel"] == "uitvoering")].set_index(
            "klasse"
        )
        assert rows.loc[list(expected), "waarde"].to_dict() == pytest.approx(expected)
        country = results[(results["indeling"] == division) & (results["maat"] == "begeleid_landelijk")]
        assert country["waarde"].sum() == pytest.approx(towns["N"].sum())


def test_measures_are_those_that_the_export_gives(files: Mapping[str, pd.DataFrame]) -> None:
    answers = files["antwoorden"]
    asked = answers[answers["id"] == "vol.asiel.begeleid"].set_index("code")["waarde"]
    asked = pd.to_numeric(asked, errors="coerce").dropna()
    heads = files["gemeenten"].set_index("code").loc[asked.index, "inwoners"]
    results = files["resultaten"]
    mine = results[
        (results["maat"] == "eigen_maat") & (results["weging"] == "ratio") & (results["indeling"] == "totaal")
    ]
    found = mine.set_index("onderdeel")
    assert found.at["asiel per 1.000", "waarde"] == pytest.approx(1000 * asked.sum() / heads.sum())
    assert found.at["asiel per 1.000", "n"] == len(asked)
    assert found.at["intake per fte", "eenheid"] == "euro per fte"
    by_class = results[(results["maat"] == "eigen_maat") & (results["indeling"] == "streek")]
    assert set(by_class["onderdeel"]) == {"intake per fte", "asiel per 1.000"}


def test_the_page_shows_them(made: Path) -> None:
    with opened(made) as book:
        blocks = {
            name: read_block(book, PAGE.block(name)) for name in ("indelingen", "verschillen", "maten", "maten_klassen")
        }
    lines = {name: [row for row in rows if row[0]] for name, rows in blocks.items()}
    assert {str(row[0]).split(":")[0] for row in lines["indelingen"]} == {"streek", "grootte", "streek en stad"}
    assert [row[0] for row in lines["maten"]] == ["intake per fte", "asiel per 1.000"]
    assert all(row[5] in ("verschilt", "onbeslist") for row in lines["verschillen"])
    assert len(lines["maten_klassen"]) > 20


def test_wrong_lines_are_told_together(chain: Chain, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    put(
        book,
        divisions=(
            {"indeling": "inwoners", "kolom": "provincie"},
            {"indeling": "a", "kolom": "regio"},
            {"indeling": "b", "kolom": "inwoners", "grenzen": "20; 10"},
            {"indeling": "c", "kolom": "inwoners"},
            {"indeling": "d", "kolom": "provincie", "kruis": "d"},
            {"indeling": "e", "kolom": "provincie", "grenzen": "5"},
        ),
    )
    capsys.readouterr()
    assert ko("run", book) == 2
    told = capsys.readouterr().err
    for cell in ("A6", "B7", "C8", "C9", "D10", "C11"):
        assert cell in told, told
    put(book, divisions=(), measures=({"maat": "x", "teller": "jaar.intak", "noemer": "begeleid"},))
    assert ko("run", book) == 2
    assert "jaar.intak" in capsys.readouterr().err


def test_what_was_asked_survives_a_new_collection(chain: Chain, tmp_path: Path) -> None:
    book = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    put(book, divisions=DIVISIONS[:1], measures=MEASURES[:1])
    assert ko("collect", chain.home / "ingevuld", "--frame", chain.country.frame, "--out", book, "--force") in (0, 1)
    assert list(table(book, place.OWN_DIVISIONS_TABLE)["indeling"]) == ["streek"]
    assert list(table(book, place.OWN_MEASURES_TABLE)["teller"]) == ["jaar.intake"]


def test_sensitivity_starts_from_the_totals_of_the_study(chain: Chain, tmp_path: Path) -> None:
    book = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    assert ko("sensitivity", book) == 0
    found = table(book, place.SENSITIVITY_TABLE)
    results = pd.read_csv(chain.exports / "resultaten.csv")
    macro = results[(results["weging"] == "macro") & (results["indeling"] == "totaal")]
    whole = macro[(macro["maat"] == "landelijk_totaal") & (macro["onderdeel"] == "uitvoering")]["waarde"].item()
    base = found[(found["soort"] == "basis") & (found["som"] == "landelijk_totaal")]
    assert float(base["waarde"].item()) == pytest.approx(whole)
    left_out = found[(found["soort"] == "respondent") & (found["som"] == "landelijk_totaal")]
    assert set(left_out["wat"]) == set(chain.country.answers)
    page = place.page_places(load_survey())["gevoeligheid"]
    with opened(book) as work:
        lines = [row for row in read_block(work, page.block("landelijk")) if row[0]]
    widths = [float(str(row[2])) - float(str(row[1])) for row in lines]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0
