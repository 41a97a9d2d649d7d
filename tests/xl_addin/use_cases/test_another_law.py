"""A law of which no line of Python knows goes through every command, from a folder outside the package."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from templates.folders import FOLDER, VARIABLE, survey_home, survey_ids
from templates.loading import load_survey
from templates.parameters import in_force, plain
from templates.questions import limits, questions
from tests.recalculation import answers_table, differences, error_cells, named_values, recalculate
from tests.xl_addin.use_cases.conftest import ko
from xl_addin.checks.completeness import completeness
from xl_addin.intake.inputs import read_answers
from xl_addin.methods.answers.answers import read_answers as typed
from xl_addin.methods.costs.own_figures import own_figures

ID = "elders2025"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small survey of the product under another name, somewhere else, and what `demo` made of it."""
    folder = tmp_path_factory.mktemp("onderzoek")
    shutil.copytree(FOLDER / "jeugd2024", folder / ID)
    identity = folder / ID / "survey.yaml"
    identity.write_text(identity.read_text(encoding="utf-8").replace("id: jeugd2024", f"id: {ID}"), encoding="utf-8")
    before = os.environ.get(VARIABLE)
    try:
        assert ko("demo", "--survey", folder / ID, "--out", folder / "demo") == 0
        assert ko("export", folder / "demo" / "analyse.xlsx", "--out", folder / "uit") == 0
        yield folder
    finally:
        os.environ.pop(VARIABLE, None)
        if before is not None:
            os.environ[VARIABLE] = before


def results(home: Path) -> pd.DataFrame:
    return pd.read_csv(home / "uit" / "resultaten.csv", keep_default_na=False, na_values=[""]).fillna({"klasse": ""})


def test_the_filled_workbooks_compute_what_the_python_computes(home: Path) -> None:
    survey = load_survey(ID)
    numeric = {question.id for question in questions(survey) if question.numeric}
    given = {path.stem: read_answers(path, numeric) for path in (home / ID / "example" / "answers").glob("*.csv")}
    chosen = sorted(given)[:4]
    books = {code: next((home / "demo" / "ingevuld").glob(f"*{code}*")).read_bytes() for code in chosen}
    facts = pd.read_csv(home / ID / "example" / "frame.csv").set_index("code")
    answers = answers_table(given).assign(**{"alg.cbs_code": list(given)})
    known = {"alg.gemeente": "naam", "alg.inwoners": "inwoners", "dek.gf": "gf_euro"}
    for question, fact in known.items():
        answers[question] = facts[fact].reindex(answers.index).astype(object)
    own = own_figures(typed(answers, limits(survey)), plain(in_force(survey)), survey.dimensions)
    figures = own.figures.copy()
    figures["uit.volledigheid"] = completeness(answers.reindex(columns=[one.id for one in questions(survey)]), survey)
    for code, book in recalculate(books).items():
        assert not error_cells(book)
        assert differences(named_values(book), figures.loc[code].to_dict()) == []


def test_the_results_speak_of_this_law_only(home: Path) -> None:
    table = results(home)
    assert not [unit for unit in table["eenheid"].dropna().unique() if "inburgeraar" in unit or "{" in unit]
    assert "euro per jeugdige" in set(table["eenheid"])
    of_the_key = {"gemeente", "zonder_gemeente", "zonder_maat"}
    assert set(table["indeling"].dropna()) == {"totaal", "inwoners", "stedelijkheid", "relatief"} | of_the_key
    assert not table["maat"].isin(["traject_kosten", "jaarspreiding", "spuk_per_inburgeraar", "verschil_spuk"]).any()


def test_the_national_total_is_the_mean_over_the_factors_of_this_survey(home: Path) -> None:
    table = results(home)
    national = table[(table["maat"] == "landelijk_totaal") & (table["onderdeel"] == "uitvoering")]
    by = national[national["klasse"] == ""].set_index("weging")["waarde"]
    assert by["macro"] == pytest.approx((by["post_inwoners"] + by["post_stedelijkheid"]) / 2)
    band = national[national["weging"] == "macro"].iloc[0]
    assert (band["laag"], band["hoog"]) == (pytest.approx(0.9 * by["macro"]), pytest.approx(1.1 * by["macro"]))


def test_the_only_findings_are_the_mistake_that_the_example_makes(home: Path) -> None:
    with (home / "uit" / "bevindingen.csv").open(encoding="utf-8", newline="") as stream:
        found = {(row["code"], row["regel"]) for row in csv.DictReader(stream)}
    assert {one for one in found if one[1] != "V-ONBEKEND"} == {("GM8013", "C-SCHAAL"), ("GM8013", "COST_UNKNOWN")}
    # who answers onbekend on purpose is asked about it, and of no one else
    assert {code for code, rule in found if rule == "V-ONBEKEND"} == {"GM8005", "GM8007", "GM8024", "GM8038"}


def test_the_other_commands_know_the_survey_by_its_workbook(home: Path, tmp_path: Path) -> None:
    analysis = home / "demo" / "analyse.xlsx"
    assert ko("interview", analysis, "--out", tmp_path / "gesprek") == 0
    assert ko("errorreport", analysis, "--out", tmp_path / "fout") == 0
    filled = next((home / "demo" / "ingevuld").glob("*.xlsx"))
    shutil.copy(filled, tmp_path / "eigen.xlsx")
    assert ko("run", tmp_path / "eigen.xlsx") in (0, 1)
    more = tmp_path / "meer.csv"
    more.write_text("id,waarde\nalg.wachttijd_weken,3\n", encoding="utf-8")
    assert ko("fill", tmp_path / "eigen.xlsx", more) == 0
    assert ko("sample", "--survey", ID, "--frame", home / ID / "example" / "frame.csv", "--n", "9",
              "--strata", "inwoners", "--dry-run") == 0  # fmt: skip


def test_a_named_folder_is_found_and_an_unknown_name_tells_what_there_is(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert survey_home(ID) == home / ID
    assert {ID, "wi2021"} <= set(survey_ids())
    capsys.readouterr()
    assert ko("questions", "--survey", "bestaat_niet") == 2
    said = capsys.readouterr().err
    assert "[SURVEY_UNKNOWN]" in said
    assert ID in said
    assert ko("questions", "--survey", home / "weg") == 2
    assert "[SURVEY_NO_FOLDER]" in capsys.readouterr().err


def test_every_missing_part_is_named_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "leeg").mkdir()
    assert ko("questions", "--survey", tmp_path / "leeg") == 2
    said = capsys.readouterr().err
    assert said.count("[TEMPLATE_PART_MISSING]") == 5
    shutil.copytree(FOLDER / "jeugd2024", tmp_path / "jeugd2024", ignore=shutil.ignore_patterns("example"))
    os.environ.pop(VARIABLE, None)
    assert ko("demo", "--survey", tmp_path / "jeugd2024", "--out", tmp_path / "uit") == 2
    said = capsys.readouterr().err
    assert [name in said for name in ("frame.csv", "sample.csv", "answers")] == [True] * 3


def test_a_survey_that_forgets_what_every_survey_needs_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "jeugd2024"
    shutil.copytree(FOLDER / "jeugd2024", folder)
    for name, old, new in (
        ("survey.yaml", "uses: [loon]\n", ""),
        ("sheets/1_algemeen.yaml", "id: alg.cbs_code", "id: alg.code"),
    ):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert ko("questions", "--survey", folder) == 2
    said = capsys.readouterr().err
    assert "alg.cbs_code" in said
    assert "uses: [loon]" in said
