"""What the letter and the e-mail of an answer say, from what was found and decided."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings

from recours.complaints.queries import ComplaintCard, DecisionCard
from recours.complaints.rules.clocks import start_clocks
from recours.complaints.states import Outcome
from recours.journeys.answering.log_key import log_key
from recours.kernel.days import legal_day
from recours.people.rules import CustomerCard, StaffCard
from recours.terms.rules import TermsCard

DECISIONS = {
    Outcome.FOUNDED: "accepted",
    Outcome.PARTLY: "partly",
    Outcome.UNFOUNDED: "refused",
}
FIRST = {
    "fr": {
        Outcome.FOUNDED: "Vous aviez raison : nous vous rendons {points}.",
        Outcome.PARTLY: "Vous aviez raison en partie : nous vous rendons {points}.",
        Outcome.UNFOUNDED: "Nous ne rendons pas de points pour cette réclamation.",
    },
    "en": {
        Outcome.FOUNDED: "You were right: we are giving you {points} back.",
        Outcome.PARTLY: "You were partly right: we are giving you {points} back.",
        Outcome.UNFOUNDED: "We are not giving points back on this complaint.",
    },
}
NO_POINTS = {
    "fr": {
        Outcome.FOUNDED: "Vous aviez raison.",
        Outcome.PARTLY: "Vous aviez raison en partie.",
    },
    "en": {Outcome.FOUNDED: "You were right.", Outcome.PARTLY: "You were partly right."},
}
SUM = {"fr": "Points dus", "en": "Points due"}
HOUSE = {"fr": "Le service des réclamations", "en": "The complaints department"}


def first_sentence(decision: DecisionCard, language: str) -> str:
    """Return the sentence that answers, before anything else is said."""
    words = (
        FIRST
        if decision.points
        else {**FIRST, language: {**FIRST[language], **NO_POINTS[language]}}
    )
    return words[language][decision.outcome].format(points=_counted(decision.points))


def _counted(points: int) -> str:
    return f"{points} point" if points == 1 else f"{points} points"


def why(card: ComplaintCard, decision: DecisionCard) -> str:
    """Return the reason the person gave, or the one the computation shows."""
    document = card.dossier.document if card.dossier else {}
    return decision.reason or document.get(f"why_{card.language}", "") or ""


def mediator_last_day(card: ComplaintCard, at: datetime) -> date:
    """Return the last day to turn to the mediator (law.md, B-ADM-4).

    The year of a complaint that was only said has not started: the letter that refuses it gives
    the day it would end if its customer wrote on receiving it.
    """
    clock = card.clock("B-ADM-4")
    if clock is not None:
        return clock.customer_due
    day = legal_day(at)
    fresh = start_clocks(received_on=day, written_on=day, region="FR")
    return next(one.customer_due for one in fresh if one.rule == "B-ADM-4")


def mail_values(
    card: ComplaintCard, decision: DecisionCard, signatory: StaffCard | None, *, at: datetime
) -> dict[str, Any]:
    """Return what the e-mail that carries the letter says."""
    language = card.language
    last = mediator_last_day(card, at)
    return {
        "reference": card.reference,
        "follow_url": _follow_url(card),
        "outcome": decision.outcome.value,
        "first_sentence": first_sentence(decision, language),
        "signatory": signatory.name if signatory else HOUSE[language],
        "signatory_role": _role(signatory, language),
        "mediator_until": last.isoformat(),
        "log_key": log_key(),
    }


def letter_values(  # what a letter is made of
    card: ComplaintCard,
    decision: DecisionCard,
    *,
    customer: CustomerCard,
    address: Sequence[str] = (),
    signatory: StaffCard | None,
    programme: str,
    terms: TermsCard | None,
    at: datetime,
) -> dict[str, Any]:
    """Return what the letter says: facts, rule and version, a decision per point, the remedy."""
    language = card.language
    document = card.dossier.document if card.dossier else {}
    last = mediator_last_day(card, at)
    values = {
        "reference": card.reference,
        "follow_url": _follow_url(card),
        "sent_on": (card.written_on or legal_day(card.received_at)).isoformat(),
        "received_at": card.received_at.isoformat(),
        "written_on": legal_day(at).isoformat(),
        "channel": card.channel,
        "programme": programme,
        "customer": {"name": customer.name, "address": list(address)},
        "first_sentence": first_sentence(decision, language),
        "signatory": signatory.name if signatory else HOUSE[language],
        "signatory_role": _role(signatory, language),
        "points": [
            {
                "question": question,
                "decision": DECISIONS[decision.outcome],
                "why": why(card, decision),
            }
            for question in card.points_raised
        ],
        "facts": _facts(document, language),
        "mediator_until": last.isoformat(),
        "log_key": log_key(),
    }
    if document.get("calculation"):
        values |= _computed(document, language, terms)
    if decision.outcome is not Outcome.UNFOUNDED:
        values["remedy"] = _remedy(card, decision, at)
    return values


def _follow_url(card: ComplaintCard) -> str:
    return f"{settings.SITE_URL}/suivre/{card.reference}/"


def _role(signatory: StaffCard | None, language: str) -> str:
    if signatory is None:
        return str(settings.OPERATOR["name"])
    return (signatory.title_en if language == "en" else signatory.title) or signatory.title


def _facts(document: Any, language: str) -> list[str]:
    facts = [
        f"{exhibit[f'fact_{language}']}. ({exhibit[f'source_{language}']})"
        for exhibit in document.get("exhibits", [])
    ]
    nothing = {
        "fr": "Nous n’avons trouvé dans nos relevés aucun achat qui corresponde.",
        "en": "We found no matching purchase in our records.",
    }
    return facts or [nothing[language]]


def _computed(document: Any, language: str, terms: TermsCard | None) -> dict[str, Any]:
    rules = document["rule_set"]
    return {
        "lines": [
            {
                "label": line[f"what_{language}"],
                "source": line[f"rule_{language}"] or "–",
                "amount": line[f"op_{language}"] or "–",
            }
            for line in document["calculation"]
        ],
        "total": {"label": SUM[language], "amount": str(document["due"])},
        "rules": {"version": rules["version"], "sha256": rules["sha256"]},
        "terms": {
            "version": terms.version if terms else rules["version"],
            "effective_from": (terms.effective_from.isoformat() if terms else rules["from"]),
        },
    }


def _remedy(card: ComplaintCard, decision: DecisionCard, at: datetime) -> dict[str, Any]:
    done = card.remedy()
    when = legal_day(done.carried_out_at if done else at).isoformat()
    if not decision.points:
        words = {
            "fr": "Nous corrigeons la cause de l’erreur.",
            "en": "We are correcting the cause of the error.",
        }
        return {"kind": "explanation", "text": words[card.language], "when": when}
    expires = done.expires_on if done else None
    return {
        "kind": "points",
        "points": decision.points,
        "when": when,
        "expires_on": expires.isoformat() if expires else "",
        "never_expires": expires is None,
    }
