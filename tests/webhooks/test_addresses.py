"""No address of this machine or of its network is ever called: at the form, and at the sending."""

import socket
import ssl
import threading
import time

import pytest

from recours.webhooks.errors import BadAddress, NotDelivered
from recours.webhooks.rules.addresses import is_public, read_address
from recours.webhooks.sending import post
from tests.webhooks.receiver import make_certificate, receiving

REFUSED = (
    "http://exemple.fr/",
    "ftp://exemple.fr/",
    "gopher://exemple.fr/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "//exemple.fr/",
    "exemple.fr",
    "https://",
    "https:///x",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0/",
    "https://localhost/",
    "https://intranet/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[fe80::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fc00::1]/",
    "https://[::]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://198.18.0.1/",
    "https://user@exemple.fr/",
    "https://exemple.fr@127.0.0.1/",
    "https://exemple.fr:22/",
    "https://exemple.fr:0/",
    "https://exemple.fr:99999/",
    "https://exemple.fr:25/",
    "https://exemple.fr/#a",
    "https://exemple.fr\\@127.0.0.1/",
    "https://exém.fr/",
    "https://exemple.fr/é",
    "https://ex_emple.fr/",
    "https://-a.fr/",
    "https://a..fr/",
    "https://exemple.fr/\x00",
    "https://[exemple.fr]/",
    "https://exemple.fr:abc/",
    "https://1.2.3/",
)


@pytest.mark.parametrize("url", [*REFUSED, "https://exemple.fr/ x", "https://exemple.fr/\r\nX: y"])
def test_an_address_that_is_not_plainly_public_is_refused(url):
    with pytest.raises(BadAddress):
        read_address(url, local=False)


@pytest.mark.parametrize(
    ("url", "host", "port", "target"),
    [
        ("https://exemple.fr", "exemple.fr", 443, "/"),
        ("https://Exemple.FR./a/b?c=d", "exemple.fr", 443, "/a/b?c=d"),
        ("https://exemple.fr:8443/", "exemple.fr", 8443, "/"),
        ("https://1.1.1.1/", "1.1.1.1", 443, "/"),
        ("https://[2606:4700:4700::1111]/", "2606:4700:4700::1111", 443, "/"),
        ("https://xn--exmple-cua.fr/", "xn--exmple-cua.fr", 443, "/"),
    ],
)
def test_a_public_address_is_read(url, host, port, target):
    found = read_address(url, local=False)

    assert (found.host, found.port, found.target) == (host, port, target)


@pytest.mark.parametrize("number", ["fe80::1%eth0", "not a number", "", "240.0.0.1", "ff02::1"])
def test_a_number_that_is_nobodys_is_not_public(number):
    assert not is_public(number)


def _names(monkeypatch, *numbers):
    asked = []

    def answer(host, port, **_more):
        asked.append(host)
        kind = socket.SOCK_STREAM
        return [(socket.AF_INET, kind, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


@pytest.mark.parametrize(
    "numbers", [("127.0.0.1",), ("1.1.1.1", "10.0.0.1"), ("169.254.169.254",), ("::1",)]
)
def test_a_name_that_stands_for_a_private_number_is_not_called(settings, monkeypatch, numbers):
    settings.WEBHOOKS_LOCAL = False
    asked = _names(monkeypatch, *numbers)
    called = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_k: called.append(a))

    with pytest.raises(NotDelivered, match="private"):
        post("https://rebind.exemple.fr/", headers={}, body=b"{}")
    assert (asked, called) == (["rebind.exemple.fr"], [])


def test_the_number_that_was_checked_is_the_one_called(settings, monkeypatch):
    settings.WEBHOOKS_LOCAL = False
    asked = _names(monkeypatch, "93.184.215.14")
    called = []

    def refuse(where, **_more):
        called.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(NotDelivered, match="connection"):
        post("https://exemple.fr/", headers={}, body=b"{}")
    assert (asked, called) == (["exemple.fr"], [("93.184.215.14", 443)])


def test_a_redirection_is_an_answer_and_is_not_followed(settings):
    settings.WEBHOOKS_LOCAL = True
    with receiving() as elsewhere, receiving() as here:
        here.status, here.headers = 302, {"Location": elsewhere.url}
        answer = post(here.url, headers={}, body=b"{}")

    assert (answer.status, len(here.came), elsewhere.came) == (302, 1, [])


def test_a_receiver_that_drips_is_left_in_time(settings):
    settings.WEBHOOKS_LOCAL = True
    with receiving() as slow:
        slow.drip = 0.05
        slow.status = 200
        began = time.monotonic()
        answer = post(slow.url, headers={}, body=b"{}", patience=3)
        assert answer.status == 200  # the first line is enough: the rest is not waited for
        slow.drip = 0.4
        with pytest.raises(NotDelivered, match="timeout"):
            post(slow.url, headers={}, body=b"{}", patience=1)
        assert time.monotonic() - began < 6


def test_tls_is_real_and_the_name_must_be_the_right_one(settings, tmp_path):
    settings.WEBHOOKS_LOCAL = True
    ours = make_certificate(tmp_path / "ours.pem")
    theirs = make_certificate(tmp_path / "theirs.pem", "autre.exemple")
    trusting = ssl.create_default_context(cafile=ours)
    with receiving(ours) as here:
        assert post(here.url, headers={}, body=b"{}", tls=trusting).status == 204
        with pytest.raises(NotDelivered, match="tls"):  # signed by nobody this machine knows
            post(here.url, headers={}, body=b"{}")
    context = ssl.create_default_context(cafile=theirs)
    with receiving(theirs) as other, pytest.raises(NotDelivered, match="tls"):
        post(other.url, headers={}, body=b"{}", tls=context)


def test_what_does_not_speak_http_is_left(settings):
    settings.WEBHOOKS_LOCAL = True
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def greet():
            line, _ = server.accept()
            line.sendall(b"220 smtp ready\r\n")
            line.close()

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(NotDelivered, match=r"not-http|connection"):
            post(f"http://127.0.0.1:{port}/", headers={}, body=b"{}")
        thread.join()
