"""What of a person's lists goes along into a new collection."""

from __future__ import annotations

import pandas as pd

from templates.columns import PARAMETERS
from templates.parameters import OVERRIDE_SOURCE
from xl_addin.use_cases.carrying_over import parameters_with_work, sample_with_work, with_own_columns


def table(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), dtype=object)


def test_own_columns_go_with_their_municipality_whatever_the_order() -> None:
    old = table({"code": "GM2", "naam": "B", "mijn": 2}, {"code": "GM1", "naam": "A", "mijn": 1})
    new = table({"code": "GM1", "naam": "A*"}, {"code": "GM3", "naam": "C"}, {"code": "GM2", "naam": "B"})
    found = with_own_columns(new, old)
    assert list(found["naam"]) == ["A*", "C", "B"]
    assert found["mijn"].fillna(0).tolist() == [1, 0, 2]
    assert list(new.columns) == ["code", "naam"]


def test_without_own_columns_the_list_is_the_new_one() -> None:
    new = table({"code": "GM1", "naam": "A"})
    assert with_own_columns(new, table({"code": "GM1", "naam": "oud"})).equals(new)


def test_the_status_a_person_gave_goes_before_that_of_the_file_and_added_rows_stay() -> None:
    old = table({"code": "GM1", "status": "geweigerd"}, {"code": "GM2", "status": None}, {"code": "GM9", "status": "x"})
    new = table({"code": "GM1", "status": "benaderd"}, {"code": "GM2", "status": "toegezegd"})
    found = sample_with_work(new, old)
    assert found[["code", "status"]].to_numpy().tolist() == [["GM1", "geweigerd"], ["GM2", "toegezegd"], ["GM9", "x"]]
    assert sample_with_work(None, old).equals(old)


def parameter(code: str, value: object, source: str = "boek") -> dict[str, object]:
    return dict(zip(PARAMETERS, (code, value, "", None, source, ""), strict=True))


def test_a_typed_parameter_stays_and_one_overridden_now_does_not() -> None:
    usual = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}
    new = table(parameter("a", 1.0), parameter("b", 9.0, OVERRIDE_SOURCE), parameter("c", 3.0), parameter("d", 4.0))
    old = table(
        parameter("a", 5.0, "eigen raming"),
        parameter("b", 7.0, "eigen raming"),
        parameter("c", 8.0, OVERRIDE_SOURCE),
        parameter("d", 4.0),
        parameter("salaris.schaal.19", 120_000.0, "eigen"),
    )
    found = parameters_with_work(new, old, usual, ["b"])
    assert found[["code", "waarde", "bron"]].to_numpy().tolist() == [
        ["a", 5.0, "eigen raming"],
        ["b", 9.0, OVERRIDE_SOURCE],
        ["c", 3.0, "boek"],
        ["d", 4.0, "boek"],
        ["salaris.schaal.19", 120_000.0, "eigen"],
    ]
