"""Purchases put together from their lines, wherever those are."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q

from recours.statements.reading.engine import ask
from recours.statements.reading.folders import Library, library
from recours.statements.reading.late import late_lines
from recours.statements.rules import Purchase, PurchaseLine, loosen

KIND = "purchases"
Line = dict[str, Any]
_COLUMNS = (
    "number",
    "line_no",
    "source_ref",
    "receipt",
    "occurred_at",
    "store",
    "channel",
    "owner",
    "sku",
    "category",
    "label",
    "quantity",
    "net_cents",
    "discount_cents",
    "points_paid_cents",
    "payment",
    "returns_of",
    "kind",
)
_SELECT = ", ".join(_COLUMNS)
MOST_CANDIDATES = 50


def by_reference(programme: str, reference: str) -> list[Purchase]:
    """Return the purchases with this source reference."""
    shelves = library(programme, KIND)
    found = _owners_of(shelves, "s", [reference])
    late = late_lines(programme, KIND, Q(source_ref=reference)) if shelves.late else []
    return _whole(programme, shelves, found, late)


def by_receipt(programme: str, receipt: str) -> list[Purchase]:
    """Return the purchases with this receipt number; when there are none, however it was typed."""
    shelves = library(programme, KIND)
    loose = loosen(receipt)
    found = _owners_of(shelves, "r", [loose])
    late: list[Line] = []
    if shelves.late:
        named = late_lines(programme, KIND, Q(receipt=loose))
        references = {line["source_ref"] for line in named} | {ref for ref, _ in found}
        found = _owners_of(shelves, "s", sorted(references))
        late = late_lines(programme, KIND, Q(source_ref__in=references))
    purchases = _whole(programme, shelves, found, late)
    return [one for one in purchases if one.receipt == receipt] or purchases


def near(
    programme: str, *, store: str | None, first: date, last: date, total_cents: int
) -> list[Purchase]:
    """Return the purchases of a shop (or of all) between two days with exactly this total."""
    shelves = library(programme, KIND)
    late: list[Line] = []
    found = _near(shelves, store, first, last, total_cents) if shelves.folders else []
    if shelves.late:
        days = Q(day__gte=first, day__lte=last)
        new = late_lines(programme, KIND, days & Q(store=store) if store is not None else days)
        found += _owners_of(shelves, "s", sorted({line["source_ref"] for line in new}))
        references = {line["source_ref"] for line in new} | {ref for ref, _ in found}
        late = late_lines(programme, KIND, Q(source_ref__in=references))
    whole = _whole(programme, shelves, found, late)
    return [purchase for purchase in whole if purchase.total_cents == total_cents]


def _near(
    shelves: Library, store: str | None, first: date, last: date, total_cents: int
) -> list[tuple[str, str]]:
    shop, values = ("store = ? AND ", [store]) if store is not None else ("", [])
    rows = ask(
        f"SELECT source_ref, owner FROM {shelves.near()} WHERE {shop}"
        f"day BETWEEN ? AND ? AND total_cents = ? LIMIT {MOST_CANDIDATES}",
        [*values, first, last, total_cents],
    )
    return sorted({(row[0], row[1]) for row in rows})


def of_member(
    programme: str, member: str, *, since: datetime | None, until: datetime | None
) -> list[Purchase]:
    """Return a member's purchases, oldest first; `since` is included, `until` is not."""
    shelves = library(programme, KIND)
    lines: list[Line] = []
    if shelves.folders:
        owner = f"m{member}"
        limits, values = span(since, until)
        rows = ask(
            f"SELECT {_SELECT} FROM {shelves.lines_of(owner)} WHERE owner = ?{limits}",
            [owner, *values],
        )
        lines = _named(rows)
    late = late_lines(programme, KIND, Q(member=member)) if shelves.late else []
    return _assemble(programme, shelves, [*lines, *within(late, since, until)])


def span(since: datetime | None, until: datetime | None) -> tuple[str, list[object]]:
    """Return the SQL of a period, moments being kept as naive UTC, and its values."""
    limits, values = "", list[object]()
    for limit, sign in ((since, ">="), (until, "<")):
        if limit is not None:
            limits += f" AND occurred_at {sign} ?"
            values.append(limit.astimezone(UTC).replace(tzinfo=None))
    return limits, values


def within(lines: list[Line], since: datetime | None, until: datetime | None) -> list[Line]:
    """Return the lines of a period."""
    return [
        line
        for line in lines
        if (since is None or line["occurred_at"].replace(tzinfo=UTC) >= since)
        and (until is None or line["occurred_at"].replace(tzinfo=UTC) < until)
    ]


def around(on: date, days: int) -> tuple[date, date]:
    """Return the first and the last day of a window."""
    return on - timedelta(days=days), on + timedelta(days=days)


def _owners_of(shelves: Library, role: str, references: list[str]) -> list[tuple[str, str]]:
    """Return the references and owners of purchases, by receipt (r) or source reference (s)."""
    if not shelves.folders or not references:
        return []
    marks = ", ".join("?" for _ in references)
    rows = ask(
        f"SELECT source_ref, owner FROM {shelves.refs()} WHERE ref IN ({marks}) AND role = ?",
        [*references, role],
    )
    return sorted({(row[0], row[1]) for row in rows})


def _whole(
    programme: str, shelves: Library, found: list[tuple[str, str]], late: list[Line]
) -> list[Purchase]:
    """Return the purchases found, with all of their lines."""
    if not found:
        return _assemble(programme, shelves, late)
    owners = sorted({owner for _, owner in found})
    references = sorted({reference for reference, _ in found})
    # The owner leads to the right rows; the reference keeps only the purchase.
    rows = ask(
        f"SELECT {_SELECT} FROM {shelves.lines_of_all(owners)} "
        f"WHERE owner IN ({', '.join('?' for _ in owners)}) "
        f"AND source_ref IN ({', '.join('?' for _ in references)})",
        [*owners, *references],
    )
    return _assemble(programme, shelves, [*_named(rows), *late])


def _named(rows: Iterable[tuple[Any, ...]]) -> list[Line]:
    return [with_member(dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def with_member(line: Line) -> Line:
    """Add the member whose line it is, from the column that sealed files are sorted by."""
    owner = line["owner"]
    line["member"] = owner[1:] if owner.startswith("m") else None
    return line


def _assemble(programme: str, shelves: Library, lines: list[Line]) -> list[Purchase]:
    """Return one purchase per source reference, in order of time."""
    # Late lines (number 0) come after the sealed ones of the same purchase.
    lines.sort(key=lambda line: (line["source_ref"], line["number"] or 2**31, line["line_no"]))
    groups = groupby(lines, key=lambda line: line["source_ref"])
    purchases = [_purchase(programme, shelves, list(group)) for _, group in groups]
    return sorted(purchases, key=lambda purchase: (purchase.occurred_at, purchase.source_ref))


def _purchase(programme: str, shelves: Library, lines: list[Line]) -> Purchase:
    first = lines[0]
    kinds = {line["kind"] for line in lines}
    return Purchase(
        programme=programme,
        source_ref=first["source_ref"],
        receipt=first["receipt"],
        occurred_at=min(line["occurred_at"] for line in lines).replace(tzinfo=UTC),
        store=first["store"],
        channel=first["channel"],
        member=first["member"],
        total_cents=sum(line["net_cents"] for line in lines),
        payment=first["payment"],
        lines=tuple(_line(line) for line in lines),
        returns_of=next((line["returns_of"] for line in lines if line["returns_of"]), None),
        batch=shelves.batches.get(first["number"], ""),
        line_no=first["line_no"],
        kind=kinds.pop() if len(kinds) == 1 else "sale",
    )


def _line(line: Line) -> PurchaseLine:
    return PurchaseLine(
        sku=line["sku"],
        category=line["category"],
        quantity=line["quantity"],
        net_cents=line["net_cents"],
        discount_cents=line["discount_cents"],
        points_paid_cents=line["points_paid_cents"],
        label=line["label"],
    )
