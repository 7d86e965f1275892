"""From a file to the table `facts`: read, judged, identified, compared with what is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from recours.statements.checking.normalise import normalise
from recours.statements.errors import FileRefused
from recours.statements.fields import FIELDS
from recours.statements.intake.open_file import open_file
from recours.statements.intake.source import LISTED, Opening, Unreadable
from recours.statements.mapping import Mapping
from recours.statements.progress import Progress, tell, watched
from recours.statements.report import ImportReport, Problem
from recours.statements.sealing.identity import (
    number_identical_lines,
    refuse_known_otherwise,
    refuse_mixed_purchases,
    refused_lines,
    set_known_aside,
)
from recours.statements.sealing.late import LateLine
from recours.statements.sealing.layout import KEYS, NEAR
from recours.statements.sealing.volumes import OpenFolder


@dataclass(frozen=True, slots=True)
class Known:
    """What is sealed or received already, for a file to be compared with."""

    folders: Sequence[OpenFolder] = ()
    late: Sequence[LateLine] = ()

    @property
    def heads(self) -> list[Path]:
        """Return the indexes that hold a row per purchase."""
        return [folder.path / NEAR for folder in self.folders]


def read_facts(
    db: duckdb.DuckDBPyConnection,
    path: Path,
    staging: Path,
    mapping: Mapping,
    *,
    programme: str,
    at: datetime,
    progress: Progress,
) -> ImportReport:
    """Fill `facts` from the file; raise `FileRefused` when it cannot be read at all."""
    empty = ImportReport(mapping.kind, programme, path.name, "", "", mapping.name)
    before = _stamp(path)
    tell(progress, "open")
    try:
        source = open_file(Opening(_plain_name(path, staging), mapping, staging, db))
        tell(progress, "read")
        with watched(db, progress, "read"):
            read = normalise(db, source, mapping, at)
    except Unreadable as refused:
        raise FileRefused(_with(empty, problems=refused.problems)) from refused
    if _stamp(path) != before:
        raise FileRefused(_with(empty, problems=(Problem(0, "", "", "file_changed"),)))
    return _with(
        empty,
        source_sha256=source.sha256,
        format=source.format,
        rows_in=read.rows_in,
        rows_rejected=read.bad,
        problems=read.problems,
        notices=read.notices,
        preview=_preview(db, mapping.kind),
    )


def compare_facts(
    db: duckdb.DuckDBPyConnection, report: ImportReport, known: Known, progress: Progress
) -> ImportReport:
    """Set known lines aside and refuse mixed purchases; return the report with every count."""
    tell(progress, "compare")
    if report.kind == "purchases":
        refuse_mixed_purchases(db)
    number_identical_lines(db)
    set_known_aside(
        db, [folder.path / KEYS for folder in known.folders], [line.key for line in known.late]
    )
    if report.kind == "purchases":
        refuse_known_otherwise(db, known.heads, known.late)
    structural = report.rows_in - _number(db, "SELECT count(*) FROM facts")
    problems = sorted([*report.problems, *refused_lines(db)], key=lambda problem: problem.line)
    fresh = "FROM facts WHERE NOT bad AND NOT known"
    span = db.execute(f"SELECT min(occurred_at), max(occurred_at) {fresh}").fetchone()
    first, last = span or (None, None)
    return _with(
        report,
        rows_new=_number(db, f"SELECT count(*) {fresh}"),
        rows_known=_number(db, "SELECT count(*) FROM facts WHERE known AND NOT bad"),
        rows_rejected=structural + _number(db, "SELECT count(*) FROM facts WHERE bad"),
        problems=tuple(problems[:LISTED]),
        by_kind=tuple(
            db.execute(f"SELECT kind, count(*) {fresh} GROUP BY kind ORDER BY kind").fetchall()
        ),
        first=first and first.replace(tzinfo=UTC),
        last=last and last.replace(tzinfo=UTC),
    )


def _preview(db: duckdb.DuckDBPyConnection, kind: str) -> tuple[dict[str, str], ...]:
    names = ["line_no", *(spec.stored for spec in FIELDS[kind])]
    rows = db.execute(
        f"SELECT {', '.join(names)} FROM facts WHERE NOT bad ORDER BY line_no LIMIT 5"
    ).fetchall()
    return tuple(
        {name: "" if value is None else str(value) for name, value in zip(names, row, strict=True)}
        for row in rows
    )


def _plain_name(path: Path, staging: Path) -> Path:
    """Give the file a name without brackets or stars, which the engine would take for a pattern."""
    link = staging / "source"
    link.symlink_to(path.resolve())
    return link


def _stamp(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return (0, 0)
    return (state.st_size, state.st_mtime_ns)


def _number(db: duckdb.DuckDBPyConnection, query: str) -> int:
    row = db.execute(query).fetchone()
    return int(row[0]) if row else 0


def _with(report: ImportReport, **changes: object) -> ImportReport:
    return replace(report, **changes)  # type: ignore[arg-type]  # the names are checked by tests
