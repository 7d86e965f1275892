"""Which sealed folders to read: asked of the database once per change, kept by the process."""

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from recours.statements.models import ImportBatch, Shelf
from recours.statements.sealing.identity import read_files
from recours.statements.sealing.layout import NEAR, REFS, first_owners, lines_name
from recours.statements.sealing.volumes import OpenFolder, open_folders


@dataclass(frozen=True, slots=True)
class Library:
    """Everything sealed of one kind for one programme, at one state of its shelf."""

    state: str
    late: int
    folders: tuple[OpenFolder, ...]
    first_owners: tuple[list[str], ...]
    batches: dict[int, str]

    def lines_of(self, owner: str) -> str:
        """Return the SQL of the files where an owner's lines are."""
        return read_files(self._files_of(owner))

    def lines_of_all(self, owners: list[str]) -> str:
        """Return the SQL of the files where the lines of several owners are."""
        return read_files(
            list(dict.fromkeys(path for owner in owners for path in self._files_of(owner)))
        )

    def _files_of(self, owner: str) -> list[Path]:
        return [
            folder.path / lines_name(max(bisect_right(first, owner) - 1, 0))
            for folder, first in zip(self.folders, self.first_owners, strict=True)
        ]

    def refs(self) -> str:
        """Return the SQL of the indexes by receipt or reference."""
        return read_files([f.path / REFS for f in self.folders])

    def near(self) -> str:
        """Return the SQL of the indexes by shop, day and total."""
        return read_files([f.path / NEAR for f in self.folders])


_kept: dict[tuple[str, str, str], Library] = {}


def library(programme: str, kind: str) -> Library:
    """Return what is sealed now: one small read when nothing changed since the last call."""
    place = (str(settings.DATA), programme, kind)
    shelf = Shelf.objects.filter(programme=programme, kind=kind).values_list("state", "late")
    state, late = shelf.first() or ("", 0)
    kept = _kept.get(place)
    if kept is None or (kept.state, kept.late) != (state, late):
        kept = _kept[place] = _read(programme, kind, state, late)
    return kept


def forget(programme: str, kind: str) -> None:
    """Ask the database again at the next call."""
    _kept.pop((str(settings.DATA), programme, kind), None)


def _read(programme: str, kind: str, state: str, late: int) -> Library:
    if not state:
        return Library(state, late, (), (), {})
    folders = open_folders(programme, kind)
    batches = ImportBatch.objects.filter(programme=programme, kind=kind)
    return Library(
        state,
        late,
        tuple(folders),
        tuple(first_owners(folder.path) for folder in folders),
        dict(batches.values_list("number", "id")),
    )
