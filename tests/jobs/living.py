"""An installation that lives: real workers, and this process looking into the same database."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime

from django.conf import settings
from django.db import connections
from django.db.utils import load_backend

from recours.config.environment import database
from tests.houses import ROOT, House

LEASE = 2.0  # seconds: longer than a busy machine stalls, short enough to wait for
WORKER = ("-m", "recours.cli.main", "worker", "--idle", "0.05")


def now() -> datetime:
    return datetime.now(tz=UTC)


def wait_for(condition, *, seconds: float = 60.0):
    """Look until it is true; return what it returned, or fail."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.03)
    raise AssertionError("it did not happen in time")


class Living:
    """One installation and the processes started in it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str, lease: float = LEASE, **more: str) -> subprocess.Popen[bytes]:
        """Start a worker, in a session of its own."""
        log = (self.house.folder / f"worker-{len(self.started)}.log").open("wb")
        with log:
            worker = subprocess.Popen(
                [sys.executable, *WORKER, "--lease", str(lease), *arguments],
                env=self.house.env | more,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(worker)
        return worker

    def start_ready(self, *arguments: str, lease: float = LEASE) -> subprocess.Popen[bytes]:
        """Start a worker and wait until it looks for work."""
        worker = self.start(*arguments, lease=lease)
        number = len(self.started) - 1
        wait_for(lambda: "is ready" in self.log(number) or worker.poll() is not None)
        assert worker.poll() is None, self.log(number)
        return worker

    def log(self, number: int) -> str:
        return (self.house.folder / f"worker-{number}.log").read_text()

    def stop(self) -> None:
        for worker in self.started:
            if worker.poll() is None:
                worker.send_signal(signal.SIGTERM)
        for worker in self.started:
            try:
                worker.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()

    def open_gate(self) -> None:
        """Let the jobs that wait for the gate end."""
        (self.house.folder / "gate").touch()

    def marks(self) -> Counter[str]:
        """Count the lines that tasks left."""
        place = self.house.folder / "marks.txt"
        return Counter(place.read_text().split()) if place.exists() else Counter()

    def has(self, mark: str, times: int = 1) -> bool:
        return self.marks()[mark] >= times


@contextmanager
def living(house: House, blocker):
    """Point this process's database at the installation while the workers run."""
    kept, folder = connections["default"], settings.DATA
    described = {**kept.settings_dict, **database(house.database_url, house.folder)}
    with blocker.unblock():
        mine = load_backend(described["ENGINE"]).DatabaseWrapper(described, "default")
        connections["default"], settings.DATA = mine, house.folder
        life = Living(house)
        try:
            yield life
        finally:
            life.stop()
            mine.close()
            connections["default"], settings.DATA = kept, folder
