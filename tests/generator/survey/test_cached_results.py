"""What a file shows before it is calculated is what LibreOffice computes, empty, stamped and filled in.

And the way back: answers filled in, recalculated and saved again by LibreOffice, are read as the same answers.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator.formulas.values import UndecidedError
from generator.formulas.workbook import calculated
from generator.lint import defects
from generator.ooxml.patch import Changes, WorkbookPatch
from generator.ooxml.sheet import address
from generator.survey.layout import Layout
from generator.survey.stamp import Master, stamp
from templates import Survey
from tests.generator.survey.scenarios import Answers, hand_made, random_answers
from tests.recalculation import named_values, recalculate
from xl_addin.intake.filled import read_filled
from xl_addin.use_cases.filling import fill

FACTS = {"naam": "Súdwest & 'Zee'", "code": "GM0001", "inwoners": 45210, "invuller": "beide", "gf_euro": 400000.0}
SEEDS = (5, 6, 7)
Written = dict[str, bytes]


@pytest.fixture(scope="module")
def given(survey: Survey) -> dict[str, Answers]:
    """Answers: hand-made and random ones, all valid; the file's own municipality is filled in too."""
    answers = {"traject": hand_made()["traject"], **{f"seed{s}": random_answers(survey, s) for s in SEEDS}}
    return {name: {**one, "alg.cbs_code": "GM0001"} for name, one in answers.items()}


@pytest.fixture(scope="module")
def written(
    stampable: Master, given: dict[str, Answers], survey: Survey, tmp_path_factory: pytest.TempPathFactory
) -> Written:
    """The files as the product writes them."""
    folder = tmp_path_factory.mktemp("bestanden")
    empty = folder / "leeg.xlsx"
    empty.write_bytes(stamp(stampable, FACTS))
    files = {"leeg": empty.read_bytes(), "zonder": stamp(stampable, {})}
    for name, answers in given.items():
        files[name] = fill(empty, answers, survey, folder / f"{name}.xlsx").path.read_bytes()
    return files


@pytest.fixture(scope="module")
def saved(written: Written) -> Written:
    """The same files, recalculated and saved again by LibreOffice."""
    return recalculate(written)


def shown(workbook: bytes) -> dict[tuple[str, str], object]:
    book = load_workbook(io.BytesIO(workbook), data_only=True)
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def test_every_formula_shows_what_libreoffice_computes(written: Written, saved: Written) -> None:
    for name, content in written.items():
        ours, theirs = shown(content), shown(saved[name])
        book = calculated(WorkbookPatch(content))
        assert not [key for key, value in book.results().items() if isinstance(value, UndecidedError)], name
        places = [(sheet, address(row, column)) for sheet, row, column in book.order]
        different = {place: (ours[place], theirs.get(place)) for place in places if not same(ours, theirs, place)}
        assert different == {}, name
        assert len(places) > 1000


def same(ours: Mapping[Any, object], theirs: Mapping[Any, object], place: object) -> bool:
    mine, other = ours[place], theirs.get(place)
    if isinstance(mine, int | float) and isinstance(other, int | float) and not isinstance(mine, bool):
        return mine == pytest.approx(other, rel=1e-9, abs=1e-9)
    return (mine or "") == (other or "")  # an empty text is saved as an empty cell


def test_only_formulas_that_look_at_facts_differ_between_copies(stampable: Master) -> None:
    one = shown(stamp(stampable, FACTS))
    other = shown(stamp(stampable, {**FACTS, "naam": "Anders", "inwoners": 5.0}))
    calculation = stampable.first.calculation
    reached = {key for keys in stampable.facts.values() for key in keys}
    while fresh := {reader for key in reached for reader in calculation.readers.of(key)} - reached:
        reached |= fresh
    formulas = {(sheet, address(row, column)) for sheet, row, column in calculation.order}
    different = {place for place in formulas if one[place] != other[place]}
    assert different
    assert different <= {(sheet, address(row, column)) for sheet, row, column in reached}
    assert len(reached) < len(formulas) / 2


def test_answers_survive_filling_recalculation_and_saving(
    saved: Written, given: dict[str, Answers], survey: Survey, tmp_path: Path
) -> None:
    for name, answers in given.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(saved[name])
        found = read_filled(path, survey)
        prefilled = {"alg.gemeente", "alg.inwoners", "alg.invuller", "dek.gf"} - answers.keys()
        assert {key: value for key, value in found.answers.items() if key not in prefilled} == pytest.approx(answers)
        assert [(question, problem.code) for question, problem in found.remarks] == [], name


def test_results_survive_saving(written: Written, saved: Written) -> None:
    for name, content in written.items():
        before, after = named_values(content), named_values(saved[name])
        assert before.keys() == after.keys()
        assert [key for key in before if not same(before, after, key)] == [], name


def test_stamped_and_filled_workbooks_pass_the_linter(written: Written) -> None:
    assert {name: defects(content) for name, content in written.items()} == dict.fromkeys(written, ())


def test_a_result_in_doubt_is_left_out(written: Written, placed: Layout) -> None:
    book = WorkbookPatch(written["leeg"])
    spot = placed.questions["vol.asiel.begeleid"]
    typed = book.render(Changes(cells={spot.sheet: {(spot.row, spot.column): "12a"}}, drop_cached=True))
    assert named_values(typed)["uit.volledigheid"] is None


SCRIPT = """
import hashlib, sys
from generator.survey.build import build_master
from generator.survey.layout import layout
from generator.survey.stamp import opened, stamp
from templates import load_survey
from templates.parameters import in_force
survey = load_survey()
master = opened(build_master(survey, 2024, in_force(survey)), survey, layout(survey))
print(hashlib.sha256(stamp(master, {"naam": "Voorbeeld", "code": "GM0001", "inwoners": 45210})).hexdigest())
"""


def test_another_process_gives_the_same_bytes() -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1]
    assert len(printed[0].strip()) == 64
