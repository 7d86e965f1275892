"""Telephone numbers in one form, however they were typed. Pure."""

import phonenumbers

from recours.people.errors import BadPhone

HOME = "FR"
LONGEST = 40


def normalise_phone(text: str, *, region: str = HOME) -> str:
    """Return the number as the whole world writes it (+33612345678); raise `BadPhone`."""
    return phonenumbers.format_number(_read(text, region), phonenumbers.PhoneNumberFormat.E164)


def phone_key(text: str, *, region: str = HOME) -> str:
    """Return the number in its one form, or as it was typed when it is not one."""
    try:
        return normalise_phone(text, region=region)
    except BadPhone:
        return text.strip()[:LONGEST]


def written_forms(text: str, *, region: str = HOME) -> list[str]:
    """Return every usual way of writing this number: some were kept as they were typed."""
    number = _read(text, region)
    kinds = phonenumbers.PhoneNumberFormat
    world, national, abroad = (
        phonenumbers.format_number(number, kind)
        for kind in (kinds.E164, kinds.NATIONAL, kinds.INTERNATIONAL)
    )
    parts = national.split()
    own = [mark.join(parts) for mark in (" ", "", ".", "-")]
    return list(dict.fromkeys([world, abroad, *own, "00" + world.removeprefix("+")]))


def _read(text: str, region: str) -> phonenumbers.PhoneNumber:
    try:
        number = phonenumbers.parse(text[:LONGEST], region)
    except phonenumbers.NumberParseException as refused:
        raise BadPhone(text[:LONGEST]) from refused
    if not phonenumbers.is_possible_number(number):
        raise BadPhone(text[:LONGEST])
    return number
