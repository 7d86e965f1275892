"""A made-up case, to see what a message looks like before anybody receives it."""

from collections.abc import Mapping
from typing import Any

CASE = "R-2026-00001-0"
_URL = "https://exemple.invalid/suivre/R-2026-00001-0/"
_FACTS: Mapping[str, Any] = {
    "reference": CASE,
    "follow_code": "7K4M-22QP",
    "follow_url": _URL,
    "received_at": "2026-11-12T17:42:00+00:00",
    "sent_on": "2026-11-12",
    "written_on": "2026-11-20",
    "channel": "web",
    "assignee": "Basile Nguyen",
    "answer_due": "2027-01-12",
    "mediator_from": "2027-01-12",
    "mediator_until": "2027-11-12",
    "missing_by": "2026-11-30",
    "signatory": "Basile Nguyen",
    "to_name": "Alice Rivoire",
    "outcome": "partly",
    "next_on": "2026-11-24",
    "author": "Basile Nguyen",
    "closed_on": "2026-11-20",
    "yes_url": "https://exemple.invalid/suite/oui/",
    "no_url": "https://exemple.invalid/suite/non/",
    "confirm_url": "https://exemple.invalid/suite/confirmer/",
    "lodge_url": "https://exemple.invalid/reclamer/",
    "url": "https://exemple.invalid/compte/lien/",
    "code": "481 706",
    "minutes": 10,
    "limit": 50,
    "log_key": "exemple.invalid/journal+3f2a90c1+AeR7u0kYp2f0m1Qy8d3oVn6wXb4cZt5sLhJgKiTqWuEr",
    "customer": {"name": "Alice Rivoire", "address": ["4 rue du Calvaire", "44000 Nantes"]},
    "rules": {"version": "7", "sha256": "7f3a91c05de2b48f" * 4, "effective_from": "2026-09-01"},
    "terms": {"version": "12", "effective_from": "2026-03-01"},
    "concerns_data": True,
}
_WORDS: Mapping[str, Mapping[str, Any]] = {
    "fr": {
        "kind": "Points non crédités après un achat",
        "wish": "Les points de cet achat",
        "missing": ["Le ticket de caisse"],
        "signatory_role": "Service points et cagnotte",
        "first_sentence": "Vous aviez raison en partie : nous vous rendons 248 points.",
        "why": "La caisse était coupée du réseau : votre carte n'a pas été transmise.",
        "remedy_sentence": "248 points sont sur votre compte.",
        "sentence": "J'ai posé la question au magasin ce matin. Sans réponse lundi, je vous écris.",
        "stage": "Nous retrouvons l'achat",
        "noted": "Mes points de samedi ne sont pas arrivés.",
        "facts": ["Le ticket du 7 novembre 2026 est dans nos relevés, sans votre carte."],
        "asked": "Les points de mon achat du 7 novembre ne sont jamais arrivés.",
        "also": "Je veux 200 points de plus pour le temps perdu.",
        "no": "Les conditions ne prévoient pas de points pour un retard de huit jours.",
        "line": {"label": "Un point par euro entier", "source": "Art. 4.1", "amount": "248"},
        "total": {"label": "Points dus", "amount": "248"},
    },
    "en": {
        "kind": "Points missing after a purchase",
        "wish": "The points of this purchase",
        "missing": ["The receipt"],
        "signatory_role": "Points department",
        "first_sentence": "You were partly right: we are giving you 248 points back.",
        "why": "The till was cut off from the network: your card was not passed on.",
        "remedy_sentence": "248 points are on your account.",
        "sentence": "I asked the shop this morning. Without an answer on Monday, I write to you.",
        "stage": "We are finding the purchase",
        "noted": "My points of Saturday never came.",
        "facts": ["The receipt of 7 November 2026 is in our records, without your card."],
        "asked": "The points of my purchase of 7 November never came.",
        "also": "I want 200 more points for the time I lost.",
        "no": "The terms give no points for a delay of eight days.",
        "line": {"label": "One point per whole euro", "source": "Art. 4.1", "amount": "248"},
        "total": {"label": "Points due", "amount": "248"},
    },
}


def made_up(*, is_letter: bool, language: str) -> dict[str, Any]:
    """Return the values of a made-up case, with everything a message may say."""
    words = _WORDS[language]
    values = {**_FACTS, **words}
    if not is_letter:
        return {**values, "remedy": words["remedy_sentence"]}
    return {
        **values,
        "points": [
            {"question": words["asked"], "decision": "accepted", "why": words["why"]},
            {"question": words["also"], "decision": "refused", "why": words["no"]},
        ],
        "lines": [words["line"]],
        "remedy": {
            "kind": "points",
            "points": 248,
            "when": "2026-11-20",
            "expires_on": "2028-12-31",
        },
    }
