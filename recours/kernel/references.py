"""References of complaints: easy to read over the telephone, hard to mistype.

`R-2026-04817-K`: a year, a number without gaps, and a check character (ISO/IEC 7064,
MOD 37,36) that catches every wrong character and nearly every pair written the wrong way round
(a few pairs of neighbours, such as 4 and 5, pass).
"""

import re

from stdnum.iso7064 import mod_37_36

_SHAPE = re.compile(r"R-?([0-9]{4})-?([0-9]{5,9})-?([0-9A-Z])")


class BadReference(ValueError):
    """The text is not the reference of a complaint."""


def make_reference(year: int, number: int) -> str:
    """Return the reference of the `number`th complaint of `year`."""
    digits = f"{number:05d}"
    return f"R-{year:04d}-{digits}-{mod_37_36.calc_check_digit(f'{year:04d}{digits}')}"


def normalise_reference(text: str) -> str:
    """Return the reference as we write it, whatever spaces and case it was typed with."""
    found = _SHAPE.fullmatch(re.sub(r"[\s.]+", "", text[:40]).upper())
    if found is None:
        raise BadReference(text[:40])
    year, number, check = found.groups()
    if not mod_37_36.is_valid(f"{year}{number}{check}"):
        raise BadReference(text[:40])
    return f"R-{year}-{number}-{check}"


def is_reference(text: str) -> bool:
    """Say whether the text can be a reference, without looking it up."""
    try:
        normalise_reference(text)
    except BadReference:
        return False
    return True
