"""Make or upgrade everything in the folder RECOURS_DATA; safe to run again at any time."""

import argparse
import fcntl
import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from recours.cli import django

NEEDS_SETUP = False
FOLDERS = ("keys", "log", "files", "mail", "statements", "static")
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only whether to speak: everything else comes from the environment."""
    parser.add_argument("--quiet", action="store_true", help="say nothing when all goes well")


def run(options: argparse.Namespace) -> int:
    """Set the folder, the tables and the keys up, one at a time even when started twice."""
    django.start()
    from django.conf import settings  # noqa: PLC0415

    say = (lambda _line: None) if options.quiet else print
    try:
        make_folders(settings.DATA)
    except OSError as problem:
        print(
            f"recours: {settings.DATA} cannot be written ({problem.strerror}). "
            "Name another folder in RECOURS_DATA, or give this user the right to write there.",
            file=sys.stderr,
        )
        return 1
    with _alone(settings.DATA):
        say(f"folder     {settings.DATA}")
        say(f"database   {_migrate()}")
        say(f"log key    {_log_key()}")
        say(f"languages  {_compile_messages(settings.PACKAGE)}")
    say("ready      recours serve opens the site; recours check says what else may be configured")
    return 0


def make_folders(data: Path) -> None:
    """Make what is missing; whoever else has an account on the machine reads none of it."""
    for folder in (data, *(data / name for name in FOLDERS)):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
    for key in (data / "keys").iterdir():
        key.chmod(PRIVATE_FILE)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Wait for another setup of the same folder to end: two migrations at once break tables."""
    with (data / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate() -> str:
    """Bring the tables to this version and say how many steps it took."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        call_command("migrate", verbosity=0, interactive=False)
    return f"{connection.vendor}, {f'{steps} steps applied' if steps else 'already up to date'}"


def _log_key() -> str:
    """Make the key that signs the log, once; its public half is what outsiders keep."""
    name = "recours.trustlog.commands.create_log_key"
    if importlib.util.find_spec(name) is None:
        return "none: this version has no log"
    importlib.import_module(name).create_log_key(at=datetime.now(tz=UTC))
    from recours.trustlog.queries import log_public_key  # noqa: PLC0415

    return log_public_key()


def _compile_messages(package: Path) -> str:
    """Compile the languages in a checkout; an installed package brings them compiled."""
    sources = sorted(package.rglob("locale/*/LC_MESSAGES/*.po"))
    late = [po for po in sources if _is_stale(po)]
    script = package.parent / "scripts" / "compile_messages.py"
    if late and script.exists():
        subprocess.run([sys.executable, str(script)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return f"{len(late)} compiled"
    return f"{len(late)} not compiled" if late else "compiled"


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
