"""Keeps messages too large for a row: a file per content, flushed, in RECOURS_DATA/arrivals."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Return where large messages are kept."""
    return Path(settings.DATA) / "arrivals"


def path_of(sha256: str) -> Path:
    """Return where the bytes of a fingerprint are, or would be."""
    return folder() / sha256[:2] / sha256


def keep(sha256: str, data: bytes) -> None:
    """Put the bytes in place, whole and flushed, with the folder that names them."""
    place = path_of(sha256)
    if place.exists() and place.stat().st_size == len(data):
        os.utime(place)  # wanted again: the sweeper must not think it forgotten
        return
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
    for level in (place.parent, folder(), folder().parent):
        _flush(level)


def _flush(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def older_than(instant: float) -> Iterator[Path]:
    """Yield the files, finished or not, that nobody has wanted since that instant."""
    if folder().exists():
        for place in folder().glob("??/*"):
            if place.stat().st_mtime < instant:
                yield place
