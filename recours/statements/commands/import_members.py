"""Take the operator's list of members into the register of identities; keep its digest here."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
from django.db import transaction

from recours.people.commands.register_members import register_members
from recours.people.errors import CardHeldByAnother
from recours.people.rules import MemberRow, Registered
from recours.statements.errors import FileRefused
from recours.statements.intake.source import LISTED
from recours.statements.mapping import Mapping
from recours.statements.models import ImportBatch
from recours.statements.progress import Progress, silent, tell
from recours.statements.report import ImportReport, Problem
from recours.statements.sealing.prepare import read_facts
from recours.statements.sealing.seal import next_number, record_batch
from recours.statements.sealing.shelf import workbench, writing

_CHUNK = 5_000
_GOOD = "FROM facts WHERE NOT bad"
# The number of a card without its spaces and dashes, as people.rules.normalise_card keeps it.
_CARD = "regexp_replace(upper(card), '[^0-9A-Z]', '', 'g')"


def import_members(
    *,
    path: Path,
    programme: str,
    mapping: Mapping,
    author: str,
    at: datetime,
    keep_good: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Register every member of a list; return every line's count. Raise `FileRefused`.

    All or nothing unless `keep_good`. No identity is written in this slice: no folder is.
    """
    with writing(programme, mapping.kind) as staging, workbench(staging) as db:
        report = read_facts(
            db, path, staging, mapping, programme=programme, at=at, progress=progress
        )
        report = _refuse_shared_cards(db, report)
        if report.rows_rejected and not keep_good:
            raise FileRefused(report)
        tell(progress, "write")
        with transaction.atomic():
            done = _register(db, report, programme, at)
            report = _counted(db, report, done)
            if not _is_latest(report):
                record_batch(report, mapping, stores=[], files=0, author=author, at=at)
        tell(progress, "recorded")
        return report


def _refuse_shared_cards(db: duckdb.DuckDBPyConnection, report: ImportReport) -> ImportReport:
    """Mark bad the lines of one card given to several members in this list."""
    shared = (
        f"SELECT {_CARD} {_GOOD} AND card <> '' GROUP BY {_CARD} HAVING count(DISTINCT member) > 1"
    )
    lines = db.execute(
        f"SELECT line_no, card {_GOOD} AND {_CARD} IN ({shared}) ORDER BY line_no"
    ).fetchall()
    if not lines:
        return report
    db.execute(f"UPDATE facts SET bad = true WHERE {_CARD} IN ({shared})")
    problems = [Problem(line, "card", card, "card_twice") for line, card in lines]
    listed = sorted([*report.problems, *problems], key=lambda problem: problem.line)[:LISTED]
    return replace(report, problems=tuple(listed), rows_rejected=report.rows_rejected + len(lines))


def _register(
    db: duckdb.DuckDBPyConnection, report: ImportReport, programme: str, at: datetime
) -> Registered:
    try:
        return register_members(programme=programme, rows=_rows(db), at=at)
    except CardHeldByAnother as held:
        card = str(held.args[0])
        found = db.execute(
            f"SELECT line_no {_GOOD} AND {_CARD} = ?",
            [card],
        ).fetchone()
        problem = Problem(int(found[0]) if found else 0, "card", card, "card_twice")
        refused = replace(report, problems=(*report.problems, problem), rows_rejected=1)
        raise FileRefused(refused) from held


def _rows(db: duckdb.DuckDBPyConnection) -> Iterator[MemberRow]:
    """Give each member once, with the last line that names it: order is kept."""
    with db.cursor() as lines:
        lines.execute(
            f"SELECT member, card, first_name, last_name, email, joined_on {_GOOD} ORDER BY line_no"
        )
        while chunk := lines.fetchmany(_CHUNK):
            yield from (MemberRow(*row) for row in chunk)


def _counted(db: duckdb.DuckDBPyConnection, report: ImportReport, done: Registered) -> ImportReport:
    row = db.execute(f"SELECT string_agg(key::VARCHAR, '' ORDER BY line_no) {_GOOD}").fetchone()
    content = hashlib.sha256(str(row[0] if row else "").encode()).hexdigest()
    number = next_number(report.programme, report.kind)
    return replace(
        report,
        rows_new=done.added,
        rows_known=report.rows_in - report.rows_rejected - done.added,
        content_sha256=content,
        batch=hashlib.sha256(f"{number}/{content}".encode()).hexdigest()[:24],
    )


def _is_latest(report: ImportReport) -> bool:
    lists = ImportBatch.objects.filter(programme=report.programme, kind=report.kind)
    last = lists.order_by("-number").values_list("content_sha256", flat=True).first()
    return last == report.content_sha256
