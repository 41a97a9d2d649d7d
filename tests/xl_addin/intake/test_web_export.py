"""The CSV of a survey tool: mapped to answers whatever its form, and refused or told with place and remedy."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from templates import Problems, load_survey
from templates.web_mapping import load_web_mapping
from xl_addin.intake.collecting import collect
from xl_addin.intake.filled import Filled
from xl_addin.intake.web_export import WebExport

SURVEY = load_survey("wi2021web")
MAPPING = load_web_mapping("wi2021web")
HEADER = "Gemeentecode,Type respondent,Naam gemeente,Aantal gemeenten,web.betaalritme,1. Leerbaarheidstoets:"
ROW = "GM0001,Gemeente,Één,,Niet goed en niet slecht,n.v.t."


def read(text: str | bytes) -> list[Filled]:
    assert MAPPING is not None
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    return list(WebExport(content, "web.csv", SURVEY, MAPPING).filled())


def said(filled: Filled) -> list[tuple[str, str, str]]:
    return [(problem.code, name, problem.place.cell) for name, problem in filled.remarks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_give_the_same_answers(encoding: str, separator: str) -> None:
    (filled,) = read(f"{HEADER}\r\n{ROW}\r\n".replace(",", separator).encode(encoding))
    assert filled.answers == {
        "alg.cbs_code": "GM0001",
        "web.soort": "gemeente",
        "alg.gemeente": "Één",
        "web.betaalritme": "neutraal",
        "web.uitvoerder.leerbaarheidstoets": "nvt",
    }
    told = [code for code, *_ in said(filled)]
    assert told == ([] if encoding.startswith("utf-8") else ["WEB_ENCODING"])


def test_several_answers_and_unknown_ones_are_left_out_and_pointed_at() -> None:
    header = "gm_code,Type respondent,web.betaalritme,web.gf_inzicht,web.cijfer"
    (filled,) = read(f"{header}\n1,Gemeente,Goed; Slecht,prima,zes\n")
    assert set(filled.answers) == {"alg.cbs_code", "web.soort"}
    assert said(filled) == [
        ("WEB_MULTIPLE", "web.betaalritme", "C2"),
        ("WEB_ANSWER_UNKNOWN", "web.gf_inzicht", "D2"),
        ("WEB_ANSWER_UNKNOWN", "web.cijfer", "E2"),
    ]


def test_columns_that_are_missing_or_double_are_named_together_and_an_unknown_one_is_told() -> None:
    with pytest.raises(Problems) as found:
        read("Kleur,web.betaalritme,web.betaalritme\nrood,Goed,Goed\n")
    codes = [problem.code for problem in found.value.problems]
    assert codes == ["WEB_COLUMN_DOUBLE", "WEB_COLUMN_MISSING", "WEB_COLUMN_MISSING", "WEB_COLUMN_UNKNOWN"]
    (filled,) = read("Gemeentecode,Type respondent,Kleur,IP-adres\nGM0001,Gemeente,rood,::1\n")
    assert said(filled) == [("WEB_COLUMN_UNKNOWN", "", "C1")]


def test_the_last_of_two_rows_counts_and_a_joint_body_stands_beside_the_frame(tmp_path: Path) -> None:
    rows = [
        "Gemeentecode,Type respondent,Naam gemeente,Aantal gemeenten,web.betaalritme",
        "GM0001,Gemeente,Aa,,Goed",
        ",Samenwerkingsverband,Regio Noord,3,Slecht",
        "GM0001,Gemeente,Aa,,Slecht",
        "GM0099,Gemeente,Zz,,Goed",
    ]
    path = tmp_path / "web.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    frame = pd.DataFrame({"naam": ["Aa"]}, index=pd.Index(["GM0001"], name="code"))
    got = collect([path], SURVEY, frame)
    assert got.answers["web.betaalritme"].to_dict() == {"GM0001": "slecht", "SV0001": "slecht"}
    rules = {finding.regel for finding in got.findings}
    assert rules == {"INTAKE_TWO_FILES_ORDER", "INTAKE_ANSWER_CHANGED", "INTAKE_NOT_IN_FRAME"}
