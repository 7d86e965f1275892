"""Inserts rows in this installation's database, one durable transaction each, and nothing else."""

import sys
import time

from bench.inside.django import start, tell

ROW = "x" * 400


def main(rows: int) -> None:
    start()
    from django.db import connection  # noqa: PLC0415  # once Django has started

    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor == "sqlite":
        begin, insert = "BEGIN IMMEDIATE", "INSERT INTO bench_bare (text) VALUES (?)"
        key = "INTEGER PRIMARY KEY"
    else:
        raw.autocommit = True
        begin, insert = "BEGIN", "INSERT INTO bench_bare (text) VALUES (%s)"
        key = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    raw.execute(f"CREATE TABLE bench_bare (id {key}, text TEXT NOT NULL)")
    cursor = raw.cursor()
    started = time.perf_counter()
    for _ in range(rows):
        cursor.execute(begin)
        cursor.execute(insert, (ROW,))
        cursor.execute("COMMIT")
    seconds = time.perf_counter() - started
    found = cursor.execute("SELECT count(*) FROM bench_bare").fetchone()[0]
    raw.execute("DROP TABLE bench_bare")
    tell({"seconds": seconds, "rows": found})


if __name__ == "__main__":
    main(int(sys.argv[1]))
