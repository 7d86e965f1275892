"""The folder of a sealed batch: lines in buckets by owner, side indexes, keys, and a manifest.

    lines-00.parquet …   every line, sorted by owner then time; an owner is always in one bucket
    refs.parquet         receipt or source reference → purchase (movements: purchase → member)
    near.parquet         shop, day, total → purchase
    keys.parquet         the identity of every line, sorted
    manifest.json        the SHA-256 of each; its own SHA-256 is that of the batch

The same lines under the same number give the same bytes.
"""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from recours.kernel.canonical import canonical_json
from recours.statements.fields import FIELDS
from recours.statements.intake.scan import digest
from recours.statements.intake.source import literal

LINES_PER_BUCKET = 1 << 17
MOST_BUCKETS = 256
_ROW_GROUP = 8_192
_KEY_GROUP = 65_536
_WRITERS = 4
MANIFEST, REFS, NEAR, KEYS = "manifest.json", "refs.parquet", "near.parquet", "keys.parquet"
_INDEXES = {
    "purchases": {
        REFS: (
            "SELECT ref, role, source_ref, owner FROM (SELECT receipt AS ref, "
            "CASE WHEN receipt = source_ref THEN 'b' ELSE 'r' END AS role, source_ref, owner "
            "FROM heads UNION ALL SELECT source_ref, 's', source_ref, owner FROM heads "
            "WHERE receipt <> source_ref) ORDER BY ALL"
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
    """What was written to a folder."""

    rows: int
    buckets: int
    sha256: str


def bucket_of(owner: str, buckets: int) -> int:
    """Return where the lines of an owner are; the same sum as the SQL of `write_folder`."""
    sums = hashlib.md5(owner.encode(), usedforsecurity=False).digest()
    return int.from_bytes(sums[8:], "little") % buckets


def lines_name(bucket: int) -> str:
    """Return the file of a bucket."""
    return f"lines-{bucket:02x}.parquet"


def stored_columns(kind: str) -> list[str]:
    """Return the columns of the lines files that say what happened; `owner` holds the member."""
    return [spec.stored for spec in FIELDS[kind] if spec.name != "member"]


def buckets_for(rows: int) -> int:
    """Return how many files share this many lines, so that one file opens fast."""
    return min(max(-(-rows // LINES_PER_BUCKET), 1), MOST_BUCKETS)


def write_folder(
    db: duckdb.DuckDBPyConnection,
    folder: Path,
    label: dict[str, str | int],
    *,
    buckets: int,
    keys: str = "SELECT key FROM fresh ORDER BY key",
) -> Written:
    """Write the lines of `fresh` to a new folder, safely on disk when this returns.

    `fresh` holds owner, spread, number, line_no, day and the stored columns; for purchases,
    `heads` holds a row for each of them (see heads.py). `label` goes to the manifest.
    """
    kind = str(label["kind"])
    folder.mkdir(parents=True)
    columns = ", ".join(["owner", "number", "line_no", "day", *stored_columns(kind)])
    lines = {
        lines_name(bucket): (
            f"SELECT {columns} FROM fresh WHERE spread % {buckets} = {bucket} "
            "ORDER BY owner, occurred_at, number, line_no"
        )
        for bucket in range(buckets)
    }
    queries = lines | _INDEXES[kind] | {KEYS: keys}
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, _WRITERS)) as pool:
        writes = [pool.submit(_copy, db, query, folder / n) for n, query in queries.items()]
        for write in writes:
            write.result()
    return _write_manifest(db, folder, label, buckets)


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


def _write_manifest(
    db: duckdb.DuckDBPyConnection, folder: Path, label: dict[str, str | int], buckets: int
) -> Written:
    row = db.execute("SELECT count(*) FROM fresh").fetchone()
    rows = int(row[0]) if row else 0
    files = {path.name: digest(path) for path in sorted(folder.iterdir())}
    content = canonical_json({"recours": "statements/1", **label, "rows": rows, "files": files})
    manifest = folder / MANIFEST
    manifest.write_bytes(content)
    sync(manifest)
    sync(folder)
    return Written(rows, buckets, hashlib.sha256(content).hexdigest())


def sync(path: Path) -> None:
    """Wait until a file or a folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
