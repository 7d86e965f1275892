"""Keys of this slice: each in a file of its own, made once, readable by its owner only.

One key a line: the first signs, all of them are believed. To rotate, write a new first line; take
the last one away when nobody answers to what it signed any more.
"""

import os
import secrets
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from recours.correspondence.errors import KeyNotUsable

LENGTH = 64  # 256 bits in hexadecimal
OTHERS = 0o077


def keys_of(name: str) -> tuple[bytes, ...]:
    """Return the keys of that name, made at the first call; raise `KeyNotUsable`."""
    place = Path(settings.DATA) / "keys" / name
    try:
        if not place.exists():
            _make_once(place)
        state = place.stat()
    except OSError as problem:
        raise KeyNotUsable(f"{place}: {problem.strerror}") from problem
    return _read(place, state.st_mtime_ns, state.st_size, state.st_mode & OTHERS)


@lru_cache(maxsize=32)
def _read(place: Path, _changed: int, _size: int, others: int) -> tuple[bytes, ...]:
    if others:
        raise KeyNotUsable(f"{place} can be read by others: chmod 600 {place}")
    lines = place.read_text().split()
    try:
        keys = tuple(bytes.fromhex(line) for line in lines if len(line) == LENGTH)
    except ValueError as problem:
        raise KeyNotUsable(f"{place}: a key is {LENGTH} hexadecimal characters") from problem
    if not keys or len(keys) != len(lines):
        raise KeyNotUsable(f"{place}: each line holds {LENGTH} hexadecimal characters")
    return keys


def _make_once(place: Path) -> None:
    """Put a new key there whole, or leave the one another process has just put."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w", dir=place.parent, prefix=f".{place.name}-") as draft:  # mode 0600
        draft.write(secrets.token_hex(LENGTH // 2))
        draft.flush()
        os.fsync(draft.fileno())
        try:
            os.link(draft.name, place)
        except FileExistsError:
            return
