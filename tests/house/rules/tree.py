"""Where the files are: every rule works on paths it is given, so that it can be shown a breach."""

import ast
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "recours"
SLICES = (
    "complaints",
    "correspondence",
    "jobs",
    "loyalty",
    "people",
    "search",
    "statements",
    "terms",
    "trustlog",
    "webhooks",
)


@cache
def committed() -> tuple[Path, ...]:
    """Every file git keeps, or would keep: what somebody else will receive."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = (name for name in listed.stdout.split("\0") if name)
    paths = (ROOT / name for name in names) if listed.returncode == 0 else _without_git()
    return tuple(sorted(path for path in paths if path.is_file()))


def _without_git() -> Iterable[Path]:
    """The same in a tree that came as an archive: everything but what .gitignore names."""
    ignored = {line.strip().strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    for top in ROOT.iterdir():
        if top.name not in ignored | {".git"}:
            yield from ([top] if top.is_file() else top.rglob("[!_]*"))


def python_files(*folders: str) -> list[Path]:
    """The Python written by hand under these folders of the checkout."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def verb_files(package: Path = PACKAGE) -> list[Path]:
    """The files that hold one verb each; a folder inside holds what several of them share."""
    folders = [*package.glob("*/commands"), package / "journeys"]
    found = (path for folder in folders for path in folder.glob("*.py"))
    return sorted(path for path in found if path.name != "__init__.py")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterable[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def place(path: Path, node: ast.AST | None = None) -> str:
    """Name a place the way editors open it."""
    name = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
    return f"{name}:{getattr(node, 'lineno', 1)}"
