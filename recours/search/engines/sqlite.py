"""SQLite: FTS5 without content of its own; the terms it must be shown again are in Sheet."""

import zlib

from django.db import connection

from recours.search.models import Sheet
from recours.search.rules.questions import Expression, Leaf, Way

PUT = "INSERT INTO search_words (rowid, terms) VALUES (%s, %s)"
TAKE_OUT = "INSERT INTO search_words (search_words, rowid, terms) VALUES ('delete', %s, %s)"
FIND = (
    "SELECT rowid FROM search_words WHERE search_words MATCH %s AND rowid BETWEEN %s AND %s "
    "ORDER BY rowid DESC LIMIT %s"
)
CHECK = "INSERT INTO search_words (search_words) VALUES ('integrity-check')"
MERGE = "INSERT INTO search_words (search_words) VALUES ('optimize')"


class Fts5:
    """FTS5 walks its lists from the latest case: a word that all cases hold costs nothing."""

    def put(self, key: int, terms: list[str]) -> None:
        """Write the terms of a sheet that is not in the index."""
        text = " ".join(terms)
        Sheet.objects.filter(pk=key).update(terms=zlib.compress(text.encode(), 1))
        with connection.cursor() as cursor:
            cursor.execute(PUT, [key, text])

    def take_out(self, keys: list[int]) -> None:
        """Remove sheets: FTS5 is told again what they held."""
        held = Sheet.objects.filter(pk__in=keys).values_list("pk", "terms")
        with connection.cursor() as cursor:
            for key, terms in held:
                if terms:
                    cursor.execute(TAKE_OUT, [key, zlib.decompress(terms).decode()])
        Sheet.objects.filter(pk__in=keys).delete()

    def find(self, expression: Expression, *, low: int, high: int, limit: int) -> list[int]:
        """Return the keys of sheets that answer, the latest first, between two keys."""
        with connection.cursor() as cursor:
            cursor.execute(FIND, [written(expression), low, high, limit])
            return [key for (key,) in cursor.fetchall()]

    def among(self, expression: Expression, keys: list[int]) -> list[int]:
        """Return which of these sheets answer, in their order."""
        low, high = min(keys), max(keys)
        told = set(self.find(expression, low=low, high=high, limit=high - low + 1))
        return [key for key in keys if key in told]

    def tidy(self) -> None:
        """Merge the index into one piece: what was taken out is in no other."""
        with connection.cursor() as cursor:
            cursor.execute(MERGE)

    def faults(self) -> list[str]:
        """Return the sheets that one side has and the other has not."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM search_words_docsize")
            indexed = cursor.fetchone()[0]
        kept = Sheet.objects.count()
        if indexed == kept:
            return []
        return [f"{kept} sheets kept, {indexed} in the index: recours search rebuild --all"]


def written(expression: Expression) -> str:
    """Write the question as FTS5 reads it; every term stands between quotes."""
    must = " AND ".join(_leaf(leaf) for leaf in expression.must)
    if not expression.without:
        return must
    without = " OR ".join(_leaf(leaf) for leaf in expression.without)
    return f"({must}) NOT ({without})"


def _leaf(leaf: Leaf) -> str:
    return f"({' OR '.join(_way(way) for way in leaf.ways)})"


def _way(way: Way) -> str:
    terms = [term.replace('"', "") for term in way.terms]
    quoted = [f'"{term}"' for term in terms] if way.apart else [f'"{" ".join(terms)}"']
    return f"({' AND '.join(quoted)}{'*' if way.beginning else ''})"


ENGINE = Fts5()
