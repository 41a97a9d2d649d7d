"""What a workbook file cannot do says so by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any


class NotOnFilesError(NotImplementedError, AttributeError):
    """An operation that only a spreadsheet program has; also an AttributeError, so that `hasattr` keeps its meaning."""


class FileObject:
    """Base of the engine's objects: what they do not offer raises NotOnFilesError."""

    if not TYPE_CHECKING:  # a typing error must remain a typing error

        def __getattr__(self, name: str) -> Any:
            raise NotOnFilesError(f"{type(self).__name__}.{name} is not available for a workbook without Excel")
