"""click in Dutch: help headings and usage errors, and commands that are imported only when they run."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

HELP_TEXT = "Toon deze uitleg en stop."


@dataclass
class Session:
    """What holds for one call: the language of messages and whether to show the full trace."""

    language: str = "nl"
    debug: bool = False


def common_options() -> list[click.Option]:
    """`--lang` and `--debug`, on every command and on the program itself."""

    def set_language(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            ctx.ensure_object(Session).language = value

    def set_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            ctx.ensure_object(Session).debug = True

    language = click.Option(
        ["--lang"],
        type=click.Choice(["nl", "en"]),
        help="Taal van de meldingen (standaard nl).",
        expose_value=False,
        is_eager=True,
        callback=set_language,
    )
    debug = click.Option(
        ["--debug"],
        is_flag=True,
        help="Toon bij een storing het volledige spoor.",
        expose_value=False,
        is_eager=True,
        callback=set_debug,
    )
    return [language, debug]


class Dutch(click.Command):
    """What the program and its commands share: the common options, and help on help in Dutch."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *common_options()]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP_TEXT
        return option

    def write_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for parameter in self.get_params(ctx) if (record := parameter.get_help_record(ctx))]
        with formatter.section("Opties"):
            formatter.write_dl(records)


class DutchCommand(Dutch):
    """A command with Dutch help and an example."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "Gebruik: ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [piece.replace("[OPTIONS]", "[OPTIES]") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.write_options(ctx, formatter)
        if self.example:
            with formatter.section("Voorbeeld"):
                formatter.write_text(self.example)


class LazyGroup(Dutch, click.Group):
    """The program: its commands stand in modules that are imported when one of them runs.

    `modules` maps a command to its module and its one-line help, so that `--help` needs none of them; `before`, what
    a command was called to what it is called now.
    """

    def __init__(
        self, *args: Any, modules: Mapping[str, tuple[str, str]], before: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.modules = modules
        self.before = before

    def list_commands(self, _: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        name = self.before.get(cmd_name, cmd_name)
        if name not in self.modules:
            return None
        module = importlib.import_module(self.modules[name][0])
        command: click.Command = module.command
        return command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIES] OPDRACHT ...", "Gebruik: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.write_options(ctx, formatter)
        with formatter.section("Opdrachten"):
            formatter.write_dl([(name, text) for name, (_, text) in self.modules.items()])


def usage_message(error: click.UsageError) -> str:
    """The Dutch sentence for a usage error of click."""
    if isinstance(error, click.NoSuchOption):
        return f"De optie {error.option_name} bestaat niet."
    if isinstance(error, click.MissingParameter):
        return f"{_named(error)} ontbreekt."
    if isinstance(error, click.BadParameter):
        return f"{_named(error)} klopt niet: {error.message}"
    if "No such command" in error.message:
        return f"Deze opdracht bestaat niet: {error.message.split(chr(39))[1]}."
    if "unexpected extra argument" in error.message:
        return "Er staan te veel argumenten."
    return error.message


def _named(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Option):
        return f"De optie {parameter.opts[0]}"
    return f"Het argument {parameter.human_readable_name}" if parameter is not None else "Een argument"
