"""`recours serve`: opens, says where, and leaves nothing behind when it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 40


@contextmanager
def _serving(house, port, *more):
    command = [sys.executable, "-m", "recours.cli.main", "serve", "--port", str(port), *more]
    site = subprocess.Popen(
        command, env=house.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield site
    finally:
        if site.poll() is None:
            site.terminate()
        site.communicate(timeout=PATIENCE)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(what):
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def _read_until(site, words):
    """Read what the site says; its worker speaks on the same screen, before or after."""
    said = []
    while not said or words not in said[-1]:
        said.append(site.stdout.readline())
        assert said[-1], "".join(said)


def _is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _children(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_opens_says_where_and_stops_cleanly(house, how):
    port = _free_port()
    with _serving(house, port) as site:
        _wait_for(lambda: _is_open(port))
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/").status == 200
        _read_until(site, f"recours: open at http://127.0.0.1:{port}")
        children = _children(site.pid)
        site.send_signal(how)

        assert site.wait(PATIENCE) == 0
    assert len(children) == 2, "a web server and a worker"
    assert [pid for pid in children if _lives(pid)] == []
    assert not _is_open(port)


def test_a_port_already_taken_is_said_in_a_sentence(house):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = house.run("serve", "--port", str(port))

    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_killed_site_leaves_no_orphan_on_the_port(house):
    port = _free_port()
    with _serving(house, port) as site:
        _wait_for(lambda: _is_open(port))
        site.kill()
        site.wait(PATIENCE)

        _wait_for(lambda: not _is_open(port))


def test_a_worker_that_dies_is_started_again(house):
    port = _free_port()
    with _serving(house, port) as site:
        _wait_for(lambda: len(_children(site.pid)) == 2)
        worker = max(_children(site.pid))
        os.kill(worker, signal.SIGKILL)

        _wait_for(lambda: len(set(_children(site.pid)) - {worker}) == 2)
