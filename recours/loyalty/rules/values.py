"""What goes into an evaluation and what comes out of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from recours.statements.rules import Purchase

ENGINE = "recours/evaluate/v1"

Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What the purchase alone does not say: who bought, and what was earned before it.

    `earned_by_cap` gives, per cap, the points already counted in its window; a cap that is not
    named there falls back on `earned_today`, `earned_in_period` or `earned_in_campaign`.
    For a return, `original` is the purchase given back, `original_context` its own context, and
    `earlier_returns` the returns of it that came before.
    """

    tier: str | None
    first_purchase: bool
    earned_today: int
    earned_in_period: int
    timezone: str
    earned_in_campaign: int = 0
    earned_by_cap: Counted = ()
    original: Purchase | None = None
    original_context: "Context | None" = None
    earlier_returns: tuple[Purchase, ...] = ()

    def earned(self, cap: Mapping[str, Any]) -> int:
        """Return the points already counted in the window of that cap."""
        scopes = {
            "purchase": 0,
            "day": self.earned_today,
            "period": self.earned_in_period,
            "campaign": self.earned_in_campaign,
        }
        return dict(self.earned_by_cap).get(cap["id"], scopes[cap["kind"]])


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the calculation, for a person to read from top to bottom.

    `before` and `after` are the running amount, in `unit`: cents while the amount that counts is
    found, points afterwards. `applied` is False for a rule whose condition failed and for a cap
    without effect. `text` is the title, `value` the figures, `note` the rule, clause and rounding.
    """

    rule: str
    version: int
    clause: str
    operation: str
    text_fr: str
    text_en: str
    before: int | None
    after: int | None
    applied: bool
    failed_condition: str | None
    failed_condition_en: str | None = None
    unit: str = "points"
    value_fr: str = ""
    value_en: str = ""
    note_fr: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The points a purchase gives under a document, and how they were found.

    `usable_on` is the first day the points may be spent, `expires_on` the last; `counted` says how
    many points this purchase used of each cap.
    """

    points: int
    steps: tuple[Step, ...]
    expires_on: date | None
    usable_on: date | None = None
    counted: Counted = ()
    engine: str = ENGINE

    def as_json(self) -> dict[str, Any]:
        """Return plain values for canonical JSON: the same calculation gives the same bytes."""
        return {
            "engine": self.engine,
            "points": self.points,
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
            "usable_on": self.usable_on.isoformat() if self.usable_on else None,
            "counted": [list(pair) for pair in self.counted],
            "steps": [asdict(step) for step in self.steps],
        }
