"""Builds `Kostenonderzoek.xlam` on any system: xlwings' ribbon add-in (BSD) with our ribbon, callback and settings.

No Excel is needed. What xlwings would take from the workbook that happens to be open is cut out of the copy: a
returned file could otherwise name another interpreter (a sheet `Kostenonderzoek.conf`, or a file of that name beside
it) and so run anything.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

import xlwings
from pyopenvba import ExcelFile

from generator.finish import FIXED_TIME
from templates import Place, Problem, Problems
from xl_addin import __version__
from xl_addin.addin.ribbon import ribbon
from xl_addin.addin.vba_project import with_project_name

PROJECT = "Kostenonderzoek"
FILE_NAME = f"{PROJECT}.xlam"
BASE = "quickstart_addin_ribbon.xlam"
BASE_PROJECT = "myaddin"
BASE_VBA, BASE_CALLBACK = "MyAddin", "RibbonMyAddin"
CALLBACK_MODULE, XLWINGS_MODULE = f"Lint{PROJECT}", "xlwings"
VBA_PART = "xl/vbaProject.bin"
FOLDERS, BETWEEN = "MAPPEN", "|"
SCRIPT, OURS = "SCRIPT", "van ons"
SETTINGS_PART = "xl/worksheets/sheet1.xml"
RIBBON_PART, OLD_RIBBON_PART = "customUI/customUI14.xml", "customUI/customUI.xml"
RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
OLD_RIBBON_TYPE = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"

# What xlwings reads from the open workbook or its folder: the start and the end of each block that goes.
FROM_OPEN_WORKBOOK = (
    ("            'Workbook Sheet Config", "            'Add-in Sheet Config"),
    ("    ' Directory Config", "    ' User Config"),
)


def part(name: str) -> str:
    """A text source of the add-in."""
    return files("xl_addin.addin").joinpath("parts", name).read_text(encoding="utf-8")


def build_addin(interpreter: str = "", folders: Sequence[str] = (), *, own_script: bool = False) -> bytes:
    """The add-in. interpreter: full path of the Python that has this package; empty: the first `python` of the system.

    folders: what installing makes for it, which it remembers so that they can go when it goes; own_script: likewise,
    whether the script beside it (macOS) came with it, or was there for others already.

    Same input, same bytes. Raises `Problems` (ADDIN_BASE_CHANGED) when the xlwings that is installed ships another base
    than this was written for.
    """
    base = Path(xlwings.__file__).parent / BASE
    with tempfile.TemporaryDirectory() as folder:
        staged = Path(folder) / FILE_NAME
        with ExcelFile(base) as book:
            book.set_module(XLWINGS_MODULE, with_own_settings_only(book.get_module(XLWINGS_MODULE)))
            book.vba_project().rename_module(BASE_CALLBACK, CALLBACK_MODULE)
            book.set_module(CALLBACK_MODULE, part(f"{PROJECT}.bas").replace("\n", "\r\n"))
            book.save(staged)
        content = staged.read_bytes()
    return _assembled(content, settings(interpreter, folders, own_script=own_script))


def with_own_settings_only(module: str) -> str:
    """The VBA module of xlwings with our project name, without what it reads from the open workbook or its folder."""
    old = f'PROJECT_NAME As String = "{BASE_PROJECT}"'
    _expect(module.count(old) == 1, old)
    module = module.replace(old, f'PROJECT_NAME As String = "{PROJECT}"')
    for first, following in FROM_OPEN_WORKBOOK:
        _expect(module.count(first) == 1 and first in module.split(following)[0], first.strip())
        start = module.index(first)
        module = module[:start] + module[module.index(following, start) :]
    return module


def settings(interpreter: str, folders: Sequence[str] = (), *, own_script: bool = False) -> dict[str, str]:
    """What stands on the add-in's own settings sheet; keys as xlwings knows them."""
    found = {"ADD_WORKBOOK_TO_PYTHONPATH": "false", "VERSIE": __version__}
    if interpreter:
        found |= {"INTERPRETER_WIN": interpreter, "INTERPRETER_MAC": interpreter}
    if folders:
        found[FOLDERS] = BETWEEN.join(folders)
    if own_script:
        found[SCRIPT] = OURS
    return found


def read_settings(content: bytes) -> dict[str, str]:
    """The settings of an add-in that was built here; empty when it is another file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            sheet = package.read(SETTINGS_PART).decode()
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        return {}
    texts = [_plain(text) for text in re.findall(r"<t[^>]*>([^<]*)</t>", sheet)]
    return dict(zip(texts[::2], texts[1::2], strict=False))


def _assembled(content: bytes, values: Mapping[str, str]) -> bytes:
    """The package with our ribbon and settings, fixed times, and nothing of the base's maker's machine."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        parts = {name: source.read(name) for name in source.namelist() if name != OLD_RIBBON_PART}
        parts["_rels/.rels"] = _with_ribbon(parts["_rels/.rels"])
        parts["xl/workbook.xml"] = _renamed(parts["xl/workbook.xml"])
        parts[VBA_PART] = _named(parts[VBA_PART])
        parts[SETTINGS_PART] = _settings_sheet(values)
        parts["docProps/core.xml"] = re.sub(
            rb"(<dc:creator>|<cp:lastModifiedBy>)[^<]*", rb"\1" + PROJECT.encode(), parts["docProps/core.xml"]
        )
        parts[RIBBON_PART] = ribbon(CALLBACK_MODULE).encode()
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, data)
    return target.getvalue()


def _with_ribbon(relations: bytes) -> bytes:
    _expect(OLD_RIBBON_TYPE.encode() in relations or RIBBON_TYPE.encode() in relations, OLD_RIBBON_PART)
    ours = f'<Relationship Id="rIdRibbon" Type="{RIBBON_TYPE}" Target="{RIBBON_PART}"/>'.encode()
    kept = re.sub(rb'<Relationship [^>]*Target="customUI/[^>]*/>', b"", relations)
    return kept.replace(b"</Relationships>", ours + b"</Relationships>")


def _renamed(workbook: bytes) -> bytes:
    """The settings sheet under the name that xlwings looks for; the maker's disk and screen go."""
    old = f'name="_{BASE_PROJECT}.conf"'.encode()
    _expect(workbook.count(old) == 1, old.decode())
    of_maker = rb"<mc:AlternateContent.*?</mc:AlternateContent>|<extLst>.*?</extLst>"
    return re.sub(of_maker, b"", workbook, flags=re.DOTALL).replace(old, f'name="{PROJECT}.conf"'.encode())


def _named(project: bytes) -> bytes:
    try:
        return with_project_name(project, BASE_VBA, PROJECT)
    except ValueError:
        raise Problems([Problem("ADDIN_BASE_CHANGED", Place(BASE), _about(BASE_VBA))]) from None


def _settings_sheet(values: Mapping[str, str]) -> bytes:
    rows = "".join(
        f'<row r="{row}">{_cell("A", row, key)}{_cell("B", row, value)}</row>'
        for row, (key, value) in enumerate(values.items(), start=1)
    )
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{namespace}"><sheetPr codeName="Sheet2"/><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def _cell(column: str, row: int, text: str) -> str:
    return f'<c r="{column}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise Problems([Problem("ADDIN_BASE_CHANGED", Place(BASE), _about(what))])


def _about(what: str) -> dict[str, str]:
    return {"versie": xlwings.__version__, "wat": what}
