"""A real mail server that takes, delays, refuses, drops, or is away."""

import ssl
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db.models.functions import Now

from recours.correspondence import postman, queries
from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.commands.resend import resend
from recours.correspondence.models import Outbox
from recours.correspondence.rules.threads import (
    read_bounce_address,
    read_message_id,
    read_reply_address,
)
from recours.kernel.references import make_reference
from tests.correspondence.casting import ALICE, AT, CASE
from tests.correspondence.sink import free_port, open_sink

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
GENUINE = make_reference(2026, 4817)  # with its check character: its messages can be answered


@pytest.fixture(autouse=True)
def _folder(data_folder):
    """Every test keeps its own files."""


def state(key):
    return queries.mail(key).state


def deliver_until_quiet(at, *, until):
    """Do what the worker does: look again whenever something is due."""
    while at < until:
        deliver_outbox(at=at, limit=20)
        at += timedelta(minutes=1)


def test_a_message_arrives_as_it_was_written(sink, write):
    key = write(template="acknowledgement", about=GENUINE)

    assert deliver_outbox(at=AT, limit=10) == 1

    (mail,) = sink.mails
    ((sender, recipients),) = sink.envelopes
    first, last = read_bounce_address(sender)
    assert (recipients, first <= UUID(key) <= last) == ([ALICE], True)
    assert mail["From"] == "Bellerive <reclamations@bellerive.example>"
    assert mail["To"] == ALICE
    assert mail["Subject"] == f"Nous avons votre réclamation {CASE}"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["Content-Language"] == "fr"
    assert read_reply_address(mail["Reply-To"]).about == GENUINE
    assert read_reply_address(mail["Reply-To"]).is_for(ALICE)
    assert read_message_id(mail["Message-ID"]).about == GENUINE
    assert mail["Date"].datetime == AT
    assert mail["Message-ID"].endswith("@bellerive.example>")
    assert not any(name.lower().startswith("list-") for name in mail.keys())  # noqa: SIM118  # headers
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text.get_content().splitlines() == queries.mail(key).text.splitlines()
    assert "Nous avons votre réclamation" in page.get_content()
    assert state(key) == "sent"


def test_messages_leave_in_the_order_they_were_written(sink, write):
    for number in range(5):
        write(key=f"m{number}", at=AT + timedelta(seconds=number), about=f"R-{number}")

    assert deliver_outbox(at=AT + HOUR, limit=3) == 3
    assert deliver_outbox(at=AT + HOUR, limit=3) == 2

    assert [m["Date"].datetime.second for m in sink.mails] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("code", ["421 busy", "450 greylisted", "451 later"])
def test_what_is_delayed_leaves_later_once(sink, write, code):
    key = write()
    sink.answer = lambda *_: code

    assert deliver_outbox(at=AT, limit=10) == 0
    assert state(key) == "pending"
    assert code.split()[0] in queries.outbox_state().trouble

    sink.answer = lambda *_: "250 OK"
    assert deliver_outbox(at=AT, limit=10) == 0, "not before its time"
    assert deliver_outbox(at=AT + HOUR, limit=10) == 1
    assert deliver_outbox(at=AT + 2 * HOUR, limit=10) == 0
    assert len(sink.taken) == 1


@pytest.mark.parametrize("where", ["answer", "at_recipient"])
@pytest.mark.parametrize("code", ["550 no such person", "552 too large", "554 policy"])
def test_what_is_refused_for_good_is_shown_to_somebody_and_stops_nobody(sink, write, where, code):
    refused = write(key="first")
    other = write(key="second", to="other@exemple.fr", at=AT + timedelta(seconds=1))
    if where == "answer":
        sink.answer = lambda _, raw: code if ALICE.encode() in raw else "250 OK"
    else:
        sink.at_recipient = lambda address: code if address == ALICE else "250 OK"

    assert deliver_outbox(at=AT + HOUR, limit=10) == 1

    assert (state(refused), state(other)) == ("failed", "sent")
    (failure,) = queries.undelivered()
    assert (failure.to, failure.about) == (ALICE, CASE)
    assert code in failure.reason
    assert deliver_outbox(at=AT + timedelta(days=3), limit=10) == 0, "not tried again by itself"

    sink.answer, sink.at_recipient = (lambda *_: "250 OK"), (lambda _: "250 OK")
    resend(message=refused, at=AT)
    assert deliver_outbox(at=AT + HOUR, limit=10) == 1
    assert queries.undelivered() == []


def test_a_message_taken_whose_answer_was_lost_is_sent_once_more_with_the_same_id(sink, write):
    key = write()
    sink.answer = lambda *_: "drop"

    assert deliver_outbox(at=AT, limit=10) == 0
    sink.answer = lambda *_: "250 OK"
    deliver_until_quiet(AT, until=AT + HOUR)

    assert len(sink.taken) == 2
    assert sink.taken[0] == sink.taken[1], "the very same bytes"
    assert state(key) == "sent"


def test_a_message_that_breaks_the_connection_does_not_hold_the_others(sink, write):
    poison = write(key="poison")
    others = [
        write(key=f"m{n}", to=f"p{n}@exemple.fr", about=f"R-{n}", at=AT + timedelta(seconds=1))
        for n in range(3)
    ]
    sink.answer = lambda _, raw: "drop" if ALICE.encode() in raw else "250 OK"

    deliver_until_quiet(AT + timedelta(seconds=1), until=AT + HOUR)

    assert [state(key) for key in others] == ["sent"] * 3
    assert state(poison) == "pending"


def knocks_of(period, *, every, start):
    """Deliver as the worker does while nobody answers; return how often the door was knocked at."""
    at = start
    before = sum(Outbox.objects.values_list("attempts", flat=True))
    while at < start + period:
        assert deliver_outbox(at=at, limit=20) == 0
        waits = [row.next_try_at - at for row in Outbox.objects.all()]
        assert max(waits) <= timedelta(minutes=15)
        at += every
    attempts = sum(Outbox.objects.values_list("attempts", flat=True))
    return attempts - before


def test_three_days_without_a_server_lose_nothing_and_keep_the_order(settings, write):
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    start = AT - timedelta(days=3)
    for number in range(6):
        write(key=f"m{number}", about=f"R-{number}", at=start + timedelta(seconds=number))

    first = knocks_of(3 * HOUR, every=timedelta(minutes=1), start=start + timedelta(minutes=1))
    assert 10 < first < 25, "one knock for all the messages, at most a quarter of an hour apart"
    knocks_of(AT - start - 3 * HOUR, every=timedelta(minutes=15), start=start + 3 * HOUR)
    assert queries.outbox_state().pending == 6
    assert queries.outbox_state().waiting_since == start
    assert "127.0.0.1" in queries.outbox_state().trouble

    with open_sink() as (sink, url):
        settings.SMTP_URL = url
        deliver_until_quiet(AT, until=AT + HOUR)
        assert [m["Date"].datetime.second for m in sink.mails] == [0, 1, 2, 3, 4, 5]
        assert len(set(sink.ids)) == 6


def test_after_five_days_a_person_is_told(settings, write):
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    key = write()

    deliver_outbox(at=AT + timedelta(days=4), limit=10)
    assert state(key) == "pending"
    deliver_outbox(at=AT + timedelta(days=5), limit=10)

    assert state(key) == "dead"
    assert [mail.id for mail in queries.undelivered()] == [key]


def test_nothing_is_sent_in_clear_to_another_machine(settings, write, monkeypatch):
    key = write()
    with open_sink() as (sink, url):
        settings.SMTP_URL = url
        monkeypatch.setattr(postman, "_is_here", lambda _host: False)  # as if it were far away
        assert deliver_outbox(at=AT, limit=10) == 0

        assert sink.taken == []
    assert state(key) == "pending"
    assert "nothing is sent in clear" in queries.outbox_state().trouble


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("mail.example", False),
        ("127.0.0.1.example", False),
        ("localhost.example", False),
    ],
)
def test_only_this_machine_is_here(host, here):
    assert postman._is_here(host) is here  # noqa: SLF001  # the rule itself


def test_a_certificate_that_nobody_knows_is_refused(settings, write, monkeypatch, tmp_path):
    key = write()
    with open_sink(tls=_self_signed(tmp_path)) as (sink, url):
        settings.SMTP_URL = url
        monkeypatch.setattr(postman, "_is_here", lambda _host: False)
        assert deliver_outbox(at=AT, limit=10) == 0
        assert sink.taken == []
    assert "certificate" in queries.mail(key).reason.lower()


def _self_signed(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(AT - timedelta(days=4000))
        .not_valid_after(AT + timedelta(days=4000))
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_a_message_that_cannot_be_made_stops_nobody(sink, write):
    broken = write(key="broken")
    fine = write(key="fine", to="other@exemple.fr", about="R-2", at=AT + timedelta(seconds=1))
    row = Outbox.objects.get(pk=broken)
    row.values.pop("operator")
    Outbox.objects.filter(pk=broken).update(values=row.values)

    assert deliver_outbox(at=AT + HOUR, limit=10) == 1

    assert (state(broken), state(fine)) == ("pending", "sent")
    assert "KeyError" in queries.mail(broken).reason


@pytest.mark.parametrize("jump", [-400, -2 / 24, 2 / 24, 400])
def test_a_clock_that_jumps_while_a_message_leaves_doubles_nothing(sink, write, jump):
    """The lease is held by the database's clock: ours may say what it likes."""
    key = write()
    row = Outbox.objects.get()
    Outbox.objects.update(state="leased", claim="other", lease_until=Now() + timedelta(minutes=5))
    assert deliver_outbox(at=AT + timedelta(days=jump), limit=10) == 0, "somebody holds it"

    Outbox.objects.update(lease_until=Now() - timedelta(seconds=1))
    assert deliver_outbox(at=AT + timedelta(days=jump), limit=10) == 1
    assert deliver_outbox(at=AT, limit=10) == 0
    assert sink.ids == [row.mail_id]
    assert state(key) == "sent"
