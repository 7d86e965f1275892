"""What somebody typed, read as words, phrases, numbers and addresses; anything can be typed. Pure.

points expirés            both words, anywhere in the case, whatever their ending
"carte refusée"           these words, side by side
rembours*                 every word that begins so
-médiateur                without this word
06 12 34 56 78            a telephone, card, ticket or reference number, or its beginning
alice@exemple.fr          an address, or its beginning
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from recours.search.rules.documents import AUDIENCES, NAME
from recours.search.rules.marks import (
    ADDRESS,
    IDENTIFIER,
    SHORTEST_PREFIX,
    address_mark,
    identifier,
)
from recours.search.rules.words import EMPTY, Token, stem, tokens

LONGEST = 200
MOST = 12  # words; the rest is said not to be asked
SHORTEST_BEGINNING = 3
IDENTIFIER_DIGITS = 6

_PIECE = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_NUMBER = re.compile(r"(?<![\w@.,-])\+?\d+(?:[ .\-/]\d+)+(?![\w@])")
_MARGIN = "-*.,;:!?()[]{}<>«»“”\"'’/\\|&^~#=%$"


@dataclass(frozen=True, slots=True)
class Way:
    """Terms side by side; with `beginning`, the last one is only the start of a word.

    `apart` terms may stand anywhere: what an index tells without reading the case.
    """

    terms: tuple[str, ...]
    beginning: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing asked: any of these ways answers it."""

    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """What a database is asked: every leaf of `must`, none of `without`."""

    must: tuple[Leaf, ...]
    without: tuple[Leaf, ...] = ()

    @property
    def has_phrases(self) -> bool:
        """Say whether some terms must stand side by side."""
        return any(_is_phrase(leaf) for leaf in (*self.must, *self.without))

    def loosened(self) -> "Expression":
        """Return the same with terms anywhere: everything that answers answers this too."""
        must = tuple(
            Leaf(tuple(replace(way, apart=True) for way in leaf.ways)) for leaf in self.must
        )
        return Expression(must, tuple(leaf for leaf in self.without if not _is_phrase(leaf)))


def _is_phrase(leaf: Leaf) -> bool:
    return any(len(way.terms) > 1 for way in leaf.ways)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing somebody typed: its words as we compare them, and what else it may be."""

    folded: tuple[str, ...]
    exact: bool = False  # typed between quotes
    beginning: bool = False
    identifier: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, understood: `kept` is what is looked for, as it was typed."""

    must: tuple[Piece, ...]
    without: tuple[Piece, ...]
    kept: str
    shortened: bool

    @property
    def asks(self) -> bool:
        """Say whether there is anything to find."""
        return bool(self.must)

    @property
    def names_one(self) -> str:
        """Return the only number or address asked, empty when words were asked."""
        if len(self.must) != 1 or self.without:
            return ""
        return self.must[0].identifier or self.must[0].address

    def anywhere(self, audiences: Collection[str]) -> Expression:
        """Ask for everything, wherever it stands among what these readers may read."""
        return Expression(
            tuple(_leaf(piece, audiences) for piece in self.must),
            tuple(_leaf(piece, audiences) for piece in self.without),
        )

    def in_names(self, audiences: Collection[str]) -> Expression | None:
        """Ask for everything in names, numbers and addresses; nothing when it cannot be."""
        leaves = [_ways_of_names(piece) for piece in self.must]
        if not all(leaves):
            return None
        without = tuple(_leaf(piece, audiences) for piece in self.without)
        return Expression(tuple(Leaf(tuple(ways)) for ways in leaves), without)

    def side_by_side(self, audiences: Collection[str]) -> Expression | None:
        """Ask for the words as they were typed, one after another."""
        words = [piece for piece in self.must if not (piece.exact or piece.beginning)]
        if len(words) < 2 or len(words) < len(self.must):  # noqa: PLR2004  # one word has no order
            return None
        whole = tuple(word for piece in words for word in piece.folded)
        without = tuple(_leaf(piece, audiences) for piece in self.without)
        return Expression((Leaf(tuple(_phrases(whole, audiences))),), without)


def parse(typed: str) -> Question:
    """Read what was typed; never fails: what cannot be asked is left out."""
    text = " ".join("".join(c if c.isprintable() else " " for c in typed[:LONGEST]).split())
    pieces = list(_pieces(text))
    shortened = len(typed.strip()) > LONGEST or len(pieces) > MOST
    kept = pieces[:MOST]
    must = tuple(piece for piece, minus in kept if not minus)
    without = tuple(piece for piece, minus in kept if minus)
    return Question(must=_without_empty(must), without=without, kept=text, shortened=shortened)


def _without_empty(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Leave « de », « la », “the” out, unless nothing else was typed."""
    full = [piece for piece in pieces if piece.exact or not set(piece.folded) <= EMPTY]
    return tuple(full or pieces)


def _pieces(text: str) -> Iterator[tuple[Piece, bool]]:
    """Cut at spaces, quotes and telephone-like numbers, in order."""
    end = 0
    for found in _NUMBER.finditer(text):
        if text.count('"', 0, found.start()) % 2 or not _is_long(found[0]):
            continue
        yield from _plain_pieces(text[end : found.start()])
        yield _piece(found[0]), False
        end = found.end()
    yield from _plain_pieces(text[end:])


def _is_long(number: str) -> bool:
    return sum(c.isdigit() for c in number) >= IDENTIFIER_DIGITS


def _plain_pieces(text: str) -> Iterator[tuple[Piece, bool]]:
    for found in _PIECE.finditer(text):
        exact = found["phrase"] is not None
        piece = _piece(found["phrase"] if exact else found["word"], exact=exact)
        if piece.folded:
            yield piece, bool(found["minus"])


def _piece(text: str, *, exact: bool = False) -> Piece:
    folded = tuple(token.folded for token in tokens(text))
    bare = text.strip(_MARGIN)
    if exact:
        return Piece(folded, exact=True)
    if "@" in bare and bare[0] != "@":
        return Piece(folded, address=address_mark(bare))
    number = identifier(bare) if any(c.isdigit() for c in bare) else ""
    beginning = text.endswith("*") and bool(folded) and len(folded[-1]) >= SHORTEST_BEGINNING
    return Piece(folded, beginning=beginning, identifier=number)


def _leaf(piece: Piece, audiences: Collection[str]) -> Leaf:
    ways = [*_phrases(piece.folded, audiences, beginning=piece.beginning)]
    return Leaf((*ways, *([] if piece.exact else _ways_of_names(piece))))


def _phrases(
    folded: tuple[str, ...], audiences: Collection[str], *, beginning: bool = False
) -> Iterator[Way]:
    if beginning:
        yield from _beginnings(folded, audiences)
        return
    read = (tuple(stem(word, tongue) for word in folded) for tongue in ("fr", "en"))
    stemmed = list(dict.fromkeys(read))
    for audience in sorted(audiences):
        for words in stemmed:
            yield Way(tuple(AUDIENCES[audience] + word for word in words))


def _beginnings(folded: tuple[str, ...], audiences: Collection[str]) -> Iterator[Way]:
    """Give the words that begin so: their stem may be longer than what was typed, or shorter."""
    *before, last = folded
    shorter = [last[:length] for length in range(max(4, len(last) - 6), len(last))]
    for audience in sorted(audiences):
        known = tuple(AUDIENCES[audience] + stem(word, "fr") for word in before)
        yield Way((*known, AUDIENCES[audience] + last), beginning=True)
        for word in shorter:
            yield Way((*known, AUDIENCES[audience] + word))


def _ways_of_names(piece: Piece) -> list[Way]:
    """Return how a piece may be a name, a number or an address."""
    if piece.address:
        return [Way((piece.address,), beginning=True)]
    ways = []
    if piece.folded and not piece.exact:
        name = tuple(NAME + word for word in piece.folded)
        ways.append(Way(name, len(piece.folded[-1]) >= SHORTEST_BEGINNING))
    if piece.identifier:
        long = len(piece.identifier) >= SHORTEST_PREFIX
        ways.append(Way((IDENTIFIER + piece.identifier,), long))
    return ways


class Matcher:
    """Finds in a text the words that a question asks for, to mark them."""

    def __init__(self, question: Question) -> None:
        words = [w for piece in question.must for w in piece.folded]
        asked = [w for w in words if w not in EMPTY] or words
        self._stems = {tongue: {stem(w, tongue) for w in asked} for tongue in ("fr", "en")}
        self._any = self._stems["fr"] | self._stems["en"]
        last = [piece.folded[-1] for piece in question.must if piece.beginning]
        self._beginnings = tuple(last)
        self._names = tuple(w for w in asked if len(w) >= SHORTEST_BEGINNING)
        # A stem shares its first letters with its words: few words are worth stemming.
        self._first = {word[:2] for word in (*self._any, *self._beginnings, *self._names)}
        numbers = [piece.identifier for piece in question.must if piece.identifier]
        self._numbers = [
            re.compile(r"[\W_]?".join(re.escape(c) for c in number), re.IGNORECASE)
            for number in numbers
            if len(number) >= SHORTEST_PREFIX
        ]
        self._addresses = [
            re.compile(re.escape(piece.address.removeprefix(ADDRESS)), re.IGNORECASE)
            for piece in question.must
            if piece.address
        ]

    def spans(self, text: str, *, names: bool) -> list[tuple[int, int, str]]:
        """Return where the words stand and which they are; in names, their beginning is enough."""
        found = [
            (token.start, token.end, key)
            for token in tokens(text)
            if token.folded[:2] in self._first and (key := self._key(token, names=names))
        ]
        if names:
            for pattern in (*self._numbers, *self._addresses):
                found += [(*m.span(), m[0]) for m in pattern.finditer(text)]
        return _merged(found)

    def _key(self, token: Token, *, names: bool) -> str:
        for tongue in ("fr", "en"):
            if (key := stem(token.folded, tongue)) in self._any:
                return key
        beginnings = self._names if names else self._beginnings
        return next((b for b in beginnings if token.folded.startswith(b)), "")


def _merged(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, key in sorted(found):
        if kept and start < kept[-1][1]:
            first, last, known = kept[-1]
            kept[-1] = (first, max(last, end), known)
        else:
            kept.append((start, end, key))
    return kept
