"""What a letter says of itself: its day, who wrote it, which case and which card it names.

Everything is proposed to a person, never imposed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stdnum import ean, luhn

from recours.kernel.references import BadReference, normalise_reference
from recours.scans.days import Found, days_in, folded

LONGEST = 40_000
HEAD = 24  # lines in which a letter says who writes to whom
_REFERENCE = re.compile(
    r"\bR\s?[-–—.]?\s?([0-9OIl]{4})\s?[-–—.]?\s?([0-9OIl]{5,9})\s?[-–—.]?\s?([0-9A-Z])\b"
)
_CARD = re.compile(r"(?<![0-9])[0-9](?:[ .-]?[0-9]){9,18}(?![0-9])")
_POSTCODE = re.compile(r"\b([0-9]{5})\s+([A-ZÀ-Ý][A-Za-zÀ-ÿ' -]{2,40})")
_EMAIL = re.compile(
    r"[a-z0-9._%+-]{1,64}\s?@\s?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![0-9])0[1-9](?:[ .-]?[0-9]{2}){4}(?![0-9])")
_TITLE = re.compile(r"^(?:m\.|mr|mme|mlle|monsieur|madame|mademoiselle)\s+(?=\S)", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÀ-Ý][\w'’.-]*(?:\s+[A-ZÀ-Ýd][\w'’.-]*){1,4}")
_NOT_A_NAME = (
    "service", "reclamation", "madame", "monsieur", "objet", "lettre", "recommande", "societe",
    "rue", "avenue", "boulevard", "quai", "place", "allee", "chemin", "cedex", "tel", "mail",
    "carte", "client", "reference", "france", "magasin", "programme", "fidelite", "sas", "sarl",
)  # fmt: skip
_STREET = ("rue", "avenue", "av", "boulevard", "bd", "quai", "place", "allee", "chemin", "impasse",
           "route", "cours", "square", "residence", "bat", "appt", "lieu-dit", "bp")  # fmt: skip
_DATED = re.compile(r"(?:^|[,;]|\b(?:a|fait|date|dated?)\b)[^0-9]{0,40}$")


@dataclass(frozen=True, slots=True)
class LetterFields:
    """What was found; None or empty when nothing was. `card_checks`: its last figure agrees."""

    written_on: date | None
    sender_name: str
    sender_address: str
    reference: str
    card: str
    card_checks: bool = False
    email: str = ""
    phone: str = ""


def letter_fields(
    text: str, *, ours: Sequence[str] = (), latest: date | None = None
) -> LetterFields:
    """Return what the words of a letter say.

    `ours` are words of our own address, never taken for the sender's; `latest` is today.
    """
    whole = text[:LONGEST]
    lines = [line.strip() for line in whole.replace("\f", "\n").splitlines() if line.strip()]
    name, address = _sender(lines, [folded(word) for word in ours if word])
    card, checks = _card(lines)
    email, phone = _EMAIL.search(whole), _PHONE.search(whole)
    return LetterFields(
        written_on=_written_on(lines, latest),
        sender_name=name,
        sender_address=address,
        reference=_reference(whole),
        card=card,
        card_checks=checks,
        email=email[0].replace(" ", "").lower() if email else "",
        phone=phone[0] if phone else "",
    )


def _written_on(lines: Sequence[str], latest: date | None) -> date | None:
    """Return the day after a town ("Nantes, le 3 novembre 2026"), or the first of the head."""
    named: list[date] = []
    plain: list[date] = []
    for line in lines[:HEAD]:
        for found in days_in(line):
            if latest is None or found.day <= latest:
                (named if _is_dateline(line, found) else plain).append(found.day)
    return next(iter([*named, *plain]), None)


def _is_dateline(line: str, found: Found) -> bool:
    before = folded(line)[: found.start].rstrip()
    alone = len(line) - len(found.written) < 30  # noqa: PLR2004  # a town, and little else
    return alone and (before.endswith("le") or bool(_DATED.search(before)))


def _reference(text: str) -> str:
    for match in _REFERENCE.finditer(text):
        digits = str.maketrans("OIl", "011")
        year, number = match[1].translate(digits), match[2].translate(digits)
        try:
            return normalise_reference(f"R-{year}-{number}-{match[3]}")
        except BadReference:
            continue
    return ""


def _card(lines: Sequence[str]) -> tuple[str, bool]:
    """Return a card number and whether its check holds; one beside the word wins over others."""
    found: list[tuple[int, str]] = []
    for line in lines:
        for match in _CARD.finditer(line):
            number = re.sub(r"\D", "", match[0])
            if _PHONE.fullmatch(number):
                continue
            beside = any(
                word in folded(line) for word in ("carte", "fidelite", "adherent", "client")
            )
            found.append((2 * checks(number) + beside, number))
    best = max(found, default=(0, ""), key=lambda one: one[0])
    return (best[1], checks(best[1])) if best[0] else ("", False)


def checks(number: str) -> bool:
    """Say whether the last figure agrees with the others (EAN-13 or Luhn)."""
    return bool(ean.is_valid(number) or (len(number) >= 12 and luhn.is_valid(number)))  # noqa: PLR2004


def _sender(lines: Sequence[str], ours: Sequence[str]) -> tuple[str, str]:
    """Return name and address: the block that ends with a post code and is not ours."""
    for place, line in enumerate(lines[:HEAD]):
        town = _POSTCODE.search(line)
        if town is None:
            continue
        block = _block(lines, place)
        if any(word in folded(part) for word in ours for part in (*block, line)):
            continue
        name = next((bare for part in block if (bare := _name_of(part))), "")
        streets = [part for part in block if _is_street(part)]
        return name or _signed(lines), ", ".join([*streets, town[0].strip()])
    return _signed(lines), ""


def _block(lines: Sequence[str], place: int) -> list[str]:
    """Return the few lines above a post code, as far as the former post code."""
    block: list[str] = []
    for line in reversed(lines[max(0, place - 4) : place]):
        if _POSTCODE.search(line):
            break
        block.insert(0, line)
    return block


def _is_street(line: str) -> bool:
    words = folded(line).replace(",", " ").replace(".", " ").split()
    return any(word in _STREET for word in words) and any(c.isdigit() for c in line)


def _name_of(line: str) -> str:
    bare = _TITLE.sub("", line.strip(" .,;:"))
    plain = folded(bare).replace("-", " ").split()
    if any(c.isdigit() for c in bare) or any(word in _NOT_A_NAME for word in plain):
        return ""
    return bare if _NAME.fullmatch(bare) else ""


def _signed(lines: Sequence[str]) -> str:
    """Return the name a letter ends with."""
    return next(_names(reversed(lines[-6:])), "")


def _names(lines: Iterator[str]) -> Iterator[str]:
    yield from (name for line in lines if (name := _name_of(line)))
