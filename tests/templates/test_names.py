"""Names in a definition that a workbook cannot hold are refused with the file and line where they stand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from templates import Problems, load_survey
from templates.loading import FOLDER


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
    shutil.copytree(FOLDER / "wi2021", tmp_path / "wi2021", ignore=shutil.ignore_patterns("example"))
    path = tmp_path / "wi2021" / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(Problems) as found:
        load_survey("wi2021", tmp_path)
    refused = {(problem.code, Path(problem.place.file).name, problem.place.line) for problem in found.value.problems}
    assert ("TEMPLATE_INCONSISTENT", Path(file).name, line) in refused
