"""The built-in web survey: its counted answers are the published ones, which stand beside the repository."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from generator.example.files import example_folder
from generator.example.web import EXPORT, SURVEY, web_export
from templates import load_survey
from templates.study_recipes import read_web_recipe
from tests.xl_addin.use_cases.conftest import ko

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "published"
ROWS = ("regie", "leerbaarheidstoets", "startklas", "zelfredzaamheid", "mb", "z_participatie")
CODES = {"gemeente": "gemeente", "samenwerkingsverband": "gr", "andere_organisatie": "andere", "nvt": "nvt"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    home = tmp_path_factory.mktemp("web")
    assert ko("demo", "--survey", SURVEY, "--out", home) == 0
    assert ko("export", home / "analyse.xlsx", "--out", home / "uit") == 0
    return pd.read_csv(home / "uit" / "resultaten.csv", keep_default_na=False, dtype={"klasse": str})


def test_the_recipe_gives_the_export() -> None:
    folder = example_folder(SURVEY)
    survey = load_survey(SURVEY)
    assert web_export(survey, read_web_recipe(folder, survey).model_dump()) == (folder / EXPORT).read_bytes()


def test_joint_bodies_are_respondents_beside_the_municipalities(results: pd.DataFrame) -> None:
    found = results[results["maat"] == "respondenten"].set_index("groep")["waarde"].astype(float)
    assert found.to_dict() == {"": 78, "gemeente": 75, "verband": 3}


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published figures are not beside this repository")
def test_who_does_the_work_is_as_published(results: pd.DataFrame) -> None:
    shares = results[(results["maat"] == "aandeel_antwoord") & (results["groep"] == "gemeente")]
    found = shares.set_index(["onderdeel", "klasse"])["waarde"].astype(float)
    table = pd.read_csv(PUBLISHED / "table_3_1.csv")
    for name, (_, printed) in zip(ROWS, table.groupby("row", sort=False), strict=True):
        for line in printed.dropna(subset=["value"]).itertuples():
            share = found[f"web.uitvoerder.{name}", CODES[line.column]]
            assert round(100 * share) == line.value, (name, line.column)


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published figures are not beside this repository")
def test_response_by_class_is_as_published(results: pd.DataFrame) -> None:
    response = results[
        (results["maat"] == "respons") & results["indeling"].isin(["inwoners", "stedelijkheid", "gevestigd"])
    ]
    table = pd.read_csv(PUBLISHED / "table_2_2.csv")
    for part, column in (("gemeenten", "totaal_nederland"), ("ontvangen", "respons")):
        mine = response[(response["onderdeel"] == part) & (response["klasse"] != "onbekend")]["waarde"].astype(float)
        assert mine.tolist() == table[(table["column"] == column) & (table["row"] != "Totaal")]["value"].tolist()


SIX = {
    ("Komt over het algemeen uit met SPUK-middelen", "ja"): ("web.spuk_uitkomst", "ja"),
    ("SiSa-verantwoording", "veel administratieve lasten"): ("web.sisa_last", "veel"),
    ("SiSa-verantwoording", "beperkte lasten"): ("web.sisa_last", "beperkt"),
    ("Betaalritme sluit aan bij kostenspreiding", "goed"): ("web.betaalritme", "goed"),
    ("Betaalritme sluit aan bij kostenspreiding", "slecht"): ("web.betaalritme", "slecht"),
    ("Betaalritme sluit aan bij kostenspreiding", "weet niet of neutraal"): (
        "web.betaalritme",
        "neutraal_of_weet_niet",
    ),
    ("Inzicht in gemeentefondsmiddelen uitvoering", "goed"): ("web.gf_inzicht", "goed"),
    ("Inzicht in gemeentefondsmiddelen uitvoering", "slecht"): ("web.gf_inzicht", "slecht"),
    ("Besteding t.o.v. ontvangen gemeentefonds", "weet niet"): ("web.gf_besteed", "weet_niet"),
    ("Besteding t.o.v. ontvangen gemeentefonds", "vergelijkbaar bedrag"): ("web.gf_besteed", "vergelijkbaar"),
    ("Besteding t.o.v. ontvangen gemeentefonds", "veel meer uitgegeven"): ("web.gf_besteed", "veel_meer"),
    ("Tevredenheid huidige systematiek", "voldoende"): ("web.cijfer", "voldoende"),
    ("Zicht op effecten prestatiebekostiging", "(zeer) slecht"): ("web.prestatie_zicht", "slecht_samen"),
    ("Zicht op effecten prestatiebekostiging", "weet niet"): ("web.prestatie_zicht", "weet_niet"),
}


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published figures are not beside this repository")
def test_the_experiences_are_as_published(results: pd.DataFrame) -> None:
    shares = results[(results["maat"] == "aandeel_antwoord") & (results["groep"] == "")]
    found = shares.set_index(["onderdeel", "klasse"])["waarde"].astype(float)
    printed = pd.read_csv(PUBLISHED / "text_6_2_webenquete.csv").set_index(["row", "column"])["value"]
    for place, key in SIX.items():
        assert round(100 * found[key]) == float(printed[place]), place
    mark = results[results["maat"] == "gemiddeld_antwoord"].set_index(["onderdeel", "groep"])["waarde"].astype(float)
    assert round(mark["web.cijfer", ""]) == 5
    assert round(8 * found["web.spuk_straks", "ja"], 2) == 1  # one in eight


def test_workbooks_count_as_the_export_does_and_hold_no_sheets_of_cost(tmp_path: Path) -> None:
    frame = example_folder("wi2021") / "frame.csv"
    sample = tmp_path / "sample.csv"
    kinds = {"GM9001": "gemeente", "GM9005": "gemeente", "GM9008": "verband"}
    sample.write_text("code,status\n" + "".join(f"{code},\n" for code in kinds), encoding="utf-8")
    assert ko("generate", "--survey", SURVEY, "--frame", frame, "--sample", sample, "--out", tmp_path / "uit") == 0
    for code, kind in kinds.items():
        answers = tmp_path / f"{code}.csv"
        mark = "" if code == "GM9001" else "web.cijfer,7\n"
        told = f"id,waarde\nweb.soort,{kind}\nweb.aantal_gemeenten,3\nweb.uitvoerder.regie,gr\n{mark}"
        answers.write_text(told, encoding="utf-8")
        (book,) = (tmp_path / "uit").glob(f"*{code}*.xlsx")
        assert ko("fill", book, answers) == 0
    target = tmp_path / "web.xlsx"
    assert ko("collect", tmp_path / "uit", "--survey", SURVEY, "--frame", frame, "--out", target) in (0, 1)
    assert ko("run", target) in (0, 1)
    assert ko("export", target, "--out", tmp_path / "csv") == 0
    found = pd.read_csv(tmp_path / "csv" / "resultaten.csv", keep_default_na=False)
    counted = found[found["maat"] == "respondenten"].set_index("groep")["waarde"].astype(float)
    assert counted.to_dict() == {"": 3, "gemeente": 2, "verband": 1}
    mark = found[(found["maat"] == "gemiddeld_antwoord") & (found["onderdeel"] == "web.cijfer")].set_index("groep")
    assert mark["n"].astype(float).to_dict() == {"": 2, "gemeente": 1, "verband": 1}
    book = openpyxl.load_workbook(target)
    assert not {"Kosten", "Gewichten", "Gemeenten", "Kasstromen", "Herkomst"} & set(book.sheetnames)
    said = [cell.value for row in book["Tabel 3.1"].iter_rows() for cell in row if isinstance(cell.value, str)]
    assert [text for text in said if "opgaven van 2 gemeenten en 1 samenwerkingsverband." in text]
    assert pd.read_csv(tmp_path / "csv" / "kosten.csv").empty
