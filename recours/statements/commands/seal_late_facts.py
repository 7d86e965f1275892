"""Seal the facts that came by API into a batch of their own."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from recours.kernel.canonical import canonical_json
from recours.statements.checking.columns import OWNER
from recours.statements.commands.bind_batches import bind_batches
from recours.statements.fields import FIELDS
from recours.statements.intake.source import literal
from recours.statements.mapping import our_own
from recours.statements.models import ImportBatch, LateFact
from recours.statements.progress import Progress, silent
from recours.statements.report import ImportReport
from recours.statements.sealing.prepare import Known
from recours.statements.sealing.seal import record_batch, stores_of, write_batch
from recours.statements.sealing.shelf import workbench, writing
from recours.statements.sealing.volumes import open_folders

_PART = 5_000


def seal_late_facts(
    *, programme: str, kind: str, author: str, at: datetime, progress: Progress = silent
) -> ImportReport | None:
    """Seal what waits; return the batch's report, or None when nothing waits.

    What comes while this runs stays for the next time.
    """
    with writing(programme, kind) as staging, workbench(staging) as db:
        waiting = LateFact.objects.filter(programme=programme, kind=kind, sealed_batch__isnull=True)
        rows = list(waiting.order_by("id").values_list("id", "key", "payload"))
        if not rows:
            return None
        content = b"\n".join(
            canonical_json({**payload, "key": str(key)}) for _, key, payload in rows
        )
        _load(db, staging, kind, content)
        report = _report(db, programme, kind, content, len(rows))
        known = Known(open_folders(programme, kind))
        report, written = write_batch(db, report, known, staging, progress)
        ids = [row for row, _, _ in rows]
        record_batch(
            report,
            our_own(kind),
            stores=stores_of(db, kind),
            files=written.files,
            author=author,
            at=at,
            after=lambda batch: _mark(ids, batch),
        )
    bind_batches(programme=programme, kind=kind, at=at)
    return report


def _mark(ids: list[int], batch: ImportBatch) -> int:
    parts = [ids[start : start + _PART] for start in range(0, len(ids), _PART)]
    return sum(LateFact.objects.filter(id__in=part).update(sealed_batch=batch) for part in parts)


def _load(db: duckdb.DuckDBPyConnection, staging: Path, kind: str, content: bytes) -> None:
    """Fill `facts` from lines that were judged when they came."""
    path = staging / "late.jsonl"
    path.write_bytes(content)
    types = {
        "occurred_at": "TIMESTAMP",
        "day": "DATE",
        "expires_on": "DATE",
        "key": "UUID",
        "quantity": "INTEGER",
        "points": "INTEGER",
    }
    names = [*(spec.stored for spec in FIELDS[kind]), "day", "key"]
    columns = ", ".join(
        f"'{name}': '{types.get(name, 'BIGINT' if name.endswith('_cents') else 'VARCHAR')}'"
        for name in names
    )
    db.execute(
        "CREATE TABLE facts AS "
        f"SELECT row_number() OVER () AS line_no, *, {OWNER[kind]} AS owner, "
        "false AS bad, false AS known FROM read_json("
        f"{literal(str(path))}, format='newline_delimited', columns={{{columns}}})"
    )


def _report(
    db: duckdb.DuckDBPyConnection, programme: str, kind: str, content: bytes, count: int
) -> ImportReport:
    row = db.execute("SELECT min(occurred_at), max(occurred_at) FROM facts").fetchone()
    first, last = row or (None, None)
    kinds = db.execute("SELECT kind, count(*) FROM facts GROUP BY kind ORDER BY kind").fetchall()
    report = ImportReport(
        kind, programme, "api", hashlib.sha256(content).hexdigest(), "api", "recours"
    )
    return replace(
        report,
        rows_in=count,
        rows_new=count,
        by_kind=tuple(kinds),
        first=first and first.replace(tzinfo=UTC),
        last=last and last.replace(tzinfo=UTC),
    )
