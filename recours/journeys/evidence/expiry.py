"""The dossier of points that expired: when they left, and when the terms let them leave."""

from typing import Any

from recours.complaints.queries import ComplaintCard, restored_on
from recours.complaints.rules.conclusion import Conclusion, conclude_on_expiry
from recours.journeys.evidence.exhibits import Exhibit, counted, exhibit
from recours.kernel.days import legal_day, write_day
from recours.loyalty.queries import early_expiries_of, rule_set_in_force
from recours.loyalty.rules.lots import EarlyExpiry
from recours.statements import queries as statements
from recours.statements.rules import Movement
from recours.terms.queries import terms_in_force

FORMAT = "recours/dossier/v1"
EXPIRY = "expiry:"  # before the reference of the movement that took the points


def expiry_dossier(card: ComplaintCard) -> tuple[Conclusion, dict[str, Any], str]:
    """Return the conclusion, the dossier and the member of a complaint about expired points."""
    member = card.member
    expired = _expired(card) if member else []
    early = _early(card) if member else []
    points = sum(found.early for found in early)
    disputed = f"{EXPIRY}{early[0].movement.source_ref}" if early else ""
    conclusion = conclude_on_expiry(
        member_known=bool(member),
        found=bool(expired),
        early=points > 0,
        points=points,
        restored_elsewhere=_restored(card, disputed),
    )
    document = {
        "format": FORMAT,
        "purchase": disputed,
        "member": member,
        "exhibits": [*(_left(line) for line in expired), *(_due(found) for found in early)],
        "calculation": [_line(found) for found in early],
        "discrepancy": "expired_early" if points else "none",
        "expected": points,
        "observed": 0,
        "due": conclusion.due,
        "expires_on": max((_last_day(found) for found in early), default=""),
        **(_rules(card, early[-1].movement) if early else {"rule_set": {}, "terms": {}}),
        "why_fr": conclusion.why.fr,
        "why_en": conclusion.why.en,
        "missing": [{"fr": one.fr, "en": one.en} for one in conclusion.missing],
        "others": [],
    }
    return conclusion, document, member


def _restored(card: ComplaintCard, disputed: str) -> str:
    if not disputed:
        return ""
    if any(remedy.points for remedy in card.remedies):
        return card.reference
    return restored_on(programme=card.programme, purchase=disputed, but=card.reference)


def _expired(card: ComplaintCard) -> list[Movement]:
    lines = [m for m in statements.movements_of(card.programme, card.member) if m.kind == "expired"]
    named = card.disputed.get("movement")
    return [line for line in lines if not named or line.source_ref == named]


def _early(card: ComplaintCard) -> list[EarlyExpiry]:
    named = card.disputed.get("movement")
    found = early_expiries_of(card.programme, card.member)
    return [one for one in found if not named or one.movement.source_ref == named]


def _left(line: Movement) -> Exhibit:
    day = legal_day(line.occurred_at)
    return exhibit(
        "established",
        (
            f"{counted(-line.points)} en moins le {write_day(day, 'fr')}",
            f"{counted(-line.points)} removed on {write_day(day, 'en')}",
        ),
        (f"Relevé de points, {line.source_ref}", f"Statement of points, {line.source_ref}"),
    )


def _due(found: EarlyExpiry) -> Exhibit:
    if found.due_on is None:
        fact = ("Ces points n’expiraient pas", "These points did not expire")
    else:
        fact = (
            f"Ils valaient jusqu’au {write_day(found.due_on, 'fr')}",
            f"They were valid until {write_day(found.due_on, 'en')}",
        )
    return exhibit("established", fact, ("Règlement en vigueur", "Rules in force"))


def _line(found: EarlyExpiry) -> dict[str, Any]:
    return {
        "what_fr": "Points retirés avant leur dernier jour",
        "what_en": "Points removed before their last day",
        "op_fr": str(found.early),
        "op_en": str(found.early),
        "rule_fr": f"Relevé de points, {found.movement.source_ref}",
        "rule_en": f"Statement of points, {found.movement.source_ref}",
        "idle": False,
    }


def _last_day(found: EarlyExpiry) -> str:
    return found.due_on.isoformat() if found.due_on else ""


def _rules(card: ComplaintCard, line: Movement) -> dict[str, Any]:
    rules = rule_set_in_force(card.programme, line.occurred_at)
    terms = terms_in_force(card.programme, line.occurred_at)
    return {
        "rule_set": {
            "version": rules.version,
            "sha256": rules.sha256,
            "from": rules.effective_from.isoformat(),
        }
        if rules
        else {},
        "terms": {"version": terms.version, "sha256": terms.sha256} if terms else {},
    }
