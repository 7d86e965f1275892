"""Answers: read as people type them, kept as typed, checked, said back. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from recours.forms.errors import BadAnswers
from recours.forms.rules.document import NO, YES, Form, Question, asked
from recours.kernel.days import write_day
from recours.kernel.money import BadAmount, format_cents, parse_cents
from recours.people.errors import BadAddress, BadCard
from recours.people.rules import normalise_card, normalise_email

LONGEST = {"long": 6_000, "text": 200, "store": 80, "receipt": 60, "order": 60, "contract": 60}
MOST_CENTS, MOST = 10**9, 10**9
EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)
NO_CARD = "-"  # kept when the person says that the card is not at hand
CARD_LENGTH = 13
_DAY = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NUMBER = re.compile(r"[0-9]{1,10}")
_PHONE = re.compile(r"[0-9+][0-9 ().+\-]{2,29}")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Refused(Exception):
    """An answer does not fit its question; `why` names the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def keep(question: Question, typed: str, *, today: date) -> str:
    """Return what is kept of what was typed, empty when nothing was; raise `Refused`."""
    text = _UNREADABLE.sub("", typed.replace("\r\n", "\n"))
    text = text if question.type == "long" else text.strip()
    if not text.strip():
        if question.required and question.type != "file":
            raise Refused("required")
        return ""
    return _READERS.get(question.type, _text)(question, text, today)


def _text(question: Question, text: str, _today: date) -> str:
    if len(text) > LONGEST.get(question.type, LONGEST["text"]):
        raise Refused("too-long")
    return text


def _day(question: Question, text: str, today: date) -> str:
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise Refused("day")
    try:
        chosen = date(int(year), int(month), int(day))
    except ValueError as problem:
        raise Refused("no-such-day") from problem
    if not EARLIEST <= chosen <= LATEST:
        raise Refused("no-such-day")
    if question.type == "date-not-future" and chosen > today:
        raise Refused("future")
    return chosen.isoformat()


def _amount(_question: Question, text: str, _today: date) -> str:
    try:
        cents = parse_cents(text)
    except BadAmount as problem:
        raise Refused("amount") from problem
    if cents > MOST_CENTS:
        raise Refused("amount-too-large")
    return text


def _number(_question: Question, text: str, _today: date) -> str:
    bare = re.sub(r"[ \u00a0\u202f]", "", text)
    if not _NUMBER.fullmatch(bare) or int(bare) > MOST:
        raise Refused("number")
    return str(int(bare))


def _choice(question: Question, text: str, _today: date) -> str:
    known = {option.code for option in question.options}
    if text not in (known if question.type == "choice" else {YES, NO}):
        raise Refused("choice")
    return text


def _card(_question: Question, text: str, _today: date) -> str:
    if text == NO_CARD:
        return NO_CARD
    try:
        return normalise_card(text)
    except BadCard as problem:
        raise Refused("card") from problem


def _email(_question: Question, text: str, _today: date) -> str:
    try:
        return normalise_email(text)
    except BadAddress as problem:
        raise Refused("email") from problem


def _phone(_question: Question, text: str, _today: date) -> str:
    if not _PHONE.fullmatch(text):
        raise Refused("phone")
    return text


_READERS = {
    "date": _day,
    "date-not-future": _day,
    "amount": _amount,
    "number": _number,
    "choice": _choice,
    "yes-no": _choice,
    "card": _card,
    "email": _email,
    "phone": _phone,
}


def card_doubt(number: str) -> tuple[str, int]:
    """Return what is odd about a card number ("short", "long", "digit" or nothing) and how many.

    Thirteen figures, the last of which checks the others (GS1, as under a barcode).
    """
    if number == NO_CARD or not number:
        return "", 0
    if not (number.isascii() and number.isdigit()):
        return "letters", 0
    if len(number) != CARD_LENGTH:
        gap = CARD_LENGTH - len(number)
        return ("short" if gap > 0 else "long"), abs(gap)
    total = sum(int(c) * (3 if place % 2 else 1) for place, c in enumerate(number))
    return ("digit", 0) if total % 10 else ("", 0)


def value_of(question: Question, kept: str) -> Any:
    """Return the answer as it is recorded: cents and numbers as integers, yes or no as booleans."""
    if question.type == "amount":
        return parse_cents(kept)
    if question.type == "number":
        return int(kept)
    if question.type == "yes-no":
        return kept == YES
    return kept


def text_of(question: Question, value: Any) -> str:
    """Return a recorded value as it is kept in a draft; raise `Refused` for another form."""
    if question.type == "yes-no" and isinstance(value, bool):
        return YES if value else NO
    if question.type in {"amount", "number"}:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            raise Refused("number")
        whole, cents = divmod(value, 100)
        return f"{whole},{cents:02d}" if question.type == "amount" else str(value)
    if question.type == "file" or not isinstance(value, str):
        raise Refused("form")
    return value


def check_answers(form: Form, values: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Return recorded answers an integrator sent, checked; raise `BadAnswers` naming each.

    Nothing is asked for: a question left out is left out. What no question asks is refused.
    """
    kept: dict[str, str] = {}
    refused: dict[str, str] = {}
    for code, value in values.items():
        question = form.question(code)
        try:
            if question is None:
                raise Refused("unknown")  # noqa: TRY301  # one list of what is refused
            kept[code] = keep(question, text_of(question, value), today=today)
        except Refused as problem:
            refused[code] = problem.why
    shown = {one.code for page in asked(form, kept) for one in page.questions}
    refused |= dict.fromkeys([code for code in kept if code not in shown], "not-asked")
    if refused:
        raise BadAnswers(refused)
    return recorded(form, kept)


def recorded(form: Form, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to keep with the complaint: what was asked and said, in order.

    Files are in the thread: they are not answers in words.
    """
    questions = [one for page in asked(form, kept) for one in page.questions]
    return {
        one.code: value_of(one, kept[one.code])
        for one in questions
        if one.type != "file" and isinstance(kept.get(one.code), str) and kept[one.code].strip()
    }


def missing(questions: Sequence[Question], kept: Mapping[str, Any]) -> list[str]:
    """Return the codes of the required questions that have no answer."""
    return [one.code for one in questions if one.required and not kept.get(one.code)]


def shown(question: Question, value: Any, language: str) -> str:
    """Return an answer as a person reads it."""
    english = language.startswith("en")
    if question.type == "yes-no":
        said = ("Yes", "No") if english else ("Oui", "Non")
        return said[0 if value else 1]
    if question.type == "choice":
        return next((o.label(language) for o in question.options if o.code == value), str(value))
    if question.type == "amount":
        return format_cents(value, language)
    if question.type in {"date", "date-not-future"}:
        return write_day(date.fromisoformat(value), language)
    if value == NO_CARD and question.type == "card":
        return "Card not at hand" if english else "Carte pas sous la main"
    return str(value)
