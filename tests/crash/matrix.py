"""Kills the journey before and after every statement, commit and file operation; then recovers.

    python -m tests.crash.matrix --every 5 [--first 0] [--naive] [--journey tests.crash.mail]

Prints one JSON document: how many points there are, how many were tried, and every breach found.
`--naive` takes the transactions away, or plants the fault the journey names: it shows that the
matrix would see a loss or a double.
"""

import argparse
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

import duckdb  # noqa: E402, F401  # loaded once, before the children
import psycopg  # noqa: E402
import typst  # noqa: E402, F401
from django.conf import settings  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from tests.crash.cast import open_shop  # noqa: E402

FILE_OPERATIONS = ("replace", "rename", "fsync", "link", "unlink")


class Killer:
    """Counts the points of a process, and kills it at one of them."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, 0

    def hit(self) -> None:
        self.seen += 1
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **named: Any) -> Any:
            self.hit()
            answer = real(*arguments, **named)
            self.hit()
            return answer

        return watched

    def watch(self) -> None:
        connection.execute_wrappers.append(lambda execute, *rest: self.around(execute)(*rest))
        commit = "_commit"
        real = getattr(BaseDatabaseWrapper, commit)
        setattr(BaseDatabaseWrapper, commit, self.around(real))
        for name in FILE_OPERATIONS:
            setattr(os, name, self.around(getattr(os, name)))


def watch(killer: Killer, journey: Any) -> None:
    """Watch the database and the files, and what else the journey does to the world."""
    killer.watch()
    if hasattr(journey, "watch"):
        journey.watch(killer)


def without_transactions() -> None:
    """Plant the fault: every statement stands alone."""
    transaction.Atomic.__enter__ = lambda _self: None
    transaction.Atomic.__exit__ = lambda _self, *_problem: None


class Copies:
    """A copy of the template for each point: its folder, and its PostgreSQL database if any."""

    def __init__(self, room: Path) -> None:
        self.room, self.model = room, Path(settings.DATA)
        self.description = connections.databases["default"]
        self.model_database = self.description["NAME"]
        self.sqlite = connection.vendor == "sqlite"

    def _administer(self, statement: str) -> None:
        parts = {key.lower(): self.description[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
        with psycopg.connect(dbname="postgres", autocommit=True, **parts) as admin:
            admin.execute(statement)

    def make(self, number: int) -> Path:
        folder = self.room / str(number)
        shutil.copytree(self.model, folder)
        if not self.sqlite:
            self._administer(
                f'CREATE DATABASE "crash_{os.getpid()}_{number}" TEMPLATE "{self.model_database}"'
            )
        return folder

    def enter(self, folder: Path) -> None:
        """Make this process live in the copy."""
        settings.DATA, settings.MEDIA_ROOT = folder, folder / "files"
        name = folder / "recours.sqlite3" if self.sqlite else f"crash_{os.getppid()}_{folder.name}"
        connections.databases["default"]["NAME"] = name
        connection.settings_dict["NAME"] = name

    def drop(self, number: int) -> None:
        shutil.rmtree(self.room / str(number))
        if not self.sqlite:
            self._administer(f'DROP DATABASE "crash_{os.getpid()}_{number}" WITH (FORCE)')


def in_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Run in a child; return how it ended and what it answered (None when it was killed)."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        status = 1
        try:
            with os.fdopen(write, "w") as answer:
                json.dump(work(), answer)
            status = 0
        except BaseException as problem:  # noqa: BLE001  # the parent reads how it ended
            sys.stderr.write(f"{type(problem).__name__}: {problem}\n")
        os._exit(status)
    os.close(write)
    with os.fdopen(read) as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(said) if said else None


def try_point(copies: Copies, number: int, journey: Any, *, naive: bool) -> tuple[bool, list[str]]:
    """Return whether the process was killed at that point, and what is wrong after recovery."""
    folder = copies.make(number)
    killer = Killer(number)
    plant = getattr(journey, "plant", without_transactions)

    def killed() -> int:
        copies.enter(folder)
        if naive:
            plant()
        watch(killer, journey)
        journey.play()
        return killer.seen

    def recovered() -> list[str]:
        copies.enter(folder)
        if naive:
            plant()
        try:
            journey.let_leases_lapse()
            journey.play()
        except Exception as problem:  # noqa: BLE001  # a recovery that fails is a breach
            return [f"the second run fails: {type(problem).__name__}: {problem}"]
        return list(journey.breaches())

    try:
        status, _ = in_child(killed)
        if status not in {0, -signal.SIGKILL}:
            return False, [f"the first run fails by itself ({status})"]
        _, found = in_child(recovered)
        return status == -signal.SIGKILL, ["the check itself failed"] if found is None else found
    finally:
        copies.drop(number)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--naive", action="store_true")
    parser.add_argument("--journey", default="tests.crash.journey")
    options = parser.parse_args()
    journey = importlib.import_module(options.journey)
    in_child(lambda: open_shop(settings.DATA))
    with tempfile.TemporaryDirectory(prefix="recours-crash-") as room:
        copies = Copies(Path(room))
        folder = copies.make(0)

        def count() -> int:
            copies.enter(folder)
            killer = Killer(0)
            watch(killer, journey)
            journey.play()
            return killer.seen

        _, points = in_child(count)
        copies.drop(0)
        tried, killed, found = 0, 0, {}
        for number in range(1 + options.first, points + 1, options.every):
            was_killed, wrong = try_point(copies, number, journey, naive=options.naive)
            tried, killed = tried + 1, killed + was_killed
            if wrong:
                found[number] = wrong
    report = {"points": points, "tried": tried, "killed": killed, "breaches": found}
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
