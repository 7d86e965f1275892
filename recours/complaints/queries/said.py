"""What many complaints say, for the index; and the last word on which of them a search may show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from recours.complaints.access import visible_to
from recours.complaints.models import Complaint, Decision
from recours.complaints.queries.worklist import Row, row_of
from recours.complaints.rules.kinds import Kind, kind_of
from recours.complaints.states import OPEN, Status
from recours.people.rules import Actor


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody decided so, in their words."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One complaint: who, what about, in which words."""

    reference: str
    kind: Kind
    status: Status
    programme: str
    member: str
    customer: str
    disputed: Mapping[str, Any]
    story: str
    wish: str
    channel: str
    language: str
    received_at: datetime
    assignee: str
    reasons: tuple[Reason, ...]

    @property
    def is_open(self) -> bool:
        """Say whether somebody still owes something."""
        return self.status in OPEN


def said_on(references: Sequence[str]) -> list[Said]:
    """Return what these complaints say, in two questions however many they are."""
    rows = Complaint.objects.filter(reference__in=references).order_by("id")
    reasons: dict[int, list[Reason]] = {}
    decided = Decision.objects.filter(complaint__reference__in=references).exclude(reason="")
    told = decided.order_by("id").values_list("complaint", "reason", "proposed_by", "proposed_at")
    for complaint, text, by, at in told:
        reasons.setdefault(complaint, []).append(Reason(text, by, at))
    return [_said(row, reasons.get(row.pk, [])) for row in rows]


def _said(row: Complaint, reasons: Sequence[Reason]) -> Said:
    return Said(
        reference=row.reference,
        kind=kind_of(row.kind),
        status=Status(row.status),
        programme=row.programme,
        member=row.member,
        customer=row.customer,
        disputed=row.disputed,
        story=row.story,
        wish=row.wish,
        channel=row.channel,
        language=row.language,
        received_at=row.received_at,
        assignee=row.assignee,
        reasons=tuple(reasons),
    )


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search keeps: each empty field keeps everything."""

    statuses: Collection[str] = ()
    family: str = ""
    programme: str = ""
    channel: str = ""
    assignee: str | None = None  # "" is nobody
    customer: str = ""
    since: datetime | None = None
    until: datetime | None = None


def sought(actor: Actor, references: Sequence[str], wanted: Sought) -> dict[str, str]:
    """Return which of these complaints this person sees and asked for, with their customers.

    The index proposes, the register decides: rights and states are read where they are written.
    """
    rows = visible_to(actor).filter(_narrowed(wanted), reference__in=references)
    return dict(rows.order_by().values_list("reference", "customer"))


def _narrowed(wanted: Sought) -> Q:
    asked = Q()
    if wanted.statuses:
        asked &= Q(status__in=list(wanted.statuses))
    if wanted.family:
        asked &= Q(kind=wanted.family) | Q(kind__startswith=f"{wanted.family}.")
    if wanted.assignee is not None:
        asked &= Q(assignee=wanted.assignee)
    if wanted.since:
        asked &= Q(received_at__gte=wanted.since)
    if wanted.until:
        asked &= Q(received_at__lt=wanted.until)
    for name in ("programme", "channel", "customer"):
        if value := getattr(wanted, name):
            asked &= Q(**{name: value})
    return asked


def rows_named(actor: Actor, references: Sequence[str]) -> dict[str, Row]:
    """Return the lines of these complaints, as far as this person sees them."""
    rows = visible_to(actor).filter(reference__in=references)
    return {row.reference: row_of(row) for row in rows}
