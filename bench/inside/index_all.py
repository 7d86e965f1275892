"""Indexes the register as `recours search rebuild` does, beside bare inserts into the engine."""

import time
from datetime import UTC, datetime

from bench.inside.django import start, tell

SAMPLE, MARKS = 500, 2_000


def main() -> None:
    start()
    from django.db import connection  # noqa: PLC0415  # once Django has started

    if connection.vendor == "sqlite":  # thrown away after: what is measured is not the disk
        connection.cursor().execute("PRAGMA synchronous = OFF")
    tell(_indexed() | _marked() | _bare())


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _indexed() -> dict[str, float]:
    from recours.journeys.index_waiting_complaints import (  # noqa: PLC0415
        index_waiting_complaints,
    )
    from recours.journeys.refill_index import refill_index  # noqa: PLC0415
    from recours.search.queries import indexed, line  # noqa: PLC0415

    began = time.perf_counter()
    refill_index(every=False, at=_now())
    while index_waiting_complaints(at=_now(), limit=200):
        pass
    seconds = time.perf_counter() - began
    return {"indexed": indexed(), "waiting": line().waiting, "seconds": seconds}


def _marked() -> dict[str, float]:
    """Time what a write owes the index, in a transaction that is undone."""
    from django.db import connection, transaction  # noqa: PLC0415

    from recours.search.commands.mark_changed import mark_changed  # noqa: PLC0415

    now = _now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bare (about varchar(80) PRIMARY KEY, at varchar(40))"
        )
        began = time.perf_counter()
        for number in range(MARKS):
            cursor.execute("INSERT INTO bare VALUES (%s, %s)", [f"R-{number}", now.isoformat()])
        bare = time.perf_counter() - began
        began = time.perf_counter()
        for number in range(MARKS):
            mark_changed(about=f"R-{number}", at=now)
        spent = time.perf_counter() - began
        transaction.set_rollback(True)
    return {"mark_ms": 1000 * spent / MARKS, "bare_insert_ms": 1000 * bare / MARKS}


def _bare() -> dict[str, float]:
    """Write the same texts into the engine's own index, cut by the engine itself."""
    from django.db import connection, transaction  # noqa: PLC0415

    from recours.search.models import Part  # noqa: PLC0415

    held: dict[int, list[str]] = {}
    parts = Part.objects.filter(entry__in=list(range(1, SAMPLE + 1)))
    for entry, text in parts.values_list("entry", "text"):
        held.setdefault(entry, []).append(text)
    sqlite = connection.vendor == "sqlite"
    make = ["CREATE VIRTUAL TABLE bare USING fts5(text)"]
    put = "INSERT INTO bare VALUES (%s)"
    if not sqlite:
        make = [
            "CREATE TABLE bare (text tsvector)",
            "CREATE INDEX bare_words ON bare USING gin (text)",
        ]
        put = "INSERT INTO bare VALUES (to_tsvector('french', %s))"
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in make:
            cursor.execute(statement)
        began = time.perf_counter()
        for texts in held.values():
            cursor.execute(put, ["\n".join(texts)])
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return {"bare_per_second": len(held) / seconds}


if __name__ == "__main__":
    main()
