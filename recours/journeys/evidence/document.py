"""The dossier as one document: what was found, the computation, the conclusion, what is missing."""

from datetime import date
from typing import Any

from recours.complaints.rules.conclusion import Conclusion, Evidence, Sentence, conclude
from recours.journeys.evidence.exhibits import exhibits
from recours.journeys.evidence.gather import Gathered, credited
from recours.kernel.days import legal_day
from recours.loyalty.queries import Discrepancy
from recours.loyalty.rules.evaluate import Step

FORMAT = "recours/dossier/v1"


def weigh(found: Gathered) -> Conclusion:
    """Return what the evidence shows."""
    gap, purchase = found.discrepancy, found.purchase
    return conclude(
        Evidence(
            candidates=len(found.candidates),
            enough_to_search=found.enough_to_search,
            member_known=bool(found.member),
            same_member=purchase is not None and purchase.member in {None, found.member},
            within_claim_window=found.within_claim_window,
            rules_known=found.rule_set is not None,
            discrepancy=gap.kind if gap else "",
            expected=gap.expected if gap else 0,
            observed=credited(found),
            due_on=gap.due_on if gap else None,
            credited_on=_credited_on(gap),
            restored_elsewhere=found.restored_elsewhere,
            claimed=found.card.disputed.get("claimed_points"),
        )
    )


def _credited_on(gap: Discrepancy | None) -> date | None:
    days = [legal_day(line.occurred_at) for line in gap.movements] if gap else []
    return max(days, default=None)


def document(found: Gathered, conclusion: Conclusion) -> dict[str, Any]:
    """Return the dossier: the same facts give the same bytes, whenever it is computed."""
    gap = found.discrepancy
    return {
        "format": FORMAT,
        "purchase": found.purchase.source_ref if found.purchase else "",
        "receipt": found.purchase.receipt if found.purchase else "",
        "member": found.member,
        "exhibits": exhibits(found),
        "calculation": calculation(gap, credited(found)) if gap else [],
        "discrepancy": gap.kind if gap else "",
        "expected": gap.expected if gap else 0,
        "observed": credited(found),
        "due": conclusion.due,
        "expires_on": gap.expires_on.isoformat() if gap and gap.expires_on else "",
        "rule_set": _rule_set(found),
        "terms": {"version": found.terms.version, "sha256": found.terms.sha256}
        if found.terms
        else {},
        "why_fr": conclusion.why.fr,
        "why_en": conclusion.why.en,
        "missing": [_both(sentence) for sentence in conclusion.missing],
        "others": [reference for reference, _status in found.others],
    }


def _rule_set(found: Gathered) -> dict[str, Any]:
    rules = found.rule_set
    if rules is None:
        return {}
    return {
        "version": rules.version,
        "sha256": rules.sha256,
        "from": rules.effective_from.isoformat(),
    }


def _both(sentence: Sentence) -> dict[str, str]:
    return {"fr": sentence.fr, "en": sentence.en}


def calculation(gap: Discrepancy, credited: int) -> list[dict[str, Any]]:
    """Return the lines of the computation, then what was already credited."""
    return [*(line(step) for step in gap.steps), _already(credited)]


def line(step: Step) -> dict[str, Any]:
    """Return one step as the pages and the letters write it."""
    return {
        "what_fr": step.text_fr,
        "what_en": step.text_en,
        "op_fr": step.value_fr,
        "op_en": step.value_en,
        "rule_fr": step.failed_condition or step.note_fr,
        "rule_en": step.failed_condition_en or step.note_en,
        "idle": not step.applied,
    }


def _already(credited: int) -> dict[str, Any]:
    return {
        "what_fr": "Déjà crédités pour cet achat",
        "what_en": "Already credited for this purchase",
        "op_fr": f"− {credited}",
        "op_en": f"− {credited}",
        "rule_fr": "Relevé de points",
        "rule_en": "Statement of points",
        "idle": False,
    }
