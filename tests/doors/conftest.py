"""Doors open in threads: their rows must be committed for real."""

import itertools
import threading
import time

import pytest

from tests.doors import dovecot as dovecots
from tests.doors.cutter import Cutter


@pytest.fixture(scope="session")
def _servers():
    """One server for each configuration that was asked for, until the end of the run."""
    started = {}
    yield started
    for server in started.values():
        server.stop()


@pytest.fixture
def dovecot(_servers):
    """Debian's Dovecot; the test is skipped aloud where it is not installed."""
    return _server(_servers)


@pytest.fixture
def other_dovecot(_servers):
    """Start one with another configuration."""
    return lambda **options: _server(_servers, **options)


def _server(servers, **options):
    if not dovecots.is_here():
        pytest.skip(dovecots.HOW)
    key = tuple(sorted(options.items()))
    if key not in servers:
        servers[key] = dovecots.start(**options)
    return servers[key]


@pytest.fixture(scope="session")
def _accounts():
    return (f"user{number}" for number in itertools.count())


@pytest.fixture
def account(_accounts):
    """An account no other test uses."""
    return next(_accounts)


@pytest.fixture
def stopping():
    """What tells the doors of a test to stop, at its end at the latest."""
    stop = threading.Event()
    yield stop
    stop.set()
    for thread in threading.enumerate():
        if thread.name == "door":
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture
def cutter():
    """Something between a client and a server that cuts the connection when told a word."""
    made = []

    def make(port, word, *, times=1):
        made.append(Cutter(port, word, times=times))
        return made[-1]

    yield make
    for one in made:
        one.close()


def until(true, seconds=15.0):
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)
    return found
