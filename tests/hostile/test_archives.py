"""Files made to do harm, and files that are something else: refused with the reason, and no other file suffers.

What is harmless in a strange file is passed over: the answers are then those of the untouched file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from tests.hostile.conftest import SURVEY, Read, Sent, plain, rules
from tests.hostile.workbooks import changed_text, packed, parts, sheet_parts, with_parts
from xl_addin.intake.collecting import Collected, collect, files_in
from xl_addin.intake.filled import Filled

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lollollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
SHEET = "xl/worksheets/sheet2.xml"


def with_prologue(prologue: str, part: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        text = parts(content)[part].decode()
        text = re.sub(r"^<\?xml[^>]*\?>", "", text)
        return with_parts(content, {part: f'<?xml version="1.0"?>{prologue}{text}'.encode()})

    return change


def in_utf16(content: bytes) -> bytes:
    text = re.sub(r"^<\?xml[^>]*\?>", "", parts(content)[SHEET].decode())
    return with_parts(content, {SHEET: f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}{text}'.encode("utf-16")})


def late_declaration(content: bytes) -> bytes:
    """A document type behind a comment that is longer than what is looked through beforehand."""
    return with_prologue(f"<!--{' ' * 5000}-->{LAUGHS}", SHEET)(content)


def cell_bomb(content: bytes) -> bytes:
    """Half a million times the same row in few bytes."""
    row = b"<row>" + b'<c t="n"><v>1</v></c>' * 50 + b"</row>"
    sheet = f'<worksheet xmlns="{NAMESPACE}"><sheetData>'.encode() + row * 60_000 + b"</sheetData></worksheet>"
    return with_parts(content, {SHEET: sheet})


def many_cells(content: bytes) -> bytes:
    """More cells than any survey has, in a file that is no bomb by its sizes."""
    rows = (
        b'<row r="%d"><c><v>%d</v></c><c><v>%d</v></c></row>' % (at, at * 7919, at * 104729) for at in range(1, 260_000)
    )
    sheet = f'<worksheet xmlns="{NAMESPACE}"><sheetData>'.encode() + b"".join(rows) + b"</sheetData></worksheet>"
    return with_parts(content, {SHEET: sheet})


def encrypted_flag(content: bytes) -> bytes:
    """The flag for encryption on every entry of the directory."""
    return re.sub(rb"(PK\x01\x02.{4}).", lambda found: found.group(1) + b"\x01", content, flags=re.DOTALL)


def lying_size(content: bytes) -> bytes:
    """A part that is larger than the directory says: bytes 24 to 27 of its entry."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 24] + (10).to_bytes(4, "little") + content[at + 28 :]


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + f"{stream}\0".encode("utf-16-le") + bytes(512)


def missing_string(content: bytes) -> bytes:
    """The name of the municipality as the four billionth shared text."""
    names = parts(content)["xl/workbook.xml"].decode()
    (row,) = re.findall(r'name="alg\.gemeente"[^>]*>[^<]*\$B\$(\d+)<', names)
    cell = f'<c r="B{row}"'
    return changed_text(content, SHEET, rf"{cell}[^>]*>.*?</c>", f'{cell} t="s"><v>4000000000</v></c>')


def binary_workbook(_: bytes) -> bytes:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    )
    return packed([("_rels/.rels", relations.encode()), ("xl/workbook.bin", b"\x83\x01\0")])


def letter_in_word(_: bytes) -> bytes:
    return packed([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")])


def old_with_password(_: bytes) -> bytes:
    """What LibreOffice writes first for an .xls with a password: BOF (16 bytes), then FILEPASS."""
    return compound("Workbook") + bytes.fromhex("0908100000060500bb0dcc0700000000060000002f003600") + bytes(54)


def excel_2003(_: bytes) -> bytes:
    return b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


def adding(name: str, data: bytes = b"x") -> Callable[[bytes], bytes]:
    return lambda book: with_parts(book, {name: data})


REFUSED: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "zip bomb": ("INTAKE_BOMB", adding("xl/media/nul.bin", bytes(40_000_000))),
    "cell bomb": ("INTAKE_BOMB", cell_bomb),
    "many cells": ("INTAKE_BOMB", many_cells),
    "many parts": ("INTAKE_BOMB", lambda book: with_parts(book, {f"xl/{at}.xml": b"" for at in range(5_001)})),
    "entity expansion": ("INTAKE_DTD", with_prologue(LAUGHS, SHEET)),
    "external entity": ("INTAKE_DTD", with_prologue('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]>', SHEET)),
    "document type in the workbook part": ("INTAKE_DTD", with_prologue("<!DOCTYPE x>", "xl/workbook.xml")),
    "document type behind a comment": ("INTAKE_DTD", late_declaration),
    "document type in UTF-16": ("INTAKE_DTD", in_utf16),
    "double part": ("INTAKE_UNSAFE_PARTS", lambda book: packed([*parts(book).items(), (SHEET, b"<x/>")])),
    "double part in capitals": ("INTAKE_UNSAFE_PARTS", adding("XL/Workbook.xml")),
    "path traversal": ("INTAKE_UNSAFE_PARTS", adding("../../etc/cron.d/x")),
    "absolute path": ("INTAKE_UNSAFE_PARTS", adding("/etc/x")),
    "drive letter": ("INTAKE_UNSAFE_PARTS", adding("C:\\x.xml")),
    "encrypted entries": ("INTAKE_ENCRYPTED", encrypted_flag),
    "password": ("INTAKE_ENCRYPTED", lambda _: compound("EncryptedPackage")),
    "xls with a password": ("INTAKE_ENCRYPTED", old_with_password),
    "xlsb": ("INTAKE_BINARY", binary_workbook),
    "other compound file": ("INTAKE_NO_WORKBOOK", lambda _: compound("WordDocument")),
    "broken xls": ("INTAKE_DAMAGED", lambda _: compound("Workbook")),
    "truncated": ("INTAKE_INCOMPLETE", lambda book: book[: len(book) // 2]),
    "lying size": ("INTAKE_DAMAGED", lying_size),
    "damaged part": ("INTAKE_DAMAGED", lambda book: with_parts(book, {SHEET: parts(book)[SHEET][:-200]})),
    "shared string that is not there": ("INTAKE_DAMAGED", missing_string),
    "empty": ("INTAKE_EMPTY_FILE", lambda _: b""),
    "nothing but zeros": ("INTAKE_EMPTY_FILE", lambda _: bytes(4096)),
    "csv": ("INTAKE_IS_TEXT", lambda _: "vraag;antwoord\nvol.asiel.begeleid;12,5 \u20ac\n".encode("cp1252")),
    "html": ("INTAKE_IS_HTML", lambda _: b"\xef\xbb\xbf<html xmlns:x='urn:x'><body><table></table></body></html>"),
    "xml of Excel 2003": ("INTAKE_IS_TEXT", excel_2003),
    "pdf": ("INTAKE_NO_WORKBOOK", lambda _: b"%PDF-1.7\n" + bytes(range(256)) * 20),
    "letter in Word": ("INTAKE_NO_WORKBOOK", letter_in_word),
    "empty archive": ("INTAKE_NO_WORKBOOK", lambda _: b"PK\x05\x06" + bytes(18)),
}


@pytest.fixture(scope="module")
def collected(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> Collected:
    """All of them in one folder, before and after honest ones."""
    folder = tmp_path_factory.mktemp("vijandig")
    for number, (_, change) in enumerate(REFUSED.values()):
        (folder / f"k{number:02d}.xlsx").write_bytes(change(sent.book))
    for at, (code, content) in zip("azk", sent.books.items(), strict=True):
        (folder / f"{at}_{code}.xlsx").write_bytes(content)
    return collect(files_in([folder]), SURVEY, sent.frame)


@pytest.mark.parametrize("number", range(len(REFUSED)), ids=list(REFUSED))
def test_it_is_refused_with_its_reason(number: int, collected: Collected) -> None:
    rule = list(REFUSED.values())[number][0]
    name = f"k{number:02d}.xlsx"
    (source,) = [one for one in collected.files if one.file == name]
    assert (source.status, source.reason) == ("niet gebruikt", rule)
    (finding,) = [one for one in collected.findings if one.gevonden == name]
    assert (finding.regel, finding.ernst, finding.code) == (rule, "fout", "")
    assert "\N{HORIZONTAL ELLIPSIS}" not in finding.tekst


def test_the_honest_files_among_them_are_read_as_if_alone(collected: Collected, sent: Sent) -> None:
    wrong = [code for code in sent.books if not plain(collected, code).items() >= sent.answers[code].items()]
    assert not wrong
    assert len(collected.findings) == len(REFUSED)


def far_cell(content: bytes) -> bytes:
    return changed_text(
        content, SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )


def cell_outside_any_sheet(content: bytes) -> bytes:
    return changed_text(
        content, SHEET, "</sheetData>", '<row r="9999999"><c r="ZZZ9999999"><v>1</v></c></row></sheetData>'
    )


def lying_counts(content: bytes) -> bytes:
    """Shared strings that are announced by the billion, and a dimension of the whole sheet."""
    relation = f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    relations = parts(content)["xl/_rels/workbook.xml.rels"].decode().replace("</Relationships>", relation)
    strings = f'<sst xmlns="{NAMESPACE}" count="4000000000" uniqueCount="4000000000"><si><t>x</t></si></sst>'
    sheet = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', parts(content)[SHEET])
    changes = {"xl/_rels/workbook.xml.rels": relations.encode(), "xl/sharedStrings.xml": strings.encode(), SHEET: sheet}
    return with_parts(content, changes)


def with_prefixes(content: bytes) -> bytes:
    """The same sheet with a namespace prefix on every tag, as some programs write it."""
    text = parts(content)[SHEET].decode()
    text = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", text).replace(f'xmlns="{NAMESPACE}"', f'xmlns:x="{NAMESPACE}"')
    return with_parts(content, {SHEET: text.encode()})


PASSED_OVER: Mapping[str, Callable[[bytes], bytes]] = {
    "far cell": far_cell,
    "cell outside any sheet": cell_outside_any_sheet,
    "lying counts": lying_counts,
    "namespace prefixes": with_prefixes,
    "an unknown part": lambda book: with_parts(book, {"customXml/item1.xml": b"<x/>"}),
}


@pytest.mark.parametrize("case", PASSED_OVER)
def test_what_is_harmless_changes_nothing(case: str, sent: Sent, read: Read, untouched: Filled) -> None:
    filled = read(PASSED_OVER[case](sent.book))
    assert filled.answers == untouched.answers
    assert filled.outcomes == untouched.outcomes
    assert rules(filled) <= ({"INTAKE_TYPED_OUTSIDE"} if case == "far cell" else set())


ACTIVE = {
    "macros": "xl/vbaProject.bin",
    "koppelingen": "xl/externalLinks/externalLink1.xml",
    "objecten": "xl/embeddings/oleObject1.bin",
}


@pytest.mark.parametrize("trait", ACTIVE)
def test_what_could_act_is_told_and_left_alone(trait: str, sent: Sent, read: Read, untouched: Filled) -> None:
    filled = read(with_parts(sent.book, {ACTIVE[trait]: b"<x/>"}))
    assert filled.answers == untouched.answers
    ((question, problem),) = filled.remarks
    assert (question, problem.code, problem.values) == ("", "INTAKE_TRAITS", {"wat": trait})


def test_a_name_that_leads_to_another_file_is_not_followed(sent: Sent, read: Read) -> None:
    name = "vol.asiel.begeleid"
    book = changed_text(sent.book, "xl/workbook.xml", rf'(?<=<definedName name="{name}")[^<]*', ">[1]Blad1!$B$2")
    filled = read(book)
    assert filled.answers[name] == sent.answers[sent.code][name]  # by the label, in its own place
    assert rules(filled) == {"INTAKE_FOUND_BY_LABEL"}


def test_the_sheet_parts_are_where_these_tests_change_them(sent: Sent) -> None:
    assert sheet_parts(sent.book)["Algemeen"] == SHEET
