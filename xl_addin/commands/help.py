"""Commands that only tell: what this is, how to begin, and where failures are written down."""

from __future__ import annotations

import sys

import xlwings as xw

from xl_addin import __version__
from xl_addin.books.outcome import Outcome
from xl_addin.logbook import entries, folder

FIRST_STEPS = """Zo werkt u ermee:
1. Vul de bladen Frame en Steekproef, of laat een steekproef trekken.
2. Genereren maakt de vragenlijsten, in de map uitvraag naast deze werkmap.
3. Zet wat terugkomt in de map ingevuld naast deze werkmap. Verzamelen maakt er een nieuwe analysewerkmap mee,
   met alles wat u in deze werkmap opschreef.
4. Controleren zet op het blad Bevindingen wat niet klopt; verbeteringen typt u op het blad Correcties.
5. Alles berekent en vult de tabellen. Onder elke tabel staat waar de cijfers op rusten.
Voor elke opdracht wordt een kopie van de werkmap bewaard in de map backup."""


def about(_: xw.Book) -> Outcome:
    """Version, Python and folder of logs."""
    return Outcome(f"Kostenonderzoek {__version__}\nPython: {sys.executable}\nLogboek: {folder()}", 0)


def manual(_: xw.Book) -> Outcome:
    """The order of work in a few lines."""
    return Outcome(FIRST_STEPS, 0)


def log(_: xw.Book) -> Outcome:
    """Where failures are written down, and the last of them."""
    written = entries()
    last = f"De laatste storing: {written[-1].name}." if written else "Er is nog geen storing opgeschreven."
    return Outcome(f"Het logboek staat in {folder()}. {last}", 0)
