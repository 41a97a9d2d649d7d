"""What nobody foresaw is written down whole, under a reference; whoever uses the product sees one neutral sentence."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
from pathlib import Path

from templates.problems import Problem
from xl_addin import __version__

APPLICATION = "kostenonderzoek"


def folder() -> Path:
    """The person's own folder for logs, as the system has it; the temporary folder where that one cannot be made."""
    from platformdirs import user_log_path  # xlwings Lite imports the commands and has no folder for logs

    try:
        return user_log_path(APPLICATION, appauthor=False, ensure_exists=True)
    except OSError:
        return Path(tempfile.gettempdir())


def entries() -> list[Path]:
    """What was written down, oldest first."""
    return sorted(folder().glob(f"{APPLICATION}-*.log"))


def logged(what: str, now: dt.datetime | None = None) -> Problem:
    """Writes the exception that is being handled to a log of its own and gives the sentence for the user."""
    reference = f"{now or dt.datetime.now():%Y%m%d-%H%M%S}"
    path = folder() / f"{APPLICATION}-{reference}.log"
    try:
        handler = _Handler(path, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger = logging.Logger(APPLICATION)
        logger.addHandler(handler)
        logger.exception("kostenonderzoek %s, %s", __version__, what)
        handler.close()
    except OSError:  # a log that cannot be written must not hide what went wrong
        return Problem("UNEXPECTED_NOT_LOGGED", values={"kenmerk": reference})
    return Problem("UNEXPECTED", values={"kenmerk": reference, "logboek": path})


def written_down(text: str, now: dt.datetime | None = None) -> str:
    """Keeps what is too long for a message box, and gives where it stands."""
    path = folder() / f"{APPLICATION}-meldingen-{now or dt.datetime.now():%Y%m%d-%H%M%S}.txt"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError:
        return f"{APPLICATION} run op de opdrachtregel"
    return str(path)


class _Handler(logging.FileHandler):
    """One that lets its own trouble be seen by whoever logs, instead of putting it on the screen."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's own name
        raise
