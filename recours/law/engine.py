"""The engine: a rule, an event and a place in; dates and the steps that led to them out.

Two directions of safety: `operator` is the earliest date that can be defended, `customer` the
latest. `raw` is the bare count, `rolled` the same moved to a working day. No clock is read.
"""

from collections.abc import Callable, Mapping
from typing import Any

from recours.law.due import Due, Moment
from recours.law.errors import BadDate, BadInput
from recours.law.holiday_calendar import region_of
from recours.law.kinds.period import period
from recours.law.kinds.scale import scale
from recours.law.kinds.suspension import suspension
from recours.law.kinds.window import fixed, open_ended, window
from recours.law.pack import load_rule
from recours.law.question import Question, legal_day
from recours.law.rule import Rule

KINDS: dict[str, Callable[[Question], Due]] = {
    "period": period,
    "window": window,
    "scale": scale,
    "suspension": suspension,
    "open": open_ended,
    "fixed": fixed,
}


def due(
    rule_id: str,
    start: Moment,
    *,
    region: str = "FR",
    until: Moment | None = None,
    **inputs: Any,
) -> Due:
    """Compute a rule from an event, in the version in force that day.

    `start` is a day, or a time with its offset (needed by rules in hours; the others take its
    day in the zone of the rule). `until` is the day of payment for a scale, of resumption for a
    suspension. Raises UnknownRule, UnknownRegion, BadDate, TimeMissing, MissingInput, BadInput.
    """
    current = load_rule(rule_id)
    rule = load_rule(rule_id, on=legal_day(start, current.time_zone))
    return _compute(rule, start, region, until, inputs)


def due_frozen(
    frozen: Mapping[str, Any],
    start: Moment,
    *,
    region: str = "FR",
    until: Moment | None = None,
    **inputs: Any,
) -> Due:
    """Compute again from the rule kept on a case, whatever the packs say today."""
    return _compute(Rule.from_record(frozen), start, region, until, inputs)


def inputs_of(rule: Rule) -> tuple[str, ...]:
    """Return the names of the values a rule takes beside its dates."""
    found = [rule.unit] if rule.parameter else []
    if (
        rule.suspension_fr
        and rule.kind == "period"
        and rule.calendar in {"EU", "CPC", "PRES", "CAL"}
    ):
        found.append("suspended_days")
    if rule.information is not None:
        found += ["info_missing", "info_given"]
    if rule.kind == "suspension":
        found.append("prescription_end")
    if rule.kind == "scale":
        found += ["days_late", "sum_cents", "legal_rate"]
    return tuple(found)


def _compute(
    rule: Rule, start: Moment, region: str, until: Moment | None, inputs: Mapping[str, Any]
) -> Due:
    allowed = inputs_of(rule)
    for name in inputs:
        if name not in allowed:
            raise BadInput(rule.id, name, allowed)
    question = Question(
        rule=rule, start=start, until=until, region=region_of(region).code, inputs=inputs
    )
    try:
        return KINDS[rule.kind](question)
    except OverflowError as problem:
        raise BadDate(str(start)) from problem
