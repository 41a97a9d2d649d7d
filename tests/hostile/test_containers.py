"""Files in another container than was sent: read where that is safe, else told with a remedy, to the one who can."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from templates import Problems
from templates.problems import to_respondent
from tests.hostile.conftest import SURVEY, Read, Sent, rules
from tests.hostile.container_kinds import BY_LABEL, CONTAINERS, RESEARCHER, Container, part_of, renamed
from tests.hostile.kinds import EURO
from xl_addin.checks.findings import findings_table
from xl_addin.checks.interview import to_ask
from xl_addin.intake.collecting import Collected, collect
from xl_addin.intake.filled import Filled, read_filled
from xl_addin.use_cases.filling import fill
from xl_addin.use_cases.migrating import migrate
from xl_addin.use_cases.running import run

SHEETS = ["Algemeen", "Volumes", "Jaarkosten", "Traject asiel", "Traject gezin"]
NOW = dt.datetime(2026, 11, 30, 12)


@pytest.mark.parametrize("kind", [*CONTAINERS, BY_LABEL], ids=lambda kind: kind.example)
def test_it_is_read_or_told(kind: Container, sent: Sent, read: Read, untouched: Filled) -> None:
    content = kind.change(sent.book)
    if not kind.read:
        with pytest.raises(Problems) as found:
            read(content)
        assert [one.code for one in found.value.problems] == [kind.rule]
        return
    filled = read(content)
    assert filled.answers == untouched.answers
    expected = {kind.rule} - {""} | ({"INTAKE_FOUND_BY_LABEL"} if "Lijsten" in kind.example else set())
    assert rules(filled) <= expected | {"INTAKE_FOUND_BY_LABEL"}
    assert {kind.rule} - {""} <= rules(filled)


@pytest.fixture(scope="module")
def collected(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> Collected:
    """Everything that is refused, each sent by another municipality of the frame, and an honest file."""
    folder = tmp_path_factory.mktemp("omhulsels")
    refused = [kind for kind in CONTAINERS if not kind.read]
    codes = [code for code in sent.frame.index if code not in sent.books]
    paths = [folder / f"honest_{sent.code}.xlsx"]
    paths[0].write_bytes(sent.book)
    for at, kind in enumerate(refused):
        path = folder / f"{at:02d}_{codes[at % len(codes)]}.xlsx"
        path.write_bytes(kind.change(sent.book))
        paths.append(path)
    return collect(paths, SURVEY, sent.frame)


@pytest.mark.parametrize("at", range(sum(not kind.read for kind in CONTAINERS)))
def test_only_what_a_municipality_can_mend_goes_into_its_letter(at: int, collected: Collected) -> None:
    kind = [one for one in CONTAINERS if not one.read][at]
    table = findings_table(collected.findings)
    mine = table[table["gevonden"].str.startswith(f"{at:02d}_")]
    assert list(mine["regel"]) == [kind.rule]
    asked = bool(to_ask(mine).iloc[0])
    assert asked == (kind.group != RESEARCHER)
    if kind.rule == "INTAKE_LINK":
        letter = to_respondent(kind.rule, str(mine["tekst"].iloc[0]))
        assert "bestand zelf" in letter
        assert "CSV" not in letter
        assert ".xlsx" not in letter


def test_the_honest_file_beside_them_is_read_as_if_alone(collected: Collected, sent: Sent) -> None:
    assert collected.answers.loc[sent.code].dropna().to_dict().items() >= sent.answers[sent.code].items()


@pytest.mark.parametrize("sheets", [("Jaarkosten",), ("Volumes", "Algemeen"), ("Traject asiel", "Traject gezin")])
def test_some_sheets_in_a_file_of_their_own_are_called_so(sheets: tuple[str, ...], sent: Sent, read: Read) -> None:
    with pytest.raises(Problems) as found:
        read(part_of(*sheets)(sent.book))
    (problem,) = found.value.problems
    assert (problem.code, problem.values["bladen"].split(", ")) == (
        "INTAKE_PART_ONLY",
        sorted(sheets, key=SHEETS.index),
    )


@pytest.mark.parametrize("sheets", [("Jaarkosten", "Meta"), ("Algemeen", "Volumes", "Jaarkosten", "Meta")])
def test_a_part_of_the_workbook_is_told_with_what_is_missing(sheets: tuple[str, ...], sent: Sent, read: Read) -> None:
    filled = read(part_of(*sheets)(sent.book))
    assert {"INTAKE_SHEETS_MISSING"} <= rules(filled)
    assert all(value == sent.answers[sent.code].get(name, value) for name, value in filled.answers.items())


@pytest.mark.parametrize("case", ["backslash", "capitals", "both"])
def test_run_fill_and_migrate_read_such_parts_as_the_collector_does(case: str, sent: Sent, tmp_path: Path) -> None:
    change = {
        "backslash": renamed(lambda name: name.replace("/", "\\")),
        "capitals": renamed(str.upper),
        "both": renamed(lambda name: name.replace("/", "\\").title()),
    }[case]
    path = tmp_path / "vragenlijst.xlsx"
    path.write_bytes(change(sent.book))
    fill(path, {EURO: 4321.0}, SURVEY)
    assert read_filled(path, SURVEY).answers[EURO] == 4321.0
    assert run(path, ("check", "allocate"), "file", NOW).outcome.message.startswith("Eigen uitkomst bijgewerkt")
    assert read_filled(path, SURVEY).answers[EURO] == 4321.0
    migrate(path, tmp_path / "nieuw.xlsx", SURVEY)
    assert read_filled(tmp_path / "nieuw.xlsx", SURVEY).answers[EURO] == 4321.0
