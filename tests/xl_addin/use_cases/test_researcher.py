"""What a researcher does in the analysis workbook counts, shows, and survives every run and new collection."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import docx
import pandas as pd
import pytest
import xlwings as xw

from generator.analysis import layout as place
from templates import load_survey
from templates.columns import CORRECTIONS, EXCLUSIONS, SCENARIO_RESULTS, SCENARIOS
from templates.instruments import WEIGHT
from templates.research import KEY_LINES, OWN_DIVISIONS, OWN_MEASURES
from tests.xl_addin.use_cases.conftest import Chain, ko, seen, table
from xl_addin.books.book import TableWrite, read_table, write
from xl_addin.engine import register

SURVEY = load_survey()


@contextmanager
def opened(path: Path) -> Iterator[xw.Book]:
    register()
    book = xw.Book(path)
    try:
        yield book
        book.save()
    finally:
        book.close()


Rows = Sequence[Mapping[str, object]]


def put(path: Path, **lists: Rows) -> None:
    """Type these rows into lists, by the name of the list in LISTS, instead of what stands there."""
    with opened(path) as book:
        for name, rows in lists.items():
            table, columns = LISTS[name]
            write(book, [TableWrite(table, pd.DataFrame(rows, columns=list(columns), dtype=object))])


LISTS: Mapping[str, tuple[str, Sequence[str]]] = {
    "corrections": (place.CORRECTIONS_TABLE, CORRECTIONS),
    "exclusions": (place.EXCLUSIONS_TABLE, EXCLUSIONS),
    "scenarios": (place.SCENARIOS_TABLE, SCENARIOS),
    "key": (place.KEY_TABLE, KEY_LINES),
    "divisions": (place.OWN_DIVISIONS_TABLE, OWN_DIVISIONS),
    "measures": (place.OWN_MEASURES_TABLE, OWN_MEASURES),
}
"""What a researcher types in: the table and its columns."""


@pytest.fixture
def book(chain: Chain, tmp_path: Path) -> Path:
    copy = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, copy)
    return copy


def recollect(chain: Chain, book: Path, *more: str | Path) -> int:
    country = chain.country
    sample = ("--sample", country.sample, "--force", *more)
    return ko("collect", chain.home / "ingevuld", "--frame", country.frame, "--out", book, *sample)


def cost(path: Path, code: str, task: str) -> float:
    costs = table(path, place.COSTS_TABLE)
    mine = costs[(costs["code"] == code) & (costs["taak"] == task) & (costs["ingang"] == "jaar")]
    return float(mine["euro"].astype(float).sum())


def asked_of(path: Path, code: str) -> set[tuple[str, str]]:
    """Rule and question of what is missing at a municipality."""
    found = table(path, place.FINDINGS_TABLE)
    mine = found[(found["code"] == code) & found["regel"].str.startswith("V-")]
    return set(zip(mine["regel"], mine["id"], strict=True))


def test_corrections_and_exclusions_count_until_their_rows_are_deleted(book: Path) -> None:
    code, other = table(book, place.ANSWERS_TABLE)["code"].iloc[:2]
    before, missing = cost(book, code, "beleid"), asked_of(book, other)
    correction = {"code": code, "id": "jaar.beleid.uitbesteding", "oud": None, "nieuw": 7_000, "reden": "factuur"}
    exclusion = {"code": other, "onderdeel": "jaar", "reden": "onbetrouwbaar"}
    put(book, corrections=[correction], exclusions=[exclusion])
    assert ko("run", book) in (0, 1)
    assert cost(book, code, "beleid") == pytest.approx(before + 7_000)
    assert table(book, place.ANSWERS_TABLE).set_index("code").at[code, "jaar.beleid.uitbesteding"] is None
    costs = table(book, place.COSTS_TABLE)
    assert set(costs[costs["code"] == other]["ingang"]) == {"traj"}
    assert asked_of(book, other) == missing
    one = place.explanation_cells()["gemeenten"]
    line = seen(book)[place.EXPLANATION_SHEET].cell(one.row, one.column).value
    assert f"Onderzoeker: 1 correcties; uitgesloten: {other} jaar." in line
    put(book, corrections=[], exclusions=[])
    ko("run", book, "--steps", "allocate")
    assert cost(book, code, "beleid") == pytest.approx(before)
    assert cost(book, other, "beleid") > 0


def test_one_line_leaves_a_task_out_for_everybody(book: Path) -> None:
    codes = list(table(book, place.ANSWERS_TABLE)["code"])
    assert any(cost(book, code, "beleid") > 0 for code in codes)
    put(book, exclusions=[{"code": "Alle", "onderdeel": "jaar.beleid", "reden": "hoort er niet bij"}])
    assert ko("run", book, "--steps", "allocate,estimate") in (0, 1)
    assert all(cost(book, code, "beleid") == 0 for code in codes)
    assert any(cost(book, code, "inkoop") > 0 for code in codes)
    results = table(book, place.RESULTS_TABLE)
    macro = results[(results["maat"] == "landelijk_totaal") & (results["weging"] == "macro")]
    assert (macro["waarde"].astype(float) > 0).all()
    assert "EXCLUSION_UNKNOWN" not in set(table(book, place.FINDINGS_TABLE)["regel"])


def test_all_of_one_person_s_work_survives_a_new_collection(chain: Chain, book: Path) -> None:
    code = str(table(book, place.ANSWERS_TABLE)["code"].iloc[0])
    correction = {"code": code, "id": "jaar.beleid.uitbesteding", "oud": None, "nieuw": 5, "reden": "=reden"}
    exclusion = {"code": code, "onderdeel": "traj.gezin", "reden": "te klein"}
    scenario = {
        "scenario": "Loon 3% hoger",
        "code": "loon",
        "waarde": 1.03,
        "eerste_jaar": 2026,
        "toelichting": "=raming",
    }
    put(book, corrections=[correction], exclusions=[exclusion], scenarios=[scenario])
    with opened(book) as opening:
        grid = read_table(opening, place.INSTRUMENTS_TABLE)
        grid.loc[0, WEIGHT] = 2.5
        figures = pd.DataFrame([{"maat": "begeleid_per_10000", "basis": 40.0}], columns=list(SCENARIO_RESULTS))
        results = (place.SCENARIO_RESULTS_TABLE, figures)
        findings = read_table(opening, place.FINDINGS_TABLE)
        findings["notitie"] = [f"notitie {number}" for number in range(len(findings))]
        parameters = read_table(opening, place.PARAMETERS_TABLE)
        parameters.loc[parameters["code"] == "productieve_uren", ["waarde", "bron"]] = [1400, "eigen raming"]
        parameters.loc[parameters["code"] == "ritme.jaar1", "waarde"] = 0.5
        sample = read_table(opening, place.SAMPLE_TABLE)
        sample["status"] = ["in_controle", *sample["status"].iloc[1:]]
        changes = [(place.FINDINGS_TABLE, findings), (place.PARAMETERS_TABLE, parameters), (place.SAMPLE_TABLE, sample)]
        changes += [(place.INSTRUMENTS_TABLE, grid), results]
        write(opening, [TableWrite(name, frame) for name, frame in changes])
    notes = set(findings["notitie"])
    assert recollect(chain, book) in (0, 1)
    ko("run", book, "--steps", "check")
    after = [*table(book, place.FINDINGS_TABLE)["notitie"], *table(book, place.SOLVED_TABLE)["notitie"]]
    assert notes == {note for note in after if note}
    assert table(book, place.CORRECTIONS_TABLE)[["code", "nieuw", "reden"]].to_numpy().tolist() == [[code, 5, "=reden"]]
    assert list(table(book, place.EXCLUSIONS_TABLE)["onderdeel"]) == ["traj.gezin"]
    kept = table(book, place.PARAMETERS_TABLE).set_index("code")
    assert list(kept.loc["productieve_uren", ["waarde", "bron"]]) == [1400, "eigen raming"]
    assert kept.at["ritme.jaar1", "waarde"] == 0.5
    untied = table(book, place.FINDINGS_TABLE).query("regel == 'PARAMETERS_UNTIED'")["tekst"]
    assert "ritme.oud.jaar1 (0,61) hoort gelijk te zijn aan ritme.jaar1 (0,5)" in untied.item()
    assert table(book, place.SAMPLE_TABLE)["status"].iloc[0] == "in_controle"
    assert table(book, place.SCENARIOS_TABLE).to_dict("records") == [scenario]
    assert table(book, place.INSTRUMENTS_TABLE).equals(grid)
    assert table(book, place.SCENARIO_RESULTS_TABLE).empty
    assert list((book.parent / "backup").glob("analyse_*.xlsx"))


def test_each_respondent_gets_a_guide_with_fixed_topics_first(chain: Chain, tmp_path: Path) -> None:
    assert ko("interview", chain.analysis, "--out", tmp_path / "gesprek") == 0
    written = sorted((tmp_path / "gesprek").glob("gesprek_GM*.docx"))
    assert len(written) == len(chain.country.given)
    document = docx.Document(str(written[0]))
    headings = [line.text for line in document.paragraphs if line.style and line.style.name == "Heading 2"]
    assert headings == ["Vast onderwerp", "Ontbreekt", "Past niet"]
    assert document.tables[0].rows[1].cells[0].text == "1"


def test_points_come_with_the_largest_amount_first(chain: Chain) -> None:
    points = table(chain.analysis, place.INTERVIEW_TABLE)
    for _, mine in points.groupby("code"):
        assert list(mine["volgorde"]) == list(range(1, len(mine) + 1))
        for _, kind in mine.groupby("soort"):
            amounts = kind["euro"].dropna().astype(float)
            assert amounts.is_monotonic_decreasing


def test_a_letter_says_who_when_and_where_in_word_and_in_text(chain: Chain, tmp_path: Path) -> None:
    out = tmp_path / "fout"
    assert ko("errorreport", chain.analysis, "--out", out, "--deadline", "2025-03-31", "--sender", "Bureau X") == 0
    texts = sorted(out.glob("foutrapport_GM*.txt"))
    assert texts
    body = texts[0].read_text(encoding="utf-8")
    document = docx.Document(str(texts[0].with_suffix(".docx")))
    written = [paragraph.text for paragraph in document.paragraphs]
    for line in ("Van: Bureau X", "uiterlijk 31 maart 2025", "Met vriendelijke groet,"):
        assert line in body
        assert any(line in paragraph for paragraph in written)
    sheets = [line for line in written if line.startswith("Blad ")]
    assert sheets == [line for line in body.splitlines() if line.startswith("Blad ")]
    assert len(sheets) == len(set(sheets))
    for grid in document.tables:
        said = [[cell.text for cell in row.cells] for row in grid.rows[1:]]
        assert len({row[1] for row in said}) == len(said)
        for _, what, where, *_ in said:
            assert what in body
            assert all(spot in body for spot in where.split("\n"))


def test_a_letter_names_questions_and_shows_what_was_found_and_expected(chain: Chain, tmp_path: Path) -> None:
    assert ko("errorreport", chain.analysis, "--out", tmp_path) == 0
    bodies = [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.txt")]
    ids = re.compile(r"\b(?:alg|vol|jaar|traj|dek|oh|gr)\.[a-z]+")
    assert not [found for body in bodies for found in ids.findall(body)]
    assert any("gevonden: " in body for body in bodies)
    assert any("verwacht: " in body for body in bodies)


def test_the_guide_shows_what_the_municipality_answered(chain: Chain, tmp_path: Path) -> None:
    assert ko("interview", chain.analysis, "--out", tmp_path) == 0
    guide = docx.Document(str(sorted(tmp_path.glob("*.docx"))[0]))
    fixed = [[cell.text for cell in row.cells] for row in guide.tables[0].rows[1:]]
    answered = [row for row in fixed if row[2] and row[3]]
    assert answered


def test_letters_refuse_what_was_not_checked_or_is_there_already(
    chain: Chain, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "nieuw.xlsx"
    ko("collect", chain.home / "ingevuld", "--frame", chain.country.frame, "--out", out)
    assert ko("interview", out, "--out", tmp_path / "gesprek") == 2
    assert "LETTERS_NOT_CHECKED" in capsys.readouterr().err
    assert ko("interview", chain.analysis, "--out", tmp_path / "gesprek") == 0
    assert ko("interview", chain.analysis, "--out", tmp_path / "gesprek") == 2
    assert "OUTPUT_EXISTS" in capsys.readouterr().err


def test_behind_a_class_figure_stand_its_municipalities_cells_and_links(chain: Chain) -> None:
    rows = table(chain.analysis, place.ORIGIN_TABLE)
    results = table(chain.analysis, place.RESULTS_TABLE)
    for measure, component, group in (
        ("kosten_per_inburgeraar", "intake", None),
        ("traject_kosten", "direct", "asiel"),
    ):
        asked = (results["maat"] == measure) & (results["onderdeel"] == component) & (results["weging"] == "ratio")
        asked &= results["groep"].isna() if group is None else results["groep"] == group
        for _, result in results[asked & (results["indeling"] == "inwoners") & results["waarde"].notna()].iterrows():
            mine = rows[(rows["maat"] == measure) & (rows["onderdeel"] == component) & (rows["telt_mee"] == "ja")]
            mine = mine[mine["groep"].isna() if group is None else mine["groep"] == group]
            mine = mine[mine["klasse_inwoners"] == result["klasse"]]
            assert len(mine) == result["n"]
            assert mine["teller"].sum() / mine["noemer"].sum() == pytest.approx(result["waarde"])
    sheet = seen(chain.analysis)[place.ORIGIN_SHEET]
    header = [cell.value for cell in sheet[place.LIST_OF_SHEET[place.ORIGIN_SHEET].header_row]]
    link = sheet.cell(place.LIST_OF_SHEET[place.ORIGIN_SHEET].first_row, header.index("antwoorden") + 1).value
    assert link.startswith("=HYPERLINK(\"#'Antwoorden'!")
    target = link.split("!")[1].split('"')[0]
    first_row = rows.iloc[0]
    answers = seen(chain.analysis)[place.ANSWERS_SHEET]
    assert answers.cell(answers[target].row, 1).value == first_row["code"]
    assert str(answers.cell(7, answers[target].column).value).startswith("jaar.")


def test_behind_a_sum_stand_the_rows_of_its_parts_and_behind_the_caseload_its_fte(chain: Chain) -> None:
    rows, results = table(chain.analysis, place.ORIGIN_TABLE), table(chain.analysis, place.RESULTS_TABLE)
    counting = rows[rows["telt_mee"] == "ja"]
    ratio = results[(results["weging"] == "ratio") & results["waarde"].notna()]
    for whole, parts in (
        ("totaal", ("leerroutes", "voorzieningen")),
        ("alles", ("leerroutes", "voorzieningen", "direct")),
    ):
        mine = counting[counting["sleutel"] == f"asiel|{whole}"]
        assert list(dict.fromkeys(mine["onderdeel"])) == [f"{whole}: {part}" for part in sorted(parts, key=PARTS.index)]
        asked = ratio[(ratio["maat"] == "traject_kosten") & (ratio["onderdeel"] == whole) & (ratio["groep"] == "asiel")]
        for _, result in asked[asked["indeling"] == "inwoners"].iterrows():
            of_class = (
                mine[mine["klasse_inwoners"] == result["klasse"]].groupby("onderdeel")[["teller", "noemer"]].sum()
            )
            assert (of_class["teller"] / of_class["noemer"]).sum() == pytest.approx(result["waarde"])
    behind = counting[counting["sleutel"] == "caseload|regievoering"]
    asked = results[(results["maat"] == "caseload_per_fte") & (results["indeling"] == "totaal")]
    plain = asked[asked["weging"] != "ontwerp"]
    assert len(plain) == 2
    for _, result in plain.iterrows():
        sums = behind["teller"].sum() / behind["noemer"].sum()
        assert result["waarde"] == pytest.approx(sums if result["weging"] == "ratio" else behind["waarde"].mean())
        assert result["n"] == len(behind)
    assert behind["cellen"].notna().all()


PARTS = ("direct", "voorzieningen", "leerroutes")
"""In the order of the list."""


def test_response_follows_what_came_in(chain: Chain) -> None:
    response = table(chain.analysis, place.RESPONSE_TABLE)
    assert set(response["code"]) == set(chain.country.given)
    assert set(response["ontvangen"]) == {"ja"}
    assert set(response["status"]) <= {"ontvangen", "volledig"}
