"""The entry point: one exit code and one kind of message for every command.

0 done, 1 done but with findings that need a person, 2 cannot do it (a Dutch line per problem on stderr).
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import NoReturn

import click

from generator.ooxml.files import full_disk
from templates.problems import Problems
from xl_addin import __version__
from xl_addin.cli.dutch import LazyGroup, Session, usage_message
from xl_addin.logbook import logged

MODULES = {
    "demo": ("xl_addin.cli.demo", "De hele keten op het ingebouwde voorbeeld."),
    "new": ("xl_addin.cli.new", "Begin een eigen enquête, met een bestaande als voorbeeld."),
    "start": ("xl_addin.cli.start", "Begin een onderzoek: een analysewerkmap voordat er antwoorden zijn."),
    "sample": ("xl_addin.cli.sample", "Trek een gestratificeerde steekproef van gemeenten."),
    "frame": ("xl_addin.cli.frame", "Haal gemeenten op uit de open data van het CBS."),
    "generate": ("xl_addin.cli.generate", "Maak per gemeente van de steekproef een vragenlijst."),
    "questions": ("xl_addin.cli.questions", "Toon alle vragen met hun plaats in de vragenlijst."),
    "parameters": ("xl_addin.cli.parameters", "Toon de parameters van een jaar, met bron."),
    "fill": ("xl_addin.cli.fill", "Vul antwoorden uit een CSV in een vragenlijst in."),
    "example": ("xl_addin.cli.example", "Maak een ingevulde voorbeeldvragenlijst en een lege om af te drukken."),
    "migrate": ("xl_addin.cli.migrate", "Zet de antwoorden van een oudere versie over naar de huidige vragenlijst."),
    "collect": ("xl_addin.cli.collect", "Verzamel ingevulde vragenlijsten in een analysewerkmap."),
    "run": ("xl_addin.cli.run", "Voer de berekeningen uit in een werkmap."),
    "scenarios": ("xl_addin.cli.scenarios", "Reken alle tabellen door onder andere aannamen, naast elkaar."),
    "simulate": ("xl_addin.cli.simulate", "Vergelijk schatters in een verzonnen land."),
    "interview": ("xl_addin.cli.interview", "Schrijf per gemeente een gespreksleidraad (Word)."),
    "errorreport": ("xl_addin.cli.errorreport", "Schrijf per gemeente een foutrapport om te mailen."),
    "report": ("xl_addin.cli.report", "Maak de presentatie en de bijlage met alle tabellen."),
    "export": ("xl_addin.cli.export", "Schrijf de uitkomsten als CSV-bestanden."),
    "compare": ("xl_addin.cli.compare", "Leg de uitkomsten naast gepubliceerde tabellen."),
    "monitor": ("xl_addin.cli.monitor", "Leg twee jaren naast elkaar: waardoor veranderden de kosten?"),
    "consistency": ("xl_addin.cli.consistency", "Zeg welke resultaattabellen elkaar tegenspreken."),
    "addin": ("xl_addin.cli.addin", "Zet de knoppen in Excel, of haal ze weg."),
}


_OBJECTS_BETWEEN_COLLECTIONS = 200_000


@click.group(cls=LazyGroup, modules=MODULES, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__, prog_name="kostenonderzoek", message="%(prog)s %(version)s", help="Toon de versie.")
def program() -> None:
    """Onderzoek wat een wet gemeenten kost: van vragenlijst tot landelijke raming, in Excel-bestanden."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code; nothing but a Dutch message ever reaches the user."""
    session = Session()
    try:
        outcome = program.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="kostenonderzoek",
            standalone_mode=False,
            obj=session,
        )
    except Problems as found:
        _say(problem.line(session.language) for problem in found.problems)
        return _cannot(session)
    except click.UsageError as error:
        _say([f"{usage_message(error)} Zie 'kostenonderzoek --help'."])
        return 2
    except (click.Abort, KeyboardInterrupt):
        _say(["Afgebroken. Er is niets half geschreven."])
        return 2
    except Exception as error:  # the last net: logged whole, shown as one neutral sentence
        full = full_disk(error)
        told = full.problems if full else (logged("opdrachtregel"),)
        _say(problem.line(session.language) for problem in told)
        return _cannot(session)
    return outcome if isinstance(outcome, int) else 0


def leaving() -> NoReturn:
    """Runs one command as a program: it leaves at once, without taking apart what the system clears in one go."""
    # what is imported and read stays until the end, so that nothing is won by looking for what could be thrown away
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    code = main()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _cannot(session: Session) -> int:
    if session.debug:
        traceback.print_exc()
    return 2


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line, err=True)
