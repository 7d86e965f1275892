"""The two engines: both keep the same terms and answer the same cases."""

from typing import Protocol

from django.db import connection

from recours.search.engines import postgresql, sqlite
from recours.search.rules.questions import Expression

SHEETS = 32  # places in the key of an entry for its sheets


class Engine(Protocol):
    """What either database does with sheets of terms."""

    def put(self, key: int, terms: list[str]) -> None:
        """Write the terms of a sheet that is not in the index."""

    def take_out(self, keys: list[int]) -> None:
        """Remove sheets and their terms."""

    def find(self, expression: Expression, *, low: int, high: int, limit: int) -> list[int]:
        """Return the keys of sheets that answer, the latest first, between two keys."""

    def among(self, expression: Expression, keys: list[int]) -> list[int]:
        """Return which of these sheets answer, in their order: each is read."""

    def tidy(self) -> None:
        """Leave nothing in the index of what was taken out."""

    def faults(self) -> list[str]:
        """Return what is wrong between the tables and the index, a sentence each."""


def engine() -> Engine:
    """Return the engine of this database."""
    return postgresql.ENGINE if connection.vendor == "postgresql" else sqlite.ENGINE
