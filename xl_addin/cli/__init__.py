"""The command line `kostenonderzoek`."""

from xl_addin.cli.main import leaving, main

__all__ = ["leaving", "main"]
