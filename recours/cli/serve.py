"""Open the site on this machine: the web server, and the background work beside it."""

import argparse
import ctypes
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

PATIENCE = 20.0  # seconds a process has to end by itself
RESTART_PAUSE = 2.0  # before a worker that died is started again
TICK = 0.2
WAITING = 32  # requests a web process takes in at once; a few threads work on them
STOPS = (signal.SIGINT, signal.SIGTERM)
FRUGAL = {"MALLOC_ARENA_MAX": "1"}  # threads share their memory: a process stays small
PR_SET_PDEATHSIG = 1  # prctl(2)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (this machine)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--workers", type=int, default=1, help="web processes (1)")
    parser.add_argument(
        "--no-worker", action="store_true", help="no background work: it runs somewhere else"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    return Site(
        host=options.host,
        port=options.port,
        web_processes=options.workers,
        with_worker=not options.no_worker,
    ).run()


def port_is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _end_with_parent() -> None:
    """Ask Linux to end this child when its parent is killed: no orphan keeps the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Site:
    """The processes of one open site; it ends those it started and no other."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        web_processes: int = 1,
        with_worker: bool = True,
        when_open: Callable[[str], None] | None = None,
    ) -> None:
        """`when_open` is called once with the address, when the first page can be asked for."""
        self.host, self.port = host, port
        self.web_processes = web_processes
        has_worker = importlib.util.find_spec("recours.cli.worker") is not None
        self.with_worker = with_worker and has_worker
        self.address = f"http://{host}:{port}"
        self.when_open = when_open or self._say_open
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.stopping = False

    def run(self) -> int:
        """Start, watch, and stop on Ctrl-C or SIGTERM; 1 when the port is taken or the web died."""
        if not port_is_free(self.host, self.port):
            print(
                f"recours: port {self.port} of {self.host} is taken by another program. "
                f"Choose another: --port {self.port + 1}",
                file=sys.stderr,
            )
            return 1
        before = {number: signal.signal(number, self._stop) for number in STOPS}
        try:
            return self._watch()
        finally:
            self._end_children()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _watch(self) -> int:
        self.web = self._start_web()
        restart_at, opened = 0.0, False
        while not self.stopping:
            if self.web.poll() is not None:
                print("recours: the web server ended by itself, see above", file=sys.stderr)
                return 1
            if not opened and self._answers():
                opened = True
                self.when_open(self.address)
            restart_at = self._keep_worker(restart_at)
            time.sleep(TICK)
        return 0

    def _keep_worker(self, restart_at: float) -> float:
        """Start the worker, and again a while after it died: its jobs are safe in the database."""
        if not self.with_worker or time.monotonic() < restart_at:
            return restart_at
        if self.worker is not None and self.worker.poll() is None:
            return restart_at
        if self.worker is not None:
            print(f"recours: the worker ended ({self.worker.returncode}); again", file=sys.stderr)
        self.worker = self._start(["-m", "recours.cli.main", "worker"])
        return time.monotonic() + RESTART_PAUSE

    def _start_web(self) -> subprocess.Popen[bytes]:
        """Start granian on WSGI: threads share one process, so SQLite and memory stay small."""
        options = {
            "interface": "wsgi",
            "host": self.host,
            "port": self.port,
            "workers": self.web_processes,
            "blocking-threads": WAITING,
            "backpressure": 64,
            "workers-kill-timeout": 10,
            "log-level": "error",  # it warns of many threads: ours only wait
        }
        named = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        flags = ["--no-ws", "--respawn-failed-workers"]
        return self._start(["-m", "granian", *named, *flags, "recours.config.served:application"])

    def _start(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        """Start Python on our own code, in a session of its own: Ctrl-C reaches only us."""
        return subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments],
            env={"RECOURS_URL": self.address, **FRUGAL} | dict(os.environ),
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509  # one thread here, and one call
        )

    def _answers(self) -> bool:
        try:
            with socket.create_connection((self.host, self.port), timeout=1):
                return True
        except OSError:
            return False

    def _say_open(self, address: str) -> None:
        beside = "" if self.with_worker else " (no background work)"
        print(f"recours: open at {address}{beside}. Ctrl-C stops it.", flush=True)

    def _end_children(self) -> None:
        children = [child for child in (self.web, self.worker) if child and child.poll() is None]
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
