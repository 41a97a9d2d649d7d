"""Processes with limits in which files are parsed. One that dies or hangs takes its own file with it, no other.

A process is started once and serves many files. It gets bytes, never a path, and gives back one line of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self, TypeVar

from xl_addin.intake.plan import Plan
from xl_addin.intake.returned import MOST_BYTES

WORKERS = 2
SECONDS = 60
"""Of waiting for one file, after which its process is ended; on Windows this is the only limit on time."""
CRASHED = {"code": "INTAKE_CRASHED", "values": {}}
TOO_SLOW = {"code": "INTAKE_TOO_SLOW", "values": {}}
ROOT = Path(__file__).resolve().parents[2]
KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
Given = TypeVar("Given")


class Sandbox:
    """Processes that parse files by one plan; used as a context manager, so that none outlives the work."""

    def __init__(self, plan: Plan, workers: int = WORKERS, seconds: float = SECONDS) -> None:
        self._plan = json.dumps(plan.message()).encode() + b"\n"
        self.workers, self.seconds = workers, seconds
        self._free: SimpleQueue[_Process] = SimpleQueue()
        self._all = [_Process(self._plan, seconds) for _ in range(workers)]
        for process in self._all:
            self._free.put(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._all:
            process.end()

    def read(self, content: bytes) -> Any:
        """What the sandbox says of these bytes; a refusal (`code`, `values`) when it could not finish."""
        process = self._free.get()
        try:
            return process.read(content)
        finally:
            self._free.put(process)

    def map(self, work: Callable[[Given], Any], files: Iterable[Given]) -> Iterator[tuple[Given, Any]]:
        """`work` on every file, as many at a time as there are processes; the results in the order of the files.

        No more files are taken up than can be worked on, so that memory does not grow with their number.
        """
        with ThreadPoolExecutor(self.workers) as pool:
            waiting: list[tuple[Given, Future[Any]]] = []
            try:
                for file in files:
                    waiting.append((file, pool.submit(work, file)))
                    if len(waiting) > 2 * self.workers:
                        first, result = waiting.pop(0)
                        yield first, result.result()
                for first, result in waiting:
                    yield first, result.result()
            finally:
                for _, result in waiting:
                    result.cancel()


class _Process:
    """One process; started at the first file, and again after it died."""

    def __init__(self, plan: bytes, seconds: float) -> None:
        self.plan, self.seconds = plan, seconds
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, content: bytes) -> Any:
        try:
            process = self.process or self._start()
        except OSError:
            self.end()
            return CRASHED
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            process.kill()

        clock = threading.Timer(self.seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            answer = self._ask(process, content)
        except (OSError, ValueError):
            answer = None
        finally:
            clock.cancel()
        if answer is None:
            self.end()
            return TOO_SLOW if expired.is_set() else CRASHED
        return answer

    def _ask(self, process: subprocess.Popen[bytes], content: bytes) -> Any:
        """The answer; None when there is none. Raises OSError or ValueError where the process is gone or raves."""
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"%d\n" % len(content) + content)
        process.stdin.flush()
        line = process.stdout.readline(MOST_BYTES)
        return json.loads(line) if line.endswith(b"\n") else None

    def _start(self) -> subprocess.Popen[bytes]:
        variables = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "xl_addin.intake.parsing.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=variables,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(self.plan)
        return self.process

    def end(self) -> None:
        """Ends the process, whatever it is doing."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            try:
                stream.close()
            except OSError:
                continue
        process.wait()
