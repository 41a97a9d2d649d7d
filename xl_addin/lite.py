"""The rim towards xlwings Lite: a script in the workbook ends here, with the id of its command.

Lite's `@script` passes the book and carries out what was written when the script ends; so a command in which something
went wrong writes nothing.
"""

from __future__ import annotations

import traceback

import xlwings as xw

from templates import Problem, Problems
from xl_addin.books.commands import IN_BOOK
from xl_addin.books.outcome import in_a_box

TITLE = "Kostenonderzoek"


def carry_out(command: str, book: xw.Book) -> None:
    """Runs one command in the book and shows what came of it; never raises.

    Problems that a person can mend are shown as their sentences. Anything else is printed in Lite's output pane, whole,
    and shown as one neutral sentence: Lite has no folder for a log.
    """
    try:
        text = IN_BOOK[command](book).message
    except Problems as found:
        text = in_a_box(found.problems, _printed)
    except Exception:  # the last net
        traceback.print_exc()
        text = Problem("LITE_UNEXPECTED").line()
    book.app.alert(text, title=TITLE)


def _printed(text: str) -> str:
    """Prints all of it in the output pane, and gives what that is called."""
    print(text)  # noqa: T201 - what a script prints stands in Lite's output pane
    return "het uitvoervenster van xlwings Lite"
