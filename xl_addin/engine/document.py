"""A workbook file in memory: openpyxl's model to read from, and a record of what was changed to save by.

Only cell values and table areas changed: the file is patched, and all else in it stays as it was. Anything else
changed: openpyxl writes the file anew, unless that would lose something the file holds.
"""

from __future__ import annotations

import datetime as dt
import gc
import io
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import from_excel

from generator.formulas.evaluation import Key, Result
from generator.formulas.values import CellError, UndecidedError
from generator.formulas.workbook import cached, has_result, result_of, shared_strings
from generator.ooxml.charts import ChartPart
from generator.ooxml.drawings import Drawing, carried_parts, with_drawings
from generator.ooxml.files import working_files
from generator.ooxml.parts import Part
from generator.ooxml.patch import Changes, Formula, Value, WorkbookPatch, write_atomically
from generator.ooxml.sheet import Area, address, area_text, parse_area
from generator.ooxml.values import MAX_TEXT, UnwritableValueError, clean_text, serial_number
from templates.problems import Place, Problem, Problems
from xl_addin.engine.losses import losses
from xl_addin.engine.mentions import LOST, rename, strike_out
from xl_addin.engine.recalculating import Formulas, ListArea, results_after

Sheet = Any
"""openpyxl's Worksheet; openpyxl carries no types."""

FORMATS = {".xlsx": False, ".xlsm": True}
"""File names that can be saved, and whether such a file may hold macros."""

_SECONDS_PER_DAY = 86_400

CellsBySheet = Mapping[str, Mapping[tuple[int, int], Any]]
"""openpyxl's cells by title of their sheet and by row and column."""


class Document:
    """One workbook: `workbook` is openpyxl's model, `source` the bytes it was opened from (None for a new one)."""

    def __init__(self, source: bytes | None = None, path: Path | None = None) -> None:
        self.path = path
        self.source = source
        self.structure: list[str] = []
        self._cells: dict[str, dict[tuple[int, int], Value]] = {}
        self._before: dict[Key, object] = {}
        self._tables: dict[str, str] = {}
        self._patch = WorkbookPatch(source, self.file) if source is not None else None
        if self._patch is not None:
            self._patch.refuse_document_types()
        self.workbook: Any = _new_workbook() if source is None else self._load(source)
        self._titles = {sheet: sheet.title for sheet in self.workbook.worksheets}
        self._drawings: dict[Any, Drawing] = {}
        self._charts: dict[int, ChartPart] = {}

    @classmethod
    def open(cls, path: Path) -> Document:
        """The document in a file; Problems with the file's name where it is no readable workbook."""
        try:
            source = path.read_bytes()
        except OSError as error:
            values = {"reason": error.strerror or str(error)}
            raise Problems([Problem("WORKBOOK_UNREADABLE", Place(path.name), values)]) from error
        return cls(source, path)

    @property
    def file(self) -> str:
        """The file's name; empty before the first save."""
        return self.path.name if self.path else ""

    def _load(self, source: bytes) -> Any:
        macros = self.path is not None and FORMATS.get(self.path.suffix.lower(), False)
        try:
            with warnings.catch_warnings(), _nothing_to_collect():
                # openpyxl warns of every extension it does not read; what matters is said when saving.
                warnings.simplefilter("ignore")
                return openpyxl.load_workbook(io.BytesIO(source), keep_vba=macros)
        except Exception as error:  # openpyxl lets through whatever a damaged file leads to
            values = {"reason": f"{type(error).__name__}: {error}"}
            raise Problems([Problem("WORKBOOK_UNREADABLE", Place(self.file), values)]) from error

    def value(self, sheet: Sheet, row: int, column: int) -> Any:
        """A cell's value; of a formula the result that the file held when it was opened, None if it held none."""
        cell = sheet._cells.get((row, column))  # sheet.cell() would create the cell
        if cell is None:
            return None
        value = self._result(sheet, row, column) if cell.data_type == "f" else cell.value
        if isinstance(value, dt.time):
            return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / _SECONDS_PER_DAY
        return value / dt.timedelta(days=1) if isinstance(value, dt.timedelta) else value

    def _result(self, sheet: Sheet, row: int, column: int) -> Any:
        if self._patch is None or sheet not in self._titles or (row, column) in self._changed(sheet):
            return None
        index = self._patch.index(self._titles[sheet])
        result = result_of(index, (row, column), self._strings) if (row, column) in index.formula_cells else None
        if isinstance(result, CellError | UndecidedError):
            return result.text if isinstance(result, CellError) else None
        if isinstance(result, float):
            cell = sheet._cells[row, column]
            return _moment(result, cell, self.workbook.epoch) if is_date_format(cell.number_format) else _whole(result)
        return result

    @cached_property
    def _strings(self) -> list[str]:
        """The texts that cells of the file share."""
        return shared_strings(self._patch) if self._patch is not None else []

    def formula(self, sheet: Sheet, row: int, column: int) -> str:
        """A cell's formula with its equals sign, or its constant as text; empty text for an empty cell."""
        cell = sheet._cells.get((row, column))
        if cell is None or cell.value is None:
            return ""
        return str(getattr(cell.value, "text", cell.value))

    def is_filled(self, sheet: Sheet, row: int, column: int) -> bool:
        """Whether a cell holds anything."""
        cell = sheet._cells.get((row, column))
        return cell is not None and cell.value is not None

    def set_value(self, sheet: Sheet, row: int, column: int, value: Any) -> None:
        """Write one cell as Excel would: text that starts with = is a formula, a leading apostrophe makes it text.

        Raises Problems: CELL_PROTECTED for a locked cell of a protected sheet, CELL_MERGED for a value in a covered
        cell, CELL_TEXT_TOO_LONG.
        """
        kept = _as_entered(value)
        cell = sheet._cells.get((row, column))
        if kept is None and (cell is None or cell.value is None):
            return
        if sheet.protection.sheet and (cell is None or cell.protection.locked):
            raise self._cell_problem("CELL_PROTECTED", sheet, row, column)
        if isinstance(cell, MergedCell):
            raise self._cell_problem("CELL_MERGED", sheet, row, column)
        if isinstance(kept, str) and len(kept) > MAX_TEXT:
            raise self._cell_problem("CELL_TEXT_TOO_LONG", sheet, row, column)
        cell = cell or sheet.cell(row, column)
        known = cell.data_type not in ("f", "e") and (row, column) not in self._changed(sheet)
        if known and not _differs(cell.value, kept):
            return
        self._before.setdefault((sheet.title, row, column), cell.value)
        if isinstance(kept, Formula):
            cell.value = kept.text
        else:
            cell.value = kept
            if isinstance(kept, str):
                cell.data_type = "s"  # openpyxl takes any text with an equals sign for a formula
        self._changed(sheet)[row, column] = kept

    def _changed(self, sheet: Sheet) -> dict[tuple[int, int], Value]:
        return self._cells.setdefault(sheet.title, {})

    def _cell_problem(self, code: str, sheet: Sheet, row: int, column: int) -> Problems:
        return Problems([Problem(code, Place(self.file, sheet.title, address(row, column)))])

    def resize_table(self, table: Any, area: Area, filtered: Area) -> None:
        """Give a table a new area with the same header row and columns."""
        table.ref = area_text(area)
        if table.autoFilter is not None:
            table.autoFilter.ref = area_text(filtered)
            table.autoFilter.sortState = None
        table.sortState = None
        self._tables[table.displayName] = table.ref

    def structure_changed(self, what: str, where: str = "") -> None:
        """Note that something other than values changed: saving then takes openpyxl."""
        note = f"{what} {where}".strip()
        if note not in self.structure:
            self.structure.append(note)

    # -- charts, pictures and shapes ------------------------------------------------------------------------------

    def drawing(self, sheet: Sheet) -> Drawing:
        """What lies above the cells of a sheet; read from the file when it is first asked for."""
        if sheet not in self._drawings:
            known = self._patch is not None and sheet in self._titles
            part = self._patch.parts.sheets[self._titles[sheet]] if known and self._patch is not None else ""
            made = Drawing.of_sheet(self._patch.package, part) if part and self._patch is not None else Drawing.empty()
            self._drawings[sheet] = made
        return self._drawings[sheet]

    def chart(self, part: Part) -> ChartPart:
        """The chart in a part; always the same one."""
        return self._charts.get(id(part)) or self.keep_chart(ChartPart(part))

    def keep_chart(self, chart: ChartPart) -> ChartPart:
        """Remember a chart by its part."""
        return self._charts.setdefault(id(chart.part), chart)

    def sheet_renamed(self, old: str, new: str) -> None:
        """Let all that speaks of a sheet, charts included, follow its new name, given as it is to be written."""
        rename(self.workbook, old, new)
        self._change_charts(old, new)

    def sheet_deleted(self, title: str) -> None:
        """Let all that spoke of a sheet, charts included, say that it is gone."""
        strike_out(self.workbook, title)
        self._change_charts(title, LOST)

    def _change_charts(self, old: str, new: str) -> None:
        for sheet in self.workbook.worksheets:
            drawing = self.drawing(sheet)
            for part in (one.chart_part for one in drawing.objects):
                if part is not None and self.chart(part).replace_sheet(old, new):
                    drawing.changed = True

    # -- saving ---------------------------------------------------------------------------------------------------

    def save(self, target: Path) -> None:
        """Write the document to a file, whole or not at all, and go on from what was written.

        Raises Problems: OUTPUT_FORMAT for a file name of another kind, STRUCTURE_WOULD_BE_LOST, and what patching and
        writing can raise.
        """
        suffix, own = target.suffix.lower(), self.path.suffix.lower() if self.path else ".xlsx"
        if suffix != own or suffix not in FORMATS:
            raise Problems([Problem("OUTPUT_FORMAT", Place(file=target.name), {"suffix": target.suffix})])
        content = self.content()
        write_atomically(target, content)
        self.path, self.source = target, content
        self._patch = WorkbookPatch(content, target.name)
        self.__dict__.pop("_strings", None)
        self._cells, self._before, self._tables, self.structure = {}, {}, {}, []
        self._titles = {sheet: sheet.title for sheet in self.workbook.worksheets}

    def content(self) -> bytes:
        """The bytes of the file as it stands now."""
        if self.source is None or self.structure:
            sheets = [sheet for sheet in self.workbook.worksheets if self.drawing(sheet).objects]
        else:
            sheets = [sheet for sheet in self.workbook.worksheets if sheet in self._drawings]
            sheets = [sheet for sheet in sheets if self._drawings[sheet].changed]
        content = self._without_drawings()
        return with_drawings(content, {one.title: self.drawing(one) for one in sheets}) if sheets else content

    def _without_drawings(self) -> bytes:
        """The bytes with new cells, and the drawings as they were (or none, where the file was written anew)."""
        if self._patch is None or self.source is None:
            return self._written_anew()
        if self.structure:
            lost = losses(self._patch.package, carried_parts(self._patch.package, self._patch.parts.sheets.values()))
            if lost:
                values = {"changed": "; ".join(self.structure), "lost": "; ".join(lost)}
                raise Problems([Problem("STRUCTURE_WOULD_BE_LOST", Place(self.file), values)])
            return self._written_anew()
        cells = {sheet: values for sheet, values in self._cells.items() if values}
        if not cells and not self._tables:
            return self.source
        if not cells or not self._patch.has_formulas:
            return self._patch.render(Changes(cells=cells, tables=self._tables))
        return self._recalculated(self._patch, cells)

    def _recalculated(self, patch: WorkbookPatch, cells: dict[str, dict[tuple[int, int], Value]]) -> bytes:
        """The bytes with new cells, and with a new result in each formula that looks at one; none where in doubt."""
        fresh = {
            (sheet, *at) for sheet, values in cells.items() for at, one in values.items() if isinstance(one, Formula)
        }
        now = {sheet.title: sheet._cells for sheet in self.workbook.worksheets}
        changed = {key for key, before in self._before.items() if _differs(before, _value_in(now, key))}
        formulas = self._formulas(patch)
        anew = fresh | {key for key in formulas.texts if key not in fresh and _without_result(patch, key)}
        results = results_after(formulas, changed, anew, _result_reader(patch, now))
        return patch.render(Changes(cells=cells, tables=self._tables, cached=cached(results), recalculate=True))

    def _formulas(self, patch: WorkbookPatch) -> Formulas:
        """All formulas as they stand now; of one that fills several cells no text is known."""
        texts = {
            (sheet.title, *at): cell.value if isinstance(cell.value, str) else "="
            for sheet in self.workbook.worksheets
            for at, cell in sheet._cells.items()
            if cell.data_type == "f"
        }
        places = {name.casefold(): (sheet, parse_area(area)) for name, (sheet, area) in patch.defined_names().items()}
        last_rows = {sheet.title: sheet.max_row for sheet in self.workbook.worksheets}
        return Formulas(texts, places, self._list_areas(), last_rows)

    def _list_areas(self) -> dict[str, ListArea]:
        found = {}
        for sheet in self.workbook.worksheets:
            for table in sheet.tables.values():
                top, left, bottom, _ = parse_area(table.ref)
                rows = top + (table.headerRowCount or 0), bottom - (table.totalsRowCount or 0)
                columns = tuple(str(one.name) for one in table.tableColumns)
                resized = table.displayName in self._tables
                found[table.displayName.casefold()] = ListArea(sheet.title, rows, left, columns, resized)
        return found

    def uncalculated(self, table: str, counts: Callable[[str], bool]) -> list[tuple[str, str]]:
        """Sheet and cell of each formula without a result in the columns of a table that count.

        What such a cell is worth, no one can read here; a program that calculates gives it its result.
        """
        found = []
        for sheet in self.workbook.worksheets:
            if table not in sheet.tables:
                continue
            top, left, bottom, right = parse_area(sheet.tables[table].ref)
            columns = [at for at in range(left, right + 1) if counts(str(sheet.cell(top, at).value))]
            found += [
                (sheet.title, address(row, column))
                for row in range(top + 1, bottom + 1)
                for column in columns
                if self._is_uncalculated(sheet, row, column)
            ]
        return found

    def _is_uncalculated(self, sheet: Sheet, row: int, column: int) -> bool:
        cell = sheet._cells.get((row, column))
        if cell is None or cell.data_type != "f":
            return False
        if self._patch is None or sheet not in self._titles or (row, column) in self._changed(sheet):
            return True
        return _without_result(self._patch, (self._titles[sheet], row, column))

    def _written_anew(self) -> bytes:
        self.workbook.calculation.fullCalcOnLoad = True
        for sheet in self.workbook.worksheets:  # they are carried along as they are, not through openpyxl
            sheet._charts, sheet._images = [], []
        stream = io.BytesIO()
        with working_files():
            self.workbook.save(stream)
        return stream.getvalue()


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Without the garbage collector: the hundreds of thousands of objects made now all stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _new_workbook() -> Any:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].title = "Sheet1"
    return workbook


def _as_entered(value: Any) -> Value:
    """What a cell comes to hold when this is entered into it."""
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    if value.startswith("'"):
        return clean_text(value[1:]) or None
    text = clean_text(value)
    return Formula(text) if text.startswith("=") and len(text) > 1 else text or None


def _without_result(patch: WorkbookPatch, key: Key) -> bool:
    """Whether a formula carries no result in the file."""
    return not has_result(patch.index(key[0]), key[1:])


def _result_reader(patch: WorkbookPatch, cells: CellsBySheet) -> Callable[[Key], Result]:
    """A function that gives what a cell holds, of a formula that stays as it is the result in the file."""
    strings = shared_strings(patch)

    def held(key: Key) -> Result:
        cell = _cell_in(cells, key)
        if cell is not None and cell.data_type == "f":
            return result_of(patch.index(key[0]), key[1:], strings) if key[0] in patch.parts.sheets else None
        return _as_result(cell, patch.parts.date1904)

    return held


def _cell_in(cells: CellsBySheet, key: Key) -> Any:
    return cells.get(key[0], {}).get(key[1:])


def _value_in(cells: CellsBySheet, key: Key) -> object:
    cell = _cell_in(cells, key)
    return cell.value if cell is not None else None


def _whole(number: float) -> float | int:
    """The number as openpyxl reads a constant: a whole one as an int."""
    return int(number) if number.is_integer() else number


def _moment(serial: float, cell: Any, epoch: dt.datetime) -> Any:
    """A number in a cell that shows a date, time or duration, as openpyxl reads a constant."""
    try:
        return from_excel(serial, epoch, timedelta=is_timedelta_format(cell.number_format))
    except (OverflowError, ValueError):
        return CellError("#VALUE!").text


def _differs(before: object, now: object) -> bool:
    """Whether a cell came to hold something else; True and 1 differ."""
    return before != now or isinstance(before, bool) != isinstance(now, bool)


def _as_result(cell: Any, date1904: bool) -> Result:
    """A constant as formulas take it."""
    value = cell.value if cell is not None else None
    if value is None or isinstance(value, bool):
        return value
    if cell.data_type == "e":
        return CellError(str(value))
    if isinstance(value, dt.date):
        return _serial(value, date1904)
    if isinstance(value, int | float):
        return float(value)
    return value if isinstance(value, str) else UndecidedError("no plain value")


def _serial(value: dt.date, date1904: bool) -> Result:
    try:
        return float(serial_number(value, date1904=date1904))
    except UnwritableValueError as error:
        return UndecidedError(str(error))
