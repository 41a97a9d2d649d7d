"""Where Excel keeps what it loads at its start, on Windows and on macOS."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import xlwings

from templates import Problem, Problems
from xl_addin.addin.build import FILE_NAME

WINDOWS, MAC = "win32", "darwin"
MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"


@dataclass(frozen=True)
class Profile:
    """One person's Excel: the folder that it loads add-ins from as trusted, and on macOS where scripts must stand."""

    startup: Path
    scripts: Path | None = None

    @property
    def addin(self) -> Path:
        """The add-in's place."""
        return self.startup / FILE_NAME

    @property
    def script(self) -> Path | None:
        """On macOS: the AppleScript through which Excel may start Python."""
        return self.scripts / script_source().name if self.scripts else None


def script_source() -> Path:
    """The AppleScript that xlwings brings along, of the version that is installed."""
    return Path(xlwings.__file__).parent / f"xlwings-{xlwings.__version__}.applescript"


def profile(
    system: str = sys.platform, environment: Mapping[str, str] = os.environ, home: Path | None = None
) -> Profile:
    """The profile of whoever runs this. Raises `Problems` (ADDIN_NO_EXCEL) on a system that has no Excel."""
    home = home or Path.home()
    if system == WINDOWS:
        roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
        return Profile(roaming / "Microsoft" / "Excel" / "XLSTART")
    if system == MAC:
        return Profile(home / MAC_STARTUP, home / MAC_SCRIPTS)
    raise Problems([Problem("ADDIN_NO_EXCEL")])
