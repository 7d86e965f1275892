"""Periods: so many days, months, working days or hours after an event, or before it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from recours.law.days import (
    DAY,
    MONDAY_TO_FRIDAY,
    MONDAY_TO_SATURDAY,
    count_working_days,
    is_clamped,
    roll_back,
    roll_forward,
    shift,
)
from recours.law.due import Due
from recours.law.errors import TimeMissing
from recours.law.question import Question
from recours.law.rule import WORKING_CALENDARS, Extension
from recours.law.words import en_amount, en_date, fr_amount, fr_date

WEEKS = {"OUV6": MONDAY_TO_SATURDAY, "OUV5": MONDAY_TO_FRIDAY, "EU5": MONDAY_TO_FRIDAY}
WEEK_WORDS = {
    "OUV6": ("du lundi au samedi", "Monday to Saturday"),
    "OUV5": ("du lundi au vendredi", "Monday to Friday"),
    "EU5": ("du lundi au vendredi", "Monday to Friday"),
}


def period(question: Question) -> Due:
    """Return the end of the period, counted the way the calendar of the rule says."""
    calendar = question.rule.calendar
    if calendar == "H":
        return _hours(question)
    if calendar in WORKING_CALENDARS:
        return _working_days(question)
    if calendar == "BACK":
        return _backward(question)
    return _dated(question)


def _hours(question: Question) -> Due:
    start = question.start
    if not isinstance(start, datetime):
        raise TimeMissing(question.rule.id)
    zone = ZoneInfo(question.rule.time_zone)
    begun = (start.replace(tzinfo=zone) if start.tzinfo is None else start).astimezone(UTC)
    amount = question.amount()
    end = (begun + timedelta(hours=amount)).astimezone(zone)
    question.say_start(counted=True)
    question.say(
        "count",
        f"On ajoute {fr_amount(amount, 'hours')} réelles, nuits, dimanches et jours fériés "
        f"compris, sans report : {fr_date(end)} ({zone}).",
        f"Add {en_amount(amount, 'hours')} as they pass, nights, Sundays and holidays included, "
        f"never rolled: {en_date(end)} ({zone}).",
        end,
    )
    return question.answer(raw=end)


def _working_days(question: Question) -> Due:
    rule, amount, start = question.rule, question.amount(), question.day
    raw = _count(question, amount, rule.calendar)
    earliest, _skipped = count_working_days(
        start, amount, WEEKS[rule.operator_calendar or rule.calendar], question.is_national_holiday
    )
    operator = min(raw, earliest)
    question.say(
        "operator",
        f"Pour celui qui doit agir, sans les jours fériés locaux : {fr_date(operator)}.",
        f"For the one who must act, without local holidays: {en_date(operator)}.",
        operator,
    )
    question.say(
        "customer",
        f"Pour le client, la date la plus tardive : {fr_date(raw)}.",
        f"For the customer, the latest date: {en_date(raw)}.",
        raw,
    )
    extras: dict[str, Any] = _extended_working_days(question)
    if rule.calendar != "EU5":
        for name, week in (
            ("ouvrables_mon_sat", MONDAY_TO_SATURDAY),
            ("ouvres_mon_fri", MONDAY_TO_FRIDAY),
        ):
            extras[name] = count_working_days(start, amount, week, question.is_holiday)[0]
    return question.answer(raw=raw, operator=operator, extras=extras)


def _count(question: Question, amount: int, calendar: str) -> date:
    question.say_start()
    end, skipped = count_working_days(question.day, amount, WEEKS[calendar], question.is_holiday)
    week_fr, week_en = WEEK_WORDS[calendar]
    names = [(day, question.holiday(day)) for day in skipped]
    without_fr = ", ".join(f"{fr_date(day)} ({name.fr})" for day, name in names if name)
    without_en = ", ".join(f"{en_date(day)} ({name.en})" for day, name in names if name)
    question.say(
        "count",
        f"On compte {fr_amount(amount, calendar)}, {week_fr}"
        f"{f', sans {without_fr}' if skipped else ''} : {fr_date(end)}.",
        f"Count {en_amount(amount, calendar)}, {week_en}"
        f"{f', without {without_en}' if skipped else ''}: {en_date(end)}.",
        end,
    )
    return end


def _extended_working_days(question: Question) -> dict[str, Any]:
    extras: dict[str, Any] = {}
    for extension in question.rule.extensions:
        end, _skipped = count_working_days(
            question.day, extension.duration, WEEKS[question.rule.calendar], question.is_holiday
        )
        _say_extension(question, extension, end)
        extras[f"{extension.key}_raw"] = extras[f"{extension.key}_rolled"] = end
    return extras


def _backward(question: Question) -> Due:
    amount, unit = question.amount(), question.rule.unit
    question.say_start()
    raw = shift(question.day, -amount, unit)
    question.say(
        "count",
        f"On retire {fr_amount(amount, unit)} : {fr_date(raw)} au plus tard. Une date comptée à "
        "rebours n’est jamais reportée.",
        f"Take away {en_amount(amount, unit)}: {en_date(raw)} at the latest. A date counted "
        "backwards is never rolled forward.",
        raw,
    )
    operator = safe_before(question, raw)
    return question.answer(raw=raw, operator=operator, extras={"safe_end_workday": operator})


def safe_before(question: Question, last_day: date) -> date:
    """Return the last working day strictly before a day that must not be missed."""
    safe = roll_back(last_day - DAY, question.is_holiday)
    question.say(
        "operator",
        f"Date sûre pour l’opérateur, dernier jour ouvré avant cette date : {fr_date(safe)}.",
        f"Safe date for the operator, the last working day before that: {en_date(safe)}.",
        safe,
    )
    return safe


def _dated(question: Question) -> Due:
    question.say_start()
    raw = _pause(question, _end(question, question.amount(), question.rule.unit))
    if question.rule.information is not None:
        return _with_information(question, raw)
    extras = _extended(question, raw)
    rolled = roll(question, raw)
    return _both_sides(question, raw, rolled, rolled, extras)


def _end(question: Question, amount: int, unit: str) -> date:
    end = shift(question.day, amount, unit)
    short_fr, short_en = "", ""
    if is_clamped(question.day, end, unit):
        short_fr = f" (ce mois n’a pas de {question.day.day} : on prend son dernier jour)"
        short_en = f" (that month has no {question.day.day}: its last day is taken)"
    question.say(
        "count",
        f"On ajoute {fr_amount(amount, unit)} : {fr_date(end)}{short_fr}.",
        f"Add {en_amount(amount, unit)}: {en_date(end)}{short_en}.",
        end,
    )
    return end


def _pause(question: Question, end: date) -> date:
    days = question.whole_number("suspended_days")
    if not days:
        return end
    later = end + timedelta(days=days)
    question.say(
        "suspend",
        f"Le délai a été suspendu {fr_amount(days, 'days')} : {fr_date(later)}.",
        f"The period was suspended for {en_amount(days, 'days')}: {en_date(later)}.",
        later,
    )
    return later


def roll(question: Question, raw: date) -> date:
    """Return the end moved to the next working day, unless the rule is never rolled."""
    if question.rule.roll == "never":
        question.say("roll", "Aucun report.", "Never rolled.", raw)
        return raw
    rolled = roll_forward(raw, question.is_holiday)
    if rolled == raw:
        question.say(
            "roll", "C’est un jour ouvré : pas de report.", "A working day: not rolled.", raw
        )
        return raw
    name = question.holiday(raw)
    why_fr, why_en = (name.fr, name.en) if name else ("fin de semaine", "weekend")
    question.say(
        "roll",
        f"Le dernier jour n’est pas ouvré ({why_fr}) : report au {fr_date(rolled)}.",
        f"The last day is not a working day ({why_en}): rolled to {en_date(rolled)}.",
        rolled,
    )
    return rolled


def _both_sides(
    question: Question, raw: date, rolled: date, customer: date, extras: dict[str, Any]
) -> Due:
    question.say(
        "operator",
        f"Pour l’opérateur, la date la plus proche défendable : {fr_date(raw)}.",
        f"For the operator, the earliest defensible date: {en_date(raw)}.",
        raw,
    )
    question.say(
        "customer",
        f"Pour le client, la date la plus tardive : {fr_date(customer)}.",
        f"For the customer, the latest date: {en_date(customer)}.",
        customer,
    )
    return question.answer(raw=raw, rolled=rolled, customer=customer, extras=extras)


def _extended(question: Question, raw: date) -> dict[str, Any]:
    extras: dict[str, Any] = {}
    for extension in question.rule.extensions:
        origin = question.day if extension.counted_from == "start" else raw
        end = shift(origin, extension.duration, extension.unit)
        extras[f"{extension.key}_raw"] = end
        never = question.rule.roll == "never"
        extras[f"{extension.key}_rolled"] = end if never else roll_forward(end, question.is_holiday)
        _say_extension(question, extension, end)
    return extras


def _say_extension(question: Question, extension: Extension, end: date) -> None:
    question.say(
        "extend",
        f"{extension.text_fr} : {fr_date(end)}.",
        f"{extension.text_en}: {en_date(end)}.",
        end,
    )


def _with_information(question: Question, initial: date) -> Due:
    """Compute a right of which the customer was told late, or not at all (L221-20)."""
    information = question.rule.information
    given = question.date_input("info_given")
    missing = bool(question.inputs.get("info_missing")) or (
        given is not None and given > question.day
    )
    if information is None or not missing:
        rolled = roll(question, initial)
        return _both_sides(question, initial, rolled, rolled, {})
    extra, after = information.extra, information.after
    more_fr, more_en = fr_amount(extra.duration, extra.unit), en_amount(extra.duration, extra.unit)
    extended = shift(initial, extra.duration, extra.unit)
    question.say(
        "extend",
        f"Droit non annoncé, {more_fr} de plus : {fr_date(extended)}.",
        f"Right not told, {more_en} more: {en_date(extended)}.",
        extended,
    )
    extras: dict[str, Any] = {"initial_end": initial, "extended_end": extended}
    if given is not None and given <= extended:
        return _told_late(question, shift(given, after.duration, after.unit), extras)
    rolled = roll(question, extended)
    # The months run from the end of the first period, which the law itself rolls forward.
    from_rolled = shift(roll_forward(initial, question.is_holiday), extra.duration, extra.unit)
    customer = max(rolled, roll_forward(from_rolled, question.is_holiday))
    return _both_sides(question, extended, rolled, customer, extras)


def _told_late(question: Question, end: date, extras: dict[str, Any]) -> Due:
    question.say(
        "extend",
        f"Le client l’a appris depuis : le délai court de ce jour, jusqu’au {fr_date(end)}.",
        f"The customer was told since: the period runs from that day, until {en_date(end)}.",
        end,
    )
    rolled = roll(question, end)
    return _both_sides(question, end, rolled, rolled, extras)
