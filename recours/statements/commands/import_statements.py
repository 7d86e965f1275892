"""Take a file of purchases or points movements: check it, seal what is new, log it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb

from recours.statements.commands.bind_batches import bind_batches
from recours.statements.errors import FileRefused
from recours.statements.mapping import Mapping
from recours.statements.progress import Progress, silent, tell
from recours.statements.report import ImportReport
from recours.statements.sealing.late import late_lines
from recours.statements.sealing.prepare import Known, compare_facts, read_facts
from recours.statements.sealing.seal import (
    LateMeanwhile,
    record_batch,
    refuse_late_meanwhile,
    stores_of,
    write_batch,
)
from recours.statements.sealing.shelf import workbench, writing
from recours.statements.sealing.volumes import open_folders


def import_statements(
    *,
    path: Path,
    programme: str,
    mapping: Mapping,
    author: str,
    at: datetime,
    keep_good: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Seal the new lines of a file; return every line's count. Raise `FileRefused`.

    All or nothing unless `keep_good`. The same lines again seal nothing. Dying at any moment and
    running again gives the same sealed content: nothing exists before the last transaction.
    """
    while True:
        tell(progress, "wait")
        try:
            with writing(programme, mapping.kind) as staging, workbench(staging) as db:
                report = _import(
                    db, staging, path, programme, mapping, author, at, keep_good, progress
                )
            break
        except LateMeanwhile:
            continue
    bind_batches(programme=programme, kind=mapping.kind, at=at)
    return report


def _import(  # the verb's own arguments, handed on
    db: duckdb.DuckDBPyConnection,
    staging: Path,
    path: Path,
    programme: str,
    mapping: Mapping,
    author: str,
    at: datetime,
    keep_good: bool,  # noqa: FBT001  # as above
    progress: Progress,
) -> ImportReport:
    report = read_facts(db, path, staging, mapping, programme=programme, at=at, progress=progress)
    if report.rows_rejected and not keep_good:
        raise FileRefused(report)
    known = Known(open_folders(programme, mapping.kind), late_lines(programme, mapping.kind))
    report = compare_facts(db, report, known, progress)
    if report.rows_rejected and not keep_good:
        raise FileRefused(replace(report, rows_new=0))
    if not report.rows_new:
        return report
    report, written = write_batch(db, report, known, staging, progress)
    record_batch(
        report,
        mapping,
        stores=stores_of(db, mapping.kind),
        files=written.files,
        author=author,
        at=at,
        before=lambda: refuse_late_meanwhile(programme, mapping.kind, known.late),
    )
    tell(progress, "recorded")
    return report
