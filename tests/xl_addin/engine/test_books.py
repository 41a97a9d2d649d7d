"""Books, sheets, names and tables."""

import pandas as pd
import pytest
import xlwings as xw


@pytest.fixture
def book(engine, path):
    return xw.Book(path)


@pytest.mark.usefixtures("engine")
class TestBooks:
    def test_open_by_path_gives_the_same_book_once(self, path):
        book = xw.Book(path)
        assert xw.Book(path) == book
        assert (book.name, len(xw.books), xw.books.active) == ("analyse.xlsx", 1, book)
        book.close()
        assert len(xw.books) == 0

    def test_new_books_are_numbered_and_saved_under_a_path(self, tmp_path):
        first = xw.Book()
        second = first.app.books.add()
        assert [first.name, second.name] == ["Book1", "Book2"]
        second.sheets[0]["A1"].value = "x"
        second.save(tmp_path / "nieuw.xlsx")
        assert second.name == "nieuw.xlsx"
        second.close()
        assert xw.Book(tmp_path / "nieuw.xlsx").sheets[0]["A1"].value == "x"

    def test_app_keeps_settings_and_answers_alerts(self, book):
        app = book.app
        with app.properties(screen_updating=False, calculation="manual", status_bar="bezig"):
            assert (app.screen_updating, app.calculation, app.status_bar) == (False, "manual", "bezig")
        assert (app.screen_updating, app.calculation, app.status_bar) == (True, "automatic", False)
        assert app.alert("klaar", "titel") == "ok"
        assert app.impl.alerts == ["klaar"]
        app.calculate()
        book.sheets["Uit slag"]["B2"].select()
        assert (app.selection.address, book.sheets.active.name) == ("$B$2", "Uit slag")

    def test_what_only_excel_can_do_says_so(self, book):
        with pytest.raises(NotImplementedError, match="notes"):
            len(book.sheets[0].notes)


class TestSheets:
    def test_by_name_index_and_iteration(self, book):
        assert book.sheet_names == ["Invoer", "Uit slag"]
        assert book.sheets["uit SLAG"].index == 2
        assert "Invoer" in book.sheets
        assert "Weg" not in book.sheets
        with pytest.raises(xw.NoSuchObjectError):
            book.sheets["Weg"]

    def test_add_rename_and_delete(self, book):
        added = book.sheets.add("Nieuw", after="Invoer")
        assert book.sheets.active == added
        assert book.sheets.add().name == "Sheet1"
        book.sheets["Sheet1"].name = "Anders"
        assert book.sheet_names == ["Invoer", "Anders", "Nieuw", "Uit slag"]
        book.sheets["Nieuw"].delete()
        del book.sheets["Anders"]
        assert book.sheet_names == ["Invoer", "Uit slag"]

    def test_visibility_grid_and_panes(self, book):
        sheet = book.sheets["Uit slag"]
        sheet.visible = False
        sheet.show_gridlines = False
        sheet.freeze_panes.freeze_at(sheet["A1:B3"])
        assert (sheet.visible, sheet.show_gridlines, sheet.impl.api.freeze_panes) == (False, False, "C4")
        sheet.freeze_panes.unfreeze()
        assert sheet.impl.api.freeze_panes is None


class TestNames:
    def test_names_lead_to_ranges(self, book):
        assert [name.name for name in book.names] == ["alg.aantal", "blok", "factor", "Invoer!lokaal"]
        assert book.names["ALG.aantal"].refers_to_range == book.sheets["Invoer"]["B2"]
        assert book.sheets["Uit slag"]["alg.aantal"].value == 2.0
        assert book.sheets["Invoer"]["lokaal"].value == ["Aa", "Bee"]
        assert book.names["Invoer!lokaal"].refers_to == "=Invoer!$A$2:$A$3"
        assert book.sheets["Uit slag"]["A3:B4"].name.name == "blok"
        assert "blok" in book.names
        assert "weg" not in book.names
        with pytest.raises(ValueError, match="no range"):
            _ = book.names["factor"].refers_to_range

    def test_names_are_added_changed_and_deleted(self, book):
        book.sheets["Invoer"]["A3"].name = "nieuw"
        assert book.names["nieuw"].refers_to == "=Invoer!$A$3"
        book.names["nieuw"].refers_to = "='Uit slag'!$A$1"
        assert book.sheets["Invoer"]["nieuw"].value == "Titel"
        book.names["nieuw"].name = "ander"
        del book.names["ander"]
        assert "ander" not in book.names
        assert "nieuw" not in book.names


class TestTables:
    def test_parts_of_a_table(self, book):
        table = book.sheets["Uit slag"].tables["UITSLAG"]
        assert table.range.address == "$A$3:$B$4"
        assert table.header_row_range.value == ["code", "euro"]
        assert table.data_body_range.address == "$A$4:$B$4"
        assert table.totals_row_range is None
        assert [column.name for column in table.columns] == ["code", "euro"]
        assert table.columns["euro"].data_body_range.address == "$B$4"
        assert table.show_autofilter is True
        assert book.sheets["Uit slag"]["B4"].table == table
        assert book.sheets["Uit slag"]["D9"].table is None
        assert book.sheets["Invoer"]["uitslag"].address == "$A$4:$B$4"

    def test_add_fills_the_header_and_refuses_a_name_twice(self, book):
        sheet = book.sheets["Invoer"]
        sheet["E1"].value = [["a", None, "a"], [1, 2, 3]]
        table = sheet.tables.add(sheet["E1:G2"], name="nieuw")
        # Excel wants text that differs in every header cell.
        assert table.header_row_range.value == ["a", "Column2", "a2"]
        assert len({column.name for column in table.columns}) == 3
        with pytest.raises(xw.XlwingsError):
            sheet.tables.add(sheet["J1:K2"], name="UITSLAG")

    def test_update_with_more_columns_and_rows(self, book, path):
        table = book.sheets["Uit slag"].tables["uitslag"]
        table.update(pd.DataFrame({"code": ["x", "y"], "euro": [1, 2], "n": [3, 4]}), index=False)
        table.show_autofilter = False
        book.save()
        book.close()
        again = xw.Book(path).sheets["Uit slag"].tables["uitslag"]
        assert again.range.value == [["code", "euro", "n"], ["x", 1.0, 3.0], ["y", 2.0, 4.0]]
        assert [column.name for column in again.columns] == ["code", "euro", "n"]
        assert again.show_autofilter is False


def test_formats_read_back_after_saving(engine, tmp_path):
    book = xw.Book()
    sheet = book.sheets[0]
    block = sheet["B2:C3"]
    block.value = 0.5
    block.number_format = "0.0%"
    block.color = "#0a141e"
    block.wrap_text = True
    block.horizontal_alignment = "center"
    sheet["A:C"].column_width = 20
    sheet["A1"].row_height = 30
    sheet["A1"].add_hyperlink("https://example.org", "link")
    book.save(tmp_path / "opmaak.xlsx")
    book.close()
    sheet = xw.Book(tmp_path / "opmaak.xlsx").sheets[0]
    cell = sheet["C3"]
    assert (cell.number_format, cell.color) == ("0.0%", (10, 20, 30))
    assert (cell.wrap_text, cell.horizontal_alignment, cell.column_width) == (True, "center", 20)
    assert (sheet["D9"].color, sheet["D9"].number_format, sheet["D9"].column_width) == (None, "General", 8.43)
    assert (sheet["A1"].row_height, sheet["A1"].hyperlink, sheet["A1"].value) == (30, "https://example.org", "link")


def test_one_column_out_of_a_group_gets_its_own_width(engine, tmp_path):
    book = xw.Book()
    sheet = book.sheets[0]
    group = sheet.impl.api.column_dimensions["B"]
    group.min, group.max, group.width = 2, 6, 15
    sheet["D1"].column_width = 40
    widths = [sheet.range((1, column)).column_width for column in range(1, 8)]
    assert widths == [8.43, 15, 15, 40, 15, 15, 8.43]


def test_alignment_is_told_where_cells_share_it(engine):
    sheet = xw.Book().sheets[0]
    sheet["A1:B1"].horizontal_alignment = "center_across_selection"
    assert sheet["A1:B1"].horizontal_alignment == "center_across_selection"
    assert sheet["A1:C1"].horizontal_alignment is None
    assert sheet["A1:C1"].vertical_alignment == "bottom"
