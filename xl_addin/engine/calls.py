"""A count of how often ranges are read and written.

Every read and write is a journey to Excel in the other hosts, so a test asserts that a command makes a fixed number.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Calls:
    """How many ranges were read and written since the last reset."""

    reads: int = 0
    writes: int = 0

    def count_read(self) -> None:
        """One more read."""
        self.reads += 1

    def count_write(self) -> None:
        """One more write."""
        self.writes += 1

    def reset(self) -> None:
        """Start again from zero."""
        self.reads = self.writes = 0
