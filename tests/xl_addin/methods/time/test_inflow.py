"""Inflow from the frame: what is unknown stays unknown and is told."""

import numpy as np
import pandas as pd

from xl_addin.methods.time.inflow import read_inflow

GROUPS = ("asiel", "gezin")


def frame(**columns):
    return pd.DataFrame(columns, index=["GM1", "GM2"])


def whole(years):
    return {f"instroom_{group}_{year}": [10.0, 0.0] for group in GROUPS for year in years}


def test_all_years_since_the_first_cohort():
    found = read_inflow(frame(**whole([2021, 2022, 2023])), GROUPS, 2022)
    assert found.years == (2022, 2023)
    assert found.by_group["asiel"].loc["GM2"].to_list() == [0.0, 0.0]
    assert found.notes == ()


def test_a_year_that_is_missing_is_named_and_unknown():
    columns = whole([2022, 2023, 2024])
    del columns["instroom_gezin_2023"]
    found = read_inflow(frame(**columns), GROUPS, 2022)
    assert [(note.rule, note.values) for note in found.notes] == [
        ("CASH_INFLOW_ABSENT", {"kolommen": "instroom_gezin_2023"})
    ]
    assert np.isnan(found.by_group["gezin"][2023]).all()
    assert found.by_group["gezin"][2024].notna().all()


def test_without_any_column_there_are_no_years():
    found = read_inflow(frame(inwoners=[1, 2]), GROUPS, 2022)
    assert found.years == ()
    assert found.notes[0].values == {"kolommen": "instroom_asiel_2022, instroom_gezin_2022"}


def test_negative_and_empty_are_unknown_and_told():
    columns = whole([2022])
    columns["instroom_asiel_2022"], columns["instroom_gezin_2022"] = [-3.0, 5.0], [np.nan, 5.0]
    given = frame(**columns)
    found = read_inflow(given, GROUPS, 2022)
    assert [(note.rule, note.code) for note in found.notes] == [("INFLOW_NEGATIVE", "GM1"), ("INFLOW_UNKNOWN", "GM1")]
    assert np.isnan(found.by_group["asiel"].at["GM1", 2022])
    assert given.at["GM1", "instroom_asiel_2022"] == -3.0
