"""The difference between the points expected and those observed, and what it looks like."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from recours.loyalty.rules.evaluate import Context, Evaluation, points_of
from recours.loyalty.rules.tiers import day_of
from recours.statements.rules import Movement, Purchase

Kind = Literal[
    "none",
    "not_due_yet",
    "missing",
    "late",
    "under",
    "over",
    "duplicate",
    "wrong_rule_version",
    "wrong_rounding",
    "wrong_tier",
    "expired_early",
    "not_reversed",
    "no_rules",
]
CREDITED = ("earned", "bonus", "reversed", "adjusted", "restored")
MODES = ("floor", "half_up", "half_even")
STAGES = ("basket", "line", "after_multiplier")


@dataclass(frozen=True, slots=True)
class Observed:
    """What the operator's statement shows for one purchase."""

    movements: tuple[Movement, ...]
    early: tuple[Movement, ...]

    @property
    def credited(self) -> int:
        """Return the points given, corrections included."""
        return sum(m.points for m in self.movements if m.kind in CREDITED)

    @property
    def points(self) -> int:
        """Return the points that should still be there: given, less those that expired early."""
        return self.credited + sum(m.points for m in self.early)


@dataclass(frozen=True, slots=True)
class Question:
    """One purchase, what it should have given, what is seen, and when one looks."""

    document: Mapping[str, Any]
    others: Sequence[tuple[str, Mapping[str, Any]]]
    purchase: Purchase
    context: Context
    expected: Evaluation
    observed: Observed
    due_at: datetime
    as_of: datetime


def observe(
    movements: Sequence[Movement], expires_on: date | None, as_of: datetime, timezone: str
) -> Observed:
    """Return what is seen, with the points that expired on or before their last day."""
    early = tuple(
        movement
        for movement in movements
        if movement.kind == "expired"
        and expires_on is not None
        and day_of(movement.occurred_at, timezone) <= expires_on
    )
    seen = tuple(movement for movement in movements if movement.occurred_at <= as_of)
    return Observed(seen, tuple(movement for movement in early if movement in seen))


def classify(question: Question) -> tuple[Kind, str]:
    """Return the kind of the difference, and what explains it (a version, a rounding, a tier)."""
    expected, observed = question.expected.points, question.observed
    if observed.points == expected:
        return ("late", "") if _is_late(question) else ("none", "")
    if observed.early and observed.points < expected:
        return "expired_early", ""
    if question.as_of < question.due_at and abs(observed.points) < abs(expected):
        return "not_due_yet", ""
    if observed.points == 0:
        return ("missing" if expected > 0 else "not_reversed"), ""
    if _is_doubled(observed, expected):
        return "duplicate", ""
    return _explained(question) or (("under" if observed.points < expected else "over"), "")


def _is_late(question: Question) -> bool:
    """Say whether the sum expected was only reached after the day it was due."""
    total = 0
    for movement in question.observed.movements:
        if movement.kind in CREDITED:
            total += movement.points
            if total == question.expected.points:
                return movement.occurred_at > question.due_at
    return False


def _is_doubled(observed: Observed, expected: int) -> bool:
    """Say whether leaving out copies of equal credits gives what was expected."""
    given = [m.points for m in observed.movements if m.kind in CREDITED and m.points > 0]
    excess = observed.points - expected
    return any(
        points * copies == excess
        for points in set(given)
        for copies in range(1, given.count(points))
    )


def _explained(question: Question) -> tuple[Kind, str] | None:
    """Return the first other way of computing that gives what was observed."""
    for kind, name, compute in _other_ways(question):
        if compute() == question.observed.points:
            return kind, name
    return None


def _other_ways(question: Question) -> Iterator[tuple[Kind, str, Callable[[], int]]]:
    for version, document in question.others:
        yield "wrong_rule_version", version, _points(question, document=document)
    rounding = question.document["rounding"]
    for stage in STAGES:
        for mode in MODES:
            document = {**question.document, "rounding": {**rounding, "mode": mode, "stage": stage}}
            yield "wrong_rounding", f"{mode} {stage}", _points(question, document=document)
    levels = (question.document["tiers"] or {"levels": []})["levels"]
    for tier in (None, *(level["code"] for level in levels)):
        yield "wrong_tier", tier or "", _points(question, tier=tier)


def _points(
    question: Question, *, document: Mapping[str, Any] | None = None, tier: str | None = ""
) -> Callable[[], int]:
    context = question.context
    changed = context if tier == "" else _with_tier(context, tier)
    return lambda: points_of(document or question.document, question.purchase, changed)


def _with_tier(context: Context, tier: str | None) -> Context:
    then = context.original_context
    return replace(context, tier=tier, original_context=then and replace(then, tier=tier))
