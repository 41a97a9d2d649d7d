"""The published tables against each other, and what happens when one of them is altered."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.xl_addin.use_cases.conftest import Chain, ko

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "published"
published = pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published tables are not part of the product")


def report(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, list[dict[str, str]]]:
    code = ko("consistency", path, "--format", "json")
    return code, json.loads(capsys.readouterr().out)


def notes(lines: list[dict[str, str]], kind: str) -> set[str]:
    return {line["noot"] for line in lines if line["soort"] == kind}


@published
def test_it_finds_what_arithmetic_can_find_in_the_published_tables(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = report(capsys, PUBLISHED)
    assert code == 1
    assert notes(lines, "tegenspraak") == {"B1", "B3", "C1", "C9", "C10", "C12", "C13"}
    assert notes(lines, "vraag") == {"C2", "C3", "C4", "C8"}
    assert notes(lines, "afronding") >= {"A2", "A5", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11"}


@published
@pytest.mark.parametrize(
    ("file", "row", "column", "part", "value", "rule"),
    [
        (
            "table_5_1",
            "Minder dan 30.000 inwoners",
            "uitvoeringskosten",
            "value",
            "23",
            "PRODUCT-5.1-Minder dan 30.000",
        ),
        ("table_4_6", "Totaal gemiddelde (NL)", "per_asielmigrant", "high", "19200", "TOTAAL-4.6-high"),
        ("table_3_2", "Gemiddeld responsgemeenten", "uitvoeringskosten_per_inwoner", "value", "12", "PRODUCT-3.2-Gem"),
        ("table_2_1", "Minder dan 30.000 inwoners", "respons", "value", "12", "AANTAL-2.1-inwonertal-respons"),
        ("table_4_5", "Tolken", "jaar_1", "value", "67", "JAREN-4.5-Tolken"),
        ("table_S3", "Verschil (Budget-Kosten)", "uitvoeringskosten", "high", "-21", "VERSCHIL-S.3-mln-high"),
    ],
)
def test_an_altered_cell_is_found(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    row: str,
    column: str,
    part: str,
    value: str,
    rule: str,
) -> None:
    folder = shutil.copytree(PUBLISHED, tmp_path / "tabellen")
    path = folder / f"{file}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    (line,) = (line for line in lines if (line["row"], line["column"]) == (row, column))
    line[part] = value
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(line))
        writer.writeheader()
        writer.writerows(lines)
    _, found = report(capsys, folder)
    assert any(one["regel"].startswith(rule) and one["soort"] == "tegenspraak" for one in found)


def test_workbook_and_export_of_it_say_the_same_and_do_not_contradict_themselves(
    chain: Chain, capsys: pytest.CaptureFixture[str]
) -> None:
    code, from_workbook = report(capsys, chain.analysis)
    assert code == 0
    assert report(capsys, chain.exports) == (0, from_workbook)


def test_direct_cost_of_family_migrants_is_the_sum_of_all_five_tasks(
    chain: Chain, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where family migrants cost ontzorging too, table B.2 adds it; only a sum without it is a contradiction."""
    folder = shutil.copytree(chain.exports, tmp_path / "uit")
    path = folder / "resultaten.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    for component in ("ontzorging", "direct"):
        for line in lines:
            of = (line["maat"], line["onderdeel"], line["groep"], line["klasse"], line["weging"])
            if of == ("vergelijking_start", component, "gezin", "uitkomst", "macro"):
                for column, more in (("waarde", 100.0), ("laag", 90.0), ("hoog", 110.0)):
                    line[column] = str(float(line[column]) + more)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)
        found = {one["regel"] for one in report(capsys, folder)[1] if one["soort"] == "tegenspraak"}
        wrong = {"SOM-B.2-gezin-low", "SOM-B.2-gezin-high"} if component == "ontzorging" else set()
        assert {rule for rule in found if rule.startswith("SOM-B.2")} == wrong


def test_what_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ko("consistency", tmp_path / "weg.xlsx") == 2
    assert ko("consistency", tmp_path) == 2
    head = "maat,onderdeel,groep,indeling,klasse,weging,eenheid,waarde,laag,hoog,min,max,se,n"
    (tmp_path / "resultaten.csv").write_text(f"{head}\na,,,,,,euro,veel,,,,,,\n", encoding="utf-8")
    assert ko("consistency", tmp_path) == 2
    said = capsys.readouterr().err
    assert [
        code for code in ("FILE_NOT_READABLE", "PUBLISHED_NOTHING", "PUBLISHED_NOT_A_NUMBER") if code not in said
    ] == []
