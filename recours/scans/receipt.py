"""What a receipt says: store, day, total and number. Proposed to a person, never imposed."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from recours.kernel.money import BadAmount, parse_cents
from recours.scans.days import days_in, folded

ALIKE = 0.78  # of one: how near a known store's name must be
LONGEST = 20_000  # letters of a receipt that are looked at
_AMOUNT = re.compile(
    r"(?<![0-9.,])([0-9]{1,3}(?:[  .][0-9]{3})*|[0-9]+)\s?[.,]\s?([0-9]{2})(?![0-9])"
)
_BEST = ("totalttc", "netapayer", "totalapayer", "montantdu", "apayer", "montantttc")
_GOOD = ("total", "montant")
_NOT = (
    "soustotal", "totalht", "tva", "points", "remise", "economi", "avantage", "rendu", "articles",
    "cagnotte", "promo", "reduction", "fidelite",
)  # fmt: skip
_PAID = ("cartebancaire", "cb", "especes", "cheque", "paiement")
_NUMBER = re.compile(
    r"(?:ticket|tick|facture|transaction|trans|recu|n[o0°º]?\s?ticket)"
    r"\s{0,3}(?:de caisse)?\s{0,3}(?:num(?:ero)?|n)?\s?[o0°º.]?\s{0,2}[:;.#]?\s{0,3}"
    r"([0-9][0-9a-z/ -]{2,40}[0-9a-z])"
)
_NO_STORE = re.compile(
    r"(?:^|\b)(?:tel|siret|siren|tva|rcs|www|http|ticket|facture|caisse|bienvenue|merci|date|"
    r"horaire|duplicata|rue|quai|avenue|av|bd|boulevard|place|cedex)\b|@|[0-9]{5}"
)


@dataclass(frozen=True, slots=True)
class ReceiptFields:
    """What was found; None or empty when nothing was."""

    store: str
    date: date | None
    total_cents: int | None
    number: str


def receipt_fields(
    text: str, *, stores: Sequence[str] = (), latest: date | None = None
) -> ReceiptFields:
    """Return what the words of a receipt say; `stores` are those we know, `latest` is today."""
    lines = [line.strip() for line in text[:LONGEST].replace("\f", "\n").splitlines()]
    said = [line for line in lines if line]
    when, total, number = _date(said, latest), _total(said), _number(said)
    is_receipt = bool(stores or when or total or number)  # any other picture has a first line too
    return ReceiptFields(
        store=_store(said, stores) if is_receipt else "",
        date=when,
        total_cents=total,
        number=number,
    )


def _squashed(line: str) -> str:
    """Return the letters alone: engines lose spaces, and read 0 for O."""
    return "".join(c for c in folded(line).replace("0", "o") if c.isalpha())


def _amounts(line: str) -> list[int]:
    """Return the amounts of a line, in cents."""
    return list(_cents(line))


def _cents(line: str) -> Iterator[int]:
    for match in _AMOUNT.finditer(line):
        whole = re.sub(r"\D", "", match[1])
        with suppress(BadAmount):
            yield parse_cents(f"{whole},{match[2]}")


def _total(lines: Sequence[str]) -> int | None:
    for words in (_BEST, _GOOD, _PAID):
        found = [amount for amount in _named(lines, words) if amount > 0]
        if found:
            return max(found) if words is _GOOD else found[-1]
    return None


def _named(lines: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    """Yield the amount beside each of these words, or on the next line when it stands alone."""
    for place, line in enumerate(lines):
        plain = _squashed(line)
        if not any(word in plain for word in words) or any(word in plain for word in _NOT):
            continue
        following = lines[place + 1] if place + 1 < len(lines) else ""
        amounts = _amounts(line) or (_amounts(following) if not _squashed(following) else [])
        yield from amounts[-1:]


def _date(lines: Sequence[str], latest: date | None) -> date | None:
    found = [one.day for line in lines for one in days_in(line)]
    likely = [day for day in found if latest is None or day <= latest]
    return likely[0] if likely else None


def _number(lines: Sequence[str]) -> str:
    for line in lines:
        match = _NUMBER.search(folded(line))
        if match:
            written = line[match.start(1) : match.end(1)] if len(folded(line)) == len(line) else ""
            return re.split(r"\s{2,}|\s(?=[a-zA-Z])", (written or match[1]).strip())[0].upper()
    return ""


def _store(lines: Sequence[str], stores: Sequence[str]) -> str:
    known = [(_likeness(line, store), store) for line in lines[:15] for store in stores]
    best = max(known, default=(0.0, ""))
    if best[0] >= ALIKE:
        return best[1]
    heads = (line for line in lines[:4] if _is_name(line))
    return "" if stores else next(heads, "")


def _likeness(line: str, store: str) -> float:
    """Say how well a line names a store, from 0 to 1: its name may stand among other words."""
    said, name = _squashed(line), _squashed(store)
    if not said or not name:
        return 0.0
    if name in said:
        return 1.0
    matcher = SequenceMatcher(None, said, name, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks() if block.size > 1)
    return max(matcher.ratio(), 0.9 * shared / len(name) if len(said) > len(name) else 0.0)


def _is_name(line: str) -> bool:
    letters = sum(c.isalpha() for c in line)
    return letters >= 4 and letters * 2 > len(line) and not _NO_STORE.search(folded(line))  # noqa: PLR2004
