"""Colours as xlwings takes and gives them, and as openpyxl writes them."""

from __future__ import annotations


def rgb(text: str) -> tuple[int, int, int]:
    """Red, green and blue of a colour written as RRGGBB, with or without a hash."""
    digits = text.removeprefix("#")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def hex_color(value: tuple[int, int, int] | int | str) -> str:
    """A colour as openpyxl writes it (RRGGBB), from a tuple, Excel's number or a #RRGGBB text."""
    if isinstance(value, str):
        red, green, blue = rgb(value)
    elif isinstance(value, int):
        red, green, blue = value & 0xFF, value >> 8 & 0xFF, value >> 16 & 0xFF
    else:
        red, green, blue = value
    return f"{red:02X}{green:02X}{blue:02X}"
