"""The file engine as xlwings sees it: engine, apps and app."""

# ruff: noqa: ARG002, ARG004 - xlwings decides which arguments it passes, by name as well

from __future__ import annotations

import datetime as dt
import logging
import math
import numbers
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import xlwings as xw

from xl_addin.engine.books import Books
from xl_addin.engine.calls import Calls
from xl_addin.engine.ranges import Range
from xl_addin.engine.resolving import resolve
from xl_addin.engine.unsupported import FileObject

NAME = "kostenonderzoek-bestand"

_AS_THEY_ARE = {str, int, bool, type(None)}
_ERRORS = {"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
_log = logging.getLogger(__name__)


class FileEngine(FileObject):
    """xlwings' view of workbook files; `calls` counts the ranges read and written."""

    name = NAME
    # xlwings takes other paths for engines that only read and for those that talk to a web page.
    type = "desktop"

    def __init__(self) -> None:
        self.calls = Calls()
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: object) -> Any:
        """A value as a cell takes it: numpy and pandas scalars as Python's own, everything missing as None."""
        if type(value) in _AS_THEY_ARE:
            return value
        if value is None or value is pd.NaT or value is pd.NA:
            return None
        if isinstance(value, pd.Timestamp):
            return value.to_pydatetime(warn=False)
        if isinstance(value, np.datetime64):
            return pd.Timestamp(value).to_pydatetime(warn=False)
        if isinstance(value, np.generic):
            value = value.item()
        return None if isinstance(value, float) and not math.isfinite(value) else value

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Values as xlwings gives them: numbers as floats, errors as None or text, empty cells as asked."""
        plain = number_builder is None

        def clean(value: Any) -> Any:
            if plain and type(value) is float:
                return value
            if value is None or value == "":
                return empty_as
            if isinstance(value, bool):
                return value
            if isinstance(value, numbers.Number):
                return number_builder(float(value)) if number_builder else float(value)  # type: ignore[arg-type]
            if isinstance(value, dt.date):
                return _as_asked(value, datetime_builder)
            if isinstance(value, str) and value in _ERRORS:
                return value if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(FileObject):
    """The apps; the first one is the active one."""

    def __init__(self, engine: FileEngine) -> None:
        self.engine = engine
        self._apps: list[App] = []
        self._started = 0

    def add(self, spec: object = None, add_book: bool = True, xl: object = None, visible: bool | None = None) -> App:
        """A new app, with an empty book unless told otherwise."""
        self._started += 1
        app = App(self, self._started)
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def keys(self) -> list[int]:
        """The numbers of the apps."""
        return [app.pid for app in self._apps]

    def __iter__(self) -> Iterator[App]:
        return iter(tuple(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)

    def bring_to_front(self, app: App) -> None:
        """Make an app the active one."""
        self._apps.remove(app)
        self._apps.insert(0, app)

    def remove(self, app: App) -> None:
        """Close an app and its books without saving."""
        if app in self._apps:
            self._apps.remove(app)

    @staticmethod
    def cleanup() -> None:
        """There are no processes to clean up."""


class App(FileObject):
    """Holds open books. Settings of the screen are kept and have no effect."""

    version = "16.0"
    hwnd = 0
    path = ""
    startup_path = ""

    def __init__(self, apps: Apps, pid: int) -> None:
        self.apps = apps
        self.pid = pid
        self.books = Books(self, apps.engine.calls)
        self.visible = False
        self.screen_updating = True
        self.display_alerts = True
        self.enable_events = True
        self.interactive = True
        self.calculation = "automatic"
        self.status_bar: str | bool | None = False
        self.cut_copy_mode: str | bool = False
        self.alerts: list[str] = []

    @property
    def api(self) -> App:
        """Stands for the native object, which a file does not have."""
        return self

    @property
    def engine(self) -> FileEngine:
        """The engine."""
        return self.apps.engine

    @property
    def selection(self) -> Range | None:
        """The selected range on the active sheet; None without an open book."""
        return self.books.active.sheets.active.selection if len(self.books) else None

    def range(self, first: Any, second: Any = None) -> Range:
        """A range on the active sheet."""
        return resolve(self.books.active.sheets.active, first, second)

    def activate(self, steal_focus: bool = False) -> None:
        """Make this the active app."""
        self.apps.bring_to_front(self)

    def calculate(self) -> None:
        """Leave calculating to the program that opens the file.

        A saved file carries no result that its changed cells could have made stale, and asks to be calculated.
        """

    def alert(self, prompt: str, title: object, buttons: str | None, mode: object, callback: object) -> str:
        """Log the message, keep it in `alerts`, and answer as the first button does."""
        self.alerts.append(prompt)
        _log.info("%s", prompt)
        return {"yes_no": "yes", "yes_no_cancel": "yes"}.get(buttons or "ok", "ok")

    def quit(self) -> None:
        """Close the app and its books without saving."""
        self.apps.remove(self)

    def kill(self) -> None:
        """Close the app and its books without saving."""
        self.quit()


def register() -> FileEngine:
    """Make the file engine xlwings' active engine, so that `xw.Book("x.xlsx")` works without Excel.

    Calling it again activates the same engine. Gives the engine, whose `calls` can be asked and reset.
    """
    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=FileEngine()))
    engine = xw.engines[NAME]
    engine.activate()
    found: FileEngine = engine.impl
    return found


def _as_asked(moment: dt.date, builder: Callable[..., Any]) -> Any:
    """A date through xlwings' builder, which decides between date, datetime or anything of the caller's."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    return builder(
        year=moment.year,
        month=moment.month,
        day=moment.day,
        hour=moment.hour,
        minute=moment.minute,
        second=moment.second,
        microsecond=moment.microsecond,
        tzinfo=None,
    )
