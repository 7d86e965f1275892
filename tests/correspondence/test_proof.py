"""The proof of sending: what each server answered, and what came back, on the message itself."""

import socket
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from recours.correspondence import queries
from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.commands.note_delivery import note_delivery
from recours.correspondence.commands.resend import resend
from recours.correspondence.models import Delivery, Outbox
from recours.correspondence.rules.deliveries import meaning_of, what_of
from recours.correspondence.rules.threads import bounce_address
from recours.kernel.states import ForbiddenMove
from tests.correspondence.casting import ALICE, AT, CASE
from tests.correspondence.sink import free_port

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FULL = {"action": "failed", "status": "5.2.2", "diagnostic": "552 5.2.2 mailbox full"}


def told(key):
    return [(one.what, one.words) for one in queries.deliveries(key)]


def sent(write, **changes):
    key = write(**changes)
    assert deliver_outbox(at=AT, limit=10) == 1
    return key


def test_who_took_the_message_and_with_which_words(sink, write):
    sink.answer = lambda *_: "250 2.0.0 Ok: queued as 4F2A1"
    key = sent(write)

    assert told(key) == [("attempt", ""), ("accepted", "250 2.0.0 Ok: queued as 4F2A1")]
    (message,) = queries.thread(CASE)
    assert (message.proof.server, message.proof.at) == ("127.0.0.1", AT)
    assert message.to == ALICE


def test_without_a_server_the_file_is_named(write):
    key = sent(write)

    (_, (what, words)) = told(key)
    assert (what, words.endswith(".eml")) == ("accepted", True)


def test_each_knock_and_each_answer_is_kept(sink, write):
    sink.answer = lambda *_: "450 4.2.0 greylisted, come back"
    key = write()
    deliver_outbox(at=AT, limit=10)
    sink.answer = lambda *_: "250 OK"
    deliver_outbox(at=AT + HOUR, limit=10)

    assert told(key) == [
        ("attempt", ""),
        ("delayed", "450 4.2.0 greylisted, come back"),
        ("attempt", ""),
        ("accepted", "250 OK"),
    ]


def test_a_refusal_says_why(sink, write):
    sink.at_recipient = lambda _: "550 5.1.1 no such mailbox"
    key = write()
    deliver_outbox(at=AT, limit=10)

    last = queries.deliveries(key)[-1]
    assert (last.what, last.status, last.meaning) == ("refused", "5.1.1", "unknown")


@pytest.mark.parametrize("cited", ["by address", "by identifier", "without brackets"])
def test_a_bounce_is_written_on_its_message(write, cited):
    key = sent(write)
    row = Outbox.objects.get(pk=key)
    how = {
        "by address": {"return_path": bounce_address(message=row.pk).upper()},
        "by identifier": {"message_id": row.mail_id},
        "without brackets": {"message_id": row.mail_id.strip("<>")},
    }[cited]

    assert note_delivery(**how, **FULL, server="mx.exemple.fr", at=AT + HOUR) == key

    mail = queries.mail(key)
    assert (mail.state, mail.sent_at) == ("bounced", AT)
    assert "mailbox full" in mail.reason
    assert [one.id for one in queries.undelivered()] == [key]
    (message,) = queries.thread(CASE)
    assert (message.proof.what, message.proof.meaning) == ("bounced", "full")
    assert queries.outbox_state().bounced == 1


def test_the_same_report_twice_is_one_fact(write):
    key = sent(write)
    where = {"message_id": Outbox.objects.get(pk=key).mail_id}
    for late in range(3):
        note_delivery(**where, **FULL, at=AT + late * HOUR)

    assert [what for what, _ in told(key)] == ["attempt", "accepted", "bounced"]


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"message_id": "<nobody@exemple.fr>"},
        {"message_id": "<>"},
        {"return_path": "reclamations@bellerive.example"},
        {"return_path": f"reclamations+b{'a' * 32}@bellerive.example"},
    ],
)
def test_a_report_about_no_message_of_ours_changes_nothing(write, where):
    key = sent(write)

    assert note_delivery(**where, **FULL, at=AT) is None
    assert queries.mail(key).state == "sent"
    assert len(told(key)) == 2


@pytest.mark.parametrize(
    ("action", "status", "what", "state"),
    [
        ("failed", "5.1.1", "bounced", "bounced"),
        ("Failed", "4.4.7", "bounced", "bounced"),
        ("delayed", "4.4.1", "delayed", "sent"),
        ("delivered", "2.0.0", "delivered", "sent"),
        ("relayed", "2.0.0", "relayed", "sent"),
        ("expanded", "2.0.0", "relayed", "sent"),
        ("complained", "", "complained", "sent"),
        ("", "5.0.0", "bounced", "bounced"),
        ("?", "", "delayed", "sent"),
    ],
)
def test_what_each_report_does(write, action, status, what, state):
    key = sent(write)
    row = Outbox.objects.get(pk=key)
    note_delivery(message_id=row.mail_id, action=action, status=status, diagnostic="", at=AT + HOUR)

    assert told(key)[-1][0] == what
    assert queries.mail(key).state == state


def test_what_came_back_may_be_sent_again_and_come_back_again(write):
    key = sent(write)
    where = {"message_id": Outbox.objects.get(pk=key).mail_id}
    note_delivery(**where, **FULL, at=AT + HOUR)

    resend(message=key, at=AT + 2 * HOUR)
    assert deliver_outbox(at=AT + 2 * HOUR, limit=10) == 1
    assert queries.mail(key).state == "sent"
    with pytest.raises(ForbiddenMove):
        resend(message=key, at=AT)


def test_a_hostile_diagnostic_is_one_short_line(write):
    key = sent(write)
    row = Outbox.objects.get(pk=key)
    note_delivery(
        message_id=row.mail_id,
        action="failed",
        status="5.\r\n0.0" * 40,
        diagnostic="x\r\nBcc: victim@exemple.fr\x00" * 90,
        server="<script>" * 90,
        at=AT,
    )

    last = queries.deliveries(key)[-1]
    assert len(last.words) <= 300
    assert len(last.words.splitlines()) == 1


def test_the_proof_is_written_once(write):
    key = sent(write)
    for change in (
        lambda: Delivery.objects.filter(message=key).update(at=AT + HOUR),
        lambda: Delivery.objects.filter(message=key).update(words="", what="bounced"),
        lambda: Delivery.objects.filter(message=key).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    Delivery.objects.filter(message=key).update(words="")  # an erasure may empty the words
    assert [words for _, words in told(key)] == ["", ""]


@pytest.mark.parametrize(
    ("status", "words", "meaning"),
    [
        ("5.2.2", "", "full"),
        ("", "552 5.2.2 over quota", "full"),
        ("5.1.1", "", "unknown"),
        ("5.1.2", "", "no-domain"),
        ("5.2.1", "", "closed"),
        ("4.4.7", "", "no-answer"),
        ("5.7.1", "", "blocked"),
        ("5.0.0", "Mailbox full", "full"),
        ("", "550 boîte pleine", "full"),
        ("", "550 no such user here", "unknown"),
        ("", "554 rejected as spam", "blocked"),
        ("5.0.0", "something else", ""),
        ("99999.1.1", "", ""),
    ],
)
def test_what_a_refusal_means(status, words, meaning):
    assert meaning_of(status, words) == meaning


def test_an_action_nobody_knows_is_judged_by_its_status():
    assert what_of("", "5.1.1") == "bounced"
    assert what_of("", "4.1.1") == "delayed"


@contextmanager
def speaking(*lines):
    """A server that says these lines, one for each thing it hears, then hangs up."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", free_port()))
    listener.listen(4)

    def serve():
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                for said in lines:
                    line.sendall(said)
                    if not heard.readline():
                        break

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@pytest.mark.parametrize(
    ("lines", "state", "said"),
    [
        ([b"554 go away\r\n"], "pending", "554"),
        ([b"220 hello\r\n", b"250 hi\r\n", b"501 bad sender\r\n"], "pending", "for the sender"),
        ([b"220 hello\r\n", b"250 hi\r\n", b"552 too large\r\n"], "failed", "too large"),
        ([b"220 hello\r\n", b"250 hi\r\n", b"250 ok\r\n", b"553 no\r\n"], "failed", "553 no"),
        (
            [b"220 hello\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"451 no DATA\r\n"],
            "pending",
            "451 no DATA",
        ),
        ([b"220 hello\r\n", b"250 hi\r\n", b"nonsense\r\n"], "pending", ""),
    ],
)
def test_whatever_a_server_says_the_message_is_kept(settings, write, lines, state, said):
    key = write()
    with speaking(*lines) as url:
        settings.SMTP_URL = url
        assert deliver_outbox(at=AT, limit=10) == 0

    assert queries.mail(key).state == state
    assert said in told(key)[-1][1]


def test_the_proof_costs_the_same_for_one_and_for_three(write, django_assert_num_queries):
    for number in range(3):
        write(key=f"m{number}")
    deliver_outbox(at=AT, limit=10)
    with django_assert_num_queries(3):
        assert all(one.proof.what == "accepted" for one in queries.thread(CASE))
