"""A mailbox on a real IMAP server is emptied: nothing lost, nothing doubled, none disturbed."""

import logging
import shutil
import socket
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from imaplib import Time2Internaldate

import pytest
from django.db import OperationalError

from recours.mailroom.models import Box, Incoming
from recours.mailroom.queries import boxes, mail_card, raw_of
from recours.mailroom.rules.mailboxes import Mailbox
from recours.worker.doors import drain_mailbox
from recours.worker.doors.imap_folder import Folder
from recours.worker.doors.imap_wire import MailboxTrouble, connect
from recours.worker.doors.open_doors import empty_mailboxes, open_doors
from recours.worker.doors.watch_mailbox import empty_mailbox
from tests.doors.conftest import until

pytestmark = pytest.mark.django_db(transaction=True)


def mail(number, *, more=b""):
    return (
        b"From: Alice Rivoire <alice@exemple.fr>\r\nSubject: Points %d\r\n"
        b"Message-ID: <%d@exemple.fr>\r\n\r\nMes points %d, d\xe9j\xe0.\r\n%s"
        % (*[number] * 3, more)
    )


def box(server, account, **other):
    given = {
        "name": account,
        "host": "127.0.0.1",
        "port": server.tls_port,
        "user": account,
        "password": server.password,
        "ca": str(server.certificate),
    }
    return Mailbox(**given | other)


def plain(server, account, port, **other):
    return box(server, account, port=port, security="none", **other)


def arrivals(account):
    return list(Incoming.objects.filter(mailbox=account).order_by("received_at", "place"))


def test_every_message_is_kept_as_it_came_in_order_then_moved_out_of_the_way(dovecot, account):
    dovecot.put(account, *(mail(n) for n in range(5)))

    done = empty_mailbox(box(dovecot, account))

    assert (done.taken, done.left) == (5, [])
    assert [raw_of(str(row.pk)) for row in arrivals(account)] == [mail(n) for n in range(5)]
    assert {row.door for row in arrivals(account)} == {"imap"}
    assert dovecot.folders(account) == {f"Recours.{datetime.now(tz=UTC):%Y-%m}": 5}
    assert empty_mailbox(box(dovecot, account)).taken == 0
    (card,) = boxes()
    assert (card.backlog, card.trouble, card.is_well) == (0, "", True)


def test_mail_read_by_a_person_and_mail_ten_days_old_is_found_like_any_other(dovecot, account):
    old = Time2Internaldate(datetime.now(tz=UTC) - timedelta(days=10))
    with dovecot.client(account) as client:
        client.append("INBOX", r"(\Seen \Flagged \Answered)", old, mail(1))
        client.append("INBOX", None, old, mail(2))

    assert empty_mailbox(box(dovecot, account)).taken == 2
    assert "INBOX" not in dovecot.folders(account)


@pytest.mark.parametrize("word", [b"UID MOVE", b"UID FETCH 2 ", b"SELECT", b"LOGIN"])
def test_a_connection_cut_anywhere_loses_and_doubles_nothing(dovecot, account, cutter, word):
    dovecot.put(account, *(mail(n) for n in range(3)))
    between = cutter(dovecot.port, word)
    there = plain(dovecot, account, between.port)

    with pytest.raises((MailboxTrouble, OSError)):
        empty_mailbox(there)
    empty_mailbox(there)

    assert between.cuts == 1
    assert [raw_of(str(row.pk)) for row in arrivals(account)] == [mail(n) for n in range(3)]
    assert sum(dovecot.folders(account).values()) == 3
    assert "INBOX" not in dovecot.folders(account)


def test_a_server_that_moved_and_whose_answer_was_lost_is_not_asked_twice(dovecot, account, cutter):
    dovecot.put(account, mail(0))
    empty_mailbox(box(dovecot, account))
    dovecot.put(account, mail(1))
    between = cutter(dovecot.port, b"UID MOVE")
    between.pass_on = True

    with pytest.raises((MailboxTrouble, OSError)):
        empty_mailbox(plain(dovecot, account, between.port))
    time.sleep(1)
    assert empty_mailbox(box(dovecot, account)).taken == 0
    assert len(arrivals(account)) == 2
    assert sum(dovecot.folders(account).values()) == 2


def test_a_mailbox_numbered_anew_gives_duplicates_that_name_their_originals(dovecot, account):
    dovecot.put(account, mail(1), mail(2))
    wire = connect(box(dovecot, account), largest=10**7)
    folder = Folder(wire, box(dovecot, account))
    pass_over = drain_mailbox.Draining(folder, lambda _left: True, drain_mailbox.Remembered())
    folder.put_aside = lambda *_uids, **_at: True  # it read everything, then the machine stopped
    pass_over.run()
    wire.close()
    before = arrivals(account)
    time.sleep(1.1)  # it numbers by the second
    for index in (dovecot.room / "mail" / account).glob("dovecot*"):
        index.unlink()  # the server forgets how it numbered: UIDVALIDITY changes
    dovecot.put(account, mail(3))

    empty_mailbox(box(dovecot, account))

    rows = arrivals(account)
    assert len(before) == 2
    assert len({row.place.partition("/")[0] for row in rows}) == 2
    assert sorted(str(row.original_id) for row in rows if row.original_id) == sorted(
        str(row.pk) for row in before
    )
    assert Incoming.objects.filter(mailbox=account, state="pending").count() == 3


def test_one_message_in_two_folders_is_one_message(dovecot, account):
    dovecot.put(account, mail(1))
    dovecot.put(account, mail(1), folder="Litiges")

    empty_mailbox(box(dovecot, account))
    empty_mailbox(box(dovecot, account, name=f"{account} litiges", folder="Litiges"))

    assert Incoming.objects.filter(state="pending").count() == 1
    assert Incoming.objects.get(state="duplicate").original == arrivals(account)[0]


def test_what_is_too_large_stays_on_the_server_is_shown_and_holds_nothing_up(
    dovecot, account, settings
):
    settings.MAIL_LARGEST = 10_000
    dovecot.put(account, mail(1), mail(2, more=b"x" * 20_000), mail(3))
    there = box(dovecot, account)

    assert empty_mailbox(there).too_large == 1
    empty_mailbox(there)  # another process, which remembers nothing

    assert dovecot.folders(account)["INBOX"] == 1
    head = Incoming.objects.get(place__endswith="/head")
    assert head.size > 20_000
    assert raw_of(str(head.pk)) == mail(2).partition(b"Mes points")[0]
    assert len(arrivals(account)) == 3

    settings.MAIL_LARGEST = 30_000  # the operator allows more: it is read like any other
    empty_mailbox(there)
    assert "INBOX" not in dovecot.folders(account)
    assert mail_card(str(arrivals(account)[-1].pk)).original == ""


def test_what_the_server_refuses_to_move_is_kept_once_and_the_next_ones_are_read(dovecot, account):
    dovecot.put(account, *(mail(n) for n in range(3)))
    there = box(dovecot, account, processed="INBOX..bad//name")

    assert empty_mailbox(there).left == ["3 are kept, but may not be moved"]
    dovecot.put(account, mail(3))
    assert empty_mailbox(there).taken == 1  # the marked ones are not fetched again

    assert len(arrivals(account)) == 4
    assert dovecot.folders(account) == {"INBOX": 4}
    assert empty_mailbox(box(dovecot, account)).taken == 0  # mended: the marked ones are moved
    assert "INBOX" not in dovecot.folders(account)
    assert len(arrivals(account)) == 4


@pytest.mark.parametrize("able", ["IMAP4rev1 UIDPLUS", "IMAP4rev1"])
def test_an_old_server_without_move_loses_nothing_a_person_marked(other_dovecot, account, able):
    old = other_dovecot(capability=f"imap_capability = {able}", format="mbox", separator="/")
    old.put(account, mail(1), mail(2))

    assert empty_mailbox(box(old, account)).left == []
    assert old.folders(account) == {f"Recours/{datetime.now(tz=UTC):%Y-%m}": 2}


def test_folders_of_an_account_that_stand_under_its_inbox_are_found(other_dovecot, account):
    server = other_dovecot(prefix="INBOX.")
    server.put(account, mail(1))

    assert empty_mailbox(box(server, account)).left == []
    assert server.folders(account) == {f"INBOX.Recours.{datetime.now(tz=UTC):%Y-%m}": 1}


def test_what_was_put_aside_is_kept_thirty_days_then_removed_and_nothing_else(dovecot, account):
    now = datetime.now(tz=UTC)
    old, recent = now - timedelta(days=70), now - timedelta(days=29)
    dovecot.put(account, mail(1), folder=f"Recours.{old:%Y-%m}")
    dovecot.put(account, mail(2), folder=f"Recours.{recent:%Y-%m}")
    dovecot.put(account, mail(3), folder="Recours.2020-01-precieux")
    dovecot.put(account, mail(4), folder="2020-01")

    empty_mailbox(box(dovecot, account))
    assert len(dovecot.folders(account)) == 4  # perhaps the clock jumped: one more day is waited
    Box.objects.update(tidied_at=now - timedelta(days=2))
    empty_mailbox(box(dovecot, account))

    assert len(dovecot.folders(account)) == 3
    assert f"Recours.{old:%Y-%m}" not in dovecot.folders(account)


def test_a_certificate_nobody_knows_is_refused_before_the_password_is_said(
    dovecot, account, cutter
):
    between = cutter(dovecot.tls_port, b"never said")
    for security, port in (("tls", dovecot.tls_port), ("starttls", dovecot.port)):
        between = cutter(port, b"never said")
        there = box(dovecot, account, port=between.port, security=security, ca="")
        with pytest.raises(OSError, match="certificate verify failed"):
            empty_mailbox(there)
        assert b"LOGIN" not in between.heard


def test_a_server_without_starttls_is_not_spoken_to_in_clear(other_dovecot, account, cutter):
    server = other_dovecot(capability="ssl = no")
    between = cutter(server.port, b"never said")
    with pytest.raises(MailboxTrouble, match="STARTTLS"):
        empty_mailbox(box(server, account, port=between.port, security="starttls"))
    assert b"LOGIN" not in between.heard


def test_a_wrong_password_is_said_without_the_password(dovecot, account, settings, caplog):
    settings.MAILBOXES = (
        box(dovecot, account, password="hush-hush"),
        box(dovecot, account, name="closed", port=1),
        box(dovecot, account, name="good"),
    )
    dovecot.put(account, mail(1))

    with caplog.at_level(logging.DEBUG):
        troubles = empty_mailboxes()

    assert set(troubles) == {account, "closed"}
    assert "signing in is refused" in troubles[account]
    assert Incoming.objects.get().mailbox == "good"
    said = caplog.text + repr(settings.MAILBOXES) + repr(troubles)
    assert "hush" not in said
    assert dovecot.password not in said


def test_bad_mailboxes_wait_longer_and_longer_while_the_good_one_is_called_by_its_server(
    dovecot, account, settings, stopping
):
    silent = socket.create_server(("127.0.0.1", 0))  # takes the call and says nothing
    settings.MAILBOXES = (
        box(dovecot, account, name="silent", port=silent.getsockname()[1], security="none"),
        box(dovecot, account, name="closed", port=1),
        box(dovecot, account, name="good"),
    )
    open_doors(stopping)
    until(lambda: Box.objects.filter(name="good", looked_at__isnull=False).exists())
    until(lambda: Box.objects.filter(name="closed", failures__gte=1).exists())

    dovecot.put(account, mail(1))
    until(Incoming.objects.exists, seconds=5)
    dovecot.put(account, mail(2))
    until(lambda: Incoming.objects.count() == 2, seconds=5)

    cards = {card.name: card for card in boxes()}
    assert not cards["closed"].is_well
    assert cards["closed"].trouble
    assert cards["good"].is_well
    silent.close()


def test_two_workers_do_not_empty_the_same_mailbox_at_once(dovecot, account, settings, stopping):
    settings.MAILBOXES = (box(dovecot, account),)
    open_doors(stopping)
    until(lambda: Box.objects.filter(looked_at__isnull=False).exists())
    Box.objects.update(claim="another.1")

    with pytest.raises(MailboxTrouble, match="another worker"):
        empty_mailbox(box(dovecot, account))


def test_the_database_away_leaves_everything_on_the_server(dovecot, account, monkeypatch):
    dovecot.put(account, mail(1), mail(2))

    def away(**_named):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(drain_mailbox, "take_in", away)
        with pytest.raises(OperationalError):
            empty_mailbox(box(dovecot, account))
    assert dovecot.folders(account) == {"INBOX": 2}
    assert empty_mailbox(box(dovecot, account)).taken == 2


def test_one_message_that_cannot_be_kept_does_not_stop_the_next(dovecot, account, monkeypatch):
    dovecot.put(account, *(mail(n) for n in range(3)))
    real = drain_mailbox.take_in

    def choosy(*, raw, **named):
        if raw == mail(1):
            raise ValueError(raw)
        return real(raw=raw, **named)

    with monkeypatch.context() as patch:
        patch.setattr(drain_mailbox, "take_in", choosy)
        assert len(empty_mailbox(box(dovecot, account)).left) == 1
    assert dovecot.folders(account)["INBOX"] == 1
    assert empty_mailbox(box(dovecot, account)).taken == 1


@pytest.mark.slow
def test_a_backlog_is_emptied_in_order_and_in_bounded_memory(dovecot, account):
    """Eight hundred of 20 kB: sixteen megabytes pass through, a few messages are held at once."""
    folder = dovecot.room / "mail" / account
    dovecot.put(account, mail(0))
    empty_mailbox(box(dovecot, account))
    for number in range(800):
        (folder / "new" / f"{1_700_000_000 + number}.M{number}P1.here").write_bytes(
            mail(number + 1, more=b"y" * 20_000)
        )
    for path in (folder / "new").iterdir():
        shutil.chown(path, "nobody")
    tracemalloc.start()
    try:
        assert empty_mailbox(box(dovecot, account)).taken == 800
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert most < 6_000_000
    places = [int(row.place.partition("/")[2]) for row in arrivals(account)]
    assert places == sorted(places)
    assert "INBOX" not in dovecot.folders(account)
