"""One row per purchase: its total over this batch and the earlier ones, for the side indexes."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from recours.statements.sealing.identity import read_files


def make_heads(db: duckdb.DuckDBPyConnection, earlier: Sequence[Path] = ()) -> int:
    """Fill `heads` from `fresh`; return how many purchases were known and now have more lines."""
    db.execute(
        "CREATE OR REPLACE TABLE heads AS SELECT source_ref, min(receipt) AS receipt, "
        "min(owner) AS owner, min(store) AS store, min(day) AS day, "
        "min(occurred_at) AS occurred_at, sum(net_cents)::BIGINT AS total_cents, "
        "count(*) AS lines FROM fresh GROUP BY source_ref"
    )
    if not earlier:
        return 0
    grown = db.execute(
        "UPDATE heads SET total_cents = heads.total_cents + before.total_cents, "
        "lines = heads.lines + before.lines, day = least(heads.day, before.day) FROM ("
        "SELECT source_ref, max_by(total_cents, lines) AS total_cents, max(lines) AS lines, "
        f"min(day) AS day FROM {read_files(earlier)} GROUP BY source_ref"
        ") AS before WHERE heads.source_ref = before.source_ref"
    ).fetchone()
    return int(grown[0]) if grown else 0
