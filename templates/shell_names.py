"""Signs in the name of a file that are no mere letters to a shell."""

from __future__ import annotations

SHELL_SIGNS = "$`\"'^%&|<>;=()"
"""What a shell reads as more than a letter: Excel hands the name of an open workbook to one (decision 0010)."""


def shell_signs_in(name: str) -> str:
    """The signs of a file name that a shell reads, each once; a line end or other control character as a space."""
    found = dict.fromkeys(" " if ord(sign) < 32 else sign for sign in name if sign in SHELL_SIGNS or ord(sign) < 32)
    return "".join(found)
