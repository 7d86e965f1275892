"""How much two complaints look like one, and the reasons in words. Pure.

The score is a sum of points that an agent can add up: at `PROPOSED` the pair is shown. Without the
same person, or the same purchase or receipt, nothing is proposed: many people complain of one
thing on one day.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from recours.complaints.rules.conclusion import Sentence

PROPOSED = 50
NEAR, CLOSE = 30, 3  # days
ALIKE_FROM = 30  # percent of common pieces of words, under which words say nothing
LONGEST = 4_000  # signs compared
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, in plain values; `person` names what proves who it is."""

    reference: str
    kind: str
    channel: str
    received_on: date
    story: str = ""
    receipt: str = ""
    purchases: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, what it weighs, and how it is said."""

    points: int
    words: Sentence


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much they look alike: the sum, and what it is made of."""

    score: int
    reasons: tuple[Reason, ...]
    proposed: bool


PERSON = {
    "customer": Reason(45, Sentence("le même client", "the same customer")),
    "email": Reason(45, Sentence("la même adresse e-mail", "the same e-mail address")),
    "phone": Reason(40, Sentence("le même numéro de téléphone", "the same telephone number")),
    "card": Reason(40, Sentence("la même carte", "the same card")),
}


def likeness(one: Side, other: Side, *, person: str = "") -> Likeness:
    """Return how much two complaints look like one; `person` is how it is the same one, if so."""
    who = [PERSON[person]] if person else []
    thing = _thing(one, other)
    reasons = (*who, *thing, *_kind(one, other), *_dates(one, other), *_words(one, other))
    if who or thing:
        reasons += tuple(_channels(one, other))
    score = sum(reason.points for reason in reasons)
    return Likeness(score, reasons, proposed=bool(who or thing) and score >= PROPOSED)


def _thing(one: Side, other: Side) -> list[Reason]:
    if set(one.purchases) & set(other.purchases):
        return [Reason(40, Sentence("le même achat", "the same purchase"))]
    if one.receipt and _folded(one.receipt) == _folded(other.receipt):
        return [
            Reason(
                35,
                Sentence(
                    f"le même ticket, {one.receipt.strip()}",
                    f"the same receipt, {one.receipt.strip()}",
                ),
            )
        ]
    return []


def _kind(one: Side, other: Side) -> list[Reason]:
    if one.kind != other.kind or one.kind == "AUT":
        return []
    return [Reason(10, Sentence("le même motif", "the same kind"))]


def _dates(one: Side, other: Side) -> list[Reason]:
    apart = abs((one.received_on - other.received_on).days)
    if apart > NEAR:
        return []
    if apart == 0:
        return [Reason(10, Sentence("reçues le même jour", "received on the same day"))]
    days = ("1 jour", "1 day") if apart == 1 else (f"{apart} jours", f"{apart} days")
    points = 10 if apart <= CLOSE else 5
    return [Reason(points, Sentence(f"à {days[0]} d’intervalle", f"{days[1]} apart"))]


def _channels(one: Side, other: Side) -> list[Reason]:
    if one.channel == other.channel:
        return []
    return [Reason(5, Sentence("par deux canaux différents", "through two different channels"))]


def _words(one: Side, other: Side) -> list[Reason]:
    share = alike(one.story, other.story)
    if share < ALIKE_FROM:
        return []
    said = Sentence(
        f"des mots proches ({share} % en commun)", f"similar words ({share}% in common)"
    )
    return [Reason(10 + share * 15 // HUNDRED, said)]


def alike(one: str, other: str) -> int:
    """Return the percentage of pieces of three letters that two texts have in common."""
    first, second = _pieces(one), _pieces(other)
    if not first or not second:
        return 0
    return len(first & second) * HUNDRED // len(first | second)


def _pieces(text: str) -> set[str]:
    words = _folded(text[:LONGEST]).split()
    return {f" {word} "[at : at + 3] for word in words for at in range(len(word))}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
