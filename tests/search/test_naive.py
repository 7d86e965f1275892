"""The databases against a naive reading of the same questions, over cases drawn at random."""

from random import Random

import pytest

from recours.search.queries import search
from recours.search.rules.documents import Part
from recours.search.rules.words import fold, stem, stems, tokens
from tests.search.cases import case, index, numbers

WORDS = ("points", "expiré", "carte", "refusée", "colis", "refunded", "l’île")
NAMES = ("Alice", "Alix", "Rivoire", "Carte")
TYPED = (*WORDS, *NAMES, "ali", "points*", "refus*", "remboursement")
AUDIENCES = ("customer", "internal", "mediator")
CASES, QUESTIONS = 60, 600


def _drawn(random):
    """Draw cases: their names, and what they say to whom."""
    for number in range(1, CASES + 1):
        texts = [
            (" ".join(random.choices(WORDS, k=random.randint(0, 5))), random.choice(AUDIENCES))
            for _ in range(random.randint(0, 3))
        ]
        yield number, random.sample(NAMES, random.randint(0, 2)), texts


def _question(random):
    """Draw what somebody types: words, phrases, some of them to be left out."""
    for _ in range(random.randint(1, 3)):
        phrase = f'"{" ".join(random.choices(WORDS, k=random.randint(1, 2)))}"'
        yield random.choice((*TYPED, phrase, phrase, phrase)), random.random() < 0.3


def _words(typed):
    return [token.folded for token in tokens(typed)]


def _said(texts, sought):
    rows = [[stem(word, "fr") for word in _words(one)] for one in texts]
    return any(row[i : i + len(sought)] == sought for row in rows for i in range(len(row)))


def _holds(asked, names, texts):
    """Say whether a case holds one piece, by reading every word of it."""
    words = _words(asked)
    if asked.startswith('"'):
        return any(_said(texts, [stem(w, tongue) for w in words]) for tongue in ("fr", "en"))
    (word,) = words
    if any(fold(name).startswith(word) for name in names):
        return True
    if asked.endswith("*"):
        stemmed = [stem(w, "fr") for one in texts for w in _words(one)]
        return any(w.startswith(word) or (word.startswith(w) and len(w) > 3) for w in stemmed)
    return any(_said(texts, [one]) for one in stems(word))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_a_database_finds_what_reading_everything_finds(seed):
    random = Random(seed)  # noqa: S311  # drawn again the same
    shelf = list(_drawn(random))
    for number, names, texts in shelf:
        parts = [Part("message", said, audience, language="fr") for said, audience in texts]
        index(case(number, parts=parts, names=names, programme=f"p{number % 2}"))
    answered = 0
    for _ in range(QUESTIONS):
        question = list(_question(random))
        readers = set(random.sample(AUDIENCES, random.randint(1, 3)))
        must = [asked for asked, minus in question if not minus]
        without = [asked for asked, minus in question if minus]
        expected = set()
        for number, names, texts in shelf:
            read = [said for said, audience in texts if audience in readers]
            wanted = must and all(_holds(one, names, read) for one in must)
            if number % 2 and wanted and not any(_holds(one, names, read) for one in without):
                expected.add(number)
        typed = " ".join(f"-{asked}" if minus else asked for asked, minus in question)

        found = search(words=typed, programmes={"p1"}, audiences=readers)

        assert set(numbers(found)) == expected, typed
        answered += bool(expected)
    assert answered > QUESTIONS / 4
