"""Rows by thousands, in the words of each database: every constraint stays on."""

import json
from abc import ABC, abstractmethod
from typing import Any

Row = dict[str, Any]


class Database(ABC):
    """Reads rows as text, and writes them back."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.columns: dict[str, list[str]] = {}
        self.numbered = [
            "people_customer",
            "complaints_complaint",
            "complaints_clock",
            "complaints_pointraised",
            "complaints_dossier",
            "complaints_disputedpurchase",
            "complaints_decision",
            "complaints_remedy",
            "complaints_followup",
            "correspondence_enclosure",
            "trustlog_entry",
        ]

    @abstractmethod
    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a query; question marks stand for values."""

    @abstractmethod
    def read(self, table: str, column: str, value: object) -> list[Row]:
        """Return the rows where the column holds the value, oldest first."""

    @abstractmethod
    def write(self, batch: dict[str, list[tuple[Any, ...]]]) -> None:
        """Insert the rows of each table, in one transaction."""

    @abstractmethod
    def settle(self, last: dict[str, int]) -> None:
        """Leave the database as if it had grown by itself."""

    def column(self, table: str, column: str) -> list[Any]:
        return [row[0] for row in self.rows(f"SELECT {column} FROM {table}")]  # noqa: S608

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608

    def last_id(self, table: str) -> int:
        return int(self.rows(f"SELECT coalesce(max(id), 0) FROM {table}")[0][0])  # noqa: S608

    def next_leaf(self) -> int:
        return int(self.rows("SELECT coalesce(max(idx), -1) + 1 FROM trustlog_leaf")[0][0])

    def year_counts(self) -> dict[int, int]:
        return dict(self.rows("SELECT year, last FROM complaints_yearcount"))

    def write_year_counts(self, counts: dict[int, int]) -> None:
        self.rows("DELETE FROM complaints_yearcount")
        for year, last in counts.items():
            self.rows("INSERT INTO complaints_yearcount (year, last) VALUES (?, ?)", year, last)

    def close(self) -> None:
        self.raw.close()

    def _names(self, table: str) -> str:
        return ", ".join(f'"{name}"' for name in self.columns[table])


class SQLite(Database):
    """A file. What it writes here need not survive a power cut: it is thrown away after."""

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return list(self.raw.execute(query, values).fetchall())

    def read(self, table: str, column: str, value: object) -> list[Row]:
        written = json.dumps(value) if isinstance(value, dict) else value
        cursor = self.raw.execute(f"SELECT * FROM {table} WHERE {column} = ?", (written,))  # noqa: S608
        self.columns[table] = [column[0] for column in cursor.description]
        return [dict(zip(self.columns[table], row, strict=True)) for row in cursor]

    def write(self, batch: dict[str, list[tuple[Any, ...]]]) -> None:
        self.raw.execute("BEGIN IMMEDIATE")
        for table, rows in batch.items():
            self.columns.setdefault(table, ["idx", "commitment"])  # of the log's leaves
            marks = ", ".join("?" for _ in self.columns[table])
            self.raw.executemany(
                f"INSERT INTO {table} ({self._names(table)}) VALUES ({marks})",  # noqa: S608
                rows,
            )
        self.raw.execute("COMMIT")

    def settle(self, last: dict[str, int]) -> None:  # noqa: ARG002  # keys grow by themselves
        self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class PostgreSQL(Database):
    """A server."""

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        cursor = self.raw.execute(query.replace("?", "%s"), values)
        return list(cursor.fetchall()) if cursor.description else []

    def read(self, table: str, column: str, value: object) -> list[Row]:
        if table not in self.columns:
            found = self.rows(
                "SELECT column_name FROM information_schema.columns "
                "WHERE table_name = ? ORDER BY ordinal_position",
                table,
            )
            self.columns[table] = [str(name) for (name,) in found]
        texts = ", ".join(f'"{name}"::text' for name in self.columns[table])
        written = json.dumps(value) if isinstance(value, dict) else str(value)
        kind = "jsonb" if isinstance(value, dict) else "text"
        key = f"{column}::{kind}" if kind == "text" and column != "public_id" else column
        rows = self.rows(
            f"SELECT {texts} FROM {table} WHERE {key} = ?::{'uuid' if key == 'public_id' else kind}"  # noqa: S608
            + (' ORDER BY "id"' if "id" in self.columns[table] else ""),
            written,
        )
        return [dict(zip(self.columns[table], row, strict=True)) for row in rows]

    def write(self, batch: dict[str, list[tuple[Any, ...]]]) -> None:
        with self.raw.transaction(), self.raw.cursor() as cursor:
            for table, rows in batch.items():
                self.columns.setdefault(table, ["idx", "commitment"])
                with cursor.copy(f"COPY {table} ({self._names(table)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)

    def settle(self, last: dict[str, int]) -> None:
        for table, number in last.items():
            self.rows("SELECT setval(pg_get_serial_sequence(?, 'id'), ?)", table, number)
        self.raw.execute("VACUUM ANALYZE")


def open_database() -> Database:
    """Open this installation's database beside Django."""
    from django.db import connection  # noqa: PLC0415  # once Django has started

    connection.ensure_connection()
    if connection.vendor == "postgresql":
        import psycopg  # noqa: PLC0415  # only there

        named = connection.get_connection_params()
        kept = {name: named[name] for name in ("dbname", "user", "host", "port") if name in named}
        return PostgreSQL(psycopg.connect(**kept, autocommit=True))
    import sqlite3  # noqa: PLC0415  # only there

    raw = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = OFF")
    return SQLite(raw)
