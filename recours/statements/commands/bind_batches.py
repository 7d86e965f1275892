"""Copy many small batches together, so that a question opens few files. The batches stay."""

from datetime import datetime, timedelta

import duckdb
from django.conf import settings
from django.db import transaction

from recours.statements.models import Volume
from recours.statements.sealing.heads import make_heads
from recours.statements.sealing.identity import read_files
from recours.statements.sealing.layout import (
    KEYS,
    NEAR,
    Written,
    lines_name,
    write_folder,
)
from recours.statements.sealing.shelf import (
    locked_shelf,
    next_state,
    put_in_place,
    workbench,
    writing,
)
from recours.statements.sealing.volumes import OpenFolder, open_folders

MOST_FOLDERS = 16
_LEAST = 8
_GRACE = timedelta(hours=1)


def bind_batches(*, programme: str, kind: str, at: datetime) -> int:
    """Bind the latest folders when there are more than sixteen; return how many were bound.

    A folder joins those after it unless it is twice as big as they are together: a line is
    copied a few times in its life, whatever the number of imports. Volumes replaced for an hour
    are removed at the next writing, when nobody can be reading them any more.
    """
    with writing(programme, kind) as staging:
        Volume.objects.filter(programme=programme, kind=kind, replaced_at__lt=at - _GRACE).delete()
        folders = open_folders(programme, kind)
        if len(folders) <= MOST_FOLDERS:
            return 0
        start = _start_of_run(folders)
        run, earlier = folders[start:], folders[:start]
        label: dict[str, str | int] = {
            "programme": programme,
            "kind": kind,
            "first": run[0].first_number,
            "last": run[-1].last_number,
        }
        with workbench(staging) as db:
            _gather(db, run)
            if kind == "purchases":
                make_heads(db, [folder.path / NEAR for folder in earlier])
            keys = f"SELECT key FROM {read_files([f.path / KEYS for f in run])} ORDER BY key"
            written = write_folder(db, staging / "volume", label, keys=keys)
        name = f"v{label['first']:06d}-{label['last']:06d}-{written.sha256[:12]}"
        place = put_in_place(staging / "volume", name, programme, kind)
        _record(label, written, str(place.relative_to(settings.DATA)), at)
        return len(run)


def _start_of_run(folders: list[OpenFolder]) -> int:
    start = len(folders) - _LEAST
    total = sum(folder.rows for folder in folders[start:])
    while start > 0 and folders[start - 1].rows <= 2 * total:
        start -= 1
        total += folders[start].rows
    return start


def _gather(db: duckdb.DuckDBPyConnection, run: list[OpenFolder]) -> None:
    files = [folder.path / lines_name(b) for folder in run for b in range(folder.files)]
    db.execute(f"CREATE VIEW fresh AS SELECT * FROM {read_files(files)}")


def _record(label: dict[str, str | int], written: Written, folder: str, at: datetime) -> None:
    programme, kind = str(label["programme"]), str(label["kind"])
    with transaction.atomic():
        shelf = locked_shelf(programme, kind)
        inside = Volume.objects.filter(
            programme=programme,
            kind=kind,
            replaced_at__isnull=True,
            first_number__gte=label["first"],
            last_number__lte=label["last"],
        )
        inside.update(replaced_at=at)
        Volume.objects.create(
            programme=programme,
            kind=kind,
            first_number=label["first"],
            last_number=label["last"],
            rows=written.rows,
            files=written.files,
            folder=folder,
            bound_at=at,
        )
        shelf.state = next_state(shelf.state, folder)
        shelf.save(update_fields=["state"])
