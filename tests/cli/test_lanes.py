"""The site under slow senders: they wait among themselves, everybody else is answered."""

import socket
import subprocess
import sys
import time
import urllib.request
from io import BytesIO
from threading import get_ident

import pytest

from recours.config.lanes import LARGEST, Lanes

PATIENCE = 40


def environ(method="GET", body=b"", length=None):
    said = str(len(body)) if length is None else length
    return {"REQUEST_METHOD": method, "CONTENT_LENGTH": said, "wsgi.input": BytesIO(body)}


class Pages:
    """An application that repeats what it read and remembers who worked."""

    def __init__(self):
        self.workers = []
        self.closed = 0

    def __call__(self, environ, start_response):
        self.workers.append((environ["REQUEST_METHOD"], get_ident()))
        start_response("200 OK", [("X-Told", "yes")])
        self.read = environ["wsgi.input"].read()
        return self

    def __iter__(self):
        return iter([self.read, b"!"])

    def close(self):
        self.closed += 1


def ask(lanes, **request):
    told = []
    content = b"".join(lanes(environ(**request), lambda *head: told.append(head)))
    return told[0], content


def test_an_answer_comes_through_whole_and_is_closed():
    pages = Pages()
    head, content = ask(Lanes(pages, writers=1, readers=2), method="POST", body=b"x" * 2_000_000)
    assert head == ("200 OK", [("X-Told", "yes")])
    assert content == b"x" * 2_000_000 + b"!"
    assert pages.closed == 1


def test_one_thread_writes_and_others_read():
    pages = Pages()
    lanes = Lanes(pages, writers=1, readers=2)
    for method in ("POST", "GET", "POST", "GET", "PUT"):
        ask(lanes, method=method)
    writing = {thread for method, thread in pages.workers if method != "GET"}
    assert len(writing) == 1
    assert writing.isdisjoint({thread for method, thread in pages.workers if method == "GET"})


def test_a_failure_of_a_page_is_a_failure_of_the_request():
    def broken(_environ, _start_response):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(Lanes(broken, writers=1))


@pytest.mark.parametrize("length", ["", "-1", "1e3", "²", "beaucoup"])
def test_a_length_that_is_no_number_is_no_body(length):
    assert ask(Lanes(Pages(), writers=1), method="POST", body=b"body", length=length)[1] == b"!"


def test_a_body_beyond_all_limits_is_refused_before_it_is_read():
    head, content = ask(Lanes(Pages(), writers=1), method="POST", length=str(LARGEST + 1))
    assert head[0].startswith("413")
    assert content == b""


class _Closed:
    """A door that knows one name."""

    def is_open(self, environ):
        return environ["PATH_INFO"] == "/pages/"

    def opens(self, environ):
        return environ.get("HTTP_AUTHORIZATION") == "Bearer known"


class _Unread:
    def read(self, _size=-1):
        raise AssertionError("nobody waits for a stranger")


@pytest.mark.parametrize(
    ("path", "token", "waits"),
    [("/pages/", "", True), ("/api/", "Bearer known", True), ("/api/", "Bearer x", False)],
)
def test_no_body_is_waited_for_before_the_door(path, token, waits):
    asked = environ(method="POST", body=b"body") | {"PATH_INFO": path, "HTTP_AUTHORIZATION": token}
    if not waits:
        asked["wsgi.input"] = _Unread()
    answer = b"".join(Lanes(Pages(), writers=1, door=_Closed())(asked, lambda *_head: None))
    assert answer == (b"body!" if waits else b"!")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_eight_telephones_that_send_slowly_keep_nobody_waiting(house):
    port = _free_port()
    command = [sys.executable, "-m", "recours.cli.main", "serve", "--port", str(port)]
    site = subprocess.Popen(
        [*command, "--no-worker"], env=house.env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert "open at" in site.stdout.readline()
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(8)]
        for telephone in slow:
            head = f"POST /suivre/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 1000\r\n"
            telephone.sendall(f"{head}Content-Type: text/plain\r\n\r\nbeginning".encode())
        time.sleep(0.5)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as page:
            assert page.status == 200
        for telephone in slow:
            telephone.close()
    finally:
        site.terminate()
        site.communicate(timeout=PATIENCE)
