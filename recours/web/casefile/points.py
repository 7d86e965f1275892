"""The points of one purchase, explained to its member."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from recours.journeys.evidence.document import calculation
from recours.kernel.days import write_day
from recours.loyalty.queries import discrepancy_for_purchase
from recours.statements.rules import Purchase


def explained(programme: str, purchase: Purchase, language: str, now: datetime) -> dict[str, Any]:
    """Return the computation of a purchase, what was credited, and what it means."""
    gap = discrepancy_for_purchase(programme, purchase, as_of=now)
    lines = [
        {
            "what": line[f"what_{language}"],
            "op": line[f"op_{language}"],
            "rule": line[f"rule_{language}"],
            "idle": line["idle"],
        }
        for line in calculation(gap, gap.observed)[:-1]
    ]
    verdict = _("Le compte y est.")
    if gap.kind == "not_due_yet":
        verdict = _("Ils peuvent encore arriver, jusqu’au %(day)s.") % {
            "day": write_day(gap.due_on, language)
        }
    elif gap.delta > 0:
        verdict = _("Il en manque %(n)s.") % {"n": gap.delta}
    elif gap.delta < 0:
        verdict = _("Il y en a %(n)s de plus que la règle n’en donne.") % {"n": -gap.delta}
    return {
        "expected": gap if gap.rule_set else None,
        "points": gap.expected,
        "observed": gap.observed,
        "lines": lines,
        "rule_set": gap.rule_set,
        "verdict": verdict,
        "short": gap.delta > 0 and gap.kind != "not_due_yet",
    }
