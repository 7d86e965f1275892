"""The dossier of a complaint that only a person can settle: what was said, and when."""

from typing import Any

from recours.complaints.queries import ComplaintCard
from recours.complaints.rules.conclusion import Conclusion, leave_to_a_person
from recours.journeys.evidence.exhibits import exhibit
from recours.kernel.days import legal_day, write_day

FORMAT = "recours/dossier/v1"


def other_dossier(card: ComplaintCard) -> tuple[Conclusion, dict[str, Any], str]:
    """Return the conclusion, the dossier and the member (if a card was given)."""
    conclusion = leave_to_a_person()
    day = legal_day(card.received_at)
    document = {
        "format": FORMAT,
        "purchase": "",
        "member": card.member,
        "exhibits": [
            exhibit(
                "established",
                (
                    f"Une réclamation reçue le {write_day(day, 'fr')}",
                    f"A complaint received on {write_day(day, 'en')}",
                ),
                ("Registre des réclamations", "Register of complaints"),
            )
        ],
        "calculation": [],
        "discrepancy": "",
        "expected": 0,
        "observed": 0,
        "due": 0,
        "expires_on": "",
        "rule_set": {},
        "terms": {},
        "why_fr": conclusion.why.fr,
        "why_en": conclusion.why.en,
        "missing": [],
        "others": [],
    }
    return conclusion, document, card.member
