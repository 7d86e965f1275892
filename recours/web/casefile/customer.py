"""A complaint as its customer sees it: where it stands, who answers, what was said, why."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from recours.complaints.queries import ComplaintCard
from recours.complaints.states import Outcome, Status
from recours.correspondence.queries import letters, thread
from recours.people.queries import staff_card
from recours.trustlog.queries import entry_count

REACHED = {
    Status.RECEPTION: 1,
    Status.ANALYSIS: 1,
    Status.DECISION: 2,
    Status.APPROVAL: 2,
    Status.REMEDY: 3,
    Status.CLOSED: 4,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way, as the customer reads it."""

    title: str
    note: str
    state: str


def customer_view(card: ComplaintCard, language: str) -> dict[str, Any]:
    """Return what the customer's page of a complaint shows, and nothing else."""
    person = staff_card(card.assignee) if card.assignee else None
    answer, mediator = card.clock("A-ANS-ACPR"), card.clock("B-ADM-4")
    exchanges = [m for m in thread(card.reference) if m.audience == "customer"]
    return {
        "case": card,
        "title": card.kind.title(language),
        "person": person,
        "answer": answer,
        "mediator_until": mediator.customer_due if mediator else None,
        "steps": _steps(card, person.name if person else ""),
        "thread": exchanges,
        "decision": _decision(card, language),
        "letters": letters(card.reference) if card.status is Status.CLOSED else [],
        "records": entry_count(card.reference),
    }


def _steps(card: ComplaintCard, person: str) -> list[Step]:
    reached = REACHED[card.status]
    words = (
        (_("Reçue"), ""),
        (_("Comprise"), _("Votre achat et le règlement en vigueur ce jour-là sont réunis")),
        (_("Décidée"), _("%(person)s décide et vous explique") % {"person": person or _("Nous")}),
        (_("Réglée"), _("Et nous vous demanderons si c’est vrai")),
    )
    states = ["done" if place < reached else "next" for place in range(len(words))]
    if reached < len(words):
        states[reached] = "now"
    return [Step(title, note, state) for (title, note), state in zip(words, states, strict=True)]


def _decision(card: ComplaintCard, language: str) -> dict[str, Any] | None:
    settled = card.settled
    if settled is None:
        return None
    document = card.dossier.document if card.dossier else {}
    reason = settled.reason or document.get(f"why_{language}", document.get("why_fr", ""))
    return {
        "outcome": settled.outcome,
        "points": settled.points,
        "automatic": settled.automatic,
        "refused": settled.outcome is not Outcome.FOUNDED,
        "why": reason,
        "lines": calculation(document, language),
        "due": document.get("due", 0),
        "remedy": card.remedy(),
    }


def calculation(document: Any, language: str) -> list[dict[str, Any]]:
    """Return the lines of the computation, in the person's language, for the `calc` component."""
    return [
        {
            "what": line[f"what_{language}"],
            "op": line.get(f"op_{language}", line.get("op", "")),
            "rule": line.get(f"rule_{language}", ""),
            "idle": line.get("idle", False),
        }
        for line in document.get("calculation", [])
    ]
