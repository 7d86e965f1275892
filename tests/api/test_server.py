"""H-110 on the wire: what a hostile program sends to the real server, byte by byte."""

import json
import shutil
import socket
import subprocess
import sys
import time

import pytest

from tests import houses
from tests.api.calling import LODGING
from tests.houses import House

pytestmark = pytest.mark.slow
PATIENCE = 40
ISSUE = """
from datetime import UTC, datetime
import django
django.setup()
from recours.loyalty.commands.create_programme import create_programme
from recours.people.commands.issue_token import issue_token
now = datetime.now(tz=UTC)
create_programme(code="quai", name="Quai", at=now)
print(issue_token(name="caisse", scopes=["complaints:read", "complaints:write"], at=now).plain)
"""


class Site:
    """The server, and a token."""

    def __init__(self, port, token):
        self.port = port
        self.token = token

    def send(self, head, body=b"", *, token=True, wait=5.0):
        """Send bytes, return every byte of the answer until the server closes or is silent."""
        lines = [head, "Host: 127.0.0.1", "Connection: close"]
        lines += [f"Authorization: Bearer {self.token}"] if token else []
        raw = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as wire:
            wire.sendall(raw)
            return _all_of(wire)


def _all_of(wire):
    read = b""
    try:
        while more := wire.recv(65_536):
            read += more
    except TimeoutError:
        pass
    return read


def status(answer):
    return int(answer.split(b" ", 2)[1])


def _is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def site(_model_house, tmp_path_factory):
    """One server for all these tests, on an installation of its own."""
    folder = tmp_path_factory.mktemp("wire") / "house"
    shutil.copytree(_model_house.folder, folder)
    house = House(folder, houses._new_database(_model_house.database_url))  # noqa: SLF001
    token = house.python("-c", ISSUE).stdout.strip()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "recours.cli.main",
        "serve",
        "--no-worker",
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command, env=house.env, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _is_open(port):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield Site(port, token)
    finally:
        server.terminate()
        server.wait(PATIENCE)
        houses._drop_database(house.database_url)  # noqa: SLF001


def lodging(key, *headers):
    head = [
        "POST /api/v1/complaints HTTP/1.1",
        f"Idempotency-Key: {key}",
        "Content-Type: application/json",
        *headers,
    ]
    return "\r\n".join(head)


def test_a_complaint_is_lodged_over_the_wire(site):
    body = json.dumps(LODGING).encode()

    answer = site.send(lodging("wire-00000001", f"Content-Length: {len(body)}"), body)

    assert status(answer) == 201, answer
    assert answer.lower().count(b"http/1.1 ") == 1
    assert b"set-cookie" not in answer.lower()


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "FOO"])
def test_h110_other_methods(site, method):
    answer = site.send(f"{method} /api/v1/complaints HTTP/1.1")

    assert status(answer) in {400, 404, 405}
    assert site.token.encode() not in answer  # TRACE would send it back


def test_h110_two_lengths_are_one_answer(site):
    """CL.TE: the second request hidden in the body is not answered."""
    hidden = b"0\r\n\r\nGET /api/v1/log HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    answer = site.send(
        lodging("wire-00000002", f"Content-Length: {len(hidden)}", "Transfer-Encoding: chunked"),
        hidden,
    )

    assert answer.count(b"HTTP/1.1 ") == 1
    assert status(answer) >= 400


@pytest.mark.parametrize(
    "lengths",
    [
        ("Content-Length: 2", "Content-Length: 200"),
        ("Content-Length: -1",),
        ("Content-Length: +2",),
        ("Content-Length: 2, 2",),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding: x",),
    ],
)
def test_h110_lengths_that_contradict_are_refused(site, lengths):
    answer = site.send(lodging("wire-00000003", *lengths), b"{}", wait=3.0)

    assert status(answer) >= 400, answer
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_body_in_pieces_without_its_length_is_refused_in_words(site):
    body = json.dumps(LODGING).encode()
    pieces = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"

    answer = site.send(lodging("wire-00000004", "Transfer-Encoding: chunked"), pieces)

    assert status(answer) in {201, 411, 422}, answer


def test_h110_a_request_never_finished_holds_nobody_up(site):
    """Slow loris: forty half requests, and others are answered meanwhile."""
    slow = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(40)]
    for wire in slow:
        wire.sendall(lodging("wire-00000005", "Content-Length: 1000").encode() + b"\r\n")
    try:
        started = time.monotonic()
        assert status(site.send("GET /api/v1/complaints HTTP/1.1")) == 200
        assert time.monotonic() - started < 5
    finally:
        for wire in slow:
            wire.close()


def test_h110_the_unfinished_body_of_a_stranger_holds_nobody_up(site):
    """The door comes before the body: without a good token not one byte of it is waited for."""
    slow = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(40)]
    for wire in slow:
        head = lodging("wire-00000006", "Content-Length: 1000", "Host: 127.0.0.1")
        wire.sendall(f"{head}\r\nAuthorization: Bearer {'a' * 43}\r\n\r\n{{".encode())
    try:
        started = time.monotonic()
        assert status(site.send("GET /api/v1/complaints HTTP/1.1")) == 200
        assert time.monotonic() - started < 5
    finally:
        for wire in slow:
            wire.close()


def test_headers_without_end_are_refused(site):
    answer = site.send("GET /api/v1/complaints HTTP/1.1\r\nX-Long: " + "a" * 600_000)

    assert not answer or status(answer) in {400, 413, 431}


def test_the_server_says_nothing_of_itself(site):
    answer = site.send("GET /api/v1/complaints HTTP/1.1", token=False).lower()

    assert status(answer) == 401
    for word in (b"django", b"python", b"traceback", b"/recours/"):
        assert word not in answer
