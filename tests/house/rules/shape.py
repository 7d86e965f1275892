"""Size and shape of the source."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.house.rules.tree import functions, parsed, place

FILE_LIMIT = 400
FUNCTION_LIMIT = 60


def long_files(paths: Iterable[Path]) -> list[str]:
    lengths = ((path, path.read_text().count("\n")) for path in paths)
    return [
        f"{place(path)} has {length} lines, {FILE_LIMIT} at most"
        for path, length in lengths
        if length > FILE_LIMIT
    ]


def long_functions(paths: Iterable[Path]) -> list[str]:
    return [
        f"{place(path, node)} {node.name} has {_lines(node)} lines, under {FUNCTION_LIMIT} wanted"
        for path in paths
        for node in functions(path)
        if _lines(node) >= FUNCTION_LIMIT
    ]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def verb_breaches(path: Path) -> list[str]:
    """A verb file says what it does, and holds the one function it is named after."""
    tree = parsed(path)
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"]
    breaches = []
    if not ast.get_docstring(tree):
        breaches.append(f"{place(path)} says nothing of what the verb does (module docstring)")
    if [function.name for function in public] != [path.stem]:
        names = ", ".join(function.name for function in public) or "nothing"
        breaches.append(f"{place(path)} holds {names} where {path.stem} alone is awaited")
    return breaches + [breach for verb in public for breach in _loose_verb(path, verb)]


def _loose_verb(path: Path, verb: ast.FunctionDef) -> list[str]:
    breaches = []
    if not ast.get_docstring(verb):
        breaches.append(f"{place(path, verb)} {verb.name} has no docstring")
    if verb.args.args or verb.args.posonlyargs or verb.args.vararg:
        breaches.append(f"{place(path, verb)} {verb.name} takes arguments without their names")
    return breaches


CLOCK_NAMES = {"now", "today", "utcnow"}
MAY_READ_THE_CLOCK = {"web", "api", "cli", "worker", "demo"}
TOLD_NO_TIME = {"jobs/backend.py"}  # the interface of django_tasks passes no time to its backend


def clock_readings(paths: Iterable[Path], package: Path) -> list[str]:
    """Only the surfaces read the clock; everything under them is told the time."""
    return [
        f"{place(path, node)} reads the clock: the time is an argument here"
        for path in paths
        if path.relative_to(package).parts[0] not in MAY_READ_THE_CLOCK
        and str(path.relative_to(package)) not in TOLD_NO_TIME
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and _is_clock(node)
    ]


def _is_clock(node: ast.Attribute) -> bool:
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    return node.attr in CLOCK_NAMES or (owner, node.attr) == ("time", "time")


def hidden_flows(paths: Iterable[Path]) -> list[str]:
    """Models have no verbs, and nothing runs by itself when a row is written."""
    return [
        f"{place(path, node)} {node.name}: a model has no verbs, write a command"
        for path in paths
        for node in functions(path)
        if node.name in {"save", "delete", "asave", "adelete"} and node.args.args
    ]


COUNT_SECONDS = {"progress.py"}  # how long between two lines on the screen


def floats(paths: Iterable[Path]) -> list[str]:
    """Points and cents are integers, rates a numerator and a denominator."""
    return [
        f"{place(path, node)} uses a float"
        for path in paths
        if path.name not in COUNT_SECONDS
        for node in ast.walk(parsed(path))
        if _is_float(node) and node not in _refusals(parsed(path))
    ]


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    return isinstance(node, ast.Name) and node.id == "float"


def _refusals(tree: ast.Module) -> list[ast.AST]:
    """The places that ask whether a value is a float: to refuse it."""
    return [
        inside
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance"
        for inside in ast.walk(node)
    ]
