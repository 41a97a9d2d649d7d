"""Several files of one municipality, prefilled facts, returned results: what counts, and what is told."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from templates.parameters import in_force, plain
from tests.hostile.conftest import SURVEY, Read, Sent
from tests.hostile.workbooks import changed, changed_text, put
from xl_addin.checks.findings import findings_table
from xl_addin.intake.collecting import Collected, collect, unread_folders
from xl_addin.intake.filled import Filled
from xl_addin.intake.recomputing import differing_results

GUIDED = "vol.asiel.begeleid"


def saved(content: bytes, value: float, moment: dt.datetime) -> bytes:
    """The workbook with another number of guided persons, saved at a moment by somebody's program."""
    written = r"(?<=W3CDTF\">)[^<]*(?=</dcterms:modified>)"
    return changed_text(
        changed(content, put(GUIDED, value)), "docProps/core.xml", written, f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    )


def received(sent: Sent, folder: Path, files: dict[str, bytes], dates: dict[str, float] | None = None) -> Collected:
    paths = []
    for name, content in files.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
        moment = (dates or {}).get(name, 1_700_000_000.0)
        os.utime(paths[-1], (moment, moment))
    return collect(paths, SURVEY, sent.frame)


def test_the_file_that_was_saved_last_counts_whatever_its_name_or_date(sent: Sent, tmp_path: Path) -> None:
    later, earlier = dt.datetime(2026, 3, 2), dt.datetime(2026, 3, 1)
    files = {"a.xlsx": saved(sent.book, 77, later), "b.xlsx": saved(sent.book, 66, earlier)}
    collected = received(sent, tmp_path, files, {"b.xlsx": 1_900_000_000.0})
    assert collected.answers.at[sent.code, GUIDED] == 77.0
    rows = {one.file: (one.status, one.reason) for one in collected.files}
    assert rows == {"a.xlsx": ("telt mee", ""), "b.xlsx": ("vervangen", "INTAKE_TWO_FILES")}
    (change,) = [one for one in collected.findings if one.regel == "INTAKE_ANSWER_CHANGED"]
    assert (change.id, change.verwacht, change.gevonden, change.blad) == (GUIDED, "66", "77", "Volumes")
    assert len({one.sha256 for one in collected.files}) == 2


@pytest.mark.parametrize(
    ("dates", "counts", "rule"),
    [
        ({"a.xlsx": 1_800_000_000.0}, 77.0, "INTAKE_TWO_FILES_FILE_DATE"),
        ({}, 66.0, "INTAKE_TWO_FILES_ORDER"),
    ],
)
def test_without_a_date_inside_the_file_s_date_counts_and_then_the_order(
    dates: dict[str, float], counts: float, rule: str, sent: Sent, tmp_path: Path
) -> None:
    never = dt.datetime(2000, 1, 1)
    files = {"a.xlsx": saved(sent.book, 77, never), "b.xlsx": saved(sent.book, 66, never)}
    collected = received(sent, tmp_path, files, dates)
    assert collected.answers.at[sent.code, GUIDED] == counts
    assert rule in {one.regel for one in collected.findings}


def test_of_changed_words_only_the_place_is_told_and_mail_addresses_of_nothing(sent: Sent, tmp_path: Path) -> None:
    """People write names in an explanation; findings are exported and mailed."""
    who = "Piet Pietersen, piet.pietersen@gemeente.nl"
    later = changed(changed(sent.book, put("opm.volumes", who)), put("alg.invuller", who))
    collected = received(sent, tmp_path, {"a.xlsx": sent.book, "b.xlsx": later}, {"b.xlsx": 1_800_000_000.0})
    assert collected.answers.at[sent.code, "opm.volumes"] == who
    told = {one.id: one for one in collected.findings if one.id}
    assert told["opm.volumes"].regel == "INTAKE_TEXT_CHANGED"
    table = findings_table(collected.findings)
    assert not table.astype(str).apply(lambda column: column.str.contains("@")).any(axis=None)
    assert table.set_index("id").at["alg.invuller", "gevonden"] == "Piet Pietersen, (mailadres)"
    assert "Pietersen" not in told["opm.volumes"].tekst + told["opm.volumes"].gevonden


def test_the_same_file_twice_is_one(sent: Sent, tmp_path: Path) -> None:
    collected = received(sent, tmp_path, {"a.xlsx": sent.book, "kopie.xlsx": sent.book})
    assert [(one.file, one.status) for one in collected.files] == [("kopie.xlsx", "gelijk"), ("a.xlsx", "telt mee")]
    assert [one.regel for one in collected.findings] == ["INTAKE_SAME_FILE"]


def test_a_file_name_of_another_municipality_is_a_question(sent: Sent, tmp_path: Path) -> None:
    collected = received(sent, tmp_path, {"Kostenonderzoek_GM0999_Elders.xlsx": sent.book})
    assert [one.regel for one in collected.findings] == ["INTAKE_FILE_NAME"]


def test_a_file_that_cannot_be_read_is_of_the_municipality_that_its_name_says(sent: Sent, tmp_path: Path) -> None:
    """Else nobody sees whom to ask for it, and no error report is written; a code outside the frame says nothing."""
    _, second, _ = sent.books
    files = {"a.xlsx": sent.book, f"Lijst_{second.lower()}.xlsx": b"", "GM0999.xlsx": b"", "zonder.xlsx": b""}
    collected = received(sent, tmp_path, files)
    found = {one.gevonden: one.code for one in collected.findings if one.regel == "INTAKE_EMPTY_FILE"}
    assert found == {f"Lijst_{second.lower()}.xlsx": second, "GM0999.xlsx": "", "zonder.xlsx": ""}
    assert list(collected.answers.index) == [sent.code]


def test_a_folder_inside_the_folder_is_not_read_and_that_is_told(sent: Sent, tmp_path: Path) -> None:
    for name in ("nagekomen", "backup", ".verborgen", "leeg"):
        (tmp_path / name).mkdir()
    for name in ("nagekomen", "backup", ".verborgen"):
        (tmp_path / name / "a.xlsx").write_bytes(sent.book)
    (finding,) = unread_folders([tmp_path])
    assert (finding.regel, finding.gevonden) == ("INTAKE_FOLDER", "nagekomen")
    assert "1 bestanden" in finding.tekst
    assert not list(unread_folders([tmp_path / "nagekomen" / "a.xlsx"]))


def test_a_changed_fact_shows_what_was_sent_and_what_came_back(sent: Sent, tmp_path: Path) -> None:
    collected = received(sent, tmp_path, {"a.xlsx": changed(sent.book, put("alg.inwoners", 5))})
    (finding,) = collected.findings
    sent_as = f"{sent.frame.at[sent.code, 'inwoners']:.0f}"
    assert (finding.regel, finding.id, finding.verwacht, finding.gevonden) == (
        "INTAKE_FACT_CHANGED",
        "alg.inwoners",
        sent_as,
        "5",
    )


def compared(filled: Filled, sent: Sent, tmp_path: Path, content: bytes, mark: str = "") -> list[tuple[str, str]]:
    collected = received(sent, tmp_path, {"a.xlsx": content})
    parameters = plain(in_force(SURVEY))
    found = differing_results(collected.sources, collected.answers, parameters, mark or filled.parameters_hash, SURVEY)
    return [(one.regel, one.tekst) for one in found]


def test_results_as_computed_in_the_workbook_give_no_finding(sent: Sent, untouched: Filled, tmp_path: Path) -> None:
    assert len(untouched.outcomes) > 50  # else there is nothing that could differ
    assert compared(untouched, sent, tmp_path, sent.book) == []


def test_a_result_that_was_typed_over_is_named_with_the_recalculation(
    sent: Sent, untouched: Filled, tmp_path: Path
) -> None:
    content = changed(sent.book, put("uit.jaar.totaal", 5))
    ((rule, text),) = compared(untouched, sent, tmp_path, content)
    assert rule == "INTAKE_RESULTS_DIFFER"
    expected = f"{untouched.outcomes['uit.jaar.totaal']:,.2f}".translate(str.maketrans(",.", ".,"))
    assert f"uit.jaar.totaal: 5 in plaats van {expected}" in text


def test_a_changed_parameter_is_named_and_other_parameters_are_not_compared(
    sent: Sent, untouched: Filled, tmp_path: Path, read: Read
) -> None:
    content = changed(sent.book, put("par.productieve_uren", 1))
    ((rule, text),) = compared(untouched, sent, tmp_path, content)
    assert rule == "INTAKE_PARAMETERS_CHANGED"
    assert "productieve_uren" in text
    assert [rule for rule, _ in compared(untouched, sent, tmp_path, content, "anders")] == ["INTAKE_OTHER_PARAMETERS"]
    assert read(content).answers == untouched.answers
