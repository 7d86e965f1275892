"""A complaint as its customer sees it: where it stands, who answers, what was said, why."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from recours.complaints.queries import ComplaintCard, absorbed_by
from recours.complaints.states import Outcome, Status
from recours.correspondence.queries import letters
from recours.forms.queries import answered
from recours.journeys.evidence.exhibits import told
from recours.people.queries import staff_card
from recours.trustlog.queries import entry_count
from recours.web.casefile.joined import SAID, whole_thread

REACHED = {
    Status.RECEPTION: 1,
    Status.ANALYSIS: 1,
    Status.DECISION: 2,
    Status.APPROVAL: 2,
    Status.REMEDY: 3,
    Status.CLOSED: 4,
    Status.MERGED: 1,
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
    answer, mediator = card.answer, card.clock("B-ADM-4")
    joined = absorbed_by(card.reference)
    exchanges = [m for m in whole_thread(card.reference, joined) if m.audience == "customer"]
    return {
        "case": card,
        "told": told(card.disputed, language),
        "answers": answered(card.disputed, language),
        "form_key": uuid.uuid4().hex,
        "title": card.kind.title(language),
        "person": person,
        "answer": answer,
        "mediator_until": mediator.customer_due if mediator else None,
        "steps": _steps(card, person.name if person else ""),
        "thread": exchanges,
        "joined": joined,
        "written_on": card.written_on,
        "said": card.channel in SAID,
        "decision": _decision(card, language),
        "letters": letters(card.reference) if card.status is Status.CLOSED else [],
        "records": entry_count(card.reference),
    }


def customer_word(status: Status) -> str:
    """Return where a complaint stands, in the customer's words and not the desk's."""
    return _("Répondue") if status is Status.CLOSED else _now()[REACHED[status]]


def _now() -> tuple[str, ...]:
    return ("", _("À l’étude"), _("En cours de décision"), _("En cours de règlement"))


def _steps(card: ComplaintCard, person: str) -> list[Step]:
    reached = REACHED[card.status]
    done = (_("Reçue"), _("Comprise"), _("Décidée"), _last_word(card))
    now = _now()
    notes = (
        "",
        _study(card),
        _("%(person)s décide et vous explique") % {"person": person or _("Une personne")},
        _("Et nous vous demanderons si c’est vrai"),
    )
    states = ["done" if place < reached else "next" for place in range(len(done))]
    if reached < len(done):
        states[reached] = "now"
    return [
        Step(now[place] if state == "now" else done[place], _note(notes[place], state), state)
        for place, state in enumerate(states)
    ]


def _study(card: ComplaintCard) -> str:
    words = {
        "purchase": _("Nous retrouvons l’achat et recalculons vos points"),
        "expiry": _("Nous relisons votre relevé et recalculons les dates d’expiration"),
    }
    return words.get(card.kind.computed, _("Nous vérifions ce que vous nous dites"))


def _last_word(card: ComplaintCard) -> str:
    """Nobody who was refused reads that it is settled."""
    settled = card.settled
    refused = settled is not None and settled.outcome is Outcome.UNFOUNDED
    return _("Répondue") if refused else _("Réglée")


def _note(note: str, state: str) -> str:
    return "" if state == "done" else note


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
