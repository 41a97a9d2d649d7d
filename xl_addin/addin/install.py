"""Puts the add-in where Excel loads it, says what is right and wrong with it, and takes it away again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.ooxml.files import write_atomically
from templates import Place, Problem, Problems
from templates.shell_names import shell_signs_in
from xl_addin import __version__
from xl_addin.addin.build import BETWEEN, FOLDERS, OURS, SCRIPT, build_addin, read_settings
from xl_addin.addin.profile import Profile, script_source

SECONDS = 60
BRACKETS = "()"
"""Common in paths of Windows itself, and safe there: xlwings quotes these paths."""
ELSEWHERE = (
    "Installeer Python en Kostenonderzoek in een map zonder dat teken, en voer uit: kostenonderzoek addin install"
)


@dataclass(frozen=True)
class Check:
    """One thing that must be right for the buttons to work; `remedy` is empty when it is."""

    what: str
    remedy: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing needs to be done."""
        return not self.remedy


def install(where: Profile, interpreter: Path = Path(sys.executable)) -> tuple[Path, ...]:
    """Builds the add-in for this interpreter and puts it in the profile; gives the files that it wrote.

    An earlier version is replaced. Raises `Problems`, when nothing has changed: ADDIN_NOT_WRITABLE when Excel has it
    open or the folder is closed, ADDIN_PATH when xlwings cannot pass a path to the shell.
    """
    if sign := unsafe_sign(where, interpreter):
        raise Problems([Problem("ADDIN_PATH", Place(str(interpreter)), {"teken": sign})])
    new = _missing(where)
    own_script = where.script is not None and (not where.script.exists() or _script_is_ours(where))
    folders = [*_folders_made_for(where), *map(str, new)]
    content = build_addin(str(interpreter), folders, own_script=own_script)
    written = []
    try:
        for folder in new:
            folder.mkdir()
        write_atomically(where.addin, content)
        written.append(where.addin)
        if where.script and own_script:
            shutil.copyfile(script_source(), where.script)
            written.append(where.script)
    except (OSError, Problems):
        _remove_empty(new)
        raise Problems([Problem("ADDIN_NOT_WRITABLE", Place(str(where.addin)))]) from None
    return tuple(written)


def unsafe_sign(where: Profile, interpreter: Path) -> str:
    """The first sign in the paths that Excel passes on which the shell reads otherwise; empty where there is none.

    xlwings puts the interpreter and the add-in in a line for the shell; on macOS it quotes the interpreter nowhere.
    """
    paths = f"{interpreter}{where.addin}"
    found = shell_signs_in(paths).strip(BRACKETS)
    spaced = where.scripts is not None and " " in str(interpreter)
    return found[:1] or ("spatie" if spaced else "")


def _script_is_ours(where: Profile) -> bool:
    """Whether the script stands there because of an earlier installation of ours; others may use it as well."""
    return where.addin.is_file() and read_settings(where.addin.read_bytes()).get(SCRIPT) == OURS


def _missing(where: Profile) -> list[Path]:
    """The folders that installing needs and that are not there, outermost first."""
    needed = [folder for folder in (where.startup, where.scripts) if folder]
    wanted = dict.fromkeys(path for folder in needed for path in [*reversed(folder.parents), folder])
    return [path for path in wanted if not path.exists()]


def _folders_made_for(where: Profile) -> list[str]:
    """The folders that an earlier installation made; they are named in the add-in that stands there."""
    if not where.addin.is_file():
        return []
    return [name for name in read_settings(where.addin.read_bytes()).get(FOLDERS, "").split(BETWEEN) if name]


def _remove_empty(folders: Sequence[Path]) -> None:
    """Removes the folders, innermost first, but for those in which something stands by now."""
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def uninstall(where: Profile) -> tuple[Path, ...]:
    """Takes away what `install` wrote, with the folders it made where nothing else stands in them; gives the files.

    A script that was there before, for another add-in of xlwings, stays.

    Raises `Problems` (ADDIN_NOT_WRITABLE) when Excel has the add-in open.
    """
    removed, folders = [], [Path(name) for name in _folders_made_for(where)]
    for path in (where.addin, where.script if _script_is_ours(where) else None):
        if path is None or not path.exists():
            continue
        try:
            path.unlink()
        except OSError:
            raise Problems([Problem("ADDIN_NOT_WRITABLE", Place(str(path)))]) from None
        removed.append(path)
    _remove_empty(folders)
    return tuple(removed)


def status(where: Profile, ask: Callable[[Path], str] | None = None) -> tuple[Check, ...]:
    """What is right and what is wrong with the installation, in the order in which it would be mended.

    ask: gives the version of this package that an interpreter imports, empty when it has none.
    """
    if not where.addin.is_file():
        return (
            Check(
                f"De invoegtoepassing staat niet in {where.addin.parent}.", "Voer uit: kostenonderzoek addin install"
            ),
        )
    found = read_settings(where.addin.read_bytes())
    interpreter = Path(found.get("INTERPRETER_WIN", ""))
    again = "Voer opnieuw uit: kostenonderzoek addin install"
    checks = [
        Check(f"De invoegtoepassing staat in {where.addin}."),
        _check(found.get("VERSIE") == __version__, f"Zij is van versie {found.get('VERSIE', 'onbekend')}.", again),
        _check(interpreter.is_file(), f"Zij gebruikt Python in {interpreter}.", again),
    ]
    if sign := unsafe_sign(where, interpreter):
        checks.append(_check(False, f"In het pad van Python of van de invoegtoepassing staat: {sign}.", ELSEWHERE))
    if interpreter.is_file():
        version = (ask or version_in)(interpreter)
        words = f"Die Python kent Kostenonderzoek {version}." if version else "Die Python kent Kostenonderzoek niet."
        checks.append(_check(version == __version__, words, again))
    if where.script:
        checks.append(_check(where.script.is_file(), f"Het hulpscript voor Excel staat in {where.script}.", again))
    return tuple(checks)


def version_in(interpreter: Path) -> str:
    """The version of this package that the interpreter imports; empty when it cannot."""
    command = [str(interpreter), "-c", "import xl_addin, xlwings; print(xl_addin.__version__)"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _check(good: bool, what: str, remedy: str) -> Check:
    return Check(what, "" if good else remedy)
