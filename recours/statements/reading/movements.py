"""Movements of points, by member or by purchase."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from recours.statements.reading.engine import ask
from recours.statements.reading.folders import Library, library
from recours.statements.reading.late import late_lines
from recours.statements.reading.purchases import Line, span, with_member, within
from recours.statements.rules import Movement

KIND = "points"
_COLUMNS = (
    "number",
    "line_no",
    "source_ref",
    "owner",
    "kind",
    "points",
    "occurred_at",
    "purchase_ref",
    "expires_on",
    "label",
)
_SELECT = ", ".join(_COLUMNS)


def of_member(
    programme: str, member: str, *, since: datetime | None, until: datetime | None
) -> list[Movement]:
    """Return a member's movements, oldest first; `since` is included, `until` is not."""
    shelves = library(programme, KIND)
    rows: list[tuple[Any, ...]] = []
    if shelves.folders:
        owner = f"m{member}"
        limits, values = span(since, until)
        rows = ask(
            f"SELECT {_SELECT} FROM {shelves.lines_of(owner)} WHERE owner = ?{limits}",
            [owner, *values],
        )
    late = late_lines(programme, KIND, Q(member=member)) if shelves.late else []
    return _movements(programme, shelves, rows, within(late, since, until))


def of_purchase(programme: str, purchase_ref: str) -> list[Movement]:
    """Return the movements that name this purchase, oldest first."""
    shelves = library(programme, KIND)
    rows: list[tuple[Any, ...]] = []
    if shelves.folders:
        rows = _of_purchase(shelves, purchase_ref)
    late = late_lines(programme, KIND, Q(purchase_ref=purchase_ref)) if shelves.late else []
    return _movements(programme, shelves, rows, late)


def _of_purchase(shelves: Library, purchase_ref: str) -> list[tuple[Any, ...]]:
    found = ask(
        f"SELECT DISTINCT owner FROM {shelves.refs()} WHERE ref = ?",
        [purchase_ref],
    )
    owners = [str(row[0]) for row in found]
    if not owners:
        return []
    return ask(
        f"SELECT {_SELECT} FROM {shelves.lines_of_all(owners)} "
        f"WHERE owner IN ({', '.join('?' for _ in owners)}) AND purchase_ref = ?",
        [*owners, purchase_ref],
    )


def _movements(
    programme: str, shelves: Library, rows: list[tuple[Any, ...]], late: list[Line]
) -> list[Movement]:
    lines = [with_member(dict(zip(_COLUMNS, row, strict=True))) for row in rows] + late
    lines.sort(key=lambda line: (line["occurred_at"], line["source_ref"], line["line_no"]))
    return [
        Movement(
            programme=programme,
            source_ref=line["source_ref"],
            member=line["member"],
            kind=line["kind"],
            points=line["points"],
            occurred_at=line["occurred_at"].replace(tzinfo=UTC),
            purchase_ref=line["purchase_ref"],
            expires_on=line["expires_on"],
            label=line["label"],
            batch=shelves.batches.get(line["number"], ""),
            line_no=line["line_no"],
        )
        for line in lines
    ]
