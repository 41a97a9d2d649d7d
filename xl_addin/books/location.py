"""Where the file of an open book stands."""

from __future__ import annotations

from pathlib import Path

import xlwings as xw

from templates import Problem, Problems
from xl_addin.books.book import excel_answers

ADDRESS = "://"


def file_of(book: xw.Book) -> Path:
    """The file of the book on this computer, as it was last saved.

    Raises `Problems`: BOOK_NOT_SAVED for a book without a file, BOOK_ONLINE for one on OneDrive or SharePoint whose
    folder is not on this computer, BOOK_BUSY.
    """
    try:
        with excel_answers():
            name = book.fullname
    except Problems:
        raise
    except Exception as error:  # xlwings looks for the folder of an address in many ways, each failing in its own
        raise Problems([Problem("BOOK_ONLINE", values={"werkmap": book.name})]) from error
    path = Path(name)
    if path.is_file():
        return path
    raise Problems([Problem("BOOK_ONLINE" if ADDRESS in name else "BOOK_NOT_SAVED", values={"werkmap": book.name})])
