"""One command set for every host: functions of an `xw.Book`, by id.

In the analysis workbook every command works; in a municipality's own filled survey workbook check, allocate and fund
do, and fill its own result sheet. Commands on files look in the folder of the workbook, so that they need no dialogue.
"""

from __future__ import annotations

from collections.abc import Mapping

from xl_addin.books import STEPS, Outcome, run_steps
from xl_addin.books.commands import IN_BOOK, Command, keeping_places
from xl_addin.commands.files import collect_here, export_beside, generate_beside, report_beside
from xl_addin.commands.help import about, log, manual

__all__ = ["COMMANDS", "LEAVE_BOOK", "NEED_FILES", "STEPS", "Outcome", "run_steps"]


COMMANDS: Mapping[str, Command] = {
    **IN_BOOK,
    **{
        name: keeping_places(command)
        for name, command in {
            "generate": generate_beside,
            "collect": collect_here,
            "export": export_beside,
            "slides": report_beside,
            "about": about,
            "manual": manual,
            "log": log,
        }.items()
    },
}
"""Command id (a step, or another button) -> what a ribbon button, a Lite script or a test calls with the book."""

LEAVE_BOOK = frozenset({"generate", "export", "slides", "about", "manual", "log"})
"""The commands that write nothing into the book."""
NEED_FILES = LEAVE_BOOK | {"collect"}
"""The commands that read or write files beside the book; a host without a folder has none of them."""
