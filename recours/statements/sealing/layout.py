"""The folder of a sealed batch: lines by owner in several files, side indexes, keys, a manifest.

    lines-00.parquet …   every line, sorted by owner then time; an owner is always in one file
    refs.parquet         receipt or source reference → purchase (movements: purchase → member)
    near.parquet         shop, day, total → purchase
    keys.parquet         the identity of every line, sorted
    manifest.json        the first owner of each file of lines, the SHA-256 of each file;
                         its own SHA-256 is that of the batch

The same lines under the same number give the same bytes.
"""

import hashlib
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from recours.kernel.canonical import canonical_json
from recours.statements.fields import FIELDS
from recours.statements.intake.scan import digest
from recours.statements.intake.source import literal

LINES_PER_FILE = 1 << 17
MOST_FILES = 256
_ROW_GROUP = 8_192
_KEY_GROUP = 65_536
_WRITERS = 4
MANIFEST, REFS, NEAR, KEYS = "manifest.json", "refs.parquet", "near.parquet", "keys.parquet"
# The SQL of rules.loosen: people type receipt numbers with or without their dashes.
_LOOSE = "upper(regexp_replace(receipt, '[^0-9A-Za-z]', '', 'g'))"
_INDEXES = {
    "purchases": {
        REFS: (
            "SELECT ref, role, source_ref, owner FROM ("
            f"SELECT coalesce(nullif({_LOOSE}, ''), receipt) AS ref, 'r' AS role, source_ref, "
            "owner FROM heads UNION ALL SELECT source_ref, 's', source_ref, owner FROM heads"
            ") ORDER BY ALL"
        ),
        NEAR: (
            "SELECT store, day, total_cents, source_ref, owner, occurred_at, lines FROM heads "
            "ORDER BY store, day, total_cents, source_ref"
        ),
    },
    "points": {
        REFS: (
            "SELECT DISTINCT purchase_ref AS ref, owner FROM fresh WHERE purchase_ref IS NOT NULL "
            "ORDER BY ALL"
        ),
    },
}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written to a folder; `files` is how many of them hold lines."""

    rows: int
    files: int
    sha256: str


def lines_name(place: int) -> str:
    """Return the name of a file of lines."""
    return f"lines-{place:02x}.parquet"


def first_owners(folder: Path) -> list[str]:
    """Return the first owner of each file of lines: an owner is in the last that begins before."""
    owners: list[str] = json.loads((folder / MANIFEST).read_bytes())["first_owners"]
    return owners


def stored_columns(kind: str) -> list[str]:
    """Return the columns of the lines files that say what happened; `owner` holds the member."""
    return [spec.stored for spec in FIELDS[kind] if spec.name != "member"]


def write_folder(
    db: duckdb.DuckDBPyConnection,
    folder: Path,
    label: dict[str, str | int],
    *,
    keys: str = "SELECT key FROM fresh ORDER BY key",
    wrote: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005  # says nothing
) -> Written:
    """Write the lines of `fresh` to a new folder, safely on disk when this returns.

    `fresh` holds owner, number, line_no, day and the stored columns; for purchases, `heads` holds
    a row for each of them (see heads.py). `label` goes to the manifest.
    """
    kind = str(label["kind"])
    folder.mkdir(parents=True)
    columns = ", ".join(["owner", "number", "line_no", "day", *stored_columns(kind)])
    db.execute(
        f"CREATE OR REPLACE TABLE in_order AS SELECT {columns} FROM fresh "
        "ORDER BY owner, occurred_at, number, line_no"
    )
    starts = _starts(db)
    rows = _number(db, "SELECT count(*) FROM in_order")
    ends = [*(place for _, place in starts[1:]), rows]
    lines = {
        lines_name(n): f"SELECT * FROM in_order WHERE rowid >= {start} AND rowid < {end}"
        for n, ((_, start), end) in enumerate(zip(starts, ends, strict=True))
    }
    queries = lines | _INDEXES[kind] | {KEYS: keys}
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, _WRITERS)) as pool:
        writes = [pool.submit(_copy, db, query, folder / n) for n, query in queries.items()]
        for done, write in enumerate(writes, 1):
            write.result()
            wrote(done, len(writes))
    owners = [owner for owner, _ in starts]
    return _write_manifest(folder, {**label, "rows": rows, "first_owners": owners})


def _starts(db: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Cut the lines in files of about the same size, never between two lines of an owner."""
    rows = _number(db, "SELECT count(*) FROM in_order")
    size = max(LINES_PER_FILE, -(-rows // MOST_FILES))
    cuts = ", ".join(str(place) for place in range(0, rows, size))
    starts: list[tuple[str, int]] = db.execute(
        "SELECT owner, min(rowid) AS place FROM in_order WHERE owner IN ("
        f"SELECT owner FROM in_order WHERE rowid IN ({cuts})) GROUP BY owner ORDER BY place"
    ).fetchall()
    return starts


def _number(db: duckdb.DuckDBPyConnection, query: str) -> int:
    row = db.execute(query).fetchone()
    return int(row[0]) if row else 0


def _copy(db: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    # Keys are random bytes: compressing them would cost time and gain nothing.
    form = (
        f"COMPRESSION uncompressed, ROW_GROUP_SIZE {_KEY_GROUP}"
        if path.name == KEYS
        else f"COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP}"
    )
    with db.cursor() as own:
        own.execute(f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet, {form})")
    sync(path)


def _write_manifest(folder: Path, label: dict[str, Any]) -> Written:
    files = {path.name: digest(path) for path in sorted(folder.iterdir())}
    content = canonical_json({"recours": "statements/1", **label, "files": files})
    manifest = folder / MANIFEST
    manifest.write_bytes(content)
    sync(manifest)
    sync(folder)
    sha256 = hashlib.sha256(content).hexdigest()
    return Written(label["rows"], len(label["first_owners"]), sha256)


def sync(path: Path) -> None:
    """Wait until a file or a folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
