"""The plain example of the second law: what is committed is what is drawn, and a wrong recipe is refused."""

from __future__ import annotations

import copy

import pytest

from generator.example.files import example_folder
from generator.example.plain import plain_files
from templates import load_survey
from templates.recipes import read_plain_recipe

SURVEY = load_survey("jeugd2024")
FOLDER = example_folder("jeugd2024")
RECIPE = read_plain_recipe(FOLDER, SURVEY).model_dump()


def test_what_is_committed_is_what_is_drawn() -> None:
    files = plain_files(SURVEY, RECIPE)
    committed = {*FOLDER.rglob("*.csv")}
    assert {FOLDER / name for name in files} == committed
    assert {name: (FOLDER / name).read_text(encoding="utf-8") for name in files} == files


def test_a_respondent_more_changes_no_other() -> None:
    more = copy.deepcopy(RECIPE)
    more["respondents"]["GM8001"] = "zelf"
    before, after = plain_files(SURVEY, RECIPE), plain_files(SURVEY, more)
    assert {name for name in after if before.get(name) != after[name]} == {"answers/GM8001.csv", "sample.csv"}


def test_an_id_that_is_not_asked_and_a_column_that_is_missing_are_refused() -> None:
    wrong = copy.deepcopy(RECIPE)
    wrong["answers"]["jaar.beleid.gemeente.uren"] = 1
    with pytest.raises(KeyError, match=r"jaar\.beleid\.gemeente\.uren"):
        plain_files(SURVEY, wrong)
    wrong = copy.deepcopy(RECIPE)
    del wrong["municipalities"]["rules"]["gf_euro"]
    with pytest.raises(KeyError, match="gf_euro"):
        plain_files(SURVEY, wrong)
