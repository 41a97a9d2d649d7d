"""One command set for every host: functions of an `xw.Book`, by id.

In the analysis workbook every command works; in a municipality's own filled survey workbook check, allocate and fund
do, and fill its own result sheet. Commands on files look in the folder of the workbook, so that they need no dialogue;
a host that has one passes the path that was chosen. Which there are stands in `templates/commands.yaml`.
"""

from __future__ import annotations

from templates.commands import with_function
from xl_addin.books import STEPS, Outcome, run_steps
from xl_addin.books.commands import Commands

__all__ = ["COMMANDS", "LEAVE_BOOK", "NEED_FILES", "STEPS", "Outcome", "run_steps"]

COMMANDS = Commands(with_function().values())
"""Command id (a step, or another button) -> what a ribbon button, a Lite script or a test calls with the book."""

LEAVE_BOOK = frozenset(name for name, one in with_function().items() if one.book != "changes")
"""The commands that write nothing into the book."""
NEED_FILES = frozenset(name for name, one in with_function().items() if one.files)
"""The commands that read or write files beside the book; a host without a folder has none of them."""
