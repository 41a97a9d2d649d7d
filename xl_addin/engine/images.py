"""Images from files: what they are, and how large they want to be drawn.

Apart from the shapes, because the library that reads image headers is loaded only where a picture is dealt with:
xlwings Lite, which has no pictures to add, is to start without it.
"""

from __future__ import annotations

from pathlib import Path

from docx.image.exceptions import UnrecognizedImageError
from docx.image.image import Image

from generator.ooxml.parts import Part
from templates.problems import Place, Problem, Problems
from xl_addin.engine.geometry import EMU_PER_POINT

_POINTS_PER_INCH = 72
_UNTOLD_RESOLUTION = 96
_FORMATS = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/bmp": "bmp"}


def original_size(content: bytes, name: str) -> tuple[int, int]:
    """Width and height of an image in EMU, by the resolution it tells, or else by 96 dots to an inch."""
    image = _read(content, name)
    across, down = (image.horz_dpi, image.vert_dpi) if _tells_resolution(content) else (_UNTOLD_RESOLUTION,) * 2
    inch = _POINTS_PER_INCH * EMU_PER_POINT
    return round(image.px_width / across * inch), round(image.px_height / down * inch)


def read_image(filename: str) -> Part:
    """A new part with the image in a file. Raises Problems: PICTURE_UNREADABLE, PICTURE_FORMAT."""
    path = Path(filename)
    try:
        content = path.read_bytes()
    except OSError as error:
        values = {"reason": error.strerror or str(error)}
        raise Problems([Problem("PICTURE_UNREADABLE", Place(file=path.name), values)]) from error
    kind = _read(content, path.name).content_type
    return Part(f"xl/media/image1.{_FORMATS[kind]}", content, kind)


def _read(content: bytes, name: str) -> Image:
    try:
        image = Image.from_blob(content)
    except (UnrecognizedImageError, ValueError, EOFError, KeyError) as error:
        raise Problems([Problem("PICTURE_FORMAT", Place(file=name))]) from error
    if image.content_type not in _FORMATS:
        raise Problems([Problem("PICTURE_FORMAT", Place(file=name))])
    return image


def _tells_resolution(content: bytes) -> bool:
    """Whether an image says how large a dot is; without it the library that reads it answers 72 to an inch."""
    if content.startswith(b"\x89PNG"):
        return b"pHYs" in content
    return content[6:10] == b"JFIF" and content[13] in {1, 2}
