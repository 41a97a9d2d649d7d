"""The zip container: what is no workbook is refused, what is copied stays the same."""

import io
import zipfile

import pytest

from generator.ooxml.package import Package
from generator.ooxml.patch import WorkbookPatch
from templates.problems import Problems


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def code_of(source):
    with pytest.raises(Problems) as caught:
        WorkbookPatch(source)
    (problem,) = caught.value.problems
    return problem.code


def test_what_is_no_workbook_is_refused(tmp_path):
    assert code_of(b"") == "WORKBOOK_UNREADABLE"
    assert code_of(b"id;waarde\n") == "WORKBOOK_UNREADABLE"
    assert code_of(b"\xd0\xcf\x11\xe0" + bytes(600)) == "WORKBOOK_ENCRYPTED"
    assert code_of(zipped([("a.txt", "a")])) == "WORKBOOK_UNREADABLE"
    assert code_of(tmp_path / "weg.xlsx") == "WORKBOOK_UNREADABLE"


def test_a_truncated_workbook_is_refused(workbook):
    assert code_of(workbook[:-200]) == "WORKBOOK_UNREADABLE"


def test_a_part_that_occurs_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        source = zipped([("a.xml", "a"), ("a.xml", "b")])
    assert code_of(source) == "WORKBOOK_UNREADABLE"


def test_a_part_with_other_content_than_announced_is_refused():
    source = zipped([("a.xml", "aaaa")], zipfile.ZIP_STORED).replace(b"aaaa", b"abaa")
    with pytest.raises(Problems, match="CRC"):
        Package(source).read("a.xml")


def test_a_part_larger_than_announced_is_refused():
    packed = zipped([("a.xml", "a" * 100_000)])
    # The size stands in the local header and in the directory, four bytes each.
    lying = packed.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(Problems, match="size"):
        Package(lying).read("a.xml")


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_rebuild_changes_removes_and_copies(compression):
    source = zipped([("a.xml", "een"), ("map/é.xml", "twee"), ("c.xml", "drie")], compression)
    rebuilt = Package(source).rebuild({"a.xml": b"nieuw"}, {"c.xml"})
    with zipfile.ZipFile(io.BytesIO(rebuilt)) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == [
            ("a.xml", b"nieuw"),
            ("map/é.xml", b"twee"),
        ]


def test_parts_written_with_a_data_descriptor_are_copied():
    class Unseekable(io.BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise OSError

    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", "een" * 50)
    rebuilt = Package(stream.getvalue()).rebuild({})
    with zipfile.ZipFile(io.BytesIO(rebuilt)) as archive:
        assert archive.testzip() is None
        assert archive.read("a.xml") == b"een" * 50
        assert not archive.infolist()[0].flag_bits & 8
