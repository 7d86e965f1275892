"""What arrives is kept before anything else, once, and never changes."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, connections, transaction

from recours.mailroom import shelf
from recours.mailroom.audit import invariants
from recours.mailroom.commands.lease_mail import lease_mail
from recours.mailroom.commands.postpone_mail import postpone_mail
from recours.mailroom.commands.sweep_arrivals import sweep_arrivals
from recours.mailroom.commands.take_in import take_in
from recours.mailroom.errors import RawDamaged
from recours.mailroom.models import IN_THE_DATABASE, Incoming, RawMail
from recours.mailroom.queries import counts, listed, mail_card, pending_count, raw_of
from recours.mailroom.states import Standing

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WORDS = b"From: alice@example.fr\r\nMessage-ID: <a@b>\r\n\r\nBonjour\xe9\x00\r\n"


def arrive(raw=WORDS, *, mailbox="reclamations", place="", at=NOW, door="imap"):
    return take_in(
        raw=raw,
        door=door,
        mailbox=mailbox,
        place=place,
        envelope_from=None,
        envelope_to=[],
        at=at,
    )


def test_the_bytes_are_kept_as_they_came():
    taken = arrive()

    assert taken.new
    assert raw_of(taken.id) == WORDS
    assert mail_card(taken.id).state is Standing.PENDING
    assert pending_count() == 1


def test_an_empty_message_is_kept_too():
    assert raw_of(arrive(b"").id) == b""


def test_the_same_place_again_is_the_same_arrival():
    first = arrive(place="7/12")

    assert arrive(place="7/12", at=NOW + timedelta(hours=1)) == type(first)(first.id, new=False)
    assert Incoming.objects.count() == 1


def test_the_same_bytes_elsewhere_are_a_duplicate_that_names_the_first():
    first, second = arrive(place="7/12"), arrive(place="7/13")

    card = mail_card(second.id)
    assert (second.new, card.state, card.outcome) == (False, "duplicate", "duplicate")
    assert (card.original, card.reason) == (first.id, "same-content")
    assert RawMail.objects.count() == 1
    assert [line.mail.id for line in listed("duplicates")] == [second.id]


def test_a_place_given_again_to_other_bytes_loses_neither():
    first, second = arrive(place="7/12"), arrive(WORDS + b"P.-S.", place="7/12")

    assert raw_of(first.id) == WORDS
    assert raw_of(second.id) == WORDS + b"P.-S."
    assert mail_card(second.id).reason == "same-place-other-bytes"
    assert arrive(WORDS + b"P.-S.", place="7/12") == type(second)(second.id, new=False)
    assert invariants(deep=True) == {name: [] for name in invariants(deep=True)}


def test_two_messages_of_one_message_id_are_two_messages():
    assert arrive().new
    assert arrive(WORDS + b"autre").new


@pytest.mark.parametrize("size", [IN_THE_DATABASE, IN_THE_DATABASE + 1])
def test_a_large_message_is_in_a_file_and_comes_back_whole(size):
    raw = b"x" * size
    taken = arrive(raw)
    place = shelf.path_of(sha256(raw).hexdigest())

    assert place.exists() == (size > IN_THE_DATABASE)
    assert raw_of(taken.id) == raw
    assert sweep_arrivals(at=NOW + timedelta(days=40_000)) == 0


def test_a_file_without_a_row_goes_after_a_day_and_a_damaged_one_is_named():
    shelf.keep("f" * 64, b"left by a crash")
    raw = b"y" * (IN_THE_DATABASE + 1)
    taken = arrive(raw)
    shelf.path_of(sha256(raw).hexdigest()).write_bytes(b"bit rot")

    assert sweep_arrivals(at=datetime.now(tz=UTC) + timedelta(hours=23)) == 0
    assert sweep_arrivals(at=datetime.now(tz=UTC) + timedelta(hours=25)) == 1
    with pytest.raises(RawDamaged):
        raw_of(taken.id)
    assert invariants(deep=True)["every message is what arrived"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mailroom_rawmail SET data = NULL",
        "UPDATE mailroom_rawmail SET sha256 = '0'",
        "DELETE FROM mailroom_rawmail",
        "DELETE FROM mailroom_incoming",
    ],
)
def test_what_arrived_never_changes(statement):
    arrive()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert RawMail.objects.count() == Incoming.objects.count() == 1


def test_a_message_is_leased_once_and_comes_back_later():
    taken = arrive()

    assert lease_mail(limit=5, lease=timedelta(minutes=5)) == [taken.id]
    assert lease_mail(limit=5, lease=timedelta(minutes=5)) == []
    assert postpone_mail(mail=taken.id, trouble="no", wait=timedelta(seconds=-1)) == 1
    assert lease_mail(limit=5, lease=timedelta(minutes=5)) == [taken.id]


def test_the_lists_start_empty():
    assert set(counts().values()) == {0}


@pytest.mark.django_db(transaction=True)
def test_one_message_by_eight_doors_at_once_has_one_first_arrival():
    ready, found = Barrier(8), []

    def come(number):
        ready.wait()
        try:
            found.append(arrive(place=f"7/{number}", mailbox=f"m{number}"))
        finally:
            connections.close_all()

    threads = [Thread(target=come, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken.new for taken in found) == [False] * 7 + [True]
    assert Incoming.objects.filter(original=None).count() == 1
    assert Incoming.objects.count() == 8
