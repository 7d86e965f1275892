"""What may be handed to somebody else: no machine of ours, no registry, nothing heavy."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.house.rules.tree import place

# Brackets keep this file from being a breach of its own rule.
REGISTRIES = ("py[p]i.org", "py[t]honhosted.org", "np[m]js.org", "np[m]js.com", "artif[a]ctory")
FOLDERS = ("w[o]rk", "r[o]ot", "t[m]p", "h[o]me", "U[s]ers", "o[p]t")
REGISTRY = re.compile("|".join(name.replace(".", r"\.") for name in REGISTRIES), re.IGNORECASE)
MACHINE = re.compile(rf"(?<![\w./~*-])/(?:{'|'.join(FOLDERS)})/[\w.-]+")
HEAVY = 1_000_000
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".svg", ".gif"}
HEAVIEST_PICTURE = 3_000_000


def leaks(paths: Iterable[Path]) -> list[str]:
    """Registry hosts and absolute paths of a machine, wherever they stand in a text."""
    return [
        f"{place(path)[:-2]}:{number} names {found.group()!r}"
        for path in paths
        for number, line in enumerate(_lines(path), 1)
        if (found := REGISTRY.search(line) or MACHINE.search(line))
    ]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except UnicodeDecodeError:
        return []  # a picture or a data file


def heavy(paths: Iterable[Path]) -> list[str]:
    return [
        f"{place(path)[:-2]} weighs {path.stat().st_size // 1000} kB"
        for path in paths
        if path.stat().st_size > (HEAVIEST_PICTURE if path.suffix in PICTURES else HEAVY)
    ]
