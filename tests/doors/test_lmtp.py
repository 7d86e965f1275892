"""A mail server of ours hands mail over: 250 means committed, anything else means it keeps it."""

import contextlib
import errno
import signal
import smtplib
import socket
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError

from recours.mailroom.models import Incoming
from recours.mailroom.queries import boxes, raw_of
from recours.worker.doors import listen_lmtp as listening
from recours.worker.doors.listen_lmtp import Listener, listen_lmtp
from recours.worker.doors.lmtp_words import Body, read_path
from recours.worker.doors.open_doors import open_doors
from tests.doors.conftest import until
from tests.doors.dovecot import free_port
from tests.houses import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

OURS = "reclamations@recours.invalid"
COUNT = (
    "import django; django.setup()\n"
    "from recours.mailroom.models import Incoming\n"
    "print(Incoming.objects.count())"
)
ALICE = "alice@exemple.fr"
WORDS = (
    b"From: Alice <alice@exemple.fr>\r\nSubject: Mes points\r\n\r\nBonjour,\r\n.\r\n..pas l\xe0\r\n"
)


@pytest.fixture
def door(stopping):
    """An open door, in this process."""
    port, ready = free_port(), threading.Event()
    thread = threading.Thread(
        target=listen_lmtp, args=(f"127.0.0.1:{port}", stopping, ready), name="door"
    )
    thread.start()
    assert ready.wait(10)
    return port


def lmtp(port):
    return smtplib.LMTP("127.0.0.1", port, timeout=10)


def talk(port, *lines):
    """Say lines, and return every word that was answered until the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        for line in lines:
            wire.sendall(line)
        wire.shutdown(socket.SHUT_WR)
        heard = b""
        while more := wire.recv(65_536):
            heard += more
    return heard.decode()


def kept():
    return [raw_of(str(row.pk)) for row in Incoming.objects.order_by("received_at")]


def test_a_message_is_kept_to_the_byte_with_its_envelope(door):
    token = "reclamations+rabcdef234@recours.invalid"
    with smtplib.SMTP("127.0.0.1", door, timeout=10) as client:
        client.sendmail(ALICE, [OURS, token], WORDS)

    row = Incoming.objects.get()
    assert raw_of(str(row.pk)) == WORDS
    assert (row.door, row.mailbox) == ("lmtp", OURS)
    assert (row.envelope_from, row.envelope_to) == (ALICE, [OURS, token])


def test_a_bounce_has_no_sender_and_is_taken_in(door):
    with lmtp(door) as client:
        client.sendmail("", ["reclamations+babc@RECOURS.invalid"], WORDS)
    assert Incoming.objects.get().envelope_from == ""


def test_only_our_own_addresses_receive(door, settings):
    settings.MAIL_ALSO = ("contact@bellerive.example",)
    others = ["bob@exemple.fr", "reclamations@exemple.fr", "reclamation@recours.invalid"]
    with smtplib.SMTP("127.0.0.1", door, timeout=10) as client:
        refused = client.sendmail(ALICE, [OURS, *others, "Contact+x@bellerive.example"], WORDS)
    assert set(refused) == set(others)
    assert {code for code, _words in refused.values()} == {550}
    assert len(Incoming.objects.get().envelope_to) == 2


def test_lmtp_answers_for_each_recipient_and_smtp_once(door):
    envelope = (
        b"MAIL FROM:<alice@exemple.fr>\r\n"
        b"RCPT TO:<reclamations@recours.invalid>\r\n"
        b"RCPT TO:<nobody@exemple.fr>\r\n"
        b"RCPT TO:<reclamations+a@recours.invalid>\r\n"
        b"DATA\r\nSubject: %s\r\n\r\nx\r\n.\r\nQUIT\r\n"
    )
    by_lmtp = talk(door, b"LHLO here\r\n", envelope % b"one").splitlines()
    by_smtp = talk(door, b"EHLO here\r\n", envelope % b"two").splitlines()

    assert [line[:3] for line in by_lmtp if line[3] == " "] == [
        *("220", "250", "250", "250", "550", "250", "354", "250", "250", "221")
    ]
    assert sum(line.startswith("250 2.6.0") for line in by_smtp) == 1
    assert len(kept()) == 2


SMUGGLED = (
    b"Subject: one\r\n\r\nfirst%s"
    b"MAIL FROM:<evil@exemple.fr>\r\nRCPT TO:<reclamations@recours.invalid>\r\n"
    b"DATA\r\nSubject: two\r\n\r\nsecond"
)


@pytest.mark.parametrize(
    "end",
    [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\n.\r", b"\r.\r\n", b"\r\n\0.\r\n"],
)
@pytest.mark.parametrize("greeting", [b"LHLO", b"EHLO"])
def test_a_message_hidden_after_a_false_end_is_part_of_the_first_one(door, end, greeting):
    body = SMUGGLED % end
    said = talk(
        door,
        greeting
        + b" here\r\nMAIL FROM:<alice@exemple.fr>\r\nRCPT TO:<%s>\r\nDATA\r\n" % OURS.encode(),
        body + b"\r\n.\r\nQUIT\r\n",
    )

    assert said.count("354") == 1
    (raw,) = kept()
    assert raw == (body + b"\r\n").replace(b"\r\n.", b"\r\n")


def test_a_command_after_a_bare_line_feed_is_not_obeyed(door):
    said = talk(door, b"LHLO here\r\nRSET\nMAIL FROM:<a@b>\nQUIT\r\n")
    assert said.count("500 5.5.2") == 2
    assert kept() == []


def test_a_line_of_a_megabyte_and_bytes_of_every_kind_come_through(door):
    raw = b"Subject: " + b"a" * 1_000_000 + b"\r\n\r\n" + bytes(range(256)) * 40 + b"\r\n"
    said = talk(
        door,
        b"LHLO x\r\nMAIL FROM:<a@b.fr>\r\nRCPT TO:<%s>\r\nDATA\r\n" % OURS.encode(),
        raw.replace(b"\r\n.", b"\r\n..") + b".\r\nQUIT\r\n",
    )
    assert "250 2.6.0" in said
    assert kept() == [raw]


def test_an_empty_message_is_a_message(door):
    talk(door, b"LHLO x\r\nMAIL FROM:<a@b.fr>\r\nRCPT TO:<%s>\r\nDATA\r\n.\r\n" % OURS.encode())
    assert kept() == [b""]


def test_what_is_too_large_is_refused_for_good_and_the_next_one_is_taken_in(stopping, settings):
    settings.MAIL_LARGEST = 100_000
    port, ready = free_port(), threading.Event()
    threading.Thread(
        target=listen_lmtp, args=(f"127.0.0.1:{port}", stopping, ready), name="door"
    ).start()
    assert ready.wait(10)
    with lmtp(port) as client:
        client.ehlo_or_helo_if_needed()
        assert client.esmtp_features["size"] == "100000"
        with pytest.raises(smtplib.SMTPSenderRefused) as refusal:  # its size was announced
            client.sendmail(ALICE, [OURS], b"x" * 200_000)
        assert refusal.value.smtp_code == 552
    with lmtp(port) as client:
        client.ehlo_or_helo_if_needed()
        del client.esmtp_features["size"]
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            client.sendmail(ALICE, [OURS], b"Subject: x\r\n\r\n" + b"x" * 200_000)
        assert refusal.value.smtp_code == 552
        client.rset()
        client.sendmail(ALICE, [OURS], WORDS)
    large = Incoming.objects.get(size__gt=200_000)
    assert (large.state, large.reason) == ("rejected", "too-large")
    assert kept().count(WORDS) == 1


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (OperationalError("database or disk is full"), 452),
        (OSError(errno.ENOSPC, "No space left on device"), 452),
        (OperationalError("server closed the connection unexpectedly"), 451),
        (ValueError("anything"), 451),
    ],
)
def test_what_cannot_be_kept_is_refused_for_now(door, monkeypatch, problem, code):
    def fails(**_named):
        raise problem

    with monkeypatch.context() as patch, lmtp(door) as client:
        patch.setattr(listening, "take_in", fails)
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            client.sendmail(ALICE, [OURS], WORDS)
    assert refusal.value.smtp_code == code
    assert kept() == []
    with lmtp(door) as client:
        client.sendmail(ALICE, [OURS], WORDS)
    assert kept() == [WORDS]


def test_a_client_that_leaves_in_the_middle_leaves_nothing(door):
    half = b"LHLO x\r\nMAIL FROM:<a@b.fr>\r\nRCPT TO:<%s>\r\nDATA\r\nSubject: half" % OURS.encode()
    talk(door, half)
    assert kept() == []


def test_the_same_message_handed_over_again_is_one_message(door):
    for _ in range(3):
        with lmtp(door) as client:
            client.sendmail(ALICE, [OURS], WORDS)
    assert Incoming.objects.filter(state="pending").count() == 1


def test_thirty_conversations_at_once_are_all_kept(door):
    problems = []

    def send(number):
        try:
            with lmtp(door) as client:
                for turn in range(3):
                    client.sendmail(ALICE, [OURS], b"Subject: %d/%d\r\n\r\nx\r\n" % (number, turn))
        except (OSError, smtplib.SMTPException) as problem:
            problems.append(problem)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(set(kept())) == Incoming.objects.filter(state="pending").count() == 90


def test_more_bytes_at_once_than_there_is_room_for_come_back_later(stopping, settings):
    settings.MAIL_LARGEST = 50_000
    port, ready = free_port(), threading.Event()
    threading.Thread(
        target=listen_lmtp, args=(f"127.0.0.1:{port}", stopping, ready), name="door"
    ).start()
    assert ready.wait(10)
    begin = b"LHLO x\r\nMAIL FROM:<a@b.fr>\r\nRCPT TO:<%s>\r\nDATA\r\n" % OURS.encode()
    with contextlib.ExitStack() as stack:
        slow = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            for _ in range(5)
        ]
        for wire in slow:
            wire.sendall(begin + b"x" * 45_000)
        time.sleep(0.5)
        for wire in slow:
            wire.sendall(b"%d\r\n.\r\n" % wire.fileno())
        said = []
        for wire in slow:
            heard = b""
            while b"2.6.0" not in heard and b"452" not in heard:
                heard += wire.recv(4_096)
            said.append(b"452" in heard)
    assert said.count(True) == 1
    with lmtp(port) as client:
        client.sendmail(ALICE, [OURS], WORDS)
    assert WORDS in kept()


def test_a_stranger_s_machine_is_not_listened_to(settings):
    settings.LMTP_FROM = ("10.1.0.0/16",)
    listener = Listener("127.0.0.1:1")

    class Writer:
        def __init__(self, peer):
            self.peer = peer

        def get_extra_info(self, _name):
            return self.peer

    assert listener.refusal(Writer(("203.0.113.9", 1))).startswith("554")
    assert listener.refusal(Writer(("::ffff:203.0.113.9", 1, 0, 0))).startswith("554")
    assert not listener.refusal(Writer(("::ffff:127.0.0.1", 1, 0, 0)))
    assert not listener.refusal(Writer(("::1", 1, 0, 0)))
    assert not listener.refusal(Writer(("10.1.2.3", 1)))
    assert not listener.refusal(Writer(""))
    listener.close()


def test_a_unix_socket_replaces_the_one_a_killed_process_left(stopping, tmp_path):
    path = tmp_path / "lmtp.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    ready = threading.Event()
    threading.Thread(
        target=listen_lmtp, args=(f"unix:{path}", stopping, ready), name="door"
    ).start()
    assert ready.wait(10)
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    with smtplib.LMTP(str(path)) as client:
        client.sendmail(ALICE, [OURS], WORDS)
    assert kept() == [WORDS]
    # in a thread of its own: a browser of other tests may keep an event loop in this one
    with ThreadPoolExecutor(1) as pool, pytest.raises(OSError, match="another program"):
        pool.submit(listen_lmtp, f"unix:{path}", stopping).result(10)


def test_a_place_that_is_taken_is_said_and_the_rest_goes_on(settings, stopping):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.LMTP = f"127.0.0.1:{taken.getsockname()[1]}"
        open_doors(stopping)
        until(boxes)
        until(lambda: not boxes()[0].is_well)
        assert "nobody can listen there" in boxes()[0].trouble


@pytest.mark.slow
def test_asked_to_stop_it_lets_what_is_on_its_way_arrive(house):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "recours.cli.main", "receive", "--lmtp", f"127.0.0.1:{port}"],
        env=house.env,
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    try:
        idle = until(lambda: _reached(port), 30)
        client = lmtp(port)
        client.ehlo_or_helo_if_needed()
        client.mail(ALICE)
        client.rcpt(OURS)
        client.putcmd("data")
        assert client.getreply()[0] == 354
        client.sock.sendall(WORDS.replace(b"\r\n.", b"\r\n.."))
        process.send_signal(signal.SIGTERM)
        time.sleep(1)
        client.sock.sendall(b".\r\n")
        assert client.getreply()[0] == 250
        assert process.wait(10) == 0
        assert [line[:3] for line in idle.makefile("rb")] == [b"220", b"421"]
        client.sock.close()
        idle.close()
    finally:
        process.kill()
        process.communicate()
    assert house.python("-c", COUNT).stdout.strip() == "1"


def _reached(port):
    try:
        return socket.create_connection(("127.0.0.1", port), timeout=10)
    except OSError:
        return None


def test_a_body_is_read_the_same_however_it_is_cut():
    whole = b"a\r\n..b\r\n.\n\r\n..\r\nc\r\n.\r\nQUIT\r\n"
    for first in range(len(whole)):
        for second in range(first, len(whole)):
            body, rest = Body(1_000), b""
            for piece in (whole[:first], whole[first:second], whole[second:]):
                rest = rest + piece if body.is_over else body.feed(piece)
            assert body.is_over
            assert (body.raw(), rest) == (b"a\r\n.b\r\n\n\r\n.\r\nc\r\n", b"QUIT\r\n")


def test_addresses_of_an_envelope_are_read_as_servers_write_them():
    assert read_path("FROM:<>", "FROM:").address == ""
    assert read_path("from: <a@b.fr> SIZE=12 BODY=8BITMIME", "FROM:").size == 12
    assert read_path("TO:<@relay.fr,@other.fr:a@b.fr>", "TO:").address == "a@b.fr"
    assert read_path("TO:a@b.fr", "TO:").address == "a@b.fr"
    assert read_path("TO:", "TO:") is None
    assert read_path("<a@b.fr>", "TO:") is None
