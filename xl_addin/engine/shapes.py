"""What lies above the cells of a sheet: shapes of all kinds, and pictures."""

# ruff: noqa: ARG002 - xlwings decides which arguments it passes, by name as well

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any, Generic, TypeVar

import xlwings as xw

from generator.ooxml.drawings import NS, Box, Floating, picture_frame
from xl_addin.engine.geometry import EMU_PER_POINT, SheetGrid
from xl_addin.engine.opened import OpenSheet
from xl_addin.engine.unsupported import FileObject, NotOnFilesError

_ORIGINAL = -1
One = TypeVar("One", bound="Shape")


def _side(name: str) -> property:
    """One of the four measures of a shape, in points."""

    def get(shape: Shape) -> float:
        return float(getattr(shape.box, name)) / EMU_PER_POINT

    def put(shape: Shape, value: float) -> None:
        shape.resize({name: round(value * EMU_PER_POINT)})

    return property(get, put, doc=f"The {name} in points.")


class Shape(FileObject):
    """Anything above the cells; a chart and a picture are shapes too."""

    def __init__(self, sheet: OpenSheet, floating: Floating) -> None:
        self.parent = sheet
        self.floating = floating

    @property
    def api(self) -> Any:
        """The element that anchors it in the drawing part."""
        return self.floating.anchor

    @property
    def name(self) -> str:
        """The name, unique on its sheet."""
        return self.floating.name

    @name.setter
    def name(self, value: str) -> None:
        taken = {one.name.lower() for one in self.parent.drawing.objects if one != self.floating}
        if value.lower() in taken:
            raise xw.ShapeAlreadyExists(f"'{value}' is already present on {self.parent.name}.")
        self.floating.name = value

    @property
    def type(self) -> str:
        """What it is: chart, picture, text_box, auto_shape, group, line, ink or graphic."""
        return self.floating.kind

    @property
    def index(self) -> int:
        """The place among all shapes of the sheet, from 1 at the back."""
        return self.parent.drawing.objects.index(self.floating) + 1

    @property
    def box(self) -> Box:
        """Where it lies, in EMU."""
        return self.floating.box(SheetGrid(self.parent.api))

    left, top, width, height = (_side(name) for name in ("left", "top", "width", "height"))

    def resize(self, measures: dict[str, int]) -> None:
        """Give it other measures (in EMU); with locked proportions the other one of width and height follows."""
        box = self.box
        if self.lock_aspect_ratio and box.width and box.height:
            if "width" in measures:
                measures = {**measures, "height": round(box.height * measures["width"] / box.width)}
            elif "height" in measures:
                measures = {**measures, "width": round(box.width * measures["height"] / box.height)}
        self.place(replace(box, **measures))

    def place(self, box: Box) -> None:
        """Lay it somewhere, in some size (in EMU)."""
        self.floating.place(box, SheetGrid(self.parent.api))

    @property
    def _locks(self) -> Any:
        return self.floating.content.find("xdr:nvPicPr/xdr:cNvPicPr/a:picLocks", NS)

    @property
    def lock_aspect_ratio(self) -> bool:
        """Whether width and height keep their proportion."""
        return self._locks is not None and self._locks.get("noChangeAspect") in {"1", "true"}

    @lock_aspect_ratio.setter
    def lock_aspect_ratio(self, value: bool) -> None:
        if self._locks is None:
            raise NotOnFilesError(f"the proportions of {self.name} cannot be locked without Excel")
        self._locks.set("noChangeAspect", str(int(value)))
        self.floating.drawing.touch()

    def scale_width(self, factor: float, relative_to_original_size: bool, scale: str) -> None:
        """Multiply the width, of the image itself if asked; the upper left corner stays."""
        self._scale("width", factor, original=relative_to_original_size, from_=scale)

    def scale_height(self, factor: float, relative_to_original_size: bool, scale: str) -> None:
        """Multiply the height, of the image itself if asked; the upper left corner stays."""
        self._scale("height", factor, original=relative_to_original_size, from_=scale)

    def _scale(self, side: str, factor: float, *, original: bool, from_: str) -> None:
        if from_ != "scale_from_top_left":
            raise NotOnFilesError(f"{from_} is not available for a workbook without Excel")
        now: int = getattr(self.box, side)
        if original:
            part = self.floating.picture_part
            if part is None:
                raise ValueError(f"{self.name} has no original size, as a picture has")
            now = dict(zip(("width", "height"), _images().original_size(part.content, part.name), strict=True))[side]
        self.resize({side: round(now * factor)})

    def delete(self) -> None:
        """Take it off the sheet."""
        self.floating.delete()

    def activate(self) -> None:
        """Leave the selection as it is: a file shows nothing."""


class Floats(FileObject, Generic[One]):
    """The shapes of one kind on a sheet, found by number or by name."""

    def __init__(self, sheet: OpenSheet, wrap: Callable[[OpenSheet, Floating], One], kind: str | None = None) -> None:
        self.parent = sheet
        self._wrap = wrap
        self._kind = kind

    @property
    def api(self) -> Any:
        """The drawing part as a tree."""
        return self.parent.drawing.tree

    def _found(self) -> list[Floating]:
        return [one for one in self.parent.drawing.objects if self._kind in {None, one.kind}]

    def __len__(self) -> int:
        return len(self._found())

    def __iter__(self) -> Iterator[One]:
        return (self._wrap(self.parent, one) for one in self._found())

    def __contains__(self, key: object) -> bool:
        if isinstance(key, int):
            return 1 <= key <= len(self)
        return any(one.name.lower() == str(key).lower() for one in self._found())

    def __call__(self, key: int | str) -> One:
        for number, one in enumerate(self._found(), start=1):
            if key == number or (isinstance(key, str) and one.name.lower() == key.lower()):
                return self._wrap(self.parent, one)
        raise KeyError(key)

    def free_name(self, word: str) -> str:
        """A name that nothing on the sheet has yet: Picture 1 and so on."""
        taken = {one.name.lower() for one in self.parent.drawing.objects}
        number = 1
        while f"{word} {number}".lower() in taken:
            number += 1
        return f"{word} {number}"


class Picture(Shape):
    """An image."""

    def update(self, filename: str) -> Picture:
        """Show another image in the same place, in the size of the new one."""
        part = _images().read_image(filename)
        width, height = _images().original_size(part.content, part.name)
        self.floating.show_picture(part)
        self.place(replace(self.box, width=width, height=height))
        return self


class Pictures(Floats[Picture]):
    """The pictures on a sheet."""

    def __init__(self, sheet: OpenSheet) -> None:
        super().__init__(sheet, Picture, "picture")

    def add(
        self,
        filename: str,
        link_to_file: bool,
        save_with_document: bool,
        left: float | None,
        top: float | None,
        width: float,
        height: float,
        anchor: Any,
    ) -> Picture:
        """A picture from a file, in its own size or (both given, in points) in another.

        Raises Problems: PICTURE_UNREADABLE, PICTURE_FORMAT.
        """
        if link_to_file:
            raise NotOnFilesError("a picture that stays in its own file is not available for a workbook without Excel")
        part = _images().read_image(filename)
        own_width, own_height = _images().original_size(part.content, part.name)
        given = _ORIGINAL not in (width, height)
        drawing = self.parent.drawing
        frame = picture_frame(drawing.add_link("image", part), self.free_name("Picture"))
        place = corner(left, top, anchor)
        size = (round(width * EMU_PER_POINT), round(height * EMU_PER_POINT)) if given else (own_width, own_height)
        picture = Picture(self.parent, drawing.add(frame, Box(*place, *size), SheetGrid(self.parent.api)))
        if given:
            picture.lock_aspect_ratio = False
        return picture


def _images() -> ModuleType:
    """What reads images, loaded when a picture asks for it (the module says why)."""
    return import_module("xl_addin.engine.images")


def corner(left: float | None, top: float | None, anchor: Any) -> tuple[int, int]:
    """The upper left corner in EMU, from points or from the range that something is laid upon."""
    if anchor is not None:
        left, top = anchor.left, anchor.top
    return round((left or 0) * EMU_PER_POINT), round((top or 0) * EMU_PER_POINT)
