"""What the API takes and gives: strict types, nothing guessed, nothing extra."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from recours.api.fields import Address, Cents, Day, Kind, Points
from recours.complaints.queries import ComplaintCard, Row
from recours.complaints.states import Finding, Outcome, Status

_WORD = r"[^\s\x00-\x1f\x7f-\x9f]"
_LINE = r"[^\x00-\x1f\x7f-\x9f]*"
_LINES = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*"

ShortText = Annotated[str, StringConstraints(max_length=120, pattern=f"^{_LINE}$")]
LongText = Annotated[str, StringConstraints(max_length=6_000, pattern=f"^{_LINES}$")]
Wish = Annotated[str, StringConstraints(max_length=1_000, pattern=f"^{_LINES}$")]
Name = Annotated[str, StringConstraints(max_length=120, pattern=f"^{_WORD}{_LINE}$")]
Words = Annotated[str, StringConstraints(max_length=6_000, pattern=rf"^[\t\n\r ]*{_WORD}{_LINES}$")]
Card = Annotated[str, StringConstraints(max_length=40, pattern=r"^([0-9A-Za-z][0-9A-Za-z -]*)?$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9-]+$")]
SourceRef = Annotated[str, StringConstraints(max_length=64, pattern=f"^{_LINE}$")]


class Strict(Schema):
    """Refuses unknown fields, and "1" where 1 is meant."""

    model_config = ConfigDict(extra="forbid", strict=True)


class LodgeIn(Strict):
    """A complaint, as an integrator sends it; only a kind, a programme and whom to answer are owed.

    `purchase` and `movement` are the references of the operator's own statements.
    """

    kind: Kind
    programme: Code
    name: Name
    email: Address
    phone: Annotated[str, StringConstraints(max_length=30, pattern=f"^{_LINE}$")] = ""
    card: Card = ""
    receipt: ShortText = ""
    store: ShortText = ""
    bought_on: Day | None = None
    total_cents: Cents | None = None
    claimed_points: Points | None = None
    purchase: SourceRef = ""
    movement: SourceRef = ""
    story: LongText = ""
    wish: Wish = ""
    language: Literal["fr", "en"] = "fr"


class LodgedOut(Schema):
    """What a complaint became: its reference, and the code with which the customer follows it."""

    reference: str
    follow_code: str
    follow_url: str


class ClockOut(Schema):
    """A date the law, or our word, sets: the earliest binds the operator, the customer has both."""

    rule: str
    owed_by: str
    starts_on: date
    operator: date
    customer: date
    met_at: datetime | None


class RemedyOut(Schema):
    """What was carried out."""

    kind: str
    points: int
    expires_on: date | None
    carried_out_at: datetime


class LineOut(Schema):
    """A complaint, in a list."""

    reference: str
    kind: Kind
    status: Status
    programme: str
    received_at: datetime
    next_due: date
    finding: Finding | None
    points_due: int | None

    @classmethod
    def of(cls, row: Row | ComplaintCard) -> dict[str, Any]:
        """Return the fields of a line."""
        return {
            "reference": row.reference,
            "kind": row.kind.code,
            "status": row.status,
            "programme": row.programme,
            "received_at": row.received_at,
            "next_due": row.next_due,
            "finding": row.finding,
            "points_due": row.points_due,
        }


class PageOut(Schema):
    """A page of complaints, in the order of the register; `next` opens the following one."""

    complaints: list[LineOut]
    next: str | None


class ComplaintOut(LineOut):
    """A complaint, as an integrator reads it."""

    channel: str
    language: str
    closed_at: datetime | None
    decided: Outcome | None
    points: int | None
    clocks: list[ClockOut]
    remedies: list[RemedyOut]

    @classmethod
    def whole(cls, card: ComplaintCard) -> "ComplaintOut":
        """Return everything of a complaint that a token may read: no name, no address, no text."""
        return cls(
            **cls.of(card),
            channel=card.channel,
            language=card.language,
            closed_at=card.closed_at,
            decided=card.settled.outcome if card.settled else None,
            points=card.settled.points if card.settled else None,
            clocks=[
                ClockOut(
                    rule=clock.rule,
                    owed_by=clock.owed_by,
                    starts_on=clock.starts_on,
                    operator=clock.operator_due,
                    customer=clock.customer_due,
                    met_at=clock.met_at,
                )
                for clock in card.clocks
            ],
            remedies=[
                RemedyOut(
                    kind=remedy.kind,
                    points=remedy.points,
                    expires_on=remedy.expires_on,
                    carried_out_at=remedy.carried_out_at,
                )
                for remedy in card.remedies
            ],
        )


class MessageIn(Strict):
    """What the customer has to add."""

    text: Words


class MessageOut(Schema):
    """The message, in the thread of the complaint."""

    message: str


class AttachmentOut(Schema):
    """The file, in the thread of the complaint; its type is told by its content."""

    attachment: str
    message: str
    type: str
    size: int
    sha256: str


class WaitingOut(Schema):
    """The receipt is not ready: these of its records still wait for the next signed state."""

    waiting: list[int]


class LogOut(Schema):
    """The verifiable log: the key that verifies it, and where it stands."""

    origin: str
    vkey: str
    size: int
    signed_at: datetime | None


class FieldProblem(Schema):
    """Which field, and why."""

    field: str
    detail: str


class Problem(Schema):
    """Why something was refused: a code for machines, a sentence for people."""

    code: str
    detail: str
    fields: Annotated[list[FieldProblem] | None, Field(default=None)]
