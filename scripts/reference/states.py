"""State tables as diagrams: the code is the table, the page its picture."""

import importlib
import inspect
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import ModuleType


def states(root: Path) -> list[str]:
    """Return one diagram per table of moves."""
    lines = ["# States", "", "Which status may follow which. Everything else is refused.", ""]
    for path in sorted((root / "recours").glob("*/states.py")):
        name = path.parent.name
        module = importlib.import_module(f"recours.{name}.states")
        for constant, moves in _tables(module):
            title = name if constant == "MOVES" else f"{name}, {constant.removesuffix('_MOVES')}"
            lines += [f"## {title.lower()}", "", (inspect.getdoc(module) or "").split("\n")[0], ""]
            lines += [*_diagram(moves), ""]
    return lines


def _tables(module: ModuleType) -> Iterator[tuple[str, Mapping[Enum, frozenset[Enum]]]]:
    for constant, value in vars(module).items():
        if constant.endswith("MOVES") and isinstance(value, Mapping):
            yield constant, value


def _diagram(moves: Mapping[Enum, frozenset[Enum]]) -> list[str]:
    first = next(iter(moves))
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_word(first)}"]
    for status, after in moves.items():
        lines += [f"    {_word(status)} --> {word}" for word in sorted(map(_word, after))]
        if not after:
            lines.append(f"    {_word(status)} --> [*]")
    return [*lines, "```"]


def _word(status: Enum | str) -> str:
    return str(status.value) if isinstance(status, Enum) else str(status)
