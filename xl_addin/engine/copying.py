"""A copy of a sheet within its workbook, with what openpyxl's own copy leaves behind."""

from __future__ import annotations

from copy import copy, deepcopy
from typing import Any


def copied(worksheet: Any) -> Any:
    """A copy at the end of the workbook, called as Excel calls it; its tables get names of their own.

    Cells, formats and sizes are openpyxl's work; tables, rules, filters, protection, panes, print settings and names of
    the sheet are added here. What lies above the cells is not copied.
    """
    workbook = worksheet.parent
    made = workbook.copy_worksheet(worksheet)
    made.title = _free(f"{worksheet.title} ({{}})", {sheet.title for sheet in workbook.worksheets}, 2)
    taken = {name.lower() for sheet in workbook.worksheets for name in sheet.tables}
    for table in worksheet.tables.values():
        twin = deepcopy(table)
        twin.displayName = twin.name = _free(f"{table.displayName}_{{}}", taken, 1)
        taken.add(twin.displayName.lower())
        made.add_table(twin)
    for attribute in (
        "data_validations",
        "conditional_formatting",
        "auto_filter",
        "protection",
        "views",
        "HeaderFooter",
    ):
        setattr(made, attribute, deepcopy(getattr(worksheet, attribute)))
    for view in made.views.sheetView:
        view.tabSelected = False
    for attribute in ("print_title_rows", "print_title_cols", "print_area"):
        if getattr(worksheet, attribute):
            setattr(made, attribute, getattr(worksheet, attribute))
    for name, defined in worksheet.defined_names.items():
        made.defined_names[name] = copy(defined)
    return made


def _free(pattern: str, taken: set[str], number: int) -> str:
    """The first name of a pattern that is not taken, in any case."""
    known = {name.lower() for name in taken}
    while pattern.format(number).lower() in known:
        number += 1
    return pattern.format(number)
