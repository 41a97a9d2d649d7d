"""The list of findings names the municipality and the kind of check, where the workbook has the columns for them."""

import pandas as pd

from templates import load_survey
from templates.columns import FINDINGS, FINDINGS_NAMED
from xl_addin.checks.findings import Finding, findings_table, named

SURVEY = load_survey()
RULE = SURVEY.rules[0]


def found() -> pd.DataFrame:
    rules = (RULE.id, "P-TRAJ-ASIEL", "V-ONBEKEND", "INTAKE_LATER", "WEIGHT_SET_FAILED")
    table = findings_table([Finding("GM1", rule, "vraag", "t") for rule in rules] + [Finding("", "X", "fout", "t")])
    return table.assign(**dict.fromkeys(FINDINGS_NAMED, "oud"))


def test_the_name_of_the_municipality_stands_beside_its_code() -> None:
    before = found()
    table = named(before, {"GM1": "Vinkzand"}, SURVEY)
    assert set(table.loc[table["code"] == "GM1", "naam"]) == {"Vinkzand"}
    assert list(table.loc[table["code"] == "", "naam"]) == [""]
    assert set(before["naam"]) == {"oud"}


def test_the_kind_follows_from_the_survey_and_else_from_the_id() -> None:
    kinds = named(found(), {}, SURVEY).set_index("regel")["soort"]
    assert kinds[RULE.id] == RULE.family
    told = {rule: kinds[rule] for rule in ("P-TRAJ-ASIEL", "V-ONBEKEND", "INTAKE_LATER", "WEIGHT_SET_FAILED")}
    assert list(told.values()) == ["plausibiliteit", "volledigheid", "inlezen", "berekening"]


def test_a_list_of_an_earlier_version_keeps_its_columns() -> None:
    plain = found()[list(FINDINGS)]
    assert list(named(plain, {"GM1": "Vinkzand"}, SURVEY).columns) == list(FINDINGS)
