"""The command line `kostenonderzoek`."""

from xl_addin.cli.main import main

__all__ = ["main"]
