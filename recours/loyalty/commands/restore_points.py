"""Give points back to a member, once per source, ever."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db import IntegrityError, transaction

from recours.loyalty.commands.post_entry import Side, post_entry
from recours.loyalty.errors import BadPoints, RestoredDifferently
from recours.loyalty.models import (
    LARGEST_POINTS,
    Correction,
    Programme,
    Restoration,
)
from recours.loyalty.queries import ProgrammeCard, programme_card, restored_expiry
from recours.loyalty.states import CorrectionState
from recours.people.rules import Actor
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

Mode = Literal["posted", "exported"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was written: the ledger entry, or the correction handed to the operator."""

    entry: str
    mode: Mode
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class _Order:
    programme: ProgrammeCard
    member: str
    points: int
    expires_on: date | None
    source: str
    reason: str
    actor: str
    at: datetime
    purchase: str
    bucket: str
    approved: bool


@transaction.atomic
def restore_points(  # noqa: PLR0913  # giving points back says all of this
    *,
    programme: str,
    member: str,
    points: int,
    expires_on: date | None,
    source: str,
    reason: str,
    actor: Actor,
    at: datetime,
    purchase: str = "",
    bucket: Literal["issuance", "goodwill"] = "issuance",
    approved: bool = True,
) -> Restored:
    """Return what was written for this source, now or before: a second call writes nothing.

    `expires_on` is the last day the points would have had on time; the programme's policy makes
    it the one they get. Raise `UnknownProgramme`, `BadPoints`, or `RestoredDifferently` when the
    source already gave another number of points, or gave them to somebody else.
    """
    if not 0 < points <= LARGEST_POINTS:
        raise BadPoints(points)
    card = programme_card(programme)
    order = _Order(
        programme=card,
        member=member,
        points=points,
        expires_on=restored_expiry(card, expires_on, at),
        source=source,
        reason=reason,
        actor=actor.key or actor.kind,
        at=at,
        purchase=purchase,
        bucket=bucket,
        approved=approved,
    )
    if (known := _already(order)) is not None:
        return known
    try:
        with transaction.atomic():
            return _restore(order)
    except IntegrityError:
        if (known := _already(order)) is None:
            raise
        return known


def _already(order: _Order) -> Restored | None:
    row = Restoration.objects.select_related("programme").filter(source=order.source).first()
    if row is None:
        return None
    done = (row.programme.code, row.member, row.points)
    if done != (order.programme.code, order.member, order.points):
        raise RestoredDifferently(order.source)
    return _restored(row)


def _restored(row: Restoration) -> Restored:
    mode: Mode = "posted" if row.mode == "posted" else "exported"
    return Restored(entry=row.effect, mode=mode, expires_on=row.expires_on)


def _restore(order: _Order) -> Restored:
    posted = order.programme.ledger_keeper == "recours"
    row = Restoration.objects.create(
        programme=Programme.objects.get(code=order.programme.code),
        source=order.source,
        member=order.member,
        points=order.points,
        mode="posted" if posted else "exported",
        effect=f"restore:{order.source}" if posted else f"COR-{order.source}",
        expires_on=order.expires_on,
        purchase_ref=order.purchase,
        reason=order.reason,
        actor=order.actor,
        restored_at=order.at,
    )
    if posted:
        _post(order)
    else:
        _hand_over(order, row)
    return _restored(row)


def _post(order: _Order) -> None:
    post_entry(
        programme=order.programme.code,
        operation="restore",
        source=order.source,
        debited=Side("system", order.bucket),
        credited=Side("member", order.member),
        points=order.points,
        reason=order.reason,
        actor=order.actor,
        at=order.at,
        expires_on=order.expires_on,
        purchase=order.purchase,
    )


def _hand_over(order: _Order, row: Restoration) -> None:
    state = CorrectionState.APPROVED if order.approved else CorrectionState.PROPOSED
    Correction.objects.create(
        programme=row.programme,
        reference=row.effect,
        restoration=row,
        state=state,
        approved_at=order.at if order.approved else None,
        approved_by=order.actor if order.approved else "",
    )
    body = {
        "correction": row.effect,
        "source": row.source,
        "points": row.points,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "purchase": row.purchase_ref,
        "reason": row.reason,
        "state": str(state),
    }
    account = f"{order.programme.code}:{order.member}"
    append(facts=[Fact(kind="correction.made", account=account, body=body)], at=order.at)
