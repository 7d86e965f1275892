"""`recours`: one file of this folder per command, read only when it is asked for."""

import argparse
import importlib
import os
import pkgutil
import sys
from types import ModuleType

import recours.cli

NOT_COMMANDS = {"main", "django", "console"}


def command_names() -> list[str]:
    """Return the commands, as the names of their files."""
    return sorted(
        module.name
        for module in pkgutil.iter_modules(recours.cli.__path__)
        if module.name not in NOT_COMMANDS
    )


def _load(name: str) -> ModuleType:
    return importlib.import_module(f"recours.cli.{name}")


def _first_line(module: ModuleType) -> str:
    return (module.__doc__ or "").strip().splitlines()[0]


def _print_commands() -> None:
    print("recours COMMAND ... : the desk where complaints are settled and proved\n")
    for name in command_names():
        print(f"  {name.replace('_', '-'):<12} {_first_line(_load(name))}")
    print("\nrecours COMMAND --help says more.")


def parser_for(command: str) -> argparse.ArgumentParser:
    """Return what one command understands; the reference page prints it."""
    module = _load(command.replace("-", "_"))
    parser = argparse.ArgumentParser(
        prog=f"recours {command.replace('_', '-')}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    return parser


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        _print_commands()
        return 0
    name = arguments[0].replace("-", "_")
    if name not in command_names():
        print(f"recours: no command {arguments[0]!r}; 'recours' alone lists them.", file=sys.stderr)
        return 2
    module = _load(name)
    options = parser_for(name).parse_args(arguments[1:])
    if getattr(module, "NEEDS_SETUP", True):
        from recours.cli import django  # noqa: PLC0415  # only the commands that need it pay for it

        if not django.is_ready():
            return 1
    return int(module.run(options))


def main(argv: list[str] | None = None) -> int:
    """Run one command; return its exit status (0 done, 1 refused, 2 badly asked)."""
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except BrokenPipeError:  # the reader has seen enough: `recours ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
