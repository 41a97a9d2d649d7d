"""Files appear whole or not at all."""

import datetime as dt

import pytest

from generator.ooxml.files import backup, write_atomically
from templates.problems import Problems


def code_of(caught):
    (problem,) = caught.value.problems
    return problem.code


def test_a_file_is_replaced_with_its_permissions_and_nothing_is_left_behind(tmp_path):
    target = tmp_path / "uit.xlsx"
    target.write_bytes(b"oud")
    target.chmod(0o640)
    write_atomically(target, b"nieuw")
    assert target.read_bytes() == b"nieuw"
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["uit.xlsx"]


def test_a_link_keeps_leading_to_the_file(tmp_path):
    (tmp_path / "echt.xlsx").write_bytes(b"oud")
    link = tmp_path / "link.xlsx"
    link.symlink_to(tmp_path / "echt.xlsx")
    write_atomically(link, b"nieuw")
    assert link.is_symlink()
    assert (tmp_path / "echt.xlsx").read_bytes() == b"nieuw"


@pytest.mark.parametrize("lock", ["~$uit.xlsx", ".~lock.uit.xlsx#"])
def test_an_open_file_is_left_alone(tmp_path, lock):
    target = tmp_path / "uit.xlsx"
    target.write_bytes(b"oud")
    (tmp_path / lock).touch()
    with pytest.raises(Problems) as caught:
        write_atomically(target, b"nieuw")
    assert code_of(caught) == "OUTPUT_OPEN"
    assert target.read_bytes() == b"oud"


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "map.xlsx").mkdir()
    (tmp_path / "bestand").touch()
    for target in (tmp_path / "weg" / "uit.xlsx", tmp_path / "map.xlsx", tmp_path / "bestand" / "uit.xlsx"):
        with pytest.raises(Problems) as caught:
            write_atomically(target, b"nieuw")
        assert code_of(caught) == "OUTPUT_NOT_WRITABLE"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bestand", "map.xlsx"]


def test_backups_never_overwrite_each_other(tmp_path):
    path = tmp_path / "enquête GM0344.xlsx"
    moment = dt.datetime(2025, 3, 4, 5, 6, 7)
    copies = []
    for content in (b"een", b"twee", b"drie"):
        path.write_bytes(content)
        copies.append(backup(path, now=moment))
    assert [copy.read_bytes() for copy in copies] == [b"een", b"twee", b"drie"]
    assert copies[0] == tmp_path / "backup" / "enquête GM0344_2025-03-04_050607.xlsx"
    assert len(set(copies)) == 3


def test_a_backup_of_nothing_is_a_problem(tmp_path):
    with pytest.raises(Problems) as caught:
        backup(tmp_path / "weg.xlsx")
    assert code_of(caught) == "OUTPUT_NOT_WRITABLE"
