"""One small engine per process, a cursor per thread, opened at the first question."""

import os
import threading
from typing import Any

import duckdb

_MEMORY = "96MB"
_lock = threading.Lock()
_mine = threading.local()
_shared: dict[int, duckdb.DuckDBPyConnection] = {}


def ask(query: str, values: list[object]) -> list[tuple[Any, ...]]:
    """Run one question over sealed files and return its rows."""
    return _cursor().execute(query, values).fetchall()


def _cursor() -> duckdb.DuckDBPyConnection:
    process = os.getpid()
    if getattr(_mine, "process", None) != process:
        _mine.cursor = _engine(process).cursor()
        _mine.process = process
    cursor: duckdb.DuckDBPyConnection = _mine.cursor
    return cursor


def _engine(process: int) -> duckdb.DuckDBPyConnection:
    """Return this process's engine: a forked child never uses its parent's."""
    with _lock:
        if process not in _shared:
            engine = duckdb.connect(
                config={
                    "threads": 1,
                    "memory_limit": _MEMORY,
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                }
            )
            # Sealed files never change: what was read of their structure stays true.
            engine.execute("SET parquet_metadata_cache = true")
            engine.execute("SET lock_configuration = true")
            _shared[process] = engine
        return _shared[process]
