"""A complaint as the desk sees it: everything, with the next step ready."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from recours.complaints.access import may_approve, may_decide
from recours.complaints.queries import ClockCard, ComplaintCard, absorbed_by
from recours.complaints.rules.authority import Authority, authority_over
from recours.complaints.states import Finding, Status
from recours.correspondence.queries import letters
from recours.forms.queries import answered
from recours.law.rule import NOT_THE_LAW, STANDINGS
from recours.people.queries import contact_points, customer_card, member_card, staff_cards
from recours.people.rules import Actor
from recours.trustlog.queries import entry_count
from recours.web.casefile.customer import calculation
from recours.web.casefile.joined import whole_thread


def desk_view(card: ComplaintCard, actor: Actor, language: str, today: date) -> dict[str, Any]:
    """Return what the desk's page of a complaint shows to this person."""
    people = staff_cards(_staff_of(card) | {actor.key})
    me = people.get(actor.key)
    limit = me.points_limit if me else 0
    document = card.dossier.document if card.dossier else {}
    proposal = card.proposal
    joined = absorbed_by(card.reference)
    return {
        "case": card,
        "title": card.kind.title(language),
        "answers": answered(card.disputed, language),
        "customer": customer_card(card.customer),
        "post": next((p for p in contact_points(card.customer) if p.kind == "post"), None),
        "only_files": not settings.SMTP_URL,
        "member": member_card(card.programme, card.member) if card.member else None,
        "assignee": people.get(card.assignee),
        "people": people,
        "document": document,
        "restored_until": _day(document.get("expires_on", "")),
        "exhibits": _exhibits(document, language),
        "lines": calculation(document, language),
        "why": document.get(f"why_{language}", ""),
        "missing": [line[language] for line in document.get("missing", [])],
        "clocks": [_clock(clock, today) for clock in card.clocks if clock.owed_by == "operator"],
        "rights": [_clock(clock, today) for clock in card.clocks if clock.owed_by != "operator"],
        "joined": joined,
        "thread": whole_thread(card.reference, joined),
        "letters": letters(card.reference) if card.decisions else [],
        "records": entry_count(card.reference),
        "may_decide": may_decide(actor, card.status),
        "may_approve": proposal is not None
        and may_approve(actor, card.status, proposal.proposed_by),
        "proposal": proposal,
        "settled": card.settled,
        "remedy": card.remedy(),
        "within_limit": _within(actor, limit, card.points_due or 0),
        "limit": limit,
        "favourable": card.finding in {Finding.FOUNDED, Finding.PARTLY} and card.points_due,
        "waiting": card.status is Status.REMEDY,
    }


def _staff_of(card: ComplaintCard) -> set[str]:
    named = {card.assignee}
    for decision in card.decisions:
        named |= {decision.proposed_by, decision.approved_by}
    return {name for name in named if name and name != "system"}


def _within(actor: Actor, limit: int, points: int) -> bool:
    return authority_over(roles=actor.roles, limit=limit, points=points) is Authority.FINAL


def _exhibits(document: Any, language: str) -> list[dict[str, Any]]:
    return [
        {
            "no": number,
            "fact": exhibit[f"fact_{language}"],
            "source": exhibit[f"source_{language}"],
            "v": exhibit["verdict"],
        }
        for number, exhibit in enumerate(document.get("exhibits", []), start=1)
    ]


def _clock(clock: ClockCard, today: date) -> dict[str, Any]:
    due = clock.operator_due if clock.owed_by == "operator" else clock.customer_due
    whole = max(1, (due - clock.starts_on).days)
    return {
        "rule": clock.rule,
        "frozen": clock.frozen,
        "standing": _standing(clock),
        "due": due,
        "met_at": clock.met_at,
        "owed_by": clock.owed_by,
        "day": min(whole, max(0, (today - clock.starts_on).days)),
        "of": whole,
    }


def _standing(clock: ClockCard) -> str:
    status = str(clock.frozen.get("status", ""))
    if status not in NOT_THE_LAW:
        return ""
    fr, en = STANDINGS[status]
    return (en if (get_language() or "fr").startswith("en") else fr).capitalize()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
