"""Starts Django for the commands that need the database."""

import os
import sys


def start() -> None:
    """Load the settings, and say in one sentence what is wrong with them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recours.config.settings")
    import django  # noqa: PLC0415  # slow, and not for the pure commands

    try:
        django.setup()
    except Exception as problem:
        if type(problem).__name__ != "BadSetting":
            raise
        print(f"recours: {problem}", file=sys.stderr)
        raise SystemExit(1) from problem


def is_ready() -> bool:
    """Start Django; say what to do when the folder is not set up, or not since an upgrade."""
    start()
    from django.db import DatabaseError, connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as problem:
        print(f"recours: the database does not answer: {problem}", file=sys.stderr)
        return False
    if missing:
        print(
            "recours: this folder is not set up, or not since the last upgrade. Run: recours setup",
            file=sys.stderr,
        )
        return False
    return True
