"""Notes being taken at the desk, invitations to write, and changes of kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from recours.complaints.models import Draft, Invitation, Qualification
from recours.complaints.rules.kinds import Kind, kind_of

UNFINISHED = 5


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note begun and not saved yet."""

    key: str
    answers: Mapping[str, Any]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """The invitation to confirm in writing, and its answer."""

    reference: str
    invited_at: datetime
    sent_by: str
    confirmed_at: datetime | None
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class QualificationCard:
    """One change of kind."""

    kind_before: Kind
    kind: Kind
    by: str
    at: datetime


def unfinished_notes(owner: str) -> list[NoteCard]:
    """Return the notes this person began and did not save, the latest first."""
    rows = Draft.objects.filter(owner=owner).order_by("-changed_at")[:UNFINISHED]
    return [NoteCard(str(row.key), row.answers, row.changed_at) for row in rows]


def invitation_on(reference: str) -> InvitationCard | None:
    """Return the invitation sent on a complaint, None when it was written from the start."""
    return _card(Invitation.objects.filter(complaint__reference=reference))


def invitation_by_token(token: str) -> InvitationCard | None:
    """Return the invitation a link opens."""
    found = Invitation.objects.filter(token_sha256=sha256(token.encode()).hexdigest())
    return _card(found)


def _card(rows: Any) -> InvitationCard | None:
    row = rows.select_related("complaint").first()
    if row is None:
        return None
    return InvitationCard(
        reference=row.complaint.reference,
        invited_at=row.invited_at,
        sent_by=row.sent_by,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
    )


def qualifications_of(reference: str) -> list[QualificationCard]:
    """Return the changes of kind of a complaint, the latest first."""
    rows = Qualification.objects.filter(complaint__reference=reference).order_by("-number")
    return [
        QualificationCard(kind_of(row.kind_before), kind_of(row.kind), row.by, row.at)
        for row in rows
    ]
