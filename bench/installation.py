"""A throwaway Recours: its own folder, its own database, its own port, removed afterwards."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
PATIENCE = 60.0
MANY = "9999999"  # requests a minute for one token: each is still counted


class Failed(Exception):
    """What was to be measured did not do its work."""


@dataclass(frozen=True)
class Installation:
    """A folder that `recours setup` made, and the environment that names it."""

    folder: Path
    database_url: str = ""

    @property
    def engine(self) -> str:
        return "PostgreSQL" if self.database_url else "SQLite"

    @property
    def env(self) -> dict[str, str]:
        ours = {k: v for k, v in os.environ.items() if not k.startswith("RECOURS_")}
        return ours | {
            "RECOURS_DATA": str(self.folder),
            "RECOURS_API_RATE": MANY,
            "RECOURS_DEMO": "0",
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "recours.config.settings",
        }

    def recours(self, *arguments: str) -> str:
        """Run one command of Recours here; raise `Failed` when it refuses."""
        return self._run("recours.cli.main", *arguments)

    def inside(self, module: str, *arguments: object) -> Any:
        """Run a module of `bench/inside/` here, Django started; return what it measured."""
        printed = self._run(f"bench.inside.{module}", *map(str, arguments))
        return json.loads(printed.splitlines()[-1])

    def _run(self, module: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failed(f"{module} {' '.join(arguments)}\n{done.stdout}{done.stderr}")
        return done.stdout


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder of its own, removed at the end."""
    with tempfile.TemporaryDirectory(prefix="recours-bench-") as name:
        yield Path(name)


def copy_of(model: Installation, place: Path) -> Installation:
    """Copy an installation that keeps its data in files."""
    shutil.copytree(model.folder, place)
    return Installation(place)


def free_port() -> int:
    """Find a port where nobody listens: an orphan would be measured instead of us."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


@contextmanager
def started(
    command: list[str], *, env: dict[str, str], port: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait until it answers on its port, and end it with its own."""
    if not is_free(port):
        raise Failed(f"port {port} is taken: the figures would be those of another program")
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_until_open(server, port)
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)
    if not is_free(port):
        raise Failed(f"something still listens on port {port}")


def _wait_until_open(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while is_free(port):
        if server.poll() is not None or time.monotonic() > deadline:
            raise Failed(f"the server did not open port {port}")
        time.sleep(0.05)


@contextmanager
def site(place: Installation, *, worker: bool) -> Iterator[tuple[int, int]]:
    """Serve an installation as `recours serve` does; give its port and its process."""
    port = free_port()
    command = [sys.executable, "-m", "recours.cli.main", "serve", "--port", str(port)]
    with started(command + ([] if worker else ["--no-worker"]), env=place.env, port=port) as one:
        yield port, one.pid
