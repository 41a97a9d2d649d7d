"""From a list of municipalities to results: what one command writes, the next reads, and the figures hold together."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from generator.analysis import layout as place
from generator.ooxml.patch import Changes, WorkbookPatch
from templates import load_survey
from templates.codebook import CODEBOOK
from templates.columns import ANSWERS_COUNTED, CORRECTIONS, COSTS, EXCLUSIONS, FINDINGS, PARAMETERS, RESULTS, WEIGHTS
from templates.pages import pages
from templates.research import BENCHMARKS, EFFECTS, SENSITIVITY
from tests.xl_addin.use_cases.conftest import Chain, ko
from xl_addin.engine import register
from xl_addin.intake.filled import read_filled
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.own_figures import own_figures

SURVEY = load_survey()


def table(chain: Chain, name: str) -> pd.DataFrame:
    return pd.read_csv(chain.exports / f"{name}.csv", keep_default_na=True)


def parameters(chain: Chain) -> dict[str, float | str]:
    values = table(chain, "parameters").set_index("code")["waarde"]
    return {code: float(value) if value.replace(".", "").isdigit() else value for code, value in values.items()}


def test_every_export_has_the_columns_of_the_contract(chain: Chain) -> None:
    found = {path.name: tuple(pd.read_csv(path, nrows=0).columns) for path in chain.exports.iterdir()}
    assert found == {
        "kosten.csv": COSTS,
        "gewichten.csv": WEIGHTS,
        "resultaten.csv": RESULTS,
        "bevindingen.csv": FINDINGS,
        "parameters.csv": PARAMETERS,
        "antwoorden.csv": ANSWERS_COUNTED,
        "gemeenten.csv": found["gemeenten.csv"],
        "correcties.csv": CORRECTIONS,
        "uitsluitingen.csv": EXCLUSIONS,
        "herverdeeleffect.csv": EFFECTS,
        "ijkpunt.csv": BENCHMARKS,
        "gevoeligheid.csv": SENSITIVITY,
        "codeboek.csv": CODEBOOK,
    }
    frame = tuple(pd.read_csv(chain.country.frame, nrows=0).columns)
    assert found["gemeenten.csv"][: len(frame)] == frame
    assert {"klasse_inwoners", "status", "N", "n", "telt_uitvoering", "telt_traj.asiel.direct"} <= {
        *found["gemeenten.csv"]
    }


def test_the_exported_answers_and_municipalities_give_the_national_figure_again(chain: Chain) -> None:
    """A published figure computed outside: cost per inburgeraar, from what counts and who counts."""
    cost = table(chain, "kosten").query("ingang == 'jaar'").groupby("code")["euro"].sum()
    places = table(chain, "gemeenten").set_index("code")
    who = places.index[places["telt_uitvoering"] == 1]
    assert len(who) == len(chain.country.given)
    results = table(chain, "resultaten").query("maat == 'kosten_per_inburgeraar' and onderdeel == 'uitvoering'")
    shown = results.query("indeling == 'totaal' and weging == 'ratio'")["waarde"].item()
    assert shown == pytest.approx(cost[who].sum() / places.loc[who, "n"].sum())
    given = table(chain, "antwoorden").set_index(["code", "id"])["waarde"]
    code = who[0]
    assert float(given[code, "vol.asiel.begeleid"]) == chain.country.given[code]["vol.asiel.begeleid"]
    assert set(table(chain, "antwoorden")["herkomst"]) == {"antwoord"}


def test_what_was_filled_in_is_what_is_read_back(chain: Chain) -> None:
    for path in sorted((chain.home / "ingevuld").glob("*.xlsx")):
        filled = read_filled(path, SURVEY)
        given = chain.country.given[filled.code]
        assert {name: filled.answers[name] for name in given} == given
        assert not filled.remarks


def test_exported_costs_add_up_to_each_municipality_s_own_figures(chain: Chain) -> None:
    costs = table(chain, "kosten")
    answers = pd.DataFrame.from_dict(chain.country.given, orient="index", dtype=object).rename_axis("code")
    own = own_figures(read_answers(answers), parameters(chain), SURVEY.dimensions).figures
    yearly = costs[costs["ingang"] == "jaar"].groupby("code")["euro"].sum()
    pd.testing.assert_series_equal(yearly, own["uit.jaar.totaal"], check_names=False, rtol=1e-12)
    task = costs[(costs["groep"] == "asiel") & (costs["taak"] == "mb")].set_index("code")["euro"]
    assert (task == 2000.0).all()  # 18,000 for a group of 9


def test_weighted_inburgeraars_of_the_sample_equal_the_country_s_per_class(chain: Chain) -> None:
    frame = pd.read_csv(chain.country.frame).set_index("code")
    national = frame["asiel_begeleid"] + frame["gezin_begeleid"]
    weights = table(chain, "gewichten").query("weging == 'post_inwoners'").set_index("code")["gewicht"]
    bounds = [0, 30_000, 80_000, 250_001, 10**9]
    classes = pd.cut(frame["inwoners"], bounds, right=False, labels=False)
    reached = (weights * national[weights.index]).groupby(classes[weights.index]).sum()
    present = national[classes.isin(reached.index)].groupby(classes).sum()
    if len(reached) == 4:  # every size class has a respondent, so none was merged
        pd.testing.assert_series_equal(reached, present.astype(float), check_names=False)
    assert (weights * national[weights.index]).sum() == pytest.approx(national.sum())


def test_the_macro_total_is_the_mean_of_three_with_its_band(chain: Chain) -> None:
    results = table(chain, "resultaten").query("maat == 'landelijk_totaal' and onderdeel == 'uitvoering'")
    one_way = results[results["weging"].str.startswith("post_") & results["klasse"].isna()]
    macro = results[results["weging"] == "macro"].iloc[0]
    assert len(one_way) == 3
    assert macro["waarde"] == pytest.approx(one_way["waarde"].mean())
    assert (macro["laag"], macro["hoog"]) == pytest.approx((0.95 * macro["waarde"], 1.05 * macro["waarde"]))


def test_result_sheets_show_the_exported_results(chain: Chain) -> None:
    results = table(chain, "resultaten")
    book = openpyxl.load_workbook(chain.analysis)
    by_id = {one.id: one for one in SURVEY.tables}
    where = place.result_place(by_id["3.2"])
    sheet = book[where.sheet]
    shown = sheet.cell(where.full.last_row, where.full.column).value
    total = results.query("maat == 'kosten_per_inburgeraar' and onderdeel == 'uitvoering' and indeling == 'totaal'")
    assert shown == total.query("weging == 'ratio'")["waarde"].iloc[0]
    assert sheet.cell(where.block.last_row, where.block.column).value == round(shown, -2)
    for row, one in enumerate(SURVEY.tables, start=place.explained(SURVEY).row):
        assert (
            book[place.EXPLANATION_SHEET]
            .cell(row, place.EXPLANATION_COLUMN)
            .value.startswith("Opgaven van 10 gemeenten")
        )
        source = place.result_place(one).source
        assert "opgaven van 10 gemeenten. Berekend op" in book[one.sheet].cell(source.row, 1).value
    made = place.explanation_cells()["gemaakt"]
    assert "Kostenonderzoek" in book[place.EXPLANATION_SHEET].cell(made.row, made.column).value


def test_a_second_run_gives_the_same_and_keeps_what_a_person_wrote(chain: Chain, tmp_path: Path) -> None:
    book = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    opened = openpyxl.load_workbook(book)
    sheet = opened[place.FINDINGS_SHEET]
    header_row = place.LIST_OF_SHEET[place.FINDINGS_SHEET].header_row
    header = [cell.value for cell in sheet[header_row]]
    column = header.index("notitie") + 1
    rule = sheet.cell(header_row + 1, header.index("regel") + 1).value
    assert rule, "the country must give at least one finding"
    noted = Changes(cells={place.FINDINGS_SHEET: {(header_row + 1, column): "Gebeld op 3 mei"}})
    book.write_bytes(WorkbookPatch(book).render(noted))
    assert ko("run", book) == chain.ran
    assert ko("export", book, "--out", tmp_path / "export") == 0
    for name in ("kosten", "gewichten", "resultaten", "bevindingen"):
        assert (tmp_path / "export" / f"{name}.csv").read_bytes() == (chain.exports / f"{name}.csv").read_bytes()
    again = openpyxl.load_workbook(book)[place.FINDINGS_SHEET]
    notes = [again.cell(row, column).value for row in range(header_row + 1, again.max_row + 1)]
    assert "Gebeld op 3 mei" in notes
    assert list((tmp_path / "backup").glob("analyse_*.xlsx"))


def test_running_changes_values_only_every_other_part_stays_byte_for_byte(chain: Chain, tmp_path: Path) -> None:
    book = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    assert ko("run", book, "--steps", "allocate") == chain.ran
    before, after = WorkbookPatch(chain.analysis).package, WorkbookPatch(book).package
    assert before.names == after.names
    changed = {name for name in before.names if before.read(name) != after.read(name)}
    assert not [name for name in changed if not name.startswith(("xl/worksheets/sheet", "xl/tables/"))]


FILLED_BY = {"check": set(), "allocate": {"kosten"}, "weight": {"gewichten"}, "estimate": {"resultaten"}}
"""Which exports a step gives rows; before it they have a header only."""


def test_steps_one_by_one_end_where_all_at_once_does(chain: Chain, tmp_path: Path) -> None:
    book, country = tmp_path / "analyse.xlsx", chain.country
    sample = ("--sample", country.sample)
    ko("collect", chain.home / "ingevuld", "--frame", country.frame, *sample, "--out", book)
    expected: set[str] = set()
    for step in ("check", "allocate", "weight", "estimate", "fund", "time", "report"):
        assert ko("run", book, "--steps", step) == chain.ran
        if step in FILLED_BY:
            expected |= FILLED_BY[step]
            assert ko("export", book, "--out", tmp_path / step) == 0
            tables = {name: pd.read_csv(tmp_path / step / f"{name}.csv") for name in set().union(*FILLED_BY.values())}
            assert {name for name, rows in tables.items() if len(rows)} == expected
    assert ko("export", book, "--out", tmp_path / "export") == 0
    for path in chain.exports.iterdir():
        assert (tmp_path / "export" / path.name).read_bytes() == path.read_bytes()


def test_a_later_step_alone_computes_what_it_needs_and_fills_its_own_export(chain: Chain, tmp_path: Path) -> None:
    book = tmp_path / "analyse.xlsx"
    ko("collect", chain.home / "ingevuld", "--frame", chain.country.frame, "--out", book)
    ko("run", book, "--steps", "estimate,fund")
    assert ko("export", book, "--out", tmp_path / "export") == 0
    tables = {name: pd.read_csv(tmp_path / "export" / f"{name}.csv") for name in ("kosten", "gewichten", "resultaten")}
    assert {name for name, rows in tables.items() if len(rows)} == {"resultaten"}


def test_the_number_of_reads_and_writes_does_not_depend_on_the_number_of_municipalities(
    chain: Chain, tmp_path: Path
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for path in sorted((chain.home / "ingevuld").glob("*.xlsx"))[:6]:  # enough for a key
        shutil.copy(path, few)
    counts = []
    for source, name in ((few, "few.xlsx"), (chain.home / "ingevuld", "all.xlsx")):
        ko("collect", source, "--frame", chain.country.frame, "--out", tmp_path / name)
        register().calls.reset()
        ko("run", tmp_path / name)
        counts.append((register().calls.reads, register().calls.writes))
    assert counts[0] == counts[1]
    reads, writes = counts[0]
    # The lists; then of each table its header, and before each write what stands there, to put back should it fail.
    assert reads <= 13 + len(place.LISTS) + writes
    panels = sum(len(page.panels) for page in pages().analysis)
    # nine lists, four cells of the overview, four blocks of explanations; of a table figures (twice), signs and source
    assert writes <= 18 + 4 * len(SURVEY.tables) + panels


def test_a_municipality_s_own_workbook_gets_its_own_results(chain: Chain, tmp_path: Path) -> None:
    source = sorted((chain.home / "ingevuld").glob("*.xlsx"))[0]
    book = tmp_path / source.name
    shutil.copy(source, book)
    assert ko("run", book) in (0, 1)
    code = read_filled(book, SURVEY).code
    answers = pd.DataFrame([chain.country.given[code]], index=pd.Index([code], name="code"), dtype=object)
    own = own_figures(read_answers(answers), parameters(chain), SURVEY.dimensions).figures.iloc[0]
    sheet = openpyxl.load_workbook(book)["Eigen uitkomst"]
    keys = {sheet.cell(row, 5).value: sheet.cell(row, 3).value for row in range(1, 90)}
    for name in ("uit.jaar.totaal", "uit.traj.asiel.totaal", "uit.verschil.gf", "uit.verschil.spuk.gezin"):
        assert keys[name] == pytest.approx(own[name])
