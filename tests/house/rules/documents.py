"""Documents that stay true: links that lead somewhere, commands that exist."""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tests.house.rules.tree import place

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
FENCE = re.compile(r"^```(\S*)[ \t]*(.*)$")
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def dead_links(paths: Iterable[Path]) -> list[str]:
    return [
        f"{place(path)[:-2]}:{number} leads nowhere: {target}"
        for path in paths
        for number, line in prose(path)
        for target in LINK.findall(line)
        if not ELSEWHERE.match(target) and not _leads(path, unquote(target))
    ]


def _leads(path: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    there = (path.parent / name) if name else path
    if not there.exists():
        return False
    return not anchor or there.suffix != ".md" or anchor in anchors(there)


def anchors(path: Path) -> set[str]:
    """The anchors that renderers give to the headings of a page."""
    titles = (found.group(1) for _, line in prose(path) if (found := HEADING.match(line)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """The numbered lines outside code blocks."""
    inside = False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if FENCE.match(line):
            inside = not inside
        elif not inside:
            yield number, line


@dataclass(frozen=True)
class Command:
    """One line of a shell block: where it is, its words, and whether a test may run it."""

    place: str
    words: tuple[str, ...]
    runs: bool


def commands(path: Path) -> Iterator[Command]:
    """The commands of every ```sh block; those of a ```sh run block may be run by a test."""
    block, info = None, ""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        fence = FENCE.match(line)
        if fence:
            block = fence.group(1) if block is None else None
            info = fence.group(2)
        elif block == "sh" and (text := line.split(" #")[0].strip()) and text[0] != "#":
            words = tuple(shlex.split(text.removeprefix("$ ")))
            yield Command(f"{place(path)[:-2]}:{number}", words, info == "run")
