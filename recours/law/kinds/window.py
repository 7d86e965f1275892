"""Windows (not before this day, not after that one), rights without an end, and fixed days."""

from typing import Any

from recours.law.days import DAY, shift
from recours.law.due import Due
from recours.law.errors import BadRecord
from recours.law.kinds.period import roll, safe_before
from recours.law.question import Question
from recours.law.words import en_date, fr_date


def window(question: Question) -> Due:
    """Return the first and last day of the window around the event."""
    limits = question.rule.window
    if limits is None:
        raise BadRecord(f"{question.rule.id}: no window")
    sign = -1 if limits.side == "before" else 1
    opens = shift(question.day, sign * limits.opens.duration, limits.opens.unit)
    raw = shift(question.day, sign * limits.closes.duration, limits.closes.unit)
    question.say_start(counted=True)
    closes = roll(question, raw) if limits.side == "after" else raw
    question.say(
        "window",
        f"Du {fr_date(opens)} au {fr_date(closes)}.",
        f"From {en_date(opens)} to {en_date(closes)}.",
        closes,
    )
    extras: dict[str, Any] = {}
    operator = raw
    if limits.inner_margin:
        operator = safe_before(question, closes)
        extras = {"safe_start": opens + DAY, "safe_end_workday": operator}
    return question.answer(
        raw=raw,
        rolled=closes,
        operator=operator,
        customer=closes,
        window_start=opens,
        window_end=closes,
        extras=extras,
    )


def open_ended(question: Question) -> Due:
    """Return the day from which the right is open; it has no end."""
    question.say_start(counted=True)
    question.say(
        "window",
        f"Le droit est ouvert à partir du {fr_date(question.day)}, sans date de fin.",
        f"The right is open from {en_date(question.day)}, without an end.",
        question.day,
    )
    return question.answer(raw=question.day, window_start=question.day)


def fixed(question: Question) -> Due:
    """Return the day the text itself names, whatever the event."""
    day = question.rule.fixed_on
    if day is None:
        raise BadRecord(f"{question.rule.id}: no day")
    question.say(
        "fixed",
        f"Le texte fixe lui-même la date : {fr_date(day)}.",
        f"The text names the day itself: {en_date(day)}.",
        day,
    )
    return question.answer(raw=day)
