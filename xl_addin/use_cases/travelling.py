"""The part of this product that an open workbook needs, packed so that it travels in the workbook itself.

No index has this package, and xlwings Lite installs public packages only; so the code goes along as text, which the
first lines of `main.py` unpack. What is packed is what `xl_addin.lite` imports, directly or through others, and the
survey of the workbook.
"""

from __future__ import annotations

import ast
import base64
import bz2
import io
import tarfile
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ENTRY = "xl_addin.lite"
PACKAGES = ("xl_addin", "generator", "templates")
PUBLIC = ("numpy", "openpyxl", "pandas", "pydantic", "pyyaml", "scipy", "xlwings")
"""What the packed code imports of others: Pyodide has the compiled ones ready-made, the rest is plain Python."""
NOT_NEEDED = frozenset({"example", "en.yaml", "comparison.yaml", "consistency.yaml", "migrations.yaml"})
"""Of a survey: what only the commands on files read."""


@cache
def modules() -> frozenset[str]:
    """The modules of ours that the entry imports, directly or through others, with the packages they lie in."""
    found: set[str] = set()
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        if name in found or (path := _source(name)) is None:
            continue
        found.add(name)
        parent = name.rpartition(".")[0]
        waiting += [parent] if parent else []
        waiting += _imported(path)
    return frozenset(found)


def _imported(path: Path) -> Iterator[str]:
    """What a module imports of ours, wherever in it; `from package import module` may name either."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.startswith(PACKAGES))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGES):
            yield str(node.module)
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _source(name: str) -> Path | None:
    """The file of a module of ours; None for a name in a module that is none itself."""
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin and name.startswith(PACKAGES) else None


def packed(survey_home: Path) -> str:
    """The code and the survey in `survey_home` as text (base 64 of a compressed archive); same input, same text."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in sorted(_files(survey_home)):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return base64.b64encode(bz2.compress(target.getvalue())).decode("ascii")


def _files(survey_home: Path) -> Iterator[tuple[str, bytes]]:
    for name in modules():
        path = _source(name)
        if path is not None:
            tail = "/__init__.py" if path.name == "__init__.py" else ".py"
            yield name.replace(".", "/") + tail, path.read_bytes()
    home = Path(str(_source("templates"))).parent
    for folder, under in ((home, "templates"), (home / "shared", "templates/shared")):
        for path in folder.glob("*.yaml"):
            yield f"{under}/{path.name}", path.read_bytes()
    for path in (*survey_home.rglob("*.yaml"), *survey_home.rglob("*.csv")):
        inside = path.relative_to(survey_home)
        if not NOT_NEEDED & {*inside.parts}:
            yield f"templates/{survey_home.name}/{inside.as_posix()}", path.read_bytes()
