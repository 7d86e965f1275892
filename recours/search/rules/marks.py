"""What is compared whole: identifiers, addresses, and the facts that filters name. Pure."""

import re
import unicodedata

from recours.search.rules.words import fold

LONGEST = 60
SHORTEST_PREFIX = 5  # signs: "2026" is a year, "20260" begins a reference
IDENTIFIER, ADDRESS = "=i", "=m"
ANY = "=any"  # of every case
_ODD = re.compile(r"[^\w.@+-]|[^\x00-\x7f]")
_FRENCH_PHONE = re.compile(r"^(?:\+|00)33(?=\d{9,10}$)0?")


def identifier(text: str) -> str:
    """Return a number or reference without its separators: « R-2026-04817-K » is r202604817k."""
    compact = re.sub(r"[\s.\-_/()\u2010-\u2015]", "", text)
    return fold(_FRENCH_PHONE.sub("0", compact))[:LONGEST]


def identifier_mark(text: str) -> str:
    """Return the term an identifier is kept under, empty when there is none."""
    compact = identifier(text)
    return f"{IDENTIFIER}{compact}" if compact else ""


def address_mark(text: str) -> str:
    """Return the term an e-mail address, or its beginning, is kept under."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return f"{ADDRESS}{_ODD.sub('_', plain)[:LONGEST]}" if plain else ""


def fact_mark(name: str, value: str) -> str:
    """Return the term of a fact that a filter may name: its status, for example."""
    return f"={name}.{_ODD.sub('_', value.casefold())[:LONGEST]}"
