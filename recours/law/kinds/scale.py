"""Scales: what a late payment costs, by the number of days late."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from recours.law.due import Due
from recours.law.errors import BadInput, BadRecord, MissingInput
from recours.law.question import Question, legal_day
from recours.law.rule import LEGAL_RATE, Rule
from recours.law.words import en_date, fr_date

DAYS_IN_A_YEAR = 365
HIGHEST_RATE = 100


def scale(question: Question) -> Due:
    """Return the increase owed: per cent of the sum, or the legal interest rate."""
    late = _days_late(question)
    percent = percent_of(question.rule, late)
    extras: dict[str, Any] = {"days_late": late}
    if percent == LEGAL_RATE:
        question.say(
            "scale",
            "À ce stade, la somme est majorée du taux de l’intérêt légal.",
            "At this stage the sum bears interest at the legal rate.",
        )
    else:
        question.say(
            "scale", f"La somme est majorée de {percent} %.", f"The sum is increased by {percent}%."
        )
    growth = question.rule.growth
    if growth and percent == growth.cap:
        question.say(
            "scale",
            "Le plafond est atteint : l’intérêt légal court en plus.",
            "The cap is reached: the legal interest runs on top.",
        )
    return question.answer(
        raw=question.day, percent=percent, extras=extras | _sum(question, percent, late)
    )


def percent_of(rule: Rule, late: int) -> int | str:
    """Return the tier of a number of days late; beyond the last, what each period begun adds."""
    if late <= 0:
        return 0
    for tier in rule.tiers:
        if tier.days is None or late <= tier.days:
            return tier.percent
    last, growth = rule.tiers[-1], rule.growth
    if growth is None or last.days is None or isinstance(last.percent, str):
        raise BadRecord(f"{rule.id}: the scale stops")
    begun = -(-(late - last.days) // growth.days)
    return min(growth.cap, last.percent + growth.points * begun)


def _days_late(question: Question) -> int:
    given = question.whole_number("days_late")
    if given is None:
        if question.until is None:
            raise MissingInput(question.rule.id, "until")
        paid = legal_day(question.until, question.rule.time_zone)
        given = max(0, (paid - question.day).days)
        question.say(
            "late",
            f"Dû le {fr_date(question.day)}, payé le {fr_date(paid)} : {given} jour(s) de retard.",
            f"Due on {en_date(question.day)}, paid on {en_date(paid)}: {given} day(s) late.",
        )
    return given


def _sum(question: Question, percent: int | str, late: int) -> dict[str, int]:
    cents = question.inputs.get("sum_cents")
    if cents is None:
        return {}
    if isinstance(cents, bool) or not isinstance(cents, int) or cents < 0:
        raise BadInput(question.rule.id, f"sum_cents={cents!r}", ("sum_cents",))
    rate = _legal_rate(question)
    if isinstance(percent, int):
        return {"surcharge_cents": _round(Fraction(cents * percent, 100))}
    if rate is None:
        return {}
    owed = _round(cents * rate * late / (100 * DAYS_IN_A_YEAR))
    question.say(
        "scale",
        "Intérêt compté au prorata des jours de retard ; à faire confirmer par un juriste.",
        "Interest counted pro rata of the days late; to be confirmed by a lawyer.",
    )
    return {"surcharge_cents": owed}


def _legal_rate(question: Question) -> Fraction | None:
    """Read the legal rate of the half-year, `2.76` for 2.76 %: the pack does not hold it."""
    given = question.inputs.get("legal_rate")
    if given is None:
        return None
    try:
        rate = Decimal(str(given).replace(",", "."))
    except InvalidOperation:
        rate = Decimal(-1)
    if not 0 <= rate <= HIGHEST_RATE:
        raise BadInput(question.rule.id, f"legal_rate={given!r}", ("legal_rate",))
    return Fraction(rate)


def _round(cents: Fraction) -> int:
    """Round to the nearest cent, half a cent upwards, in favour of whom it is owed to."""
    return int(cents + Fraction(1, 2))
