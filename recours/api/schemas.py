"""What the API takes and gives: strict types, nothing guessed, nothing extra."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import get_language
from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from recours.api.fields import Address, Cents, Day, Kind, Points
from recours.complaints.queries import ComplaintCard, Row
from recours.complaints.states import Finding, Outcome, Status
from recours.forms.queries import Answered, answered

_WORD = r"[^\s\x00-\x1f\x7f-\x9f]"
_LINE = r"[^\x00-\x1f\x7f-\x9f]*"
_LINES = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*"

ShortText = Annotated[str, StringConstraints(max_length=120, pattern=f"^{_LINE}$")]
LongText = Annotated[str, StringConstraints(max_length=6_000, pattern=f"^{_LINES}$")]
Wish = Annotated[str, StringConstraints(max_length=1_000, pattern=f"^{_LINES}$")]
Name = Annotated[str, StringConstraints(max_length=120, pattern=f"^{_WORD}{_LINE}$")]
Words = Annotated[str, StringConstraints(max_length=6_000, pattern=rf"^[\t\n\r ]*{_WORD}{_LINES}$")]
Card = Annotated[str, StringConstraints(max_length=40, pattern=r"^([0-9A-Za-z][0-9A-Za-z -]*)?$")]
QuestionCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9-]+$")]
SourceRef = Annotated[str, StringConstraints(max_length=64, pattern=f"^{_LINE}$")]

PERSONAL = {"text", "long", "email", "phone", "card"}  # a token reads no text, no address


class Strict(Schema):
    """Refuses unknown fields, and "1" where 1 is meant."""

    model_config = ConfigDict(extra="forbid", strict=True)


class LodgeIn(Strict):
    """A complaint, as an integrator sends it; only a kind, a programme and whom to answer are owed.

    `purchase` and `movement` are the references of the operator's own statements. `answers` are
    those to the questions of the kind, by their code (see `list_kinds`); none is compulsory here.
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
    answers: Annotated[dict[QuestionCode, bool | int | LongText], Field(max_length=40)] = {}


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


class AnswerOut(Schema):
    """What the customer answered to one question; free texts and addresses are not given here."""

    question: str
    type: str
    label: str
    value: bool | int | str


class AnsweredOut(Schema):
    """The answers to the questions of a form, in the version they were given under."""

    kind: Kind
    version: int
    answers: list[AnswerOut]

    @classmethod
    def of(cls, told: Answered | None) -> "AnsweredOut | None":
        """Return what a token may read of the answers."""
        if told is None:
            return None
        answers = [
            AnswerOut(question=one.code, type=one.type, label=one.label, value=one.value)
            for one in told.answers
            if one.type not in PERSONAL
        ]
        return cls(kind=told.leaf, version=told.version, answers=answers)


class OptionOut(Schema):
    """One answer of a choice."""

    code: str
    title_fr: str
    title_en: str


class ConditionOut(Schema):
    """A question is asked when another one got one of these answers."""

    question: str
    answers: list[str]


class QuestionOut(Schema):
    """A question of a kind: its code names the answer, its type says its form."""

    code: str
    type: str
    title_fr: str
    title_en: str
    help_fr: str
    help_en: str
    required: bool
    serves: str
    only_if: ConditionOut | None
    options: list[OptionOut]


class KindLineOut(Schema):
    """A kind of complaint, or of request, and the version of its form."""

    kind: Kind
    family: str
    title_fr: str
    title_en: str
    disputes: str
    request: bool
    version: int


class KindsOut(Schema):
    """Every kind, in the order people read them."""

    kinds: list[KindLineOut]


class KindOut(KindLineOut):
    """A kind with its questions."""

    questions: list[QuestionOut]


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
    answered: AnsweredOut | None

    @classmethod
    def whole(cls, card: ComplaintCard) -> "ComplaintOut":
        """Return everything of a complaint that a token may read: no name, no address, no text."""
        return cls(
            **cls.of(card),
            channel=card.channel,
            language=card.language,
            answered=AnsweredOut.of(answered(card.disputed, get_language() or "fr")),
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
