"""What is tried inside Pyodide, on what travels in a workbook: /inside has main.py, book.json and packages."""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

sys.path[:0] = ["/inside", "/inside/packages"]
import main

main._uitgepakt()
home = next(Path(place) for place in sys.path if "kostenonderzoek-" in place)
for source in home.rglob("*.py"):
    compile(source.read_text(encoding="utf-8"), str(source), "exec")

from templates import load_survey
from templates.parameters import in_force
from templates.questions import questions

survey = load_survey("wi2021")
told = {
    "python": sys.version.split()[0],
    "bits": sys.maxsize.bit_length() + 1,
    "questions": [asked.id for asked in questions(survey)],
    "parameters": {code: one.value for code, one in in_force(survey).items() if isinstance(one.value, float)},
}
if not all(find_spec(name) for name in ("numpy", "pandas", "scipy")):
    told["actions"] = None
else:
    import os

    os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"
    import xlwings as xw
    from xlwings.pro import _xlremote

    if "remote" not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=_xlremote.engine))
    from xl_addin.books.commands import IN_BOOK

    told["actions"] = {}
    for command in ("check", "all"):
        book = xw.Book(json=json.loads(Path("/inside/book.json").read_text(encoding="utf-8")))
        IN_BOOK[command](book)
        told["actions"][command] = book.json()["actions"]
        book.close()
Path("/inside/told.json").write_text(json.dumps(told, default=str), encoding="utf-8")
