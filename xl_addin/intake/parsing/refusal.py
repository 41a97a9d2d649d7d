"""Why a file is not read."""

from __future__ import annotations


class Refused(Exception):
    """A file that is not read; `code` is that of the message, `values` fill its sentence."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
