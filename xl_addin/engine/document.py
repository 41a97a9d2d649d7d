"""A workbook file in memory: read where someone asks, written in whole blocks, saved by patching.

Only cell values and table areas changed: the file is patched, and all else in it stays as it was. Anything else
changed: openpyxl loads the workbook as it stands, changes it and writes it anew, unless that would lose something.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.formulas.evaluation import Key, Result
from generator.formulas.values import UndecidedError
from generator.formulas.workbook import as_result, cached
from generator.ooxml.contents import formula_text, has_result
from generator.ooxml.files import working_files, write_atomically
from generator.ooxml.looks import Looks, looks
from generator.ooxml.patch import Changes, Formula, Value, WorkbookPatch
from generator.ooxml.sheet import Area, address, area_text, parse_area, share_cell
from generator.ooxml.values import MAX_TEXT, UnwritableValueError, clean_text, serial_number
from generator.ooxml.workbook import TablePart
from templates.problems import Place, Problem, Problems
from xl_addin.engine.edits import Edits
from xl_addin.engine.filtering import rows_shown
from xl_addin.engine.lines import Lines
from xl_addin.engine.losses import losses
from xl_addin.engine.mentions import rename, strike_out
from xl_addin.engine.recalculating import Formulas, ListArea, results_after

FORMATS = {".xlsx": False, ".xlsm": True}
"""File names that can be saved, and whether such a file may hold macros."""

_SECONDS_PER_DAY = 86_400
_TEXTS_KEPT = 10_000
_BUILT_IN = "_xlnm."


@dataclass(eq=False)
class Tab:
    """A worksheet of the document, under the name it has now."""

    title: str


@dataclass(frozen=True)
class DefinedText:
    """A defined name as the file has it; `tab` is the sheet it belongs to, None for the whole book."""

    tab: Tab | None
    name: str
    text: str


class Document:
    """One workbook: `source` are the bytes it was opened from or last saved as, None for a new one."""

    def __init__(self, source: bytes | None = None, path: Path | None = None) -> None:
        self.path = path
        self.source = source
        self.structure: list[str] = []
        self._lost: list[str] = []
        self._model: Any = None
        self._model_changed = False
        self._results: dict[Key, tuple[str, Result]] = {}
        patch = WorkbookPatch(source if source is not None else _new_workbook(), self.file)
        patch.refuse_document_types(but=patch.parts.worksheets.values())
        self._take(patch)
        self.tabs = [Tab(title) for title in patch.parts.worksheets]
        self.active = self._opened_at()

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

    def _take(self, patch: WorkbookPatch) -> None:
        """Go on from these contents."""
        self._patch = patch
        self._edits: dict[str, Edits] = {}
        self._tables: dict[str, str] = {}
        self._lines: dict[str, Lines] = {}
        self._looks: Looks | None = None
        self._fresh: set[Key] = set()
        self._names: dict[Tab | None, dict[str, str]] = {}

    def _opened_at(self) -> Tab:
        shown = [one.attributes for one in self._patch.parts.elements if one.name == "workbookView"]
        number = int(shown[0].get("activeTab", "0")) if shown else 0
        names = list(self._patch.parts.sheets)
        title = names[number] if number < len(names) else ""
        return next((tab for tab in self.tabs if tab.title == title), self.tabs[0])

    # -- reading --------------------------------------------------------------------------------------------------

    def _now(self) -> WorkbookPatch:
        """The contents to read in: what openpyxl changed is in them."""
        if self._model_changed:
            self._take(self._with_results(WorkbookPatch(self._written_anew(), self.file)))
            self._model_changed = False
            self._follow(list(self._patch.parts.worksheets))
        return self._patch

    def _follow(self, titles: list[str]) -> None:
        """Let the tabs be those of these sheets; one at the same place under another title was renamed."""
        if len(titles) == len(self.tabs):
            for tab, title in zip(self.tabs, titles, strict=True):
                tab.title = title
        else:
            known = {tab.title: tab for tab in self.tabs}
            self.tabs = [known.get(title) or Tab(title) for title in titles]

    def lines(self, tab: Tab) -> Lines:
        """The rows of a sheet as the file has them."""
        patch = self._now()
        if tab.title not in self._lines:
            if self._looks is None:
                self._looks = looks(patch.parts)
            index = patch.index(tab.title)
            self._lines[tab.title] = Lines(index, patch.shared_strings, self._looks, patch.parts.date1904)
        return self._lines[tab.title]

    def values(self, tab: Tab, area: Area) -> list[list[Any]]:
        """The values of an area, row by row; of a formula the result that the file held when it was opened."""
        top, left, bottom, right = area
        lines, edits = self.lines(tab), self._edits.get(tab.title)
        rows = []
        try:
            for row in range(top, bottom + 1):
                line = lines.values(row, left, right)
                if edits is not None:
                    edits.lay_over(row, left, line, _shown)
                rows.append(line)
        except (ValueError, LookupError) as error:
            values = {"part": self._patch.parts.sheets[tab.title], "reason": str(error)}
            raise Problems([Problem("PART_MALFORMED", Place(self.file, tab.title), values)]) from error
        return rows

    def formulas(self, tab: Tab, area: Area) -> list[list[str]]:
        """The formulas of an area with their equals sign, constants as text; empty text for empty cells."""
        top, left, _, right = area
        lines, edits = self.lines(tab), self._edits.get(tab.title)
        rows = []
        for row, values in enumerate(self.values(tab, area), start=top):
            line = [_as_text(value) for value in values]
            for column in range(left, right + 1) if lines.formulas else ():
                if (row, column) in lines.formulas:
                    line[column - left] = lines.formulas[row, column]
            if edits is not None:
                edits.lay_over(row, left, line, _as_text)
            rows.append(line)
        return rows

    def is_filled(self, tab: Tab, row: int, column: int) -> bool:
        """Whether a cell holds anything."""
        edits = self._edits.get(tab.title)
        if edits is not None and row in edits and column in (written := edits[row]):
            return written[column] is not None
        return column in self.lines(tab).filled(row)

    def filled_rows(self, tab: Tab) -> list[int]:
        """The rows in which something may stand, in order."""
        return sorted({*self.lines(tab).index.rows, *self._edits.get(tab.title, ())})

    def holds(self, title: str, sign: re.Pattern[bytes]) -> bool:
        """Whether the styles, the shared texts or the sheet of this name hold such a sign, as the file has them."""
        parts = self._now().parts
        wanted = [one.target for one in parts.relationships if one.kind in ("styles", "sharedStrings")]
        found = (parts.package.find(part) for part in (*wanted, parts.sheets.get(title, "")) if part)
        return any(sign.search(parts.package.read(part)) for part in found if part)

    def used(self, tab: Tab) -> Area | None:
        """The smallest area around everything that is there, formats included; None for an empty sheet."""
        written = self._edits.get(tab.title, Edits()).area
        found = [area for area in (self.lines(tab).used, written) if area]
        if not found:
            return None
        tops, lefts, bottoms, rights = zip(*found, strict=True)
        return min(tops), min(lefts), max(bottoms), max(rights)

    def merged(self, tab: Tab) -> list[Area]:
        """The areas of cells that are merged into one."""
        return self.lines(tab).index.merged

    def names(self) -> Iterator[DefinedText]:
        """The defined names that people see: those of the book, then those of single sheets."""
        parts = self._now().parts
        found = [one for one in parts.elements if one.path[1:] == ("definedNames", "definedName")]
        found = [one for one in found if not one.attributes.get("name", "").startswith(_BUILT_IN)]
        sheets, tabs = list(parts.sheets), {tab.title: tab for tab in self.tabs}
        for one in (one for one in found if "localSheetId" not in one.attributes):
            yield DefinedText(None, one.attributes["name"], one.text)
        for one in sorted(
            (one for one in found if "localSheetId" in one.attributes),
            key=lambda one: int(one.attributes["localSheetId"]),
        ):
            tab = tabs.get(sheets[int(one.attributes["localSheetId"])])
            if tab is not None:
                yield DefinedText(tab, one.attributes["name"], one.text)

    def names_of(self, tab: Tab | None) -> dict[str, str]:
        """What the names of a sheet, or those of the book, stand for."""
        self._now()
        if tab not in self._names:
            self._names = {None: {}, **{one: {} for one in self.tabs}}
            for one in self.names():
                self._names[one.tab][one.name] = one.text
        return self._names[tab]

    def tables(self, tab: Tab | None = None) -> list[TablePart]:
        """The tables on a sheet, or on all, with the areas they have now."""
        found = self._now().parts.tables.values()
        on = [table for table in found if tab is None or table.sheet == tab.title]
        return [
            replace(one, area=parse_area(self._tables[one.name])) if one.name in self._tables else one for one in on
        ]

    def is_visible(self, tab: Tab) -> bool:
        """Whether the tab is shown."""
        sheets = [one for one in self._now().parts.elements if one.path[1:] == ("sheets", "sheet")]
        return any(
            one.attributes["name"] == tab.title and one.attributes.get("state", "visible") == "visible"
            for one in sheets
        )

    # -- writing values -------------------------------------------------------------------------------------------

    def write(self, tab: Tab, area: Area, rows: Sequence[Sequence[Any]]) -> None:
        """Write a block as Excel would: text that starts with = is a formula, a leading apostrophe makes it text.

        Raises Problems: CELL_PROTECTED for a locked cell of a protected sheet, CELL_MERGED for a value in a covered
        cell, CELL_TEXT_TOO_LONG; cells before it are written then.
        """
        entered = [[_as_entered(value) if type(value) is str else value for value in row] for row in rows]
        top, left = area[:2]
        self._refuse(tab, area, entered)
        for row, values in enumerate(entered, start=top):
            if Formula in map(type, values):
                fresh = (column for column, value in enumerate(values, start=left) if isinstance(value, Formula))
                self._fresh |= {(tab.title, row, column) for column in fresh}
        edits = self._edits.setdefault(tab.title, Edits())
        for row, values in enumerate(entered, start=top):
            edits.put(row, left, values)
        self._model = None

    def _refuse(self, tab: Tab, area: Area, rows: Sequence[Sequence[Value]]) -> None:
        lines = self.lines(tab)
        guarded = lines.index.protected
        covered = [one for one in lines.index.merged if share_cell(one, area)]
        top, left = area[:2]
        for row, values in enumerate(rows, start=top):
            for column, value in enumerate(values, start=left):
                if type(value) is str and len(value) > MAX_TEXT:
                    raise self._cell_problem("CELL_TEXT_TOO_LONG", tab, row, column)
                if not guarded and not covered:
                    continue
                if value is None and not self.is_filled(tab, row, column):
                    continue
                if guarded and self._is_locked(lines, row, column):
                    raise self._cell_problem("CELL_PROTECTED", tab, row, column)
                if any(_covers(one, row, column) for one in covered):
                    raise self._cell_problem("CELL_MERGED", tab, row, column)

    @staticmethod
    def _is_locked(lines: Lines, row: int, column: int) -> bool:
        cell = lines.index.cells(row).get(column)
        return cell is None or (cell.style or "0") not in lines.looks.unlocked

    def clear(self, tab: Tab, area: Area) -> None:
        """Empty whole columns or rows as far as anything stands in them."""
        used = self.used(tab)
        if used is None:
            return
        top, left = max(area[0], used[0]), max(area[1], used[1])
        bottom, right = min(area[2], used[2]), min(area[3], used[3])
        if top <= bottom and left <= right:
            self.write(tab, (top, left, bottom, right), [[None] * (right - left + 1)] * (bottom - top + 1))

    def _cell_problem(self, code: str, tab: Tab, row: int, column: int) -> Problems:
        return Problems([Problem(code, Place(self.file, tab.title, address(row, column)))])

    def resize_table(self, name: str, area: Area) -> None:
        """Give a table a new area with the same header row and columns."""
        self._now()
        self._tables[name] = area_text(area)
        self._model = None

    def undo_point(self) -> Callable[[], None]:
        """A function that takes back all values and table areas written after this moment."""
        patch = self._now()
        edits, tables = {title: one.copy() for title, one in self._edits.items()}, dict(self._tables)

        def undo() -> None:
            if self._patch is patch:
                self._edits, self._tables, self._model = edits, tables, None

        return undo

    # -- changing structure ---------------------------------------------------------------------------------------

    @property
    def model(self) -> Any:
        """The workbook as openpyxl holds it, to look at formats and to change structure (`structure_changed`)."""
        if self._model is None:
            content = self._rendered()
            self._results = self._results_in(WorkbookPatch(content, self.file))
            self._model = self._load(content)
        return self._model

    def sheet(self, tab: Tab) -> Any:
        """A sheet as openpyxl holds it."""
        return self.model[tab.title]

    def structure_changed(self, what: str, where: str = "") -> Any:
        """Openpyxl's workbook, to change something other than values in: saving then takes openpyxl."""
        note = f"{what} {where}".strip()
        if not self.structure and self.source is not None:
            self._lost = losses(self._patch.package)
        if note not in self.structure:
            self.structure.append(note)
        model = self.model
        self._model_changed = True
        return model

    def _load(self, source: bytes) -> Any:
        import openpyxl  # the largest library of all, and no command needs it

        self._patch.refuse_document_types()
        macros = self.path is not None and FORMATS.get(self.path.suffix.lower(), False)
        try:
            with warnings.catch_warnings():
                # openpyxl warns of every extension it does not read; what matters is said when saving.
                warnings.simplefilter("ignore")
                model = openpyxl.load_workbook(io.BytesIO(source), keep_vba=macros)
                if macros and model.vba_archive is not None:  # to read from, not one that is written to when it goes
                    model.vba_archive.close()
                    model.vba_archive = zipfile.ZipFile(io.BytesIO(source))
                return model
        except Exception as error:  # openpyxl lets through whatever a damaged file leads to
            values = {"reason": f"{type(error).__name__}: {error}"}
            raise Problems([Problem("WORKBOOK_UNREADABLE", Place(self.file), values)]) from error

    def add_sheet(self, title: str, position: int) -> Tab:
        """A new sheet at a place among the tabs, from 0."""
        self.structure_changed("sheet added", title).create_sheet(title, position)
        tab = Tab(title)
        self.tabs.insert(position, tab)
        return tab

    def rename_sheet(self, tab: Tab, title: str, written: str) -> None:
        """Let a sheet and all that speaks of it follow a new name; `written`: as it stands in a formula."""
        model = self.structure_changed("sheet renamed", f"{tab.title} -> {title}")
        rename(model, tab.title, written)
        model[tab.title].title = title
        tab.title = title

    def delete_sheet(self, tab: Tab) -> None:
        """Take a sheet out, and let all that spoke of it say that it is gone."""
        model = self.structure_changed("sheet deleted", tab.title)
        model.remove(model[tab.title])
        strike_out(model, tab.title)
        self.tabs.remove(tab)
        if self.active is tab:
            self.active = self.tabs[0]

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
        self.structure, self._lost = [], []
        self._take(WorkbookPatch(content, target.name))

    def content(self) -> bytes:
        """The bytes of the file as it stands now. Raises Problems (STRUCTURE_WOULD_BE_LOST), and what patching can."""
        if self.structure and self._lost:
            values = {"changed": "; ".join(self.structure), "lost": "; ".join(self._lost)}
            raise Problems([Problem("STRUCTURE_WOULD_BE_LOST", Place(self.file), values)])
        return self._rendered()

    def to_look_at(self) -> bytes:
        """The bytes to read a look in, never to keep: the file itself where nothing was written, else as `content`.

        What cannot be saved can be looked at: a structure whose saving would lose something is no reason to refuse.
        """
        untouched = not self.structure and not any(self._edits.values()) and not self._model_changed
        return self.source if untouched and self.source else self._rendered()

    def _rendered(self) -> bytes:
        """The bytes with new cells, and with a new result in each formula that looks at one; none where in doubt."""
        patch = self._now()
        edits = {title: one for title, one in self._edits.items() if one}
        hidden, unfiltered = self._filtered_anew(patch, edits)
        parts, removed = patch.changed_parts(
            Changes(rows=edits, tables=self._tables, hidden=hidden, unfiltered=unfiltered)
        )
        if not parts and not removed:
            return patch.package.content
        if patch.has_formulas or self._fresh:
            results = cached(self._recalculated(patch))
            again = {title: one for title, one in edits.items() if title in results}
            more, gone = patch.changed_parts(Changes(rows=again, cached=results, recalculate=True, hidden=hidden))
            parts, removed = {**parts, **more}, removed | gone
        return patch.package.rebuild(parts, removed)

    def _filtered_anew(
        self, patch: WorkbookPatch, edits: Mapping[str, Edits]
    ) -> tuple[dict[str, dict[int, bool]], list[str]]:
        """Which rows of filtered tables that were written are hidden now, and which tables lose their filter."""
        hidden: dict[str, dict[int, bool]] = {}
        unfiltered = []
        for tab in self.tabs:
            for table in self.tables(tab):
                before = patch.parts.tables[table.name].area
                rows = range(before[0] + 1, max(before[2], table.area[2]) + 1)
                if not table.filters or not any(row in edits.get(tab.title, ()) for row in rows):
                    continue
                top, left, bottom, right = table.area
                held = self.values(tab, (top + 1, left, bottom - table.total_rows, right))
                shown = rows_shown(table.filters, held)
                if shown is None:
                    unfiltered.append(table.name)
                states = dict.fromkeys(rows, False) | dict(enumerate((not one for one in shown or ()), start=top + 1))
                hidden.setdefault(tab.title, {}).update(states)
        return hidden, unfiltered

    def _recalculated(self, patch: WorkbookPatch) -> dict[Key, Result]:
        """Every formula that looks at a changed cell, and those without a result, with what they give now."""
        formulas = self._formulas(patch)
        without = (
            (title, *at)
            for title, one in self._lines.items()
            for at, cell in one.index.formula_cells.items()
            if not has_result(one.index.data, cell)
        )
        fresh = {key for key in self._fresh if not self._stays(key)}
        anew = fresh | {key for key in without if key in formulas.texts}
        return results_after(formulas, self._differs_in, anew, self._held)

    def _stays(self, key: Key) -> bool:
        """Whether a formula that was written stood there already, with a result."""
        title, row, column = key
        lines, written = self._lines.get(title), self._edits[title][row].get(column)
        cell = lines.index.formula_cells.get((row, column)) if lines is not None else None
        if lines is None or cell is None or not isinstance(written, Formula):
            return False
        return lines.formulas[row, column] == _as_formula(written) and has_result(lines.index.data, cell)

    def _formulas(self, patch: WorkbookPatch) -> Formulas:
        """All formulas as they stand now; of one that fills several cells no text is known."""
        texts: dict[Key, str] = {}
        for tab in self.tabs:
            if not patch.may_hold_formulas(tab.title):
                continue
            lines, edits = self.lines(tab), self._edits.get(tab.title, Edits())
            for at, text in lines.formulas.items():
                if at[0] not in edits or at[1] not in edits[at[0]]:
                    whole = lines.index.formula_cells[at].formula in {"array", "dataTable"}
                    texts[tab.title, *at] = "=" if whole else text
        for title, row, column in self._fresh:
            written = self._edits[title][row].get(column)
            if isinstance(written, Formula):
                texts[title, row, column] = _as_formula(written)
        places = {name.casefold(): (sheet, parse_area(area)) for name, (sheet, area) in patch.defined_names().items()}
        return Formulas(texts, places, self._list_areas(), self._last_row)

    def _last_row(self, title: str) -> int | None:
        """The last row in use of a sheet; None where there is no such sheet."""
        tab = next((one for one in self.tabs if one.title == title), None)
        return (self.used(tab) or (1, 1, 1, 1))[2] if tab is not None else None

    def _list_areas(self) -> dict[str, ListArea]:
        found = {}
        for table in self.tables():
            top, left, bottom, _ = table.area
            rows = top + table.has_header, bottom - table.total_rows
            resized = table.name in self._tables
            found[table.name.casefold()] = ListArea(table.sheet, rows, left, table.columns, resized)
        return found

    def _differs_in(self, title: str, area: Area) -> bool:
        """Whether a cell of an area came to hold something else."""
        edits = self._edits.get(title)
        if edits is None:
            return False
        lines, (top, left, bottom, right) = self._lines[title], area
        rows = (row for row in edits if top <= row <= bottom)
        return any(_differ(lines, row, {c: v for c, v in edits[row].items() if left <= c <= right}) for row in rows)

    def _held(self, key: Key) -> Result:
        """What a cell holds as formulas take it; of a formula that stays as it is the result in the file."""
        title, row, column = key
        edits = self._edits.get(title)
        if edits is not None and row in edits and column in (written := edits[row]) and not self._stays(key):
            return _as_result(written[column], self._patch.parts.date1904)
        tab = next((one for one in self.tabs if one.title == title), None)
        cell = self.lines(tab).cells(row).get(column) if tab is not None else None
        if tab is None or cell is None or not cell.filled:
            return None
        data = self._lines[title].index.data
        if cell.formula and not has_result(data, cell):
            return UndecidedError("no result")
        return as_result(data, cell, self._patch.shared_strings)

    def uncalculated(self, table: str, counts: Callable[[str], bool]) -> list[tuple[str, str]]:
        """Sheet and cell of each formula without a result in the columns of a table that count.

        What such a cell is worth, no one can read here; a program that calculates gives it its result.
        """
        found = []
        for one in self.tables():
            if one.name != table or not self._patch.may_hold_formulas(one.sheet):
                continue
            top, left, bottom, _ = one.area
            tab = next(tab for tab in self.tabs if tab.title == one.sheet)
            columns = [left + at for at, name in enumerate(one.columns) if counts(name)]
            found += [
                (one.sheet, address(row, column))
                for row in range(top + 1, bottom + 1)
                for column in columns
                if self._is_uncalculated(tab, row, column)
            ]
        return found

    def _is_uncalculated(self, tab: Tab, row: int, column: int) -> bool:
        edits, lines = self._edits.get(tab.title), self.lines(tab)
        if edits is not None and row in edits and column in (written := edits[row]):
            return isinstance(written[column], Formula)
        cell = lines.index.formula_cells.get((row, column))
        return cell is not None and not has_result(lines.index.data, cell)

    # -- through openpyxl -----------------------------------------------------------------------------------------

    def _written_anew(self) -> bytes:
        model = self._model
        model.calculation.fullCalcOnLoad = True
        if self.active.title in model.sheetnames:
            model.active = model[self.active.title]
        for sheet in model.worksheets:
            sheet.sheet_view.tabSelected = sheet is model.active
        stream = io.BytesIO()
        with working_files():
            model.save(stream)
        return stream.getvalue()

    def _results_in(self, patch: WorkbookPatch) -> dict[Key, tuple[str, Result]]:
        """Formulas with the results they carry: openpyxl lets them go."""
        found: dict[Key, tuple[str, Result]] = {}
        for title in patch.parts.worksheets if patch.has_formulas else ():
            index = patch.index(title)
            for at, cell in index.formula_cells.items():
                if has_result(index.data, cell):
                    result = as_result(index.data, cell, patch.shared_strings)
                    found[title, *at] = formula_text(index.data, cell), result
        return found

    def _with_results(self, patch: WorkbookPatch) -> WorkbookPatch:
        """The workbook that openpyxl wrote, with the results of the formulas that it left as they were."""
        same: dict[Key, Result] = {}
        for key, (text, result) in self._results.items():
            cell = patch.index(key[0]).formula_cells.get(key[1:]) if key[0] in patch.parts.worksheets else None
            if cell is not None and cell.formula == "normal" and formula_text(patch.index(key[0]).data, cell) == text:
                same[key] = result
        return WorkbookPatch(patch.render(Changes(cached=cached(same))), self.file) if same else patch


def _new_workbook() -> bytes:
    import openpyxl  # the largest library of all, and no command needs it

    workbook = openpyxl.Workbook()
    workbook.worksheets[0].title = "Sheet1"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@lru_cache(_TEXTS_KEPT)
def _as_entered(text: str) -> Value:
    """What a cell comes to hold when this text is entered into it."""
    if text.startswith("'"):
        return clean_text(text[1:]) or None
    text = clean_text(text)
    return Formula(text) if text.startswith("=") and len(text) > 1 else text or None


def _shown(value: Value) -> Any:
    """A value that was written, as it reads back; a new formula has no result yet."""
    if isinstance(value, Formula):
        return None
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / _SECONDS_PER_DAY
    return value / dt.timedelta(days=1) if isinstance(value, dt.timedelta) else value


def _as_text(value: Any) -> str:
    """A value as text, as it stands where formulas are shown."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return value.text
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _as_formula(written: Formula) -> str:
    return f"={written.text.removeprefix('=')}"


def _covers(merged: Area, row: int, column: int) -> bool:
    """Whether a merged cell covers a cell other than its first."""
    top, left, bottom, right = merged
    return top <= row <= bottom and left <= column <= right and (row, column) != (top, left)


def _differ(lines: Lines, row: int, written: dict[int, Value]) -> bool:
    """Whether cells of a row come to hold something else; True and 1 differ, as do an error and its text."""
    if not written:
        return False
    first, last = min(written), max(written)
    before = lines.values(row, first, last)
    formulas = lines.formulas
    return any(
        formulas.get((row, column)) != _as_formula(now)
        if isinstance(now, Formula)
        else (row, column) in formulas
        or before[column - first] != now
        or isinstance(before[column - first], bool) != isinstance(now, bool)
        or (isinstance(now, str) and now.startswith("#"))
        for column, now in written.items()
    )


def _as_result(value: Value, date1904: bool) -> Result:
    """A constant as formulas take it."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, dt.date):
        try:
            return float(serial_number(value, date1904=date1904))
        except UnwritableValueError as error:
            return UndecidedError(str(error))
    return float(value) if isinstance(value, int | float) else UndecidedError("no plain value")
