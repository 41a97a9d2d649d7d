"""The limits of the process that parses: memory and computing time, as far as the system has them.

POSIX: `setrlimit`. Windows: a job object caps the memory of the process and ends it with its parent; computing time is
left to the parent, which ends a process that does not answer in time.
"""

from __future__ import annotations

import sys

MEMORY = 1024**3
SECONDS = 20
"""Of computing, for one file; a filled survey takes a fiftieth."""

if sys.platform == "win32":
    import contextlib

    from xl_addin.intake.parsing.job_object import limit_memory

    def limit_process() -> None:
        """Caps the memory where Windows allows it; a process may be in a job already that forbids another."""
        with contextlib.suppress(OSError):
            limit_memory(MEMORY)

    def limit_next_file() -> None:
        """Gives the next file its computing time; on Windows the parent watches the clock."""

else:
    import resource

    def limit_process() -> None:
        """Sets what holds for the whole life of the process."""
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    def limit_next_file() -> None:
        """Gives the next file its computing time: the limit counts from the start of the process."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + 1 + SECONDS
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
