"""The commands of the console script, with what they understand."""

import argparse
from collections.abc import Iterator

from recours.cli.main import command_names, parser_for
from scripts.reference.tables import table


def commands() -> list[str]:
    """Return every command, its sub-commands and their arguments."""
    lines = ["# Commands", "", "`recours` alone lists them; `recours COMMAND --help` says this."]
    lines += ["Status: 0 done, 1 refused, 2 badly asked.", ""]
    for name in command_names():
        for parser in _with_children(parser_for(name)):
            lines += _section(parser)
    return lines


def _section(parser: argparse.ArgumentParser) -> list[str]:
    text = (parser.description or "").strip()
    lines = [f"## {parser.prog}", "", text[:1].upper() + text[1:], ""]
    rows = [_row(action) for action in parser._actions if _is_shown(action)]  # noqa: SLF001
    return lines + table(("argument", "default", "what for"), rows) if rows else lines


def _is_shown(action: argparse.Action) -> bool:
    groups = argparse._HelpAction | argparse._SubParsersAction  # noqa: SLF001
    return not isinstance(action, groups) and action.help != argparse.SUPPRESS


def _row(action: argparse.Action) -> tuple[str, str, str]:
    value = action.metavar or action.dest.upper()
    takes_value = action.nargs != 0
    names = [f"`{name} {value}`" if takes_value else f"`{name}`" for name in action.option_strings]
    shown = ", ".join(names) or f"`{value}`"
    default = "" if action.default in (None, False, argparse.SUPPRESS) else f"`{action.default}`"
    return shown, default, action.help or ""


def _with_children(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, child in action.choices.items():
                child.description = child.description or _child_help(action, name)
                yield from _with_children(child)


def _child_help(action: argparse.Action, name: str) -> str:
    listed = getattr(action, "_choices_actions", [])
    return next((str(choice.help) for choice in listed if choice.dest == name), "")
