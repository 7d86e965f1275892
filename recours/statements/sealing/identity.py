"""Which lines are new: identical lines numbered, known ones set aside, mixed purchases refused."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from recours.statements.intake.source import LISTED, literal
from recours.statements.report import Problem
from recours.statements.sealing.late import LateLine

_SAME_PURCHASE = "INTERVAL 24 HOUR"


def refuse_mixed_purchases(db: duckdb.DuckDBPyConnection) -> None:
    """Mark bad the lines whose reference stands for two purchases (two shops, members or days)."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE mixed AS SELECT source_ref FROM facts WHERE NOT bad "
        "GROUP BY source_ref HAVING min(store) <> max(store) OR min(receipt) <> max(receipt) "
        "OR min(coalesce(member, '')) <> max(coalesce(member, '')) "
        f"OR max(occurred_at) - min(occurred_at) > {_SAME_PURCHASE}"
    )
    _mark_bad(db, "mixed_reference")


def refuse_known_otherwise(
    db: duckdb.DuckDBPyConnection, heads: Sequence[Path], late: Sequence[LateLine]
) -> None:
    """Mark bad the new lines of a purchase already known with another shop, member or day."""
    known = [f"SELECT source_ref, store, owner, occurred_at FROM {read_files(heads)}"] * bool(heads)
    if late:
        known.append(
            "SELECT unnest(?) AS source_ref, unnest(?) AS store, unnest(?) AS owner, "
            "unnest(?::TIMESTAMP[]) AS occurred_at"
        )
    if not known:
        return
    db.execute(
        "CREATE OR REPLACE TEMP TABLE mixed AS SELECT DISTINCT f.source_ref FROM facts f "
        f"JOIN ({' UNION ALL '.join(known)}) h ON f.source_ref = h.source_ref "
        "WHERE NOT f.bad AND NOT f.known AND (f.store <> h.store OR f.owner <> h.owner "
        f"OR abs(epoch(f.occurred_at) - epoch(h.occurred_at)) > epoch({_SAME_PURCHASE}))",
        [list(column) for column in zip(*(line.head() for line in late), strict=True)],
    )
    _mark_bad(db, "known_otherwise")


def _mark_bad(db: duckdb.DuckDBPyConnection, code: str) -> None:
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS refused (line_no BIGINT, field VARCHAR, shown VARCHAR, "
        "code VARCHAR)"
    )
    db.execute(
        "INSERT INTO refused SELECT line_no, 'source_ref', source_ref, ? FROM facts "
        "WHERE NOT bad AND NOT known AND source_ref IN (SELECT source_ref FROM mixed)",
        [code],
    )
    db.execute(
        "UPDATE facts SET bad = true "
        "WHERE NOT known AND source_ref IN (SELECT source_ref FROM mixed)"
    )


def refused_lines(db: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Return the first lines that this module marked bad."""
    tables = db.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'refused'").fetchall()
    if not tables:
        return []
    rows = db.execute(f"SELECT * FROM refused ORDER BY line_no LIMIT {LISTED}").fetchall()
    return [Problem(line, field, shown, code) for line, field, shown, code in rows]


def number_identical_lines(db: duckdb.DuckDBPyConnection) -> None:
    """Give the second, third… of identical lines keys of their own: all of them are facts."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE repeated AS "
        "SELECT key FROM facts WHERE NOT bad GROUP BY key HAVING count(*) > 1"
    )
    db.execute(
        "UPDATE facts SET key = left(sha256(again.key::VARCHAR || '/' || again.nth), 32)::UUID "
        "FROM ("
        "SELECT rowid AS place, key, row_number() OVER (PARTITION BY key ORDER BY line_no) AS nth "
        "FROM facts WHERE NOT bad AND key IN (SELECT key FROM repeated)"
        ") AS again WHERE facts.rowid = again.place AND again.nth > 1"
    )


def set_known_aside(
    db: duckdb.DuckDBPyConnection, keys: Sequence[Path], late: Sequence[str]
) -> None:
    """Mark the lines that a sealed batch, or a fact that came by API, already holds."""
    if keys:
        db.execute(
            f"UPDATE facts SET known = true WHERE key IN (SELECT key FROM {read_files(keys)})"
        )
    if late:
        db.execute(
            "UPDATE facts SET known = true WHERE key IN (SELECT unnest(?::UUID[]))",
            [list(late)],
        )


def read_files(paths: Sequence[Path]) -> str:
    """Return the SQL that reads our own Parquet files as one table."""
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}])"
