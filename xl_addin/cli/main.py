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
from templates.commands import on_command_line
from templates.problems import Problems
from xl_addin import __version__
from xl_addin.cli.dutch import LazyGroup, Session, usage_message
from xl_addin.logbook import logged

MODULES = {name: (f"xl_addin.cli.{name}", one.nl.help) for name, one in on_command_line().items()}
BEFORE = {name: one.id for one in on_command_line().values() for name in one.was}
"""A command as an earlier version called it -> what it is called now; understood for one version."""


_OBJECTS_BETWEEN_COLLECTIONS = 200_000


@click.group(cls=LazyGroup, modules=MODULES, before=BEFORE, context_settings={"help_option_names": ["--help", "-h"]})
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
