"""Times the desk's search page for what agents type, and the engine alone for the same words."""

import sys
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from random import Random
from urllib.parse import urlencode

from bench.inside.django import start, tell
from bench.inside.speak import OFTEN, PHRASE, vocabulary
from bench.inside.visit_pages import CHLOE, Desk
from bench.machine import thread_waited

WARM_UP = 5
FIRST_RARE = 3_000  # rank of the first word we call rare
Asked = Callable[[], dict[str, str]]


class Searcher(Desk):
    """Somebody who searches: a number that names one case opens it."""

    def get(self, address: str) -> None:
        answer = self.client.get(address)
        if answer.status_code not in {HTTPStatus.OK, HTTPStatus.FOUND}:
            raise SystemExit(f"{address} answers {answer.status_code}")


def _references(random: Random) -> Iterator[str]:
    from recours.search.models import Entry  # noqa: PLC0415  # once Django has started

    known = list(Entry.objects.order_by("id").values_list("about", flat=True))
    while True:
        yield random.choice(known)


def _questions(random: Random) -> dict[str, Asked]:
    words, names = vocabulary(), _references(random)
    rare = lambda: random.choice(words[FIRST_RARE:])  # noqa: E731
    known = lambda: random.choice(words[20:400])  # noqa: E731
    return {
        "a rare word": lambda: {"q": rare()},
        "a word of 94 cases out of 100": lambda: {"q": OFTEN},
        "two words": lambda: {"q": f"{known()} {known()}"},
        "two words of nearly all cases": lambda: {"q": f"{OFTEN} {words[0]}"},
        "a phrase": lambda: {"q": f'"{PHRASE}"'},
        "a phrase that is nowhere": lambda: {"q": f'"{words[0]} {OFTEN}"'},
        "a reference": lambda: {"q": next(names)},
        "the beginning of an address": lambda: {"q": f"client.{next(names).lower()}@"},
        "a word of 94, filtered": lambda: {"q": OFTEN, "etat": "ouvertes", "charge": "personne"},
        "two words, filtered": lambda: {
            "q": f"{known()} {known()}",
            "famille": "FID",
            "depuis": "2025-06-01",
            "jusque": "2025-12-31",
        },
    }


def _bare(asked: dict[str, str]) -> str:
    """Return the question as somebody would write it for this engine alone."""
    from django.db import connection  # noqa: PLC0415

    from recours.search.rules.words import stem, words  # noqa: PLC0415

    terms = [f"c{stem(word, 'fr')}" for word in words(asked["q"])]
    phrase = asked["q"].startswith('"')
    if connection.vendor == "sqlite":
        return f'"{" ".join(terms)}"' if phrase else " AND ".join(f'"{term}"' for term in terms)
    return (" <-> " if phrase else " & ").join(f"'{term}'" for term in terms)


def _ask_engine(question: str) -> None:
    from django.db import connection  # noqa: PLC0415

    sql = "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT 21"
    if connection.vendor != "sqlite":
        sql = "SELECT id FROM search_sheet WHERE vector @@ %s::tsquery ORDER BY id DESC LIMIT 21"
    with connection.cursor() as cursor:
        cursor.execute(sql, [question])
        cursor.fetchall()


def _times(desk: Searcher, ask: Asked, count: int) -> dict[str, object]:
    from recours.search.queries import search  # noqa: PLC0415

    lived, quiet, bare, found = [], [], [], 0
    for turn in range(count + WARM_UP):
        asked = ask()
        began = time.perf_counter()
        _ask_engine(_bare(asked))
        alone = time.perf_counter() - began
        waited, began = thread_waited(), time.perf_counter()
        desk.get(f"/bureau/recherche/?{urlencode(asked)}")
        seconds = time.perf_counter() - began
        if turn >= WARM_UP:
            lived.append(1000 * seconds)
            quiet.append(1000 * (seconds - (thread_waited() - waited)))
            bare.append(1000 * alone)
            readers = {"customer", "internal", "department"}
            found += len(search(words=asked["q"], programmes=None, audiences=readers).hits)
    queries = desk.queries(f"/bureau/recherche/?{urlencode(ask())}")
    return {
        "lived": lived,
        "quiet": quiet,
        "bare": bare,
        "found": found / count,
        "queries": queries,
    }


def main(count: int) -> None:
    start()
    desk = Searcher(CHLOE)
    questions = _questions(Random(5))
    tell({name: _times(desk, ask, count) for name, ask in questions.items()})


if __name__ == "__main__":
    main(int(sys.argv[1]))
