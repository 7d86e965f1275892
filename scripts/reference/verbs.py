"""Verbs and journeys: one file each, so their folders are the table of contents."""

import ast
from pathlib import Path

from scripts.reference.tables import table

HEADS = ("verb", "what it does", "asks for", "gives")
SURFACES = {"web", "api", "cli", "worker", "config", "demo"}


def verbs(root: Path) -> list[str]:
    """Return the verbs of every slice."""
    lines = ["# Verbs", "", "What each slice can do. Every verb is one file; each runs in the"]
    lines += ["transaction of its caller, and is told the time and who acts.", ""]
    for folder in sorted((root / "recours").glob("*/commands")):
        rows = [_row(path, root) for path in _files(folder)]
        if rows:
            lines += [f"## {folder.parent.name}", "", *table(HEADS, rows)]
    return lines


def journeys(root: Path) -> list[str]:
    """Return the journeys: whatever touches two slices."""
    lines = ["# Journeys", "", "Whatever touches two slices, one verb per file. To know where"]
    lines += ["something happens, look here first.", ""]
    folder = root / "recours" / "journeys"
    heads = (*HEADS, "slices")
    rows = [(*_row(path, root), ", ".join(_slices(path))) for path in _files(folder)]
    return [*lines, *table(heads, rows)]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")


def _row(path: Path, root: Path) -> tuple[str, str, str, str]:
    tree = ast.parse(path.read_text())
    line = (ast.get_docstring(tree) or "").split("\n\n")[0]
    link = f"[`{path.stem}`](../../{path.relative_to(root)})"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == path.stem:
            return link, line, _arguments(node), _returned(node)
    return link, line, "", ""


def _arguments(verb: ast.FunctionDef) -> str:
    pairs = zip(verb.args.kwonlyargs, verb.args.kw_defaults, strict=True)
    return ", ".join(f"`{a.arg}`" if d is None else f"`{a.arg}`?" for a, d in pairs)


def _returned(verb: ast.FunctionDef) -> str:
    text = ast.unparse(verb.returns) if verb.returns else "None"
    return "" if text == "None" else f"`{text}`"


def _slices(path: Path) -> list[str]:
    """The packages a journey brings together, read from its imports."""
    modules = (
        node.module.split(".")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module
    )
    found = {parts[1] for parts in modules if parts[0] == "recours" and len(parts) > 1}
    return sorted(found - {"kernel", "journeys"})
