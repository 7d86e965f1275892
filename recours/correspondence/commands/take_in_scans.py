"""Empty the folder where the scanner puts letters: kept first, moved to `done` afterwards."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from recours.correspondence.commands.take_in_letter import LARGEST, take_in_letter
from recours.correspondence.errors import RefusedAttachment

STILL = timedelta(seconds=10)  # what changed since may still be being written
AT_ONCE = 20
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")
log = logging.getLogger("recours.scans")


def take_in_scans(*, folder: Path, at: datetime) -> int:
    """Return how many files were taken in; each is moved once its bytes are committed.

    Killed between the two, the next round finds the same bytes, keeps nothing twice, and moves
    them. What is no scan goes to `refused`; links and folders are left alone.
    """
    taken = 0
    for place in _ready(folder, at):
        try:
            take_in_letter(data=place.read_bytes(), name=place.name, source="folder", at=at)
        except RefusedAttachment:
            log.warning("a file of the scanner's folder is no scan: moved to refused")
            _move(place, folder / "refused", at)
            continue
        _move(place, folder / "done", at)
        taken += 1
    return taken


def _ready(folder: Path, at: datetime) -> Iterator[Path]:
    """Yield the files that nobody has touched for ten seconds, the oldest first."""
    if not folder.is_dir():
        return
    found = []
    for place in folder.iterdir():
        hidden = place.name.startswith((".", "~")) or place.suffix.lower() in UNFINISHED
        if hidden or place.is_symlink() or not place.is_file():
            continue
        state = place.stat()
        since = at.timestamp() - state.st_mtime
        if (0 < state.st_size <= 2 * LARGEST) and since >= STILL.total_seconds():
            found.append((state.st_mtime, place.name, place))
    yield from (place for _, _, place in sorted(found)[:AT_ONCE])


def _move(place: Path, target: Path, at: datetime) -> None:
    """Move a file under a day's folder, beside another of the same name if there is one."""
    day = target / f"{at:%Y-%m-%d}"
    day.mkdir(parents=True, exist_ok=True)
    free, number = day / place.name, 1
    while free.exists():
        number += 1
        free = day / f"{place.stem}-{number}{place.suffix}"
    place.rename(free)
