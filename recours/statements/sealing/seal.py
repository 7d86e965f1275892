"""Make what is new part of the record: folder on disk, then one row, one shelf, one log entry."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb
from django.conf import settings
from django.db import transaction

from recours.statements.mapping import Mapping
from recours.statements.models import ImportBatch
from recours.statements.progress import Progress, tell
from recours.statements.report import ImportReport, Notice
from recours.statements.sealing.heads import make_heads
from recours.statements.sealing.late import LateLine, late_lines
from recours.statements.sealing.layout import Written, write_folder
from recours.statements.sealing.prepare import Known
from recours.statements.sealing.shelf import locked_shelf, next_state, put_in_place
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


class LateMeanwhile(Exception):
    """A line of this file came by API while the file was being read: compare again."""


def next_number(programme: str, kind: str) -> int:
    """Return the number of the next batch. Under the writer's lock."""
    numbers = ImportBatch.objects.filter(programme=programme, kind=kind)
    last = numbers.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def write_batch(
    db: duckdb.DuckDBPyConnection,
    report: ImportReport,
    known: Known,
    staging: Path,
    progress: Progress,
) -> tuple[ImportReport, Written]:
    """Write the new lines of `facts` to a folder and move it in place."""
    number = next_number(report.programme, report.kind)
    tell(progress, "write")
    db.execute(
        f"CREATE OR REPLACE VIEW fresh AS SELECT *, {number}::INTEGER AS number "
        "FROM facts WHERE NOT bad AND NOT known"
    )
    notices = report.notices
    if report.kind == "purchases" and (grown := make_heads(db, known.heads)):
        notices = (*notices, Notice("purchases_grown", (("count", str(grown)),)))
    label: dict[str, str | int] = {
        "programme": report.programme,
        "kind": report.kind,
        "number": number,
    }
    written = write_folder(db, staging / "batch", label, wrote=partial(tell, progress, "write"))
    tell(progress, "sealed")
    name = f"{number:06d}-{written.sha256[:16]}"
    place = put_in_place(staging / "batch", name, report.programme, report.kind)
    tell(progress, "placed")
    sealed = replace(
        report,
        notices=notices,
        batch=written.sha256[:24],
        content_sha256=written.sha256,
        folder=str(place.relative_to(settings.DATA)),
    )
    return sealed, written


def stores_of(db: duckdb.DuckDBPyConnection, kind: str) -> list[str]:
    """Return the shops of the new lines."""
    if kind != "purchases":
        return []
    query = "SELECT DISTINCT store FROM heads WHERE store <> '' ORDER BY store"
    return [str(row[0]) for row in db.execute(query).fetchall()]


def record_batch(
    report: ImportReport,
    mapping: Mapping,
    *,
    stores: list[str],
    files: int,
    author: str,
    at: datetime,
    before: Callable[[], None] = lambda: None,
    after: Callable[[ImportBatch], int] = lambda batch: 0,  # noqa: ARG005  # nothing to do
) -> ImportBatch:
    """Write the row, turn the shelf, append to the log: all of it or nothing.

    `before` may still refuse; `after` returns how many late facts the batch now holds.
    """
    with transaction.atomic():
        shelf = locked_shelf(report.programme, report.kind)
        before()
        batch = ImportBatch.objects.create(
            id=report.batch,
            programme=report.programme,
            kind=report.kind,
            number=next_number(report.programme, report.kind),
            content_sha256=report.content_sha256,
            source_sha256=report.source_sha256,
            source_name=report.source_name[:200],
            mapping={"name": mapping.name, "document": dict(mapping.document)},
            author=author[:120],
            rows_in=report.rows_in,
            rows_new=report.rows_new,
            rows_known=report.rows_known,
            rows_rejected=report.rows_rejected,
            first=report.first,
            last=report.last,
            folder=report.folder,
            files=files,
            stores=stores,
            sealed_at=at,
        )
        shelf.state = next_state(shelf.state, batch.id)
        shelf.late = shelf.late - after(batch)
        shelf.save(update_fields=["state", "late"])
        append(facts=[_log_entry(batch, mapping)], at=at)
    return batch


def _log_entry(batch: ImportBatch, mapping: Mapping) -> Fact:
    return Fact(
        kind="statements.batch_sealed",
        account=f"import:{batch.programme}",
        body={
            "batch": batch.id,
            "kind": batch.kind,
            "number": batch.number,
            "content_sha256": batch.content_sha256,
            "source_sha256": batch.source_sha256,
            "mapping": mapping.name,
            "rows_in": batch.rows_in,
            "rows_new": batch.rows_new,
            "rows_known": batch.rows_known,
            "rows_rejected": batch.rows_rejected,
        },
    )


def refuse_late_meanwhile(programme: str, kind: str, before: Sequence[LateLine]) -> None:
    """Raise `LateMeanwhile` when something came by API since the comparison."""
    if [line.key for line in late_lines(programme, kind)] != [line.key for line in before]:
        raise LateMeanwhile
