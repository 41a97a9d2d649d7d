"""Splicing and reading by byte position."""

import pytest

from generator.ooxml.markup import Splice, elements, splice, splice_pieces, with_attribute
from templates.problems import Problems


def test_splices_in_pieces_give_the_same_bytes_and_leave_other_pieces_alone():
    pieces = (b"abc", b"defg", b"hi")
    splices = [Splice(4, 6, b"EEE"), Splice(3, 3, b"+"), Splice(9, 9, b"!")]
    found = splice_pieces(pieces, splices)
    assert b"".join(found) == splice(b"".join(pieces), splices) == b"abc+dEEEghi!"
    assert found[0] is pieces[0]


def test_a_splice_over_two_pieces_is_refused():
    with pytest.raises(ValueError, match="over the end of a piece at byte 3"):
        splice_pieces((b"abc", b"def"), [Splice(2, 4, b"")])


def test_splices_use_positions_of_the_original():
    assert (
        splice(b"abcdef", [Splice(4, 5, b"E"), Splice(1, 3, b""), Splice(1, 1, b"+"), Splice(6, 6, b"!")]) == b"a+dEf!"
    )


def test_insertions_at_one_place_keep_their_order():
    assert splice(b"ab", [Splice(1, 1, b"1"), Splice(1, 2, b"B"), Splice(1, 1, b"2")]) == b"a12B"


def test_overlap_is_refused():
    with pytest.raises(ValueError, match="overlapping"):
        splice(b"abcdef", [Splice(0, 3, b""), Splice(2, 4, b"")])


@pytest.mark.parametrize(
    ("tag", "value", "expected"),
    [
        (b'<a r="1" x="2">', "9", b'<a r="9" x="2">'),
        (b"<a x='r=\"1\"' r='1'/>", "9", b'<a x=\'r="1"\' r="9"/>'),
        (b"<a/>", "9", b'<a r="9"/>'),
        (b'<a x="1">', '<&>"', b'<a x="1" r="&lt;&amp;&gt;&quot;">'),
        (b'<a x="1" r="2" y="3">', None, b'<a x="1" y="3">'),
        (b'<a z:r="1">', None, b'<a z:r="1">'),
    ],
)
def test_one_attribute_changes_and_the_rest_stays(tag, value, expected):
    assert with_attribute(tag, "r", value) == expected


def test_elements_know_their_bytes():
    data = b'<?xml version="1.0"?><a xmlns:p="urn:p"><p:b c="1>2"/>t<b>x&amp;y</b></a>'
    found = elements(data, "deel.xml")
    assert [(one.path, data[one.start : one.end]) for one in found[1:]] == [
        (("a", "b"), b'<p:b c="1>2"/>'),
        (("a", "b"), b"<b>x&amp;y</b>"),
    ]
    assert [one.text for one in found] == ["t", "", "x&y"]


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    ],
)
def test_a_document_type_is_refused(data):
    with pytest.raises(Problems) as caught:
        elements(data, "deel.xml")
    assert [problem.code for problem in caught.value.problems] == ["PART_HAS_DTD"]
