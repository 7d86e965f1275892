"""What readers and writers open: bound volumes, and the batches that no volume holds yet."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from recours.statements.models import ImportBatch, Volume


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A folder to read, how its lines are spread, and what days it may hold."""

    path: Path
    buckets: int
    rows: int
    first_number: int
    last_number: int


def open_folders(programme: str, kind: str) -> list[OpenFolder]:
    """Return the folders that together hold every sealed line once, oldest first."""
    bound = [
        OpenFolder(Path(settings.DATA) / folder, buckets, rows, first, last)
        for folder, buckets, rows, first, last in Volume.objects.filter(
            programme=programme, kind=kind, replaced_at__isnull=True
        ).values_list("folder", "buckets", "rows", "first_number", "last_number")
    ]
    held = {n for volume in bound for n in range(volume.first_number, volume.last_number + 1)}
    alone = [
        OpenFolder(Path(settings.DATA) / folder, buckets, rows, number, number)
        for folder, buckets, rows, number in ImportBatch.objects.filter(
            programme=programme, kind=kind
        ).values_list("folder", "buckets", "rows_new", "number")
        if number not in held
    ]
    return sorted([*bound, *alone], key=lambda folder: folder.first_number)
