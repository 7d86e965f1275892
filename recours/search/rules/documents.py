"""What is indexed of a case, and the terms it becomes: the same list for both databases. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice

from recours.search.rules.marks import ANY, address_mark, fact_mark, identifier_mark
from recours.search.rules.words import RECIPE, language_of, stem, words

AUDIENCES = {"customer": "c", "internal": "i", "department": "d", "mediator": "m"}
NAME = "~"
GAP = "|"  # between parts: a phrase never crosses it

SHEET = 12_000  # words; PostgreSQL counts places up to 16,383
MOST_SHEETS = 16
MOST_PLACES = 250  # of one term in a sheet; PostgreSQL keeps 256
PART = 8_000  # letters of text kept in one row, so that an excerpt never reads a whole book


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a case: what it is, who may read it, where and when it was said."""

    kind: str
    text: str
    audience: str = "customer"
    title: str = ""
    by: str = ""
    at: datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A case as it is searched for.

    `names` are found by their beginning, `identifiers` and `addresses` exactly or by their
    beginning; `facts` are what filters name.
    """

    about: str
    programme: str
    received_at: datetime
    customer: str = ""
    language: str = "fr"
    names: Sequence[str] = ()
    identifiers: Sequence[str] = ()
    addresses: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    parts: Sequence[Part] = field(default_factory=tuple)

    def sha256(self) -> str:
        """Return the fingerprint of everything above, and of the way it is cut."""
        head = (RECIPE, self.about, self.programme, self.customer, self.language)
        told = (_iso(self.received_at), *self.names, "", *self.identifiers, "", *self.addresses)
        facts = chain.from_iterable(self.facts)
        parts = chain.from_iterable(
            (part.kind, part.text, part.audience, part.title, part.by, _iso(part.at), part.language)
            for part in self.parts
        )
        text = "\x1f".join((*head, *told, "", *facts, "", *parts))
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def cut(part: Part) -> Iterator[Part]:
    """Cut a long text at a space, into rows that are quickly read."""
    text = part.text
    while len(text) > PART:
        end = max(text.rfind(" ", PART // 2, PART), text.rfind("\n", PART // 2, PART))
        end = end if end > 0 else PART
        yield _with(part, text[:end])
        text = text[end:]
    yield _with(part, text)


def _with(part: Part, text: str) -> Part:
    return Part(part.kind, text, part.audience, part.title, part.by, part.at, part.language)


def marks(document: Document) -> list[str]:
    """Return the terms that are compared whole."""
    found = [
        ANY,
        fact_mark("p", document.programme),
        fact_mark("u", document.customer),
        *(identifier_mark(text) for text in document.identifiers),
        *(address_mark(text) for text in document.addresses),
        *(fact_mark(name, value) for name, value in document.facts),
    ]
    return sorted({mark for mark in found if mark})


def sheets(document: Document) -> list[list[str]]:
    """Return the terms of a case in order, a list per sheet; most cases fill one.

    Each sheet also holds every other term of the case: words are found together wherever they
    stand. A phrase is found within its sheet.
    """
    names = [[f"{NAME}{word}" for word in words(name)] for name in document.names]
    alone = [*names, *([mark] for mark in marks(document))]
    opening = list(chain.from_iterable((*terms, GAP) for terms in alone))
    spoken = iter(_words(document))
    written = [list(islice(spoken, SHEET)) for _ in range(MOST_SHEETS)]
    written = [one for one in written if one] or [[]]
    every = set(chain.from_iterable(written)) - {GAP}
    return [_sheet(opening, one, every) for one in written]


def _words(document: Document) -> Iterable[str]:
    for part in document.parts:
        prefix = AUDIENCES[part.audience]
        language = part.language or language_of(part.text, document.language)
        for text in (part.title, part.text):
            for word in words(text):
                yield prefix + stem(word, language)
            yield GAP


def _sheet(opening: list[str], said: list[str], every: set[str]) -> list[str]:
    seen: Counter[str] = Counter()
    kept = []
    for term in said:
        seen[term] += 1
        kept.append(term if seen[term] <= MOST_PLACES else GAP)
    others = sorted(every - seen.keys())
    return [*opening, *kept, *chain.from_iterable((GAP, term) for term in others)]
