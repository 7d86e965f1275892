"""The log as it lies on the disk: tiles, bundles, the last signed state, each file written whole.

log/checkpoint            the signed state, as it is served
log/tile/…                tiles and bundles (C2SP tlog-tiles)
log/last-signed.json      what was signed last: never signed smaller again
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from recours.kernel.merkle import HASH_SIZE
from recours.kernel.tiles import ENTRIES, FULL, Tile, make_bundle, split_bundle
from recours.trustlog.errors import LogDamaged


@dataclass(frozen=True, slots=True)
class Signed:
    """A state that was signed: how many leaves, under which root, by which note, and when."""

    size: int
    root: str
    note: str
    at: str


def folder() -> Path:
    """Return where the log lies."""
    return Path(settings.DATA) / "log"


@contextmanager
def alone() -> Iterator[None]:
    """Wait for whoever gives places on this machine, and keep others waiting."""
    _make_folder(folder())
    with (folder() / "sequencer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(path: Path) -> None:
    """Make a folder and its parents, so that they survive a power cut."""
    if path.is_dir():
        return
    _make_folder(path.parent)
    path.mkdir(exist_ok=True, mode=0o700)
    _sync_folder(path.parent)


def _write(path: Path, data: bytes) -> None:
    """Put the file in its place whole: after a crash it is there, or the one before is."""
    _make_folder(path.parent)
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise LogDamaged(f"{path}: {problem}") from problem


def write_tile(tile: Tile, data: bytes) -> None:
    """Keep a tile or a bundle; one that is there already with this content is left alone."""
    path = folder() / tile.path
    if _read(path) != data:
        _write(path, data)


def _first(tile: Tile, data: bytes) -> bytes:
    """Return the beginning of a full tile or bundle, as its partial one was."""
    if tile.level == ENTRIES:
        return make_bundle(split_bundle(data)[: tile.width])
    return data[: tile.width * HASH_SIZE]


def find_tile(tile: Tile) -> bytes | None:
    """Return a tile or a bundle, or None; a partial one may be the beginning of the full one."""
    data = _read(folder() / tile.path)
    if data is None and tile.width < FULL:
        full = _read(folder() / Tile(tile.level, tile.index).path)
        return None if full is None else _first(tile, full)
    return data


def read_tile(tile: Tile) -> bytes:
    """Return a tile or a bundle; raise `LogDamaged` when it is not there."""
    data = find_tile(tile)
    if data is None:
        raise LogDamaged(f"{folder() / tile.path} is missing. Run: recours log sequence --rebuild")
    return data


def drop_partials(tile: Tile) -> None:
    """Remove the partial tiles that a full one replaces."""
    if tile.width == FULL:
        shutil.rmtree(folder() / f"{tile.path}.p", ignore_errors=True)


def last_signed() -> Signed | None:
    """Return what was signed last, according to the disk."""
    path = folder() / "last-signed.json"
    data = _read(path)
    if data is None:
        return None
    try:
        return Signed(**json.loads(data))
    except (ValueError, TypeError) as problem:
        raise LogDamaged(f"{path} cannot be read: {problem}. Put a copy of it back.") from problem


def keep_signed(signed: Signed) -> None:
    """Keep what was signed, before anybody sees it."""
    _write(folder() / "last-signed.json", (json.dumps(asdict(signed), indent=1) + "\n").encode())


def read_checkpoint() -> str | None:
    """Return the signed state as it is served, or None before the first."""
    data = _read(folder() / "checkpoint")
    return None if data is None else data.decode()


def serve_checkpoint(note: str) -> None:
    """Let everybody see the signed state."""
    if read_checkpoint() != note:
        _write(folder() / "checkpoint", note.encode())
