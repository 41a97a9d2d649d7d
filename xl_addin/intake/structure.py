"""What happened to the workbook itself between sending and returning; one finding per kind of change, not per cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from templates import Place, Problem
from templates.shell_names import shell_signs_in
from xl_addin.intake.parsing.locating import normal
from xl_addin.intake.plan import CBS_CODE, META, OUTCOME, PARAMETER, Plan
from xl_addin.intake.returned import Beside, Returned, ReturnedCell

Remark = tuple[str, Problem]
"""A question id, empty for the file as a whole, and what there is to say."""
OLD = "xls"
MOST_NAMED, FEW, MOST_APART = 12, 5, 8


def remarks_on_file(found: Returned, file: str, plan: Plan, same_language: bool = True) -> Iterator[Remark]:
    """Everything to say about sheets, names, labels and fixed cells of a file that was read."""
    if signs := shell_signs_in(PurePath(file).name):
        yield "", Problem("INTAKE_FILE_NAME", Place(file), {"tekens": " ".join(signs)})
    if found.kind != "xlsx":
        yield "", Problem("INTAKE_OTHER_FORMAT", Place(file), {"soort": f".{found.kind}"})
    if found.kind == OLD:
        yield "", Problem("INTAKE_OLD_FORMAT", Place(file))
    if found.traits:
        yield "", Problem("INTAKE_TRAITS", Place(file), {"wat": ", ".join(found.traits)})
    yield from _sheets(found, file, plan)
    yield from _copies(found, file)
    yield from _names(found, file, plan)
    yield from _beside(found, file, same_language)
    if same_language:
        yield from _moved(found, file, plan)
        yield from _fixed(found, file, plan)


def _sheets(found: Returned, file: str, plan: Plan) -> Iterator[Remark]:
    place = Place(file)
    hidden = [
        sent for sent in plan.sheets if sent not in plan.sent and found.renamed.get(sent, sent) not in found.sheets
    ]
    if hidden:
        yield "", Problem("INTAKE_HIDDEN_GONE", place, {"bladen": _listed(hidden)})
    gone = [sent for sent, now in found.renamed.items() if not now and sent in plan.sent]
    renamed = {sent: now for sent, now in found.renamed.items() if now}
    if gone:
        yield "", Problem("INTAKE_SHEETS_MISSING", place, {"bladen": _listed(gone)})
    if renamed:
        changes = [f"'{sent}' \N{RIGHTWARDS ARROW} '{now}'" for sent, now in renamed.items()]
        yield "", Problem("INTAKE_SHEETS_RENAMED", place, {"bladen": _listed(changes)})
    known = {*plan.sheets, *renamed.values()}
    added = [sheet for sheet in found.sheets if sheet not in known and sheet not in found.copies]
    if added:
        yield "", Problem("INTAKE_SHEETS_ADDED", place, {"bladen": _listed(added)})
    now = [renamed.get(sheet, sheet) for sheet in plan.sheets]
    expected = [sheet for sheet in now if sheet in found.sheets]
    if [sheet for sheet in found.sheets if sheet in expected] != expected:
        yield "", Problem("INTAKE_SHEETS_REORDERED", place)
    shifted = dict.fromkeys(
        cell.sheet
        for name, cell in found.cells.items()
        if cell.how not in ("", "rij") and (cell.row, cell.column) != plan.wanted[name][1:3]
    )
    if shifted:
        yield "", Problem("INTAKE_CELLS_SHIFTED", place, {"bladen": _listed(shifted)})


def _copies(found: Returned, file: str) -> Iterator[Remark]:
    if not found.copies:
        return
    yield "", Problem("INTAKE_SHEETS_COPIED", Place(file), {"bladen": _listed(found.copies)})
    mine = found.cells[CBS_CODE].plain
    others = [code for code in found.copies.values() if code and code != mine]
    if others:
        values = {"code": mine or "", "andere": _listed(others)}
        yield CBS_CODE, Problem("INTAKE_TWO_MUNICIPALITIES", found.cells[CBS_CODE].place(file), values)


def _names(found: Returned, file: str, plan: Plan) -> Iterator[Remark]:
    """Cells without a name: found by their label, or not found at all."""
    gone = {sent for sent, now in found.renamed.items() if not now}
    asked = {name: cell for name, cell in found.cells.items() if not _is_ours(name) and name not in plan.notes}
    missing = [name for name, cell in asked.items() if not cell.how and cell.sheet not in gone]
    if len(missing) > FEW:
        yield "", Problem("INTAKE_NAMES_MISSING", Place(file), {"aantal": len(missing), "vragen": _listed(missing)})
    else:
        yield from ((name, Problem("INTAKE_NAME_MISSING", Place(file), {"id": name})) for name in missing)
    by_label = [name for name, cell in asked.items() if cell.how == "opschrift"]
    if by_label and found.kind != "xls":
        yield "", Problem("INTAKE_FOUND_BY_LABEL", Place(file), {"aantal": len(by_label), "vragen": _listed(by_label)})


KINDS = {
    "typed": ("INTAKE_TYPED_OUTSIDE", "INTAKE_TYPED_OUTSIDE_MANY"),
    "words": ("INTAKE_HEADING_CHANGED", "INTAKE_HEADINGS_CHANGED"),
    "formulas": ("INTAKE_FORMULA_GONE", "INTAKE_FORMULAS_GONE"),
    "remarks": ("INTAKE_REMARK_ELSEWHERE", "INTAKE_REMARKS_ELSEWHERE"),
    "shapes": ("INTAKE_OVER_CELLS", "INTAKE_OVER_CELLS_MANY"),
}
"""What was written outside the answers, with the rule for one place and for many."""


def _beside(found: Returned, file: str, same_language: bool) -> Iterator[Remark]:
    """What was written outside the answers: each cell by itself, or together where there are many."""
    for kind, (one, many) in KINDS.items():
        places = found.beside.get(kind, ())
        if kind == "words" and not same_language:
            continue
        if kind in ("words", "formulas"):
            places = tuple(place for place in places if not _is_label_or_result(place, found))
        if len(places) > MOST_APART:
            cells = _listed(f"{place.sheet} {place.place(file).cell}" for place in places)
            yield "", Problem(many, Place(file, places[0].sheet), {"aantal": len(places), "cellen": cells})
            continue
        for place in places:
            yield "", Problem(one, place.place(file), {"gevonden": place.now, "verwacht": place.sent})


def beside_answers(found: Returned, file: str) -> Iterator[Problem]:
    """What was written in cells that ask nothing, in changed words and over the cells: it does not move along."""
    for kind in ("typed", "words", "shapes"):
        for place in found.beside.get(kind, ()):
            code = KINDS[kind][0]
            yield Problem(code, place.place(file), {"gevonden": place.now, "verwacht": place.sent})


def _is_label_or_result(place: Beside, found: Returned) -> bool:
    """Whether a cell is spoken of already: as the result of our own calculation, by its name."""
    return any(
        (cell.sheet, cell.row, cell.column) == (place.sheet, place.row, place.column) and name.startswith(OUTCOME)
        for name, cell in found.cells.items()
    )


def out_of_place(found: Returned) -> frozenset[str]:
    """Questions whose cell stands beside the words of another, or is the cell of another: whose answer is it?"""
    astray = {(cell.sheet, cell.row, cell.column) for name, cell in found.cells.items() if _is_moved(name, cell)}
    places = ((name, (cell.sheet, cell.row, cell.column)) for name, cell in found.cells.items() if cell.how)
    return frozenset(name for name, place in places if place in astray and not _is_ours(name))


def _moved(found: Returned, file: str, plan: Plan) -> Iterator[Remark]:
    """Cells that stand beside the words of another question, and rows that were read by their words; one per row."""
    rows: dict[tuple[str, int], list[str]] = {}
    for name in found.cells:
        cell = found.cells[name]
        if _is_moved(name, cell) or (cell.how == "rij" and not _is_ours(name)):
            rows.setdefault((cell.sheet, cell.row), []).append(name)
    for names in rows.values():
        cell, wanted = found.cells[names[0]], normal(plan.wanted[names[0]].label)
        if cell.how == "rij":
            yield "", Problem("INTAKE_ROW_SORTED", cell.place(file), {"gevonden": wanted, "aantal": len(names)})
        else:
            values = {"gevonden": cell.moved, "verwacht": wanted, "aantal": len(names)}
            yield names[0], Problem("INTAKE_CELL_MOVED", cell.place(file), values)


def _is_moved(name: str, cell: ReturnedCell) -> bool:
    return cell.astray and not _is_ours(name)


def _fixed(found: Returned, file: str, plan: Plan) -> Iterator[Remark]:
    """Labels and formulas that nobody should have changed, together."""
    changed: list[Place] = []
    for name, cell in found.cells.items():
        label_changed = bool(cell.moved) and not _is_moved(name, cell)
        formula_changed = found.kind == "xlsx" and cell.formula != plan.formulas.get(name, cell.formula)
        if cell.how and (label_changed or formula_changed):
            changed.append(cell.place(file))
    if changed:
        cells = dict.fromkeys(f"{place.sheet} {place.cell}" for place in changed)
        values = {"aantal": len(cells), "cellen": _listed(cells)}
        yield "", Problem("INTAKE_FIXED_CHANGED", Place(file, changed[0].sheet, changed[0].cell), values)


def _is_ours(name: str) -> bool:
    return name.startswith((META, OUTCOME, PARAMETER))


def _listed(names: Iterable[str]) -> str:
    """The names in one sentence, the first of them when they are many."""
    every: Sequence[str] = tuple(names)
    more = f", … (+{len(every) - MOST_NAMED})" if len(every) > MOST_NAMED else ""
    return ", ".join(every[:MOST_NAMED]) + more
