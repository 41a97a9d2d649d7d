"""What was typed over in the lists Frame and Antwoorden stays, becomes a correction or is named."""

from __future__ import annotations

import pandas as pd

from templates.columns import CORRECTIONS
from xl_addin.intake.typed_edits import MOST_NAMED, frame_with_work, typed_answers, vanished

PLACES = {"vol.asiel.pip": ("Volumes", "C9")}
NONE = pd.DataFrame(columns=list(CORRECTIONS))


def frame(*oad: float) -> pd.DataFrame:
    codes = pd.Index([f"GM{number:04}" for number in range(1, len(oad) + 1)], name="code")
    return pd.DataFrame({"naam": [f"Dorp {code}" for code in codes], "oad": list(oad)}, index=codes)


def sheet(*oad: object) -> pd.DataFrame:
    return frame(*[0.0] * len(oad)).assign(oad=pd.Series(list(oad), dtype=object).to_numpy()).reset_index()


def told(findings: tuple[object, ...]) -> list[tuple[str, str, str, str]]:
    return [(one.regel, one.code, one.gevonden, one.verwacht) for one in findings]  # type: ignore[attr-defined]


def test_with_the_same_file_what_differs_was_typed_and_stays() -> None:
    given = frame(100.0, 200.0, 300.0)
    found = frame_with_work(given, sheet(100, 999.0, None), same_file=True)
    # an emptied cell is no better value: the file's stays, and it is told
    assert found.frame["oad"].tolist() == [100.0, 999.0, 300.0]
    assert told(found.findings) == [
        ("INTAKE_FRAME_TYPED", "GM0002", "999", "200"),
        ("INTAKE_FRAME_REPLACED", "GM0003", "", "300"),
    ]
    assert given["oad"].tolist() == [100.0, 200.0, 300.0]


def test_with_another_file_the_file_counts_except_where_it_is_empty() -> None:
    found = frame_with_work(frame(100.0, float("nan")), sheet(150.0, 250.0), same_file=False)
    assert found.frame["oad"].tolist() == [100.0, 250.0]
    assert told(found.findings) == [
        ("INTAKE_FRAME_TYPED", "GM0002", "250", ""),
        ("INTAKE_FRAME_REPLACED", "GM0001", "150", "100"),
    ]


def test_text_never_takes_the_place_of_a_number() -> None:
    found = frame_with_work(frame(100.0), sheet("1.234,56"), same_file=True)
    assert found.frame["oad"].tolist() == [100.0]
    assert told(found.findings) == [("INTAKE_FRAME_REPLACED", "GM0001", "1.234,56", "100")]


def test_a_new_frame_is_told_by_the_column_and_rows_it_lacks_by_name() -> None:
    many = MOST_NAMED + 1
    old = sheet(*[1.0] * (many + 1))
    found = frame_with_work(frame(*[2.0] * many), old, same_file=False)
    assert told(found.findings) == [
        ("INTAKE_FRAME_COLUMN", "", str(many), ""),
        ("INTAKE_FRAME_ROW", f"GM{many + 1:04}", f"GM{many + 1:04}", ""),
    ]
    assert found.findings[0].id == "frame.oad"
    assert f"{many} gemeenten" in found.findings[0].tekst


def test_an_answer_typed_over_becomes_a_correction_once_and_only_for_the_same_file() -> None:
    read = pd.DataFrame({"vol.asiel.pip": [10.0, 20.0, 30.0]}, index=["GM0001", "GM0002", "GM0003"], dtype=object)
    typed = pd.DataFrame({"code": ["GM0001", "GM0002", "GM0003"], "vol.asiel.pip": [11, None, 31]}, dtype=object)
    found = typed_answers(read, typed, ["GM0001", "GM0002"], NONE, PLACES)
    assert found.corrections[["code", "id", "oud", "nieuw"]].to_numpy().tolist() == [
        ["GM0001", "vol.asiel.pip", 10.0, 11.0]
    ]
    assert told(found.findings) == [
        ("INTAKE_ANSWER_TYPED", "GM0001", "11", "10"),
        ("INTAKE_ANSWER_RESTORED", "GM0002", "", "20"),
    ]
    assert (found.findings[0].blad, found.findings[0].cel) == PLACES["vol.asiel.pip"]
    there = pd.DataFrame([["GM0001", "vol.asiel.pip", 10, 12, "", "", None]], columns=list(CORRECTIONS))
    again = typed_answers(read, typed, ["GM0001"], there, PLACES)
    assert again.corrections.empty
    assert told(again.findings) == [("INTAKE_ANSWER_RESTORED", "GM0001", "11", "10")]


def test_who_sent_nothing_any_more_is_named() -> None:
    assert [one.code for one in vanished(["GM0001", "GM0002"], ["GM0002"])] == ["GM0001"]
