"""Keeps bytes once, under their fingerprint, flushed to the disk, in RECOURS_DATA/files."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from recours.correspondence.errors import FileDamaged


def folder() -> Path:
    """Return where files are kept."""
    return Path(settings.DATA) / "files"


def path_of(sha256: str) -> Path:
    """Return where the bytes of a fingerprint are, or would be."""
    return folder() / sha256[:2] / sha256


def keep(data: bytes) -> str:
    """Write the bytes, whole and flushed, and return their SHA-256; the same bytes only once."""
    sha256 = hashlib.sha256(data).hexdigest()
    place = path_of(sha256)
    if place.exists() and place.stat().st_size == len(data):
        os.utime(place)  # it is wanted again: the sweeper must not think it forgotten
        return sha256
    write_whole(place, data)
    return sha256


def write_whole(place: Path, data: bytes) -> None:
    """Put a file in place at once: whoever looks finds all of it or nothing."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as draft:
            draft.write(data)
            draft.flush()
            os.fsync(draft.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _flush_folder(place.parent)


def _flush_folder(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(sha256: str) -> bytes:
    """Return the bytes, or raise `FileDamaged` when they are gone or are no longer the same."""
    try:
        data = path_of(sha256).read_bytes()
    except FileNotFoundError as problem:
        raise FileDamaged(sha256) from problem
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileDamaged(sha256)
    return data


def older_than(instant: float) -> Iterator[Path]:
    """Yield the files, finished or not, that nobody has wanted since that instant."""
    if folder().exists():
        for place in folder().glob("??/*"):
            if place.stat().st_mtime < instant:
                yield place


def is_whole(sha256: str) -> bool:
    """Say whether the file is there and is still what it was."""
    try:
        read(sha256)
    except FileDamaged:
        return False
    return True
