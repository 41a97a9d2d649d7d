"""What is run in a WebAssembly Python with numpy, pandas and scipy, on what travels in a workbook."""

import json
import os
import sys
import time
from pathlib import Path

sys.path[:0] = ["/inside", "/inside/packages"]
os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"
import main

main._uitgepakt()
import numpy
import pandas
import scipy
import xlwings as xw
from xlwings.pro import _xlremote

if "remote" not in xw.engines.engines_by_name:
    xw.engines.add(xw.Engine(impl=_xlremote.engine))
from xl_addin.books.commands import IN_BOOK

told = {
    "python": sys.version.split()[0],
    "bits": sys.maxsize.bit_length() + 1,
    "index": str(numpy.dtype(numpy.intp)),
    "versions": {one.__name__: one.__version__ for one in (numpy, pandas, scipy)},
    "actions": {},
    "seconds": {},
}
for command in ("check", "all"):
    book = xw.Book(json=json.loads(Path("/inside/book.json").read_text(encoding="utf-8")))
    start = time.perf_counter()
    IN_BOOK[command](book)
    told["seconds"][command] = time.perf_counter() - start
    told["actions"][command] = book.json()["actions"]
    book.close()
Path("/inside/told.json").write_text(json.dumps(told, default=str), encoding="utf-8")
