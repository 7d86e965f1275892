"""Read a scanned letter, and propose who wrote it, when, and about which case."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings

from recours.correspondence.commands.propose_letter import propose_letter
from recours.correspondence.commands.read_file import read_file
from recours.correspondence.letter_cards import letter_card
from recours.kernel.days import legal_day
from recours.people.callers import CallerCard, find_callers
from recours.scans.letter import LetterFields, letter_fields

MOST = 5


def read_letter(*, letter: str, at: datetime) -> bool:
    """Say whether something was proposed; a letter nobody can read waits for a person all the same.

    Raise `LetterNotFound`.
    """
    card = letter_card(letter)
    words = read_file(sha256=card.sha256, at=at)
    operator: dict[str, Any] = settings.OPERATOR
    ours = [operator["name"], *operator["address"].split(",")[:2]]
    fields = letter_fields(words.text, ours=ours, latest=legal_day(at))
    proposed = {
        **_said(fields),
        "people": [asdict(one) for one in _people(fields)],
        "confidence": words.confidence,
        "engine": words.engine,
        "trouble": words.trouble,
    }
    return propose_letter(letter=letter, proposed=proposed, at=at)


def _said(fields: LetterFields) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(fields).items()
        if value
    }


def _people(fields: LetterFields) -> list[CallerCard]:
    """Return whom the letter may be from: by card, address and telephone before the name."""
    found: dict[tuple[str, str], CallerCard] = {}
    for words in (fields.card, fields.email, fields.phone, fields.sender_name):
        for one in find_callers(words, programmes=None) if words else ():
            found.setdefault((one.customer, one.member), one)
    return list(found.values())[:MOST]
