"""The process that parses: `python -m xl_addin.intake.parsing.worker`, spoken to over its standard input and output.

First comes a line with the plan; then, per file, a line with its size and so many bytes. Each file is answered by one
line of JSON. The process opens no file and no connection of its own.
"""

from __future__ import annotations

import gc
import json
import sys

from xl_addin.intake.parsing.limits import limit_next_file, limit_process
from xl_addin.intake.parsing.reading import as_answer, asking

OBJECTS_BETWEEN_SEARCHES = 1_000_000
"""What is read makes no cycles: looking for them after every few objects takes as long as the reading itself."""


def serve() -> None:
    """Answers until the input ends."""
    limit_process()
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    plan = asking(json.loads(source.readline()))
    while header := source.readline():
        content = source.read(int(header))
        limit_next_file()
        target.write(json.dumps(as_answer(content, plan)).encode() + b"\n")
        target.flush()


if __name__ == "__main__":
    serve()
