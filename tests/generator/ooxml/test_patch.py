"""The patching writer: what changes, what stays, and what is refused."""

import datetime as dt
import io
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.ooxml.patch import Changes, Formula, WorkbookPatch, defined_names
from templates.problems import Problems

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def opened(content, **options):
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def codes(caught):
    return [problem.code for problem in caught.value.problems]


def raw_parts(content):
    """Name -> compressed bytes and time stamp, straight from the file."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            header = content[info.header_offset : info.header_offset + 30]
            skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
            start = info.header_offset + 30 + skip
            parts[info.filename] = content[start : start + info.compress_size], info.date_time
    return parts


class TestBytes:
    def test_untouched_parts_keep_their_compressed_bytes_order_and_time(self, workbook):
        changed = WorkbookPatch(workbook).render(Changes({"Invoer": {(1, 1): 5}}))
        before, after = raw_parts(workbook), raw_parts(changed)
        assert list(before) == list(after)
        differing = [name for name in before if before[name] != after[name]]
        assert differing == ["xl/worksheets/sheet1.xml"]
        assert after["xl/worksheets/sheet1.xml"][1] == (1980, 1, 1, 0, 0, 0)

    def test_within_a_changed_sheet_only_the_cell_differs(self, built, sheet_of):
        inner = '<sheetData><row r="1" ht="20"><c r="A1" s="0"><v>1</v></c>  <c r="B1"><v>2</v></c></row></sheetData>'
        after = sheet_of(WorkbookPatch(built(inner)).render(Changes({"Blad1": {(1, 2): 3}})))
        assert after == sheet_of(built(inner)).replace('<c r="B1"><v>2</v></c>', '<c r="B1"><v>3</v></c>')

    def test_same_source_and_changes_give_same_bytes(self, workbook):
        changes = Changes({"Invoer": {(3, 3): "x", (40, 2): 1.5}}, {"uitslag": "B3:C9"}, drop_cached=True)
        first = WorkbookPatch(workbook)
        assert first.render(changes) == first.render(changes) == WorkbookPatch(workbook).render(changes)

    def test_no_changes_keep_every_part(self, workbook):
        assert raw_parts(WorkbookPatch(workbook).render(Changes())) == raw_parts(workbook)

    def test_rendering_twice_does_not_add_up(self, workbook):
        patch = WorkbookPatch(workbook)
        patch.render(Changes({"Invoer": {(1, 1): 5}}))
        assert opened(patch.render(Changes({"Invoer": {(1, 2): 6}})))["Invoer"]["A1"].value == 1

    def test_reads_a_file_as_well_as_bytes(self, workbook, tmp_path):
        path = tmp_path / "boek.xlsx"
        path.write_bytes(workbook)
        assert WorkbookPatch(path).sheet_names == WorkbookPatch(workbook).sheet_names == ("Invoer", "Uit 'slag")


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff_"), max_size=20)
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    text.filter(lambda one: not one.startswith("#")),  # openpyxl reads #N/A and the like as errors
)
places = st.tuples(st.integers(1, 60), st.integers(1, 40)).filter(lambda at: not (at[0] <= 2 and 10 <= at[1] <= 11))


def as_read(value):
    """What a reader finds: control characters gone, line ends one kind, empty text as empty."""
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in value if one in "\t\n" or ord(one) >= 32) or None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.dictionaries(places, values, max_size=25))
def test_any_writes_read_back_and_the_rest_stands(workbook, cells):
    before = opened(workbook)["Invoer"]
    after = opened(WorkbookPatch(workbook).render(Changes({"Invoer": cells}, drop_cached=True)))["Invoer"]
    for row in range(1, 61):
        for column in range(1, 41):
            old = before.cell(row, column).value
            expected = as_read(cells.get((row, column), old)) if (row, column) in cells else old
            found = after.cell(row, column)
            assert found.value == expected
            assert isinstance(found.value, bool) == isinstance(expected, bool)
            assert (row, column) == (1, 8) or found.data_type != "f"


class TestPlaces:
    """Rows and cells that are missing, empty, without position, or beyond what is there."""

    @pytest.mark.parametrize(
        "inner",
        [
            "<sheetData/>",
            "<sheetData></sheetData>",
            '<sheetData><row r="2"/></sheetData>',
            '<sheetData><row r="2" spans="1:1"><c r="A2"><v>1</v></c></row></sheetData>',
            '<sheetData><row r="1"/><row r="9"><c r="C9"><v>9</v></c></row></sheetData>',
            '<sheetData><row r="2"><c r="B2"/></row></sheetData>',
            '<sheetData><row r="2"><c r="D2" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
        ],
    )
    def test_a_value_lands_in_order(self, built, sheet_of, inner):
        patch = WorkbookPatch(built(inner))
        changed = patch.render(Changes({"Blad1": {(2, 2): 7, (5, 1): "a", (2, 3): True}}))
        sheet = opened(changed)["Blad1"]
        assert (sheet["B2"].value, sheet["A5"].value, sheet["C2"].value) == (7, "a", True)
        xml = sheet_of(changed)
        places = [xml.index(f'r="{name}"') for name in ("B2", "C2", "A5")]
        assert places == sorted(places)
        rows = [int(piece.partition('"')[0]) for piece in xml.split('<row r="')[1:]]
        assert rows == sorted(rows)

    def test_spans_are_dropped_from_a_row_that_grows_and_dimension_follows(self, built, sheet_of):
        inner = (
            '<dimension ref="A1:B1"/><sheetData><row r="1" spans="1:2" ht="30"><c r="A1"><v>1</v></c></row></sheetData>'
        )
        xml = sheet_of(WorkbookPatch(built(inner)).render(Changes({"Blad1": {(1, 5): 2, (7, 2): 3}})))
        assert '<row r="1" ht="30">' in xml
        assert '<dimension ref="A1:E7"/>' in xml

    def test_cells_without_position_are_counted(self, built):
        first = "<row><c><v>1</v></c><c><v>2</v></c></row>"
        inner = f"<sheetData>{first}<row><c r='C2'><v>3</v></c><c><v>4</v></c></row></sheetData>"
        changed = WorkbookPatch(built(inner)).render(Changes({"Blad1": {(1, 2): 20, (2, 4): 40, (2, 1): 10}}))
        rows = [[cell.value for cell in row] for row in opened(changed)["Blad1"].iter_rows()]
        assert rows == [[1, 20, None, None], [10, None, 3, 40]]

    def test_prefixed_namespace(self, built):
        raw = (
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
            '<x:row r="3"/></x:sheetData></x:worksheet>'
        )
        cells = {(1, 1): 2, (1, 2): "b", (2, 1): 3, (3, 1): 4}
        changed = WorkbookPatch(built(raw_sheet=raw)).render(Changes({"Blad1": cells}))
        sheet = opened(changed)["Blad1"]
        assert [sheet["A1"].value, sheet["B1"].value, sheet["A2"].value, sheet["A3"].value] == [2, "b", 3, 4]

    def test_utf16_sheet(self, built):
        raw = (
            f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><sheetData><row r="1">'
            '<c r="A1" t="inlineStr"><is><t>één</t></is></c></row></sheetData></worksheet>'
        ).encode("utf-16")
        sheet = opened(WorkbookPatch(built(raw_sheet=raw)).render(Changes({"Blad1": {(1, 2): "é"}})))["Blad1"]
        assert (sheet["A1"].value, sheet["B1"].value) == ("één", "é")

    def test_attribute_values_with_markup_characters_do_not_confuse(self, built):
        inner = """<sheetData><row r="1" x="a>b" y='"/>'><c r="A1"><v>1</v></c></row></sheetData>"""
        changed = WorkbookPatch(built(inner)).render(Changes({"Blad1": {(1, 2): 2}}))
        assert opened(changed)["Blad1"]["B1"].value == 2


class TestStyles:
    def test_existing_cell_keeps_its_style_also_when_emptied(self, workbook):
        patch = WorkbookPatch(workbook)
        for value in ("anders", None):
            cell = opened(patch.render(Changes({"Invoer": {(2, 8): value}})))["Invoer"]["H2"]
            assert (cell.value, cell.font.bold) == (value, True)

    def test_new_cell_takes_the_column_style_and_a_row_style_goes_before_it(self, built, sheet_of):
        inner = (
            '<cols><col min="2" max="4" style="3"/></cols>'
            '<sheetData><row r="1"/><row r="2" s="5" customFormat="1"/><row r="3" s="6"/></sheetData>'
        )
        cells = {(1, 3): 1, (2, 3): 1, (3, 3): 1, (4, 4): 1, (1, 9): 1}
        xml = sheet_of(WorkbookPatch(built(inner)).render(Changes({"Blad1": cells})))
        for cell in ('r="C1" s="3"', 'r="C2" s="5"', 'r="C3" s="3"', 'r="D4" s="3"', 'r="I1"><v>'):
            assert cell in xml

    def test_emptying_what_is_not_there_adds_nothing(self, built):
        source = built('<sheetData><row r="1"><c r="A1" s="0"/></row></sheetData>')
        changed = WorkbookPatch(source).render(Changes({"Blad1": {(1, 1): None, (1, 2): None, (9, 9): None}}))
        assert raw_parts(changed) == raw_parts(source)


class TestText:
    @pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "=cmd|'/c calc'!A1", "{=1}"])
    def test_text_never_becomes_a_formula(self, workbook, value):
        cell = opened(WorkbookPatch(workbook).render(Changes({"Invoer": {(1, 1): value}})))["Invoer"]["A1"]
        assert (cell.value, cell.data_type) == (value, "s")

    def test_white_space_stays(self, workbook):
        cells = {(1, 1): "  voor en na  ", (2, 1): "a\nb", (3, 1): "a  b", (4, 1): "a\r\nb"}
        sheet = opened(WorkbookPatch(workbook).render(Changes({"Invoer": cells})))["Invoer"]
        assert [sheet.cell(row, 1).value for row in range(1, 5)] == ["  voor en na  ", "a\nb", "a  b", "a\nb"]

    def test_text_that_looks_like_an_escape_is_escaped(self, built, sheet_of):
        xml = sheet_of(WorkbookPatch(built()).render(Changes({"Blad1": {(1, 1): "a_x0041_b <&>"}})))
        assert "<t>a_x005F_x0041_b &lt;&amp;&gt;</t>" in xml

    def test_too_long_text_is_refused(self, workbook):
        patch = WorkbookPatch(workbook)
        # A character beyond the first plane counts twice.
        patch.render(Changes({"Invoer": {(1, 1): "a" * 32_767}}))
        with pytest.raises(Problems) as caught:
            patch.render(Changes({"Invoer": {(1, 1): "😀" * 16_384}}))
        assert codes(caught) == ["CELL_TEXT_TOO_LONG"]


class TestFormulas:
    @pytest.fixture
    def chained(self, built):
        """Two formulas with results, a constant, and a calculation chain."""
        return built(
            '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c>'
            '<c r="C1"><v>3</v></c></row></sheetData>',
            extra={"xl/calcChain.xml": '<calcChain><c r="A1"/></calcChain>'},
            relations=f'<Relationship Id="rId3" Type="{OFFICE}/calcChain" Target="calcChain.xml"/>',
            types='<Override PartName="/xl/calcChain.xml" ContentType="application/x"/>',
        )

    def test_overwriting_a_formula_takes_the_calculation_chain_out(self, chained):
        changed = WorkbookPatch(chained).render(Changes({"Blad1": {(1, 1): 5}}))
        parts = raw_parts(changed)
        assert "xl/calcChain.xml" not in parts
        with zipfile.ZipFile(io.BytesIO(changed)) as archive:
            assert b"calcChain" not in archive.read("[Content_Types].xml")
            assert b"calcChain" not in archive.read("xl/_rels/workbook.xml.rels")
        assert opened(changed)["Blad1"]["A1"].value == 5

    def test_other_changes_leave_the_calculation_chain(self, chained):
        changed = WorkbookPatch(chained).render(Changes({"Blad1": {(1, 3): 5}}))
        assert "xl/calcChain.xml" in raw_parts(changed)

    def test_cached_results_can_be_dropped(self, chained, sheet_of):
        patch = WorkbookPatch(chained)
        kept = patch.render(Changes({"Blad1": {(1, 3): 5}}))
        dropped = patch.render(Changes({"Blad1": {(1, 3): 5}}, drop_cached=True))
        assert "<f>1+1</f><v>2</v>" in sheet_of(kept)
        assert '<c r="A1"><f>1+1</f></c><c r="B1"><f>"a"</f></c>' in sheet_of(dropped)
        assert opened(dropped).calculation.fullCalcOnLoad is True

    @pytest.mark.parametrize("setting", ["", '<calcPr calcId="1"/>', '<calcPr fullCalcOnLoad="0"></calcPr>'])
    def test_full_calculation_is_asked_for_once(self, built, setting):
        source = built(workbook=f"<definedNames/>{setting}<oleSize ref='A1'/>")
        with zipfile.ZipFile(io.BytesIO(WorkbookPatch(source).render(Changes(drop_cached=True)))) as archive:
            xml = archive.read("xl/workbook.xml").decode()
        assert xml.count('fullCalcOnLoad="1"') == xml.count("<calcPr") == 1
        assert xml.index("<definedNames") < xml.index("<calcPr") < xml.index("<oleSize")

    def test_a_formula_is_written_only_when_asked_for(self, workbook):
        changed = WorkbookPatch(workbook).render(Changes({"Invoer": {(1, 1): Formula('=IF(B1<2,"a&b",0)')}}))
        assert opened(changed)["Invoer"]["A1"].value == '=IF(B1<2,"a&b",0)'

    @pytest.mark.parametrize(
        ("formula", "at"),
        [
            ('<c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c>', (2, 1)),
            ('<c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c>', (1, 1)),
            ('<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c>', (1, 1)),
        ],
    )
    def test_part_of_a_formula_over_several_cells_is_refused(self, built, formula, at):
        patch = WorkbookPatch(built(f'<sheetData><row r="1">{formula}</row></sheetData>'))
        with pytest.raises(Problems) as caught:
            patch.render(Changes({"Blad1": {at: 5}}))
        assert codes(caught) == ["CELL_IN_ARRAY_FORMULA"]


class TestRefusals:
    def test_covered_cell_of_a_merge_is_refused_and_clearing_it_is_not(self, workbook):
        patch = WorkbookPatch(workbook)
        with pytest.raises(Problems) as caught:
            patch.render(Changes({"Invoer": {(2, 11): 1}}))
        assert codes(caught) == ["CELL_MERGED"]
        assert caught.value.problems[0].place.cell == "K2"
        changed = patch.render(Changes({"Invoer": {(1, 10): "boven", (1, 11): None, (2, 10): None}}))
        assert opened(changed)["Invoer"]["J1"].value == "boven"

    def test_everything_found_is_raised_together(self, workbook):
        changes = Changes(
            {"Weg": {(1, 1): 1}, "Invoer": {(1, 11): 1, (0, 1): 1, (5, 5): dt.date(1850, 1, 1)}},
            {"onbekend": "A1:B2", "uitslag": "B4:C9"},
        )
        with pytest.raises(Problems) as caught:
            WorkbookPatch(workbook).render(changes)
        assert sorted(codes(caught)) == [
            "CELL_MERGED",
            "CELL_OUTSIDE_SHEET",
            "DATE_BEFORE_EPOCH",
            "SHEET_MISSING",
            "TABLE_MISSING",
            "TABLE_SHAPE",
        ]

    @pytest.mark.parametrize(
        ("sheet", "code"),
        [
            ('<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData/></worksheet>', "PART_HAS_DTD"),
            ("<worksheet><sheetData>", "PART_MALFORMED"),
            (f'<worksheet xmlns="{MAIN}"><sheetData><row r="een"/></sheetData></worksheet>', "PART_MALFORMED"),
        ],
    )
    def test_a_damaged_sheet(self, built, sheet, code):
        with pytest.raises(Problems) as caught:
            WorkbookPatch(built(raw_sheet=sheet)).render(Changes({"Blad1": {(1, 1): 1}}))
        assert codes(caught) == [code]


class TestTables:
    def test_table_and_its_filter_follow_the_new_reference(self, workbook):
        cells = {(row, column): row for row in range(5, 9) for column in (2, 3)}
        changed = opened(WorkbookPatch(workbook).render(Changes({"Uit 'slag": cells}, {"uitslag": "B3:C8"})))
        table = changed["Uit 'slag"].tables["uitslag"]
        assert (table.ref, table.autoFilter.ref) == ("B3:C8", "B3:C8")

    def test_filter_leaves_the_totals_row_out_and_a_saved_sort_goes(self, built):
        table = (
            f'<table xmlns="{MAIN}" id="1" displayName="t" ref="A1:A3" totalsRowCount="1"><autoFilter ref="A1:A2"/>'
            '<sortState ref="A2:A2"/><tableColumns><tableColumn id="1" name="kop"/></tableColumns></table>'
        )
        extra = {
            "xl/tables/t.xml": table,
            "xl/worksheets/_rels/een.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{OFFICE}/table" Target="/xl/tables/t.xml"/></Relationships>',
        }
        changed = WorkbookPatch(built(extra=extra)).render(Changes(tables={"t": "A1:A6"}))
        with zipfile.ZipFile(io.BytesIO(changed)) as archive:
            after = archive.read("xl/tables/t.xml").decode()
        expected = table.replace('"A1:A3"', '"A1:A6"').replace('"A1:A2"', '"A1:A5"')
        assert after == expected.replace('<sortState ref="A2:A2"/>', "")

    def test_header_cell_keeps_the_column_name(self, workbook):
        patch = WorkbookPatch(workbook)
        patch.render(Changes({"Uit 'slag": {(3, 2): "code"}}))
        with pytest.raises(Problems) as caught:
            patch.render(Changes({"Uit 'slag": {(3, 2): "anders"}}))
        assert codes(caught) == ["TABLE_HEADER_CHANGED"]


def test_dates_follow_the_workbook_s_epoch(built, sheet_of):
    cells = {(1, 1): dt.date(2024, 1, 1), (1, 2): dt.datetime(2024, 1, 1, 12), (1, 3): dt.date(1900, 2, 28)}
    xml = sheet_of(WorkbookPatch(built()).render(Changes({"Blad1": cells})))
    # 1 January 1900 is day 1, and the calendar counts a 29 February 1900 that never was.
    assert "<v>45292</v>" in xml
    assert "<v>45292.5</v>" in xml
    assert "<v>59</v>" in xml
    source = built(raw_sheet=None, workbook='<workbookPr date1904="1"/>')
    xml = sheet_of(WorkbookPatch(source).render(Changes({"Blad1": {(1, 1): dt.date(2024, 1, 1)}})))
    assert f"<v>{45292 - 1462}</v>" in xml


def test_defined_names_lead_to_sheet_and_reference(workbook):
    assert defined_names(workbook) == {"alg.inwoners": ("Invoer", "B2"), "uit.blok": ("Uit 'slag", "B3:C4")}


def test_libreoffice_reads_and_calculates_the_patched_file(workbook, tmp_path: Path):
    cells = {(row, 1): 10 for row in range(1, 21)} | {(30, 13): 2.5, (31, 1): "=geen formule", (1, 2): None}
    source = tmp_path / "boek.xlsx"
    source.write_bytes(WorkbookPatch(workbook).render(Changes({"Invoer": cells}, {"uitslag": "B3:C6"}, True)))
    profile = (tmp_path / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path / "uit"), str(source)], check=True, capture_output=True)
    sheet = openpyxl.load_workbook(tmp_path / "uit" / "boek.xlsx", data_only=True)["Invoer"]
    # Twenty tens make 200; the result was dropped, so this is LibreOffice's own calculation.
    assert sheet["H1"].value == 200
    assert (sheet["M30"].value, sheet["A31"].value, sheet["B1"].value) == (2.5, "=geen formule", None)
