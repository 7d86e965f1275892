"""PostgreSQL: a tsvector we write ourselves, and its GIN index.

A GIN index gives all the cases of a word before any can be set aside. So each sheet also holds the
number of its block of 2,048 cases: asked together with the latest blocks, a word that all cases
hold costs what the blocks hold, whatever the size of the register.
"""

from collections.abc import Iterator

from django.db import connection, transaction

from recours.search.models import Sheet
from recours.search.rules.documents import GAP
from recours.search.rules.questions import Expression, Leaf, Way

BLOCK = 16  # bits of a key: 2,048 cases of 32 sheets
WINDOWS = (4, 16)  # blocks looked at first, then before everything
PUT = "UPDATE search_sheet SET vector = %s::tsvector WHERE id = %s"
# OFFSET 0 keeps the order and the limit out: only the index may answer what is inside.
FIND = (
    "SELECT id FROM (SELECT id FROM search_sheet WHERE vector @@ %s::tsquery OFFSET 0) AS found "
    "WHERE id BETWEEN %s AND %s ORDER BY id DESC LIMIT %s"
)
AMONG = (
    "WITH chosen AS MATERIALIZED (SELECT id, vector FROM search_sheet WHERE id = ANY(%s)) "
    "SELECT id FROM chosen WHERE vector @@ %s::tsquery"
)
PLANNER = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off"


class Tsvector:
    """The stems are ours: no dictionary of the server takes part."""

    def put(self, key: int, terms: list[str]) -> None:
        """Write the terms of a sheet that is not in the index."""
        with connection.cursor() as cursor:
            cursor.execute(PUT, [vector(terms, key >> BLOCK), key])

    def take_out(self, keys: list[int]) -> None:
        """Remove sheets and their terms."""
        Sheet.objects.filter(pk__in=keys).delete()

    def find(self, expression: Expression, *, low: int, high: int, limit: int) -> list[int]:
        """Return the keys of sheets that answer, the latest first, between two keys."""
        asked = written(expression)
        found: list[int] = []
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            cursor.execute(PLANNER)
            cursor.execute("SELECT max(id) FROM search_sheet WHERE id <= %s", [high])
            top = cursor.fetchone()[0]
            for blocks, first, last in _windows(top, low, high):
                cursor.execute(FIND, [_within(asked, blocks), first, last, limit - len(found)])
                found += [key for (key,) in cursor.fetchall()]
                if len(found) >= limit:
                    break
        return found

    def among(self, expression: Expression, keys: list[int]) -> list[int]:
        """Return which of these sheets answer, in their order: each is read."""
        with connection.cursor() as cursor:
            cursor.execute(AMONG, [keys, written(expression)])
            told = {key for (key,) in cursor.fetchall()}
        return [key for key in keys if key in told]

    def tidy(self) -> None:
        """Let autovacuum do it: what is dead is in no backup, and no question finds it."""

    def faults(self) -> list[str]:
        """Return the sheets that are not in the index."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM search_sheet WHERE vector IS NULL")
            missing = cursor.fetchone()[0]
        return [f"{missing} sheets without their terms: recours search rebuild --all"] * bool(
            missing
        )


def _windows(top: int | None, low: int, high: int) -> Iterator[tuple[range, int, int]]:
    """Give the latest blocks, then more, then everything before them."""
    if top is None:
        return
    newest, last = top >> BLOCK, high
    for width in WINDOWS:
        first = max(low, (newest - width + 1) << BLOCK)
        yield range(first >> BLOCK, (min(last, top) >> BLOCK) + 1), first, last
        if first == low:
            return
        last = first - 1
    yield range(0), low, last


def _within(asked: str, blocks: range) -> str:
    if not blocks:
        return asked
    return f"({asked}) & ({' | '.join(map(_block, blocks))})"


def _block(number: int) -> str:
    return f"'#{number}'"


def vector(terms: list[str], block: int) -> str:
    """Write the terms and their places as PostgreSQL reads a tsvector."""
    places: dict[str, list[str]] = {}
    for place, term in enumerate(terms, start=1):
        if term != GAP:
            places.setdefault(term, []).append(str(place))
    lexemes = [f"'{term}':{','.join(at)}" for term, at in places.items()]
    return " ".join([_block(block), *lexemes])


def written(expression: Expression) -> str:
    """Write the question as PostgreSQL reads a tsquery; every term stands between quotes."""
    must = " & ".join(_leaf(leaf) for leaf in expression.must)
    if not expression.without:
        return must
    without = " | ".join(_leaf(leaf) for leaf in expression.without)
    return f"{must} & !({without})"


def _leaf(leaf: Leaf) -> str:
    return f"({' | '.join(_way(way) for way in leaf.ways)})"


def _way(way: Way) -> str:
    *before, last = ("'" + term.replace("'", "").replace("\\", "") + "'" for term in way.terms)
    between = " & " if way.apart else " <-> "
    return f"({between.join([*before, last + (':*' if way.beginning else '')])})"


ENGINE = Tsvector()
