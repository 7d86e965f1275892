"""What readers and writers open: bound volumes, and the batches that no volume holds yet."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from recours.statements.models import ImportBatch, Volume


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A folder to read: how many files hold its lines, and which batches are in it."""

    path: Path
    files: int
    rows: int
    first_number: int
    last_number: int


def open_folders(programme: str, kind: str) -> list[OpenFolder]:
    """Return the folders that together hold every sealed line once, oldest first."""
    bound = [
        OpenFolder(Path(settings.DATA) / folder, files, rows, first, last)
        for folder, files, rows, first, last in Volume.objects.filter(
            programme=programme, kind=kind, replaced_at__isnull=True
        ).values_list("folder", "files", "rows", "first_number", "last_number")
    ]
    held = {n for volume in bound for n in range(volume.first_number, volume.last_number + 1)}
    alone = [
        OpenFolder(Path(settings.DATA) / folder, files, rows, number, number)
        for folder, files, rows, number in ImportBatch.objects.filter(
            programme=programme, kind=kind
        ).values_list("folder", "files", "rows_new", "number")
        if number not in held
    ]
    return sorted([*bound, *alone], key=lambda folder: folder.first_number)
