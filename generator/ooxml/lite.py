"""Puts Python files into a workbook where xlwings Lite keeps them, so that its buttons come with the file.

Lite stores its files as document settings of an Office add-in: a property per file, its text as JSON, and beside them
an identity, the versions of Pyodide and of the add-in, and settings. The format is undocumented and was read off
workbooks that Lite had saved. Microsoft supports 2 MB of such settings (OfficeDev/office-js, issue 621); somebody saw
Excel refuse them from about 1 MB on (issue 3957), so they are kept below that (`MOST`).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from generator.ooxml.markup import Splice, splice
from generator.ooxml.package import Package

MOST = 1_000_000
"""Bytes of all properties together."""
STORE_ID = "wa200008175"
FOLDER = "xl/webextensions"
EXTENSION, PANES, PANE_LINKS = (
    f"{FOLDER}/{name}" for name in ("webextension1.xml", "taskpanes.xml", "_rels/taskpanes.xml.rels")
)
CONTENT_TYPES, ROOT_LINKS = "[Content_Types].xml", "_rels/.rels"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MICROSOFT = "http://schemas.microsoft.com/office"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def with_lite_files(workbook: bytes, files: Mapping[str, object]) -> bytes:
    """The workbook with these properties (name -> text or settings) for xlwings Lite; same input, same bytes.

    To be done last: openpyxl drops the parts. Besides the new parts only the list of content types and the links of
    the package change. Raises ValueError for a workbook that holds files of an Office add-in already, and for more than
    Excel keeps.
    """
    package = Package(workbook)
    if package.find(PANES):
        raise ValueError("the workbook holds an Office add-in already")
    extension = _extension(files).encode()
    if len(extension) > MOST:
        raise ValueError(f"{len(extension)} bytes of settings are more than Excel keeps")
    overrides = _override(PANES, "webextensiontaskpanes") + _override(EXTENSION, "webextension")
    link = f'<Relationship Id="rIdLite" Type="{MICROSOFT}/2011/relationships/webextensiontaskpanes" Target="{PANES}"/>'
    return package.rebuild(
        {
            CONTENT_TYPES: _before_end(package.read(CONTENT_TYPES), b"</Types>", overrides),
            ROOT_LINKS: _before_end(package.read(ROOT_LINKS), b"</Relationships>", link),
            EXTENSION: extension,
            PANES: _panes().encode(),
            PANE_LINKS: _pane_links().encode(),
        }
    )


def has_lite_files(workbook: bytes) -> bool:
    """Whether the workbook holds files of an Office add-in."""
    return bool(Package(workbook).find(PANES))


def _before_end(part: bytes, end_tag: bytes, added: str) -> bytes:
    at = part.rindex(end_tag)
    return splice(part, [Splice(at, at, added.encode())])


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/{part}" ContentType="application/vnd.ms-office.{kind}+xml"/>'


def _extension(files: Mapping[str, object]) -> str:
    properties = "".join(
        f"<we:property name={quoteattr(name)} value={quoteattr(json.dumps(text))}/>" for name, text in files.items()
    )
    reference = f'<we:reference id="{STORE_ID}" version="1.0.0.0" store="en-US" storeType="OMEX"/>'
    other = reference.replace(STORE_ID, STORE_ID.upper()).replace("en-US", STORE_ID.upper())
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, properties)).upper()
    return (
        f'{HEAD}<we:webextension xmlns:we="{MICROSOFT}/webextensions/webextension/2010/11" id="{{{identity}}}">'
        f"{reference}<we:alternateReferences>{other}</we:alternateReferences>"
        f"<we:properties>{properties}</we:properties><we:bindings/>"
        f'<we:snapshot xmlns:r="{LINKS}"/></we:webextension>'
    )


def _panes() -> str:
    return (
        f'{HEAD}<wetp:taskpanes xmlns:wetp="{MICROSOFT}/webextensions/taskpanes/2010/11">'
        '<wetp:taskpane dockstate="right" visibility="0" width="438" row="2">'
        f'<wetp:webextensionref xmlns:r="{LINKS}" r:id="rId1"/></wetp:taskpane></wetp:taskpanes>'
    )


def _pane_links() -> str:
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE_LINKS}"><Relationship Id="rId1" '
        f'Type="{MICROSOFT}/2011/relationships/webextension" Target="webextension1.xml"/></Relationships>'
    )
