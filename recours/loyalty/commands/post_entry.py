"""Move points from one account to another in the ledger we keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from recours.loyalty.errors import BadPoints, NotEnoughPoints
from recours.loyalty.models import LARGEST_POINTS, Account, Entry, Posting, Programme
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


@dataclass(frozen=True, slots=True)
class Side:
    """An account by its name: a member's, or one of the system's (issuance, goodwill…)."""

    kind: str
    owner: str


def post_entry(  # noqa: PLR0913  # an entry says all of this
    *,
    programme: str,
    operation: str,
    source: str,
    debited: Side,
    credited: Side,
    points: int,
    reason: str,
    actor: str,
    at: datetime,
    expires_on: date | None = None,
    purchase: str = "",
) -> str:
    """Return the entry's reference, in the caller's transaction; one per source and operation.

    The database refuses a second one (`IntegrityError`). Raise `BadPoints` or `NotEnoughPoints`.
    """
    if not 0 < points <= LARGEST_POINTS:
        raise BadPoints(points)
    row = Programme.objects.get(code=programme)
    entry = Entry.objects.create(
        programme=row,
        reference=f"{operation}:{source}",
        operation=operation,
        source=source,
        reason=reason,
        purchase_ref=purchase,
        expires_on=expires_on,
        actor=actor,
        recorded_at=at,
    )
    Posting.objects.create(
        entry=entry,
        debited=_taken(row, debited, points),
        credited=_given(row, credited, points),
        points=points,
    )
    member = credited.owner if credited.kind == "member" else debited.owner
    append(facts=[_fact(programme, member, entry, debited, credited, points)], at=at)
    return entry.reference


def _account(programme: Programme, side: Side) -> Account:
    balance = 0 if side.kind == "member" else None
    account, _new = Account.objects.get_or_create(
        programme=programme, kind=side.kind, owner=side.owner, defaults={"balance": balance}
    )
    return account


def _taken(programme: Programme, side: Side, points: int) -> Account:
    account = _account(programme, side)
    if side.kind == "member":
        held = Account.objects.filter(pk=account.pk, balance__gte=points)
        if not held.update(balance=F("balance") - points):
            raise NotEnoughPoints(side.owner)
    return account


def _given(programme: Programme, side: Side, points: int) -> Account:
    account = _account(programme, side)
    if side.kind == "member":
        Account.objects.filter(pk=account.pk).update(balance=F("balance") + points)
    return account


def _fact(
    programme: str, member: str, entry: Entry, debited: Side, credited: Side, points: int
) -> Fact:
    body: Mapping[str, Any] = {
        "entry": entry.reference,
        "operation": entry.operation,
        "source": entry.source,
        "from": f"{debited.kind}:{debited.owner}",
        "to": f"{credited.kind}:{credited.owner}",
        "points": points,
        "expires_on": entry.expires_on.isoformat() if entry.expires_on else None,
        "purchase": entry.purchase_ref,
    }
    return Fact(kind="points.posted", account=f"{programme}:{member}", body=body)
