"""Every way in which a column of a CSV is written is read as meant, or told in one line per column."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from templates import Problems
from tests.hostile.list_kinds import WRITTEN, Written
from xl_addin.intake.inputs import read_frame

HEADER = [
    "code",
    "naam",
    "provincie",
    "inwoners",
    "oad",
    "stedelijkheid",
    "asiel_begeleid",
    "gezin_begeleid",
    "gevestigd",
    "gf_euro",
]
ROWS = 12


def content(kind: Written) -> bytes:
    """A frame in which the fields of the kind are repeated over the column of inhabitants."""
    stream = io.StringIO()
    table = csv.writer(stream, delimiter=kind.separator, lineterminator="\n")
    table.writerow(HEADER)
    for at in range(ROWS):
        field = kind.fields[at % len(kind.fields)]
        table.writerow([f"GM{at:04d}", "S\u00fadwest", "Drenthe", field, "", "laag", "10", "5", "", ""])
    return (kind.first + stream.getvalue()).encode(kind.encoding)


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.example)
def test_it_is_read_or_told_once(kind: Written, tmp_path: Path) -> None:
    path = tmp_path / "frame.csv"
    path.write_bytes(content(kind))
    if not kind.rule:
        frame = read_frame(path)
        assert frame["inwoners"].iloc[0] == kind.counts
        assert list(frame["naam"].unique()) == ["S\u00fadwest"]
        assert len(frame) == ROWS
        return
    with pytest.raises(Problems) as found:
        read_frame(path)
    assert {one.code for one in found.value.problems} == {kind.rule}
    assert len(found.value.problems) <= 3 or len(found.value.problems) == 1


@pytest.mark.parametrize("column", ["gf_euro", "gevestigd", "oad"])
@pytest.mark.parametrize("sign", [".", ""])
def test_what_is_unknown_is_unknown(column: str, sign: str, tmp_path: Path) -> None:
    row = dict(zip(HEADER, ["GM0001", "Aa", "Drenthe", "1000", "5", "laag", "10", "5", "7", "8"], strict=True))
    path = tmp_path / "frame.csv"
    path.write_text(",".join(HEADER) + "\n" + ",".join({**row, column: sign}.values()) + "\n")
    value = read_frame(path)[column].iloc[0]
    assert value != value
