"""The corpus comes by each of the three doors, and each message ends where the table says."""

import json
import shutil
import smtplib
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from recours.cli.doctor import examine
from recours.cli.main import main
from recours.correspondence.rules.threads import reply_address
from recours.journeys.file_mail import file_mail
from recours.mailroom.models import Incoming
from recours.mailroom.rules.mailboxes import Mailbox
from recours.mailroom.states import Standing
from recours.worker.doors.listen_lmtp import listen_lmtp
from recours.worker.doors.watch_mailbox import empty_mailbox
from tests.doors.dovecot import free_port
from tests.mailroom.post import deliver, letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

CORPUS = Path(__file__).parents[1] / "mail" / "corpus"
TABLE = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
APART = timedelta(hours=3)  # so that nobody writes too much within an hour
DESK = "reclamations@recours.example"
ALICE = "alice.rivoire@example.org"
TOKEN = b"reclamations+TOKEN@recours.example"
ANYWHERE = {"new", "to_link", "unreadable", "notification"}
HEAD = f"From: Alice <{ALICE}>\r\nTo: {DESK}\r\nSubject: Mes points\r\n".encode()


def nested(depth):
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(depth)
    )
    return HEAD + head + b"\r\nMes points\r\n"


HOSTILE = {  # H-09, H-10, H-29: made here, too large to be kept with the others
    "nested multiparts": nested(2_000),
    "nested messages": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 500 + b"Mes points\r\n",
    "ten thousand parts": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nx\r\n" * 10_000,
    "quotes": b'To: "' + b'\\"' * 20_000 + b"\r\n" + HEAD + b"\r\nMes points\r\n",
    "recipients": b"Cc: " + b"a@b.fr, " * 10_000 + b"\r\n" + HEAD + b"\r\nMes points\r\n",
    "encoded words": b"Comments: "
    + b"=?utf-8?q?a?= " * 10_000
    + b"\r\n"
    + HEAD
    + b"\r\nPoints\r\n",
    "headers": b"X: y\r\n" * 100_000 + HEAD + b"\r\nMes points\r\n",
    "subject": b"Subject: " + b"a" * 1_000_000 + b"\r\n" + HEAD + b"\r\nMes points\r\n",
}


@pytest.fixture(autouse=True)
def desk(settings):
    """A desk whose addresses are those of the corpus."""
    settings.MAIL_FROM = settings.MAIL_REPLY = settings.MAIL_BOUNCE = DESK
    settings.MAIL_LARGEST = 2_000_000


def the_messages():
    """Return each message of the table, its token a real one, of a case of its own."""
    found = {}
    for number, name in enumerate(TABLE):
        raw = (CORPUS / name).read_bytes()
        if TOKEN in raw:
            lodged = deliver(
                letter(
                    sender=f"Alice Rivoire <{ALICE}>",
                    subject=f"Sujet {chr(97 + number % 26) * 9}",
                    message_id=f"<{number}@own>",
                ),
                at=NOW - timedelta(days=30) + number * APART,
            )
            raw = raw.replace(TOKEN, reply_address(about=lodged.reference, to=ALICE).encode())
        found[name] = raw
    found["too large"] = HEAD + b"\r\n" + b"x" * 3_000_000
    return found | HOSTILE


def by_imap(messages, dovecot, account, **_others):
    """Put the files where a mail server would, and empty the mailbox."""
    dovecot.put(account, b"Subject: opens the mailbox\r\n\r\n")
    inbox = dovecot.room / "mail" / account / "new"
    for path in (dovecot.room / "mail" / account / "cur").iterdir():
        path.unlink()
    for path in inbox.iterdir():
        path.unlink()
    for number, raw in enumerate(messages.values()):
        path = inbox / f"{1_700_000_000 + number}.M{number}P1.here"
        path.write_bytes(raw)
        if dovecot.room.owner() == "root":
            shutil.chown(path, "nobody")
    mailbox = Mailbox(
        name=account,
        host="127.0.0.1",
        port=dovecot.tls_port,
        user=account,
        password=dovecot.password,
        ca=str(dovecot.certificate),
    )
    empty_mailbox(mailbox)
    assert dovecot.folders(account).get("INBOX", 0) == 1  # what is too large stays there


def by_lmtp(messages, stopping, **_others):
    """Hand each message over as a mail server does."""
    port, ready = free_port(), threading.Event()
    threading.Thread(
        target=listen_lmtp, args=(f"127.0.0.1:{port}", stopping, ready), name="door"
    ).start()
    assert ready.wait(10)
    for name, raw in messages.items():
        with smtplib.LMTP("127.0.0.1", port, timeout=20) as client:
            if name != "too large":
                client.sendmail(ALICE, [DESK], raw)
                continue
            with pytest.raises(smtplib.SMTPSenderRefused) as refused:
                client.sendmail(ALICE, [DESK], raw)
            assert refused.value.smtp_code == 552


def arrivals(before, count):
    """Return what came by the door, in the order it came."""
    rows = list(Incoming.objects.exclude(pk__in=before).order_by("received_at", "place"))
    rows.sort(key=lambda row: (int(row.place.split("/")[1]) if row.place else 0, row.received_at))
    assert len(rows) == count
    return rows


@pytest.mark.parametrize("door", [by_imap, by_lmtp])
def test_every_message_ends_as_the_table_says(door, request, settings, stopping):
    messages = the_messages()
    before = set(Incoming.objects.values_list("pk", flat=True))
    named = {"stopping": stopping}
    if door is by_imap:
        named |= {name: request.getfixturevalue(name) for name in ("dovecot", "account")}
    door(messages, **named)
    if door is by_lmtp:
        del messages["too large"]  # its size was announced: refused before a byte of it came
    rows, ends = arrivals(before, len(messages)), {}
    for number, (name, row) in enumerate(zip(messages, rows, strict=True)):
        settings.MAIL_TRUSTED = tuple(TABLE.get(name, {}).get("trusted", ()))
        ends[name] = file_mail(mail=str(row.pk), at=NOW + number * APART).outcome
    check(ends, large="rejected")


def test_every_message_of_a_pipe_ends_as_the_table_says(settings, capsys, tmp_path):
    messages, ends, said = the_messages(), {}, {}
    for number, (name, raw) in enumerate(messages.items()):
        settings.MAIL_TRUSTED = tuple(TABLE.get(name, {}).get("trusted", ()))
        path = tmp_path / str(number)
        path.write_bytes(raw)
        with time_machine.travel(NOW + number * APART, tick=True):
            assert main(["mail", "deliver", "--json", str(path)]) == 0
        said[name] = json.loads(capsys.readouterr().out)
        ends[name] = said[name]["outcome"]
    check(ends, large="rejected")
    for name, expected in TABLE.items():
        for field in ("text", "quoted", "subject", "sender", "language"):
            if expected.get(field) and expected["outcome"] in {"new", "reply"}:
                assert said[name][field] == expected[field], (name, field)


def check(ends, *, large):
    wrong = {
        name: (outcome, TABLE[name]["outcome"])
        for name, outcome in ends.items()
        if name in TABLE and outcome != TABLE[name]["outcome"]
    }
    assert wrong == {}
    assert ends.get("too large", large) == large
    assert {ends[name] for name in HOSTILE} <= ANYWHERE
    assert not Incoming.objects.filter(state=Standing.PENDING).exists()
    broken = {f.invariant: f.breaches for f in examine(deep=True) if f.breaches}
    assert {name for name in broken if "minute" not in name} == set()
