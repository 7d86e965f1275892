"""The log as files that never change (C2SP tlog-tiles): names, contents, and reading them back.

A tile holds up to 256 hashes of one level, a bundle the entries under one tile of level 0.
`ENTRIES` stands for the level of the bundles.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from recours.kernel.merkle import HASH_SIZE, Nodes, node_hash

FULL = 256
HEIGHT = 8
ENTRIES = -1
HIGHEST_LEVEL = 63

_NAME = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/"
    r"(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


class TileDamaged(ValueError):
    """A tile or a bundle has not the length its name says."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One file of the log: its level, its place in the level, and how many hashes it holds."""

    level: int
    index: int
    width: int = FULL

    @property
    def path(self) -> str:
        """Return where the tile is served, relative to the log."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        digits = f"{self.index:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        place = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        partial = f".p/{self.width}" if self.width < FULL else ""
        return f"tile/{level}/{place}{partial}"


def parse_tile_path(path: str) -> Tile | None:
    """Return the tile of this name, or None when the name is not the one way to write a tile."""
    match = _NAME.fullmatch(path)
    if match is None:
        return None
    level = ENTRIES if match["level"] == "entries" else int(match["level"])
    index = int(re.sub(r"[x/]", "", match["index"]))
    tile = Tile(level, index, int(match["width"] or FULL))
    return tile if level <= HIGHEST_LEVEL and tile.path == path else None


def _width(level: int, index: int, size: int) -> int:
    """Return how many hashes the tile has in a log of this size (0: it does not exist)."""
    hashes = size >> (HEIGHT * max(level, 0))
    return max(0, min(FULL, hashes - index * FULL))


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """Yield every tile and bundle that a log grown from `old` to `new` leaves must write."""
    level = 0
    while new >> (HEIGHT * level):
        before, after = (size >> (HEIGHT * level) for size in (old, new))
        if before < after:
            for index in range(before // FULL, -(-after // FULL)):
                tile = Tile(level, index, _width(level, index, new))
                yield tile
                if level == 0:
                    yield Tile(ENTRIES, index, tile.width)
        level += 1


def subtree(hashes: Sequence[bytes]) -> bytes:
    """Return the root of a complete subtree (1, 2, 4 … 256 hashes)."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


def split_tile(data: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile of this width."""
    if len(data) != width * HASH_SIZE:
        raise TileDamaged(f"{len(data)} bytes for {width} hashes")
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def make_bundle(entries: Sequence[bytes]) -> bytes:
    """Return the entries one after another, each after its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def split_bundle(data: bytes) -> list[bytes]:
    """Return the entries of a bundle."""
    entries, at = [], 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            raise TileDamaged("the bundle stops inside an entry")
        entries.append(data[start:at])
    return entries


def nodes_in_tiles(size: int, read: Callable[[Tile], bytes]) -> Nodes:
    """Return the subtrees of a log of `size` leaves, read from its tiles, each tile once."""
    known: dict[tuple[int, int], list[bytes]] = {}

    def hashes(level: int, index: int) -> list[bytes]:
        if (level, index) not in known:
            tile = Tile(level, index, _width(level, index, size))
            known[level, index] = split_tile(read(tile), tile.width)
        return known[level, index]

    def node(level: int, offset: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        first = offset << height
        start = first % FULL
        return subtree(hashes(tile_level, first // FULL)[start : start + (1 << height)])

    return node
