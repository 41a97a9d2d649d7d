"""Names in a definition that a workbook cannot hold are refused with the file and line where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from templates import load_survey
from tests.templates.definitions import copied, edit, refused


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("sheets/6_dekking.yaml", "name: Dekking", "name: Dekking van de kosten in het jaar"),  # 36 characters
        ("sheets/6_dekking.yaml", "name: Dekking", "name: Dekking/2024"),
        ("sheets/6_dekking.yaml", "name: Dekking", "name: volumes"),
        ("sheets/6_dekking.yaml", "id: dek.eigen", "id: uit.eigen"),
        ("sheets/6_dekking.yaml", "id: dek.eigen", "id: FTE2026"),
        ("sheets/6_dekking.yaml", "id: dek.eigen", 'id: "dek eigen"'),
        ("parameters.yaml", "code: band.macro", 'code: "band nieuw"'),
    ],
)
def test_a_name_no_workbook_can_hold_is_refused(file: str, old: str, new: str, tmp_path: Path) -> None:
    line = edit(copied("wi2021", tmp_path) / file, old, new)
    found = refused(lambda: load_survey("wi2021", tmp_path))
    told = {(problem.code, Path(problem.place.file).name, problem.place.line) for problem in found}
    assert ("TEMPLATE_INCONSISTENT", Path(file).name, line) in told
