"""Complaints that were one: which leads, which were joined, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from recours.complaints.access import visible_to
from recours.complaints.models import Complaint, DisputedPurchase, Merge
from recours.complaints.queries.worklist import Row, row_of
from recours.people.rules import Actor

MOST = 60  # candidates looked at, the latest first


@dataclass(frozen=True, slots=True)
class MergeCard:
    """One complaint joined to another, and who said why."""

    kept: str
    merged: str
    reasons: tuple[str, ...]
    by: str
    at: datetime
    undone_by: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a complaint says, as far as it can resemble another one."""

    row: Row
    member: str
    channel: str
    story: str
    receipt: str
    purchases: frozenset[str]


def leads_to(reference: str) -> str:
    """Return the reference of the complaint that goes on: itself, or the one it was joined to."""
    found = Complaint.objects.filter(reference=reference, merged_into__isnull=False)
    return found.values_list("merged_into__reference", flat=True).first() or reference


def absorbed_by(reference: str) -> list[str]:
    """Return the references of what was joined to this complaint, the oldest first."""
    rows = Complaint.objects.filter(merged_into__reference=reference)
    return list(rows.order_by("received_at", "id").values_list("reference", flat=True))


def merges_of(reference: str) -> list[MergeCard]:
    """Return every join this complaint was in, the latest first, undone ones too."""
    rows = Merge.objects.filter(Q(kept__reference=reference) | Q(merged__reference=reference))
    return [
        MergeCard(
            kept=row.kept.reference,
            merged=row.merged.reference,
            reasons=tuple(row.reasons),
            by=row.by,
            at=row.at,
            undone_by=row.undone_by,
            undone_at=row.undone_at,
        )
        for row in rows.select_related("kept", "merged").order_by("-id")
    ]


def told(reference: str) -> Told:
    """Return what one complaint says."""
    return _told([Complaint.objects.get(reference=reference)])[0]


def told_near(
    *,
    actor: Actor,
    programme: str,
    customers: Sequence[str],
    member: str,
    purchases: Sequence[str],
    since: datetime,
    until: datetime,
    but: str = "",
) -> list[Told]:
    """Return what could be the same complaint: same person or same purchase, near in time."""
    same = Q(customer__in=list(customers))
    if member:
        same |= Q(member=member)
    if purchases:
        disputes = DisputedPurchase.objects.filter(
            programme=programme, purchase__in=list(purchases)
        )
        same |= Q(pk__in=disputes.values("complaint"))
    rows = (
        visible_to(actor)
        .filter(same, programme=programme, merged_into=None)
        .filter(received_at__gte=since, received_at__lte=until)
        .exclude(reference=but)
        .order_by("-received_at", "-id")[:MOST]
    )
    return _told(list(rows))


def _told(rows: Sequence[Complaint]) -> list[Told]:
    disputed: dict[int, set[str]] = {row.pk: set() for row in rows}
    found = DisputedPurchase.objects.filter(complaint__in=rows)
    for complaint, purchase in found.values_list("complaint", "purchase"):
        disputed[complaint].add(purchase)
    return [
        Told(
            row=row_of(row),
            member=row.member,
            channel=row.channel,
            story=row.story,
            receipt=str(row.disputed.get("receipt", "")),
            purchases=frozenset(disputed[row.pk]),
        )
        for row in rows
    ]
