"""Complaints at every stage: just arrived, to decide, to approve, refused, settled, reopened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from recours.complaints.queries import complaint_card
from recours.complaints.states import Outcome, Status
from recours.demo.cast import PROGRAMME, Member
from recours.demo.scene import ALICE
from recours.demo.world import Ticket
from recours.journeys.assemble_evidence import assemble_evidence
from recours.journeys.carry_out_decision import carry_out_decision
from recours.journeys.decide_complaint import decide_complaint
from recours.journeys.deliver_messages import deliver_messages
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.journeys.write_to_customer import write_to_customer
from recours.people.queries import staff_by_email
from recours.people.rules import Actor
from recours.trustlog.commands.sequence import sequence

STORIES = (
    "Bonjour, j’ai présenté ma carte et rien n’est arrivé sur mon compte.",
    "J’attends mes points depuis des semaines. La caissière a pourtant bien passé ma carte.",
    "Il manque des points sur mon dernier passage, pouvez-vous regarder ?",
    "C’est la deuxième fois. Je garde tous mes tickets maintenant.",
)
WISHES = ("Que mes points soient sur ma carte.", "Une explication, et mes points.", "")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """How far one complaint has gone, and when it was lodged."""

    fault: str
    days_ago: int
    do: str
    kind: str = "FID.CREDIT.MISSING"


STAGES = (
    Stage("missing", 58, "wait"),
    Stage("missing", 55, "decide"),
    Stage("wrong_rule_version", 51, "wait", "FID.CREDIT.WRONG"),
    Stage("wrong_rounding", 47, "decide", "FID.CREDIT.WRONG"),
    Stage("missing", 44, "wait"),
    Stage("duplicated", 40, "refuse", "FID.CREDIT.WRONG"),
    Stage("late", 33, "wait", "FID.CREDIT.LATE"),
    Stage("missing", 20, "propose"),
    Stage("card_not_read", 9, "wait"),
    Stage("missing", 8, "auto"),
    Stage("missing", 6, "auto"),
    Stage("wrong_rule_version", 5, "decide", "FID.CREDIT.WRONG"),
    Stage("missing", 4, "wrong_receipt"),
    Stage("wrong_rounding", 3, "wait", "FID.CREDIT.WRONG"),
    Stage("expired_early", 2, "wait", "FID.EXPIRY.RULE"),
    Stage("missing", 1, "write"),
)


def play_cases(  # everything the stages need
    random: Random,
    truth: list[dict[str, Any]],
    tickets: list[Ticket],
    people: list[Member],
    now: datetime,
    say: Say,
) -> list[str]:
    """Lodge and play each stage; return the references, the oldest first."""
    by_receipt = {ticket.receipt: ticket for ticket in tickets}
    members = {member.member: member for member in people}
    basile = staff_by_email("basile.nguyen@bellerive.invalid").as_actor()
    used: set[str] = set()
    played: list[str] = []
    for number, stage in enumerate(STAGES):
        fault = _pick(truth, stage, by_receipt, used, now)
        if fault is None:
            continue
        used.add(fault["purchase"])
        at = now - timedelta(days=stage.days_ago, minutes=random.randint(5, 600))
        reference = _lodge(number, stage, fault, by_receipt, members, random, at)
        played.append(reference)
        deliver_messages(at=at + timedelta(minutes=1), limit=20)
        _play(stage, reference, basile, at + timedelta(minutes=2))
        deliver_messages(at=min(now, at + timedelta(days=4)), limit=20)
    sequence(at=now)
    say(f"complaints: {len(played)}, from just arrived to settled")
    return played


def _pick(
    truth: list[dict[str, Any]],
    stage: Stage,
    tickets: dict[str, Ticket],
    used: set[str],
    now: datetime,
) -> dict[str, Any] | None:
    for fault in _candidates(truth, stage, used):
        ticket = tickets.get(fault["purchase"])
        if ticket is None or ticket.at < now - timedelta(days=stage.days_ago + 6):
            return fault
    return None


def _candidates(
    truth: list[dict[str, Any]], stage: Stage, used: set[str]
) -> Iterator[dict[str, Any]]:
    wanted = [
        fault
        for fault in truth
        if fault["fault"] == stage.fault
        and fault["member"] != ALICE
        and fault["purchase"] not in used
    ]
    owed = {id(f): abs(f["right"] - f["credited"]) for f in wanted}
    if stage.do == "auto":
        wanted = [f for f in wanted if 0 < owed[id(f)] <= 60]  # noqa: PLR2004  # the programme's limit
    elif stage.do == "propose":
        wanted.sort(key=lambda f: -owed[id(f)])
    elif stage.fault in {"missing", "card_not_read"}:
        wanted = [f for f in wanted if owed[id(f)] > 60]  # noqa: PLR2004  # the programme's limit
    return iter(wanted)


def _lodge(
    number: int,
    stage: Stage,
    fault: dict[str, Any],
    tickets: dict[str, Ticket],
    members: dict[str, Member],
    random: Random,
    at: datetime,
) -> str:
    member = members[fault["member"]]
    ticket = tickets.get(fault["purchase"])
    receipt = "0412-118-00732" if stage.do == "wrong_receipt" else fault["purchase"]
    lodging = Lodging(
        key=f"demonstration:{number}",
        kind=stage.kind,
        programme=PROGRAMME,
        name=member.name,
        email=member.email,
        card=member.card,
        receipt=receipt if ticket else "",
        store=ticket.store if ticket else "",
        story=random.choice(STORIES),
        wish=random.choice(WISHES),
        channel="web",
    )
    return lodge_complaint(lodging=lodging, at=at).reference


def _play(stage: Stage, reference: str, agent: Actor, at: datetime) -> None:
    assemble_evidence(complaint=reference, decide_alone=True, at=at)
    card = complaint_card(reference)
    later = at + timedelta(days=2)
    if card.status is Status.REMEDY:  # the house put it right by itself
        carry_out_decision(complaint=reference, at=at + timedelta(seconds=5))
    elif stage.do in {"decide", "propose"} and card.points_due:
        settled = _decide(
            reference, card.version, Outcome.FOUNDED, card.points_due, "", agent, later
        )
        if settled:
            carry_out_decision(complaint=reference, at=later)
    elif stage.do == "refuse":
        why = (
            "Cet achat a été crédité deux fois par erreur. Nous ne reprenons rien, mais il n’y a "
            "pas de points à ajouter."
        )
        _decide(reference, card.version, Outcome.UNFOUNDED, 0, why, agent, later)
        carry_out_decision(complaint=reference, at=later)
    elif stage.do == "write":
        write_to_customer(
            complaint=reference,
            text="J’ai votre ticket et je vérifie la caisse du magasin. Je vous écris vendredi.",
            internal=False,
            key=f"demonstration:write:{reference}",
            actor=agent,
            at=at + timedelta(hours=2),
        )


def _decide(  # one argument per thing decided
    reference: str,
    version: int,
    outcome: Outcome,
    points: int,
    reason: str,
    agent: Actor,
    at: datetime,
) -> bool:
    return decide_complaint(
        complaint=reference,
        version=version,
        outcome=outcome,
        points=points,
        reason=reason,
        actor=agent,
        at=at,
    ).settled
