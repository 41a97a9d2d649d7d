"""`python tests/wasm/recording.py FOLDER`: runs the commands on FOLDER/book.json, and writes down what pydantic gave.

FOLDER gets `here.json`, what the commands asked the host to do, and `pydantic.pickle`: every model that the real
pydantic made, under its input, for the stand-in that is used where pydantic cannot be had.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pydantic
import xlwings as xw

COMMANDS = ("check", "all")
RECORD: dict[str, bytes] = {}


def stand_in() -> Any:
    """The stand-in as a module, beside the real pydantic."""
    spec = spec_from_file_location("stand_in", Path(__file__).parent / "stand_in" / "pydantic" / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def record() -> None:
    """From now on what pydantic makes is written down."""
    key, read = stand_in().key, Counter[str]()
    of_data, of_json = pydantic.BaseModel.model_validate.__func__, pydantic.BaseModel.model_validate_json.__func__
    adapted, adapter = pydantic.TypeAdapter.validate_python, pydantic.TypeAdapter.__init__

    def keep(name: str, data: Any, model: Any) -> Any:
        RECORD[key(name, data)] = pickle.dumps(model)
        return model

    def from_json(cls: Any, data: Any, **named: Any) -> Any:
        model = of_json(cls, data, **named)
        read[cls.__qualname__] += 1
        return keep(cls.__qualname__, f"read {read[cls.__qualname__]}", model)

    def named_adapter(self: Any, kind: Any, *given: Any, **named: Any) -> None:
        adapter(self, kind, *given, **named)
        self.name_of_kind = str(kind)

    pydantic.BaseModel.model_validate = classmethod(
        lambda cls, data, **named: keep(cls.__qualname__, data, of_data(cls, data, **named))
    )
    pydantic.BaseModel.model_validate_json = classmethod(from_json)
    pydantic.TypeAdapter.__init__ = named_adapter
    pydantic.TypeAdapter.validate_python = lambda self, data, **named: keep(
        self.name_of_kind, data, adapted(self, data, **named)
    )


def main(folder: Path) -> None:
    record()
    from tests.hosts.host import know_remote_engine
    from xl_addin.books.commands import IN_BOOK

    know_remote_engine()
    told = {}
    for command in COMMANDS:
        book = xw.Book(json=json.loads((folder / "book.json").read_text(encoding="utf-8")))
        IN_BOOK[command](book)
        told[command] = book.json()["actions"]
        book.close()
    (folder / "here.json").write_text(json.dumps(told, default=str), encoding="utf-8")
    (folder / "pydantic.pickle").write_bytes(pickle.dumps(RECORD))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main(Path(sys.argv[1]))
