"""Keep facts that the operator's system sends one by one, at once readable, sealed later."""

import tempfile
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from django.db import transaction

from recours.statements.checking.normalise import normalise
from recours.statements.errors import FactsRefused
from recours.statements.fields import FIELDS
from recours.statements.intake.source import Faults, Opening
from recours.statements.intake.staging import Row, staged_source
from recours.statements.mapping import our_own
from recours.statements.models import LateFact, Shelf
from recours.statements.progress import silent
from recours.statements.reading.late import freeze
from recours.statements.report import ImportReport, Problem
from recours.statements.rules import loosen
from recours.statements.sealing.late import late_lines
from recours.statements.sealing.prepare import Known, compare_facts
from recours.statements.sealing.shelf import check_code, locked_shelf, workbench
from recours.statements.sealing.volumes import open_folders


@dataclass(frozen=True, slots=True)
class LateReport:
    """How many of the facts were new, how many known already."""

    new: int
    known: int


class _Moved(Exception):
    """Something was sealed or received since the comparison."""


def record_late_facts(
    *, programme: str, kind: str, facts: Sequence[Table[str, object]], at: datetime
) -> LateReport:
    """Keep the new ones of these lines, all or none; raise `FactsRefused` with each reason.

    The columns are those of an import; moments without an offset are UTC; amounts are text
    ("12.34"). The same facts again change nothing.
    """
    check_code(programme)
    while True:
        try:
            return _record(programme, kind, facts, at)
        except _Moved:
            continue


def _record(
    programme: str, kind: str, facts: Sequence[Table[str, object]], at: datetime
) -> LateReport:
    state = Shelf.objects.filter(programme=programme, kind=kind).values_list("state", "late")
    seen = state.first()
    with tempfile.TemporaryDirectory(prefix="recours-facts-") as name:
        folder = Path(name)
        with workbench(folder) as db:
            report = _judge(db, folder, programme, kind, facts, at)
            lines = _new_lines(db, kind)
    if not lines:
        return LateReport(0, report.rows_known)
    with transaction.atomic():
        shelf = locked_shelf(programme, kind)
        if (shelf.state, shelf.late) != (seen or ("", 0)):
            raise _Moved
        LateFact.objects.bulk_create([_row(programme, kind, line, at) for line in lines])
        shelf.late += len(lines)
        shelf.save(update_fields=["late"])
    return LateReport(len(lines), report.rows_known)


def _judge(
    db: duckdb.DuckDBPyConnection,
    folder: Path,
    programme: str,
    kind: str,
    facts: Sequence[Table[str, object]],
    at: datetime,
) -> ImportReport:
    mapping = replace(our_own(kind), timezone="UTC")
    columns = tuple(spec.name for spec in FIELDS[kind])
    opening = Opening(folder, mapping, folder, db)
    source = staged_source(opening, _rows(facts, columns), Faults(), "api", columns)
    if source.faults.count:
        raise FactsRefused(tuple(source.faults.listed))
    read = normalise(db, source, mapping, at)
    if read.bad:
        raise FactsRefused(read.problems)
    report = ImportReport(kind, programme, "api", "", "api", mapping.name, rows_in=read.rows_in)
    known = Known(open_folders(programme, kind), late_lines(programme, kind))
    report = compare_facts(db, report, known, silent)
    if report.rows_rejected:
        raise FactsRefused(report.problems)
    return report


def _rows(facts: Sequence[Table[str, object]], columns: tuple[str, ...]) -> list[Row]:
    return [_row_of(number, fact, columns) for number, fact in enumerate(facts, 1)]


def _row_of(number: int, fact: Table[str, object], columns: tuple[str, ...]) -> Row:
    for name, value in fact.items():
        if name not in columns:
            return Problem(number, name[:80], "", "column_unknown")
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            return Problem(number, name, str(value)[:80], "not_text")
        if name in {"net", "discount", "points_paid"} and isinstance(value, int):
            return Problem(number, name, str(value)[:80], "not_text")
    return number, ["" if fact.get(name) is None else str(fact[name]) for name in columns]


def _new_lines(db: duckdb.DuckDBPyConnection, kind: str) -> list[dict[str, Any]]:
    names = ["key", "day", *(spec.stored for spec in FIELDS[kind])]
    rows = db.execute(
        f"SELECT {', '.join(names)} FROM facts WHERE NOT bad AND NOT known ORDER BY line_no"
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _row(programme: str, kind: str, line: dict[str, Any], at: datetime) -> LateFact:
    key = line.pop("key")
    return LateFact(
        programme=programme,
        kind=kind,
        key=key,
        payload=freeze(line),
        source_ref=line["source_ref"],
        receipt=loosen(line.get("receipt") or ""),
        member=line["member"] or "",
        purchase_ref=line.get("purchase_ref") or "",
        store=line.get("store") or "",
        day=line["day"],
        received_at=at,
    )
