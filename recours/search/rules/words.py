"""Words of a text: cut, folded (no capital, no accent), reduced to their stem. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from typing import NamedTuple

import snowballstemmer

RECIPE = f"1-{version('snowballstemmer')}"  # what was indexed by another recipe is indexed again
LONGEST_WORD = 40
STEMMED = 3  # letters: shorter words are what they are

_APOSTROPHES = "'’ʼ‘´`"
_ELIDED = "[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu"
WORD = re.compile(rf"(?:(?<!\w)(?:{_ELIDED})[{_APOSTROPHES}])?([^\W_]+)", re.IGNORECASE)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ø": "o", "Ø": "o"})

# Endings that French stems tell by their accent: put back, so that a word typed without any
# accent has the same stem ("fidelite", "expirees").
_BARE_ENDINGS = ((re.compile("ites?$"), "ité"), (re.compile("ees?$"), "ée"))


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


EMPTY = _listed("""
a an and as at au aux ce ces cette d dans de des du elle en est et for i il in is it je l la
le les ma me mes mon my of on or ou par pour que qui sa se ses son sur the to un une vos
votre we with y you
""")
_FRENCH = _listed("""
le la les un une des du et est pas je vous nous mon ma mes que qui dans pour sur avec mais
ne ai avez ete cette il elle sont sans plus bonjour merci
""")
_ENGLISH = _listed("""
the and is are was were my your our i you we they not that this with from have has for but
it been please hello thank of to
""")


class Token(NamedTuple):
    """A word where it stands in its text, and the form we compare."""

    start: int
    end: int
    folded: str


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return the word in small letters, without accents or ligatures, forty letters at most."""
    plain = unicodedata.normalize("NFKD", word.translate(_LIGATURES)).casefold()
    return "".join(letter for letter in plain if letter.isalnum())[:LONGEST_WORD]


def tokens(text: str) -> Iterator[Token]:
    """Return the words of a text, elisions left out (« l’île » is « ile »)."""
    for found in WORD.finditer(text):
        if folded := fold(found[1]):
            yield Token(found.start(1), found.end(1), folded)


def words(text: str) -> list[str]:
    """Return the words of a text as we compare them: `tokens` without their places, faster."""
    return [folded for word in WORD.findall(text) if (folded := fold(word))]


@lru_cache(maxsize=200_000)
def stem(folded: str, language: str) -> str:
    """Return the stem of a folded word; what holds a digit is its own stem."""
    if len(folded) < STEMMED or not folded.isalpha():
        return folded
    return _english(folded) if language == "en" else _french(folded)


def stems(folded: str) -> tuple[str, ...]:
    """Return the stems a typed word may have, French first: whoever asks names no language."""
    return tuple(dict.fromkeys((stem(folded, "fr"), stem(folded, "en"))))


def _french(folded: str) -> str:
    """Stem until nothing changes: « expirées », « expiré » and « expire » end alike."""
    stemmer = snowballstemmer.stemmer("french")
    for _ in range(3):
        accented = folded
        for ending, written in _BARE_ENDINGS:
            accented = ending.sub(written, accented)
        shorter = fold(stemmer.stemWord(accented))
        if shorter == folded or not shorter:
            break
        folded = shorter
    return folded


def _english(folded: str) -> str:
    return fold(snowballstemmer.stemmer("english").stemWord(folded)) or folded


def language_of(text: str, default: str) -> str:
    """Return "fr" or "en", told by small words; the default when they do not tell."""
    said = words(text[:2_000])
    french = sum(map(_FRENCH.__contains__, said))
    english = sum(map(_ENGLISH.__contains__, said))
    if french == english:
        return "en" if default == "en" else "fr"
    return "fr" if french > english else "en"
