"""A key from the sheet to the export: computed again from the CSV files alone, and a list that is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import nnls

from generator.analysis import layout as place
from templates import load_survey
from tests.xl_addin.use_cases.conftest import Chain, ko, table
from tests.xl_addin.use_cases.test_researcher import opened, put
from xl_addin.books.book import read_block, read_table

PAGE = place.page_places(load_survey())["herverdeling"]


@pytest.fixture(scope="module")
def files(chain: Chain) -> Mapping[str, pd.DataFrame]:
    names = ("gemeenten", "resultaten", "herverdeeleffect", "ijkpunt", "kosten")
    return {name: pd.read_csv(chain.exports / f"{name}.csv", keep_default_na=False, na_values=[""]) for name in names}


def test_the_export_holds_enough_to_make_the_key_again(files: Mapping[str, pd.DataFrame]) -> None:
    """Scipy on gemeenten.csv and kosten.csv gives the amounts, the fit and what every municipality gets."""
    towns = files["gemeenten"].set_index("code")
    costs = files["kosten"]
    yearly = costs[costs["ingang"] == "jaar"]
    edge = yearly[yearly["taak"] == "totaal"].set_index("code")["euro"]
    split = yearly[~yearly["taak"].isin(["totaal", "algemeen", "direct"])].groupby("code")["euro"].sum()
    cost = split.combine_first(edge)[towns.index[towns["telt_uitvoering"] == 1]]
    mine = towns.loc[cost.index]
    sizes = towns["klasse_inwoners"]
    design = mine["klasse_inwoners"].map(sizes.value_counts() / mine["klasse_inwoners"].value_counts())
    assert design.notna().all()
    every = pd.DataFrame({"1": 1.0, "begeleid": towns["N"], "inwoners": towns["inwoners"]}).astype(float)
    root = np.sqrt(design / mine["n"]).to_numpy()
    scale = every.loc[cost.index].abs().max().to_numpy()
    amounts = nnls(every.loc[cost.index].to_numpy() / scale * root[:, None], cost.to_numpy() * root)[0] / scale
    results = files["resultaten"].fillna({"onderdeel": "", "indeling": "", "klasse": "", "weging": ""})

    def figure(measure: str, part: str, weighting: str = "") -> float:
        keys = results[["maat", "onderdeel", "indeling", "weging"]].eq([measure, part, "totaal", weighting]).all(axis=1)
        (found,) = results.loc[keys, "waarde"]
        return float(found)

    named = list(every)
    assert [figure("verwacht", name, "ontwerp") for name in named] == pytest.approx(list(amounts), rel=1e-6, abs=1e-6)
    expected = every @ amounts
    budget = float(towns["gf_euro"].sum())
    assert figure("verdeelsleutel", "budget") == pytest.approx(budget)
    scaled = [figure("verdeelsleutel", name) for name in named]
    assert scaled == pytest.approx(list(amounts * budget / expected.sum()), rel=1e-6, abs=1e-6)
    effects = files["herverdeeleffect"].set_index("code")
    assert effects["nieuw"].to_numpy() == pytest.approx((expected * budget / expected.sum()).to_numpy(), abs=0.02)
    assert round(100 * effects["nieuw"].sum()) == round(100 * budget)
    assert effects["effect"].to_numpy() == pytest.approx((effects["nieuw"] - towns["gf_euro"]).to_numpy(), abs=1e-6)
    for year in ("jaar_1", "jaar_2", "jaar_8"):
        assert round(100 * effects[year].sum()) == round(100 * budget)
    points = files["ijkpunt"].set_index("code")
    assert (points["verwacht"] * points["begeleid"]).to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-6)
    own = points["eigen"].dropna()
    assert (own * mine["n"]).to_numpy() == pytest.approx(cost.to_numpy())
    split_in = points.loc[
        own.index, ["caseload", "salarisschaal", "overhead", "inhuur", "uitbesteding", "taakmix", "overig"]
    ]
    assert split_in.sum(axis=1).to_numpy() == pytest.approx(points.loc[own.index, "verschil"].to_numpy())


def test_another_key_typed_in_the_book(chain: Chain, tmp_path: Path) -> None:
    """A budget, an amount that is typed, one per class of a column of the frame; `run fund` fills page and lists."""
    book = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    lines: Sequence[Mapping[str, object]] = (
        {"maat": "budget", "bedrag": 5_000_000.05},
        {"maat": 1, "bedrag": 1000},
        {"maat": "begeleid", "indeling": "inwoners", "klasse": "<30"},
        {"maat": "inwoners"},
    )
    put(book, key=lines)
    assert ko("run", book, "--steps", "fund") in (0, 1)
    effects = table(book, place.EFFECTS_TABLE)
    assert round(100 * effects["nieuw"].astype(float).sum()) == 500_000_005
    with opened(book) as work:
        amounts = [row for row in read_block(work, PAGE.block("bedragen")) if row[0]]
        ranked = [row for row in read_block(work, PAGE.block("ranglijst")) if row[0]]
        bars = [row for row in read_block(work, PAGE.block("verdeling")) if row[0]]
    assert [row[0] for row in amounts] == ["1", "begeleid (inwoners: <30)", "inwoners"]
    assert amounts[0][1:4] == [1000, None, None]
    assert sum(float(str(row[5])) for row in amounts) == pytest.approx(1)
    effect = [float(str(row[3])) for row in ranked]
    assert effect == sorted(effect)
    assert sum(float(str(row[1])) for row in bars) == len(effects)


def test_without_lines_there_is_no_key(chain: Chain, tmp_path: Path) -> None:
    book = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    put(book, key=())
    assert ko("run", book) in (0, 1)
    assert table(book, place.EFFECTS_TABLE).empty
    assert not set(table(book, place.RESULTS_TABLE)["maat"]) & {"verdeelsleutel", "herverdeeleffect", "verwacht"}
    with opened(book) as work:
        assert all(cell is None for row in read_block(work, PAGE.block("ranglijst")) for cell in row)


def test_every_wrong_line_is_told_with_its_cell(
    chain: Chain, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    before = book.read_bytes()
    lines: Sequence[Mapping[str, object]] = (
        {"maat": "inwonrs"},
        {"maat": "naam"},
        {"maat": "inwoners", "indeling": "regio"},
        {"maat": "inwoners", "indeling": "inwoners", "klasse": "klein"},
        {"maat": "begeleid", "bedrag": -3},
        {"maat": "begeleid", "bedrag": "veel"},
        {"maat": "oad"},
        {"maat": "oad", "bedrag": 3},
    )
    put(book, key=lines)
    before = book.read_bytes()
    capsys.readouterr()
    assert ko("run", book) == 2
    told = capsys.readouterr().err
    for cell in ("A6", "A7", "B8", "C9", "D10", "D11", "A13"):
        assert f"Verdeelsleutel, cel {cell}" in told or f"Verdeelsleutel!{cell}" in told or cell in told, told
    assert book.read_bytes() == before


def test_a_new_collection_keeps_the_key(chain: Chain, tmp_path: Path) -> None:
    book = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    put(book, key=({"maat": "inwoners", "bedrag": 2, "toelichting": "van mij"},))
    assert ko("collect", chain.home / "ingevuld", "--frame", chain.country.frame, "--out", book, "--force") in (0, 1)
    assert list(table(book, place.KEY_TABLE)["toelichting"]) == ["van mij"]
    with opened(book) as work:
        assert len(read_table(work, place.KEY_TABLE)) == 1
