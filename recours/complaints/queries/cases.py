"""One complaint, whole: what it says, its clocks, its evidence, its decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import F

from recours.complaints.access import complaint_by_code, complaint_for, visible_to
from recours.complaints.models import (
    Clock,
    Complaint,
    Decision,
    DisputedPurchase,
    Dossier,
    Draft,
    FollowUp,
    PointRaised,
    Remedy,
)
from recours.complaints.rules.clocks import ANSWERS
from recours.complaints.rules.kinds import Kind, kind_of
from recours.complaints.states import OPEN, Finding, Outcome, Status
from recours.complaints.timing import running
from recours.people.rules import Actor


@dataclass(frozen=True, slots=True)
class ClockCard:
    """A clock as people see it."""

    rule: str
    owed_by: str
    starts_on: date
    raw: date
    rolled: date
    operator_due: date
    customer_due: date
    met_at: datetime | None
    frozen: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DossierCard:
    """The evidence of one day."""

    number: int
    computed_at: datetime
    finding: Finding
    points_due: int
    document: Mapping[str, Any]
    sha256: str


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision, settled or waiting."""

    round: int
    outcome: Outcome
    points: int
    reason: str
    automatic: bool
    proposed_by: str
    proposed_at: datetime
    approved_by: str
    settled_at: datetime | None
    sent_back: bool
    dossier: int | None


@dataclass(frozen=True, slots=True)
class RemedyCard:
    """What was carried out."""

    round: int
    kind: str
    points: int
    effect: str
    expires_on: date | None
    carried_out_at: datetime


@dataclass(frozen=True, slots=True)
class FollowUpCard:
    """The question asked after closing, and its answer."""

    reference: str
    language: str
    round: int
    put_right: bool | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class LodgedCard:
    """What a form became, and the fingerprint of what it said."""

    reference: str
    follow_code: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ComplaintCard:
    """A complaint and what hangs on it."""

    reference: str
    follow_code: str
    kind: Kind
    status: Status
    round: int
    programme: str
    member: str
    customer: str
    disputed: Mapping[str, Any]
    story: str
    wish: str
    channel: str
    language: str
    received_at: datetime
    written_on: date | None
    assignee: str
    next_due: date
    next_rule: str
    finding: Finding | None
    points_due: int | None
    version: int
    closed_at: datetime | None
    merged_into: str
    points_raised: tuple[str, ...]
    clocks: tuple[ClockCard, ...]
    dossier: DossierCard | None
    decisions: tuple[DecisionCard, ...]
    remedies: tuple[RemedyCard, ...]

    @property
    def is_open(self) -> bool:
        """Say whether somebody still owes something."""
        return self.status in OPEN

    @property
    def settled(self) -> DecisionCard | None:
        """Return the decision of the present round, once it is settled."""
        return self._of_this_round(settled=True)

    @property
    def proposal(self) -> DecisionCard | None:
        """Return the decision that waits for a second person."""
        return self._of_this_round(settled=False)

    def _of_this_round(self, *, settled: bool) -> DecisionCard | None:
        for decision in reversed(self.decisions):
            waits = decision.settled_at is None
            if decision.round == self.round and not decision.sent_back and waits != settled:
                return decision
        return None

    def clock(self, rule: str) -> ClockCard | None:
        """Return the clock of that rule."""
        return next((clock for clock in self.clocks if clock.rule == rule), None)

    @property
    def answer(self) -> ClockCard | None:
        """Return the clock an answer is owed by: the nearest that runs, else the nearest."""
        owed = [clock for clock in self.clocks if clock.rule in ANSWERS]
        running = [clock for clock in owed if clock.met_at is None]
        return min(running or owed, key=lambda clock: clock.operator_due, default=None)

    def remedy(self) -> RemedyCard | None:
        """Return what was carried out in the present round."""
        return next((r for r in self.remedies if r.round == self.round), None)


def complaint_card(reference: str) -> ComplaintCard:
    """Return the complaint for the house itself: journeys and jobs, never a page."""
    return _card(Complaint.objects.get(reference=reference))


def complaint_seen_by(actor: Actor, reference: str) -> ComplaintCard:
    """Return the complaint for a person, or raise `NotYours`."""
    return _card(complaint_for(actor, reference))


def complaint_held(reference: str, code: str) -> ComplaintCard:
    """Return the complaint for whoever holds its reference and code, or raise `NotYours`."""
    return _card(complaint_by_code(reference, code))


def complaint_by_key(lodging_key: str) -> LodgedCard | None:
    """Return what this form became, None when it was not sent."""
    found = (
        Complaint.objects.filter(lodging_key=lodging_key)
        .values_list("reference", "follow_code", "lodging_sha256")
        .first()
    )
    return LodgedCard(*found) if found else None


def complaints_of_customer(actor: Actor) -> list[ComplaintCard]:
    """Return a customer's own complaints, the latest first (fifty at most)."""
    rows = visible_to(actor).filter(merged_into=None).order_by("-received_at", "-id")[:50]
    return [_bare_card(row) for row in rows]


def other_claims(*, programme: str, purchase: str, but: str) -> list[tuple[str, str]]:
    """Return reference and status of other complaints on the same purchase."""
    rows = (
        DisputedPurchase.objects.filter(
            programme=programme, purchase=purchase, complaint__merged_into=None
        )
        .exclude(complaint__reference=but)
        .order_by("complaint__reference")
        .values_list("complaint__reference", "complaint__status")
    )
    return list(rows[:20])


def restored_on(*, programme: str, purchase: str, but: str) -> str:
    """Return the other complaint that already gave points back for this purchase, or nothing."""
    found = (
        DisputedPurchase.objects.filter(
            programme=programme, purchase=purchase, complaint__remedies__points__gt=0
        )
        .exclude(complaint__reference=but)
        .order_by("complaint__reference")
        .values_list("complaint__reference", flat=True)
        .first()
    )
    return found or ""


def draft_answers(key: UUID, *, owner: str = "") -> dict[str, Any]:
    """Return what was typed so far in that form; empty when nothing was, or by somebody else."""
    rows = Draft.objects.filter(key=key, owner=owner)
    answers = rows.values_list("answers", flat=True).first()
    return dict(answers or {})


def follow_up(token: str) -> FollowUpCard | None:
    """Return the question a link asks."""
    row = (
        FollowUp.objects.select_related("complaint")
        .filter(token_sha256=sha256(token.encode()).hexdigest())
        .first()
    )
    if row is None:
        return None
    return FollowUpCard(
        reference=row.complaint.reference,
        language=row.complaint.language,
        round=row.round,
        put_right=row.put_right,
        answered_at=row.answered_at,
    )


def _card(row: Complaint) -> ComplaintCard:
    dossier = Dossier.objects.filter(complaint=row).order_by("-number").first()
    decisions = Decision.objects.filter(complaint=row).annotate(rests_on=F("dossier__number"))
    decided = tuple(_decision(one) for one in decisions.order_by("id"))
    remedies = Remedy.objects.filter(complaint=row).order_by("id") if decided else ()
    return _bare_card(
        row,
        points_raised=tuple(
            PointRaised.objects.filter(complaint=row)
            .order_by("position")
            .values_list("text", flat=True)
        ),
        clocks=tuple(_clock(clock) for clock in running(row).order_by("operator_due", "rule")),
        dossier=None if dossier is None else _dossier(dossier),
        decisions=decided,
        remedies=tuple(_remedy(one) for one in remedies),
    )


def _bare_card(
    row: Complaint,
    *,
    points_raised: tuple[str, ...] = (),
    clocks: tuple[ClockCard, ...] = (),
    dossier: DossierCard | None = None,
    decisions: tuple[DecisionCard, ...] = (),
    remedies: tuple[RemedyCard, ...] = (),
) -> ComplaintCard:
    return ComplaintCard(
        reference=row.reference,
        follow_code=row.follow_code,
        kind=kind_of(row.kind),
        status=Status(row.status),
        round=row.round,
        programme=row.programme,
        member=row.member,
        customer=row.customer,
        disputed=row.disputed,
        story=row.story,
        wish=row.wish,
        channel=row.channel,
        language=row.language,
        received_at=row.received_at,
        written_on=row.written_on,
        assignee=row.assignee,
        next_due=row.next_due,
        next_rule=row.next_rule,
        finding=Finding(row.finding) if row.finding else None,
        points_due=row.points_due,
        version=row.version,
        closed_at=row.closed_at,
        merged_into=row.merged_into.reference if row.merged_into else "",
        points_raised=points_raised,
        clocks=clocks,
        dossier=dossier,
        decisions=decisions,
        remedies=remedies,
    )


def _clock(row: Clock) -> ClockCard:
    return ClockCard(
        rule=row.rule,
        owed_by=row.owed_by,
        starts_on=row.starts_on,
        raw=row.raw,
        rolled=row.rolled,
        operator_due=row.operator_due,
        customer_due=row.customer_due,
        met_at=row.met_at,
        frozen=row.frozen,
    )


def _dossier(row: Dossier) -> DossierCard:
    return DossierCard(
        number=row.number,
        computed_at=row.computed_at,
        finding=Finding(row.finding),
        points_due=row.points_due,
        document=row.document,
        sha256=row.sha256,
    )


def _decision(row: Any) -> DecisionCard:
    return DecisionCard(
        round=row.round,
        outcome=Outcome(row.outcome),
        points=row.points,
        reason=row.reason,
        automatic=row.automatic,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        approved_by=row.approved_by,
        settled_at=row.settled_at,
        sent_back=row.sent_back,
        dossier=row.rests_on,
    )


def _remedy(row: Remedy) -> RemedyCard:
    return RemedyCard(
        round=row.round,
        kind=row.kind,
        points=row.points,
        effect=row.effect,
        expires_on=row.expires_on,
        carried_out_at=row.carried_out_at,
    )


def unmet(rule: str, *, since: date, limit: int = 200) -> list[str]:
    """Return the references whose clock of that rule started since, and is not met yet."""
    rows = Clock.objects.filter(rule=rule, met_at=None, set_aside_at=None, starts_on__gte=since)
    return list(rows.order_by("id").values_list("complaint__reference", flat=True)[:limit])
