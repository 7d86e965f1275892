"""Reply addresses, Message-IDs and bounce addresses: ours are believed, no other ever is."""

import secrets
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recours.correspondence.errors import KeyNotUsable
from recours.correspondence.rules.threads import (
    bounce_address,
    read_bounce_address,
    read_message_id,
    read_reply_address,
    recipient_sha,
    reply_address,
    signed_message_id,
)
from recours.kernel.references import make_reference
from tests.correspondence.casting import ALICE

CASE = make_reference(2026, 4817)
MESSAGE = uuid.UUID("9e0d4c53-1f2a-5b3c-8d4e-5f60718293a4")
HOST = "bellerive.example"
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


@pytest.fixture(autouse=True)
def _keys(data_folder):
    """Every test has its own keys."""


def reply():
    return reply_address(about=CASE, to=ALICE)


def identifier(key="k1", to=ALICE, about=CASE):
    return signed_message_id(key=key, about=about, to=to, host=HOST)


def test_an_answer_says_which_case_and_to_whom_the_address_was_given():
    thread = read_reply_address(reply())

    assert thread.about == CASE
    assert thread.recipient_sha == recipient_sha(ALICE)
    assert thread.is_for("Alice.Rivoire@Exemple.FR")
    assert not thread.is_for("mallory@exemple.fr")


def test_each_recipient_has_an_address_of_their_own():
    assert reply() != reply_address(about=CASE, to="basile@exemple.fr")
    assert reply() == reply()
    assert reply().startswith("reclamations+r")
    assert len(reply().partition("@")[0]) <= 64


@pytest.mark.parametrize("change", [str.upper, str.title, "<{}>".format, " {} ".format])
def test_what_mail_systems_do_to_an_address_does_not_matter(change):
    assert read_reply_address(change(reply())).about == CASE
    assert read_message_id(change(identifier())).about == CASE
    assert read_bounce_address(change(bounce_address(message=MESSAGE))) is not None


def test_every_letter_of_the_token_counts():
    address = reply()
    local = address.index("@")
    for place in range(local - 32, local):
        other = LETTERS[(LETTERS.index(address[place]) + 1) % len(LETTERS)]
        assert read_reply_address(address[:place] + other + address[place + 1 :]) is None, place


def test_every_letter_of_a_message_id_counts():
    told = identifier()
    for place in range(2, told.index("@")):
        other = LETTERS[(LETTERS.index(told[place]) + 1) % len(LETTERS)]
        assert read_message_id(told[:place] + other + told[place + 1 :]) is None, place


@given(st.text(max_size=400))
def test_nothing_that_people_write_is_read_or_breaks_anything(text):
    assert read_reply_address(text) is None
    assert read_message_id(text) is None
    assert read_bounce_address(text) is None


def test_one_kind_of_token_never_serves_for_another():
    as_bounce = reply().replace("+r", "+b")
    assert read_bounce_address(as_bounce) is None
    assert read_reply_address(bounce_address(message=MESSAGE).replace("+b", "+r")) is None
    assert read_reply_address("reclamations@bellerive.example") is None
    assert read_reply_address(identifier()) is None
    assert read_message_id(reply()) is None


def test_another_houses_token_is_not_read(settings, tmp_path):
    ours, told, bounce = reply(), identifier(), bounce_address(message=MESSAGE)
    settings.DATA = tmp_path / "another"

    assert read_reply_address(ours) is None
    assert read_message_id(told) is None
    assert read_bounce_address(bounce) is None


def test_the_address_may_change_while_people_still_answer_to_the_former_one(settings):
    former = reply()
    settings.MAIL_REPLY = "service.clients@ailleurs.example"

    assert read_reply_address(former).about == CASE
    assert reply().startswith("service.clients+r")


def test_a_new_key_signs_and_the_former_one_is_still_believed(data_folder):
    former, told = reply(), identifier()
    place = data_folder / "keys" / "threads.key"
    old = place.read_text()
    place.write_text(f"{secrets.token_hex(32)}\n{old}\n")

    assert reply() != former
    assert read_reply_address(former).about == read_reply_address(reply()).about == CASE
    assert read_message_id(told).about == CASE

    place.write_text(f"{secrets.token_hex(32)}\n")
    assert read_reply_address(former) is None


@pytest.mark.parametrize("content", ["", "short", "x" * 64, "a" * 64 + "\nshort"])
def test_a_key_that_is_not_one_is_refused(data_folder, content):
    reply()
    (data_folder / "keys" / "threads.key").write_text(content)

    with pytest.raises(KeyNotUsable):
        reply()


def test_a_key_that_others_can_read_is_refused(data_folder):
    reply()
    place = data_folder / "keys" / "threads.key"
    assert place.stat().st_mode & 0o777 == 0o600
    place.chmod(0o644)

    with pytest.raises(KeyNotUsable, match="chmod 600"):
        reply()


def test_what_is_about_no_complaint_has_the_plain_address():
    assert reply_address(about="signin:123", to=ALICE) == "reclamations@bellerive.example"
    assert read_message_id(identifier(about="signin:123")) is None


def test_an_address_too_long_for_a_token_stays_plain(settings):
    settings.MAIL_REPLY = "a" * 31 + "@bellerive.example"
    assert reply() == settings.MAIL_REPLY
    settings.MAIL_REPLY = "a" * 30 + "@bellerive.example"
    assert len(reply().partition("@")[0]) == 64
    assert read_reply_address(reply()).about == CASE


def test_the_message_id_is_stable_and_nobody_else_can_make_it(settings, tmp_path):
    told = identifier()

    assert told == identifier()
    assert told != identifier(key="k2")
    assert identifier(about="signin:1") == identifier(about="signin:1")
    assert CASE not in told
    settings.DATA = tmp_path / "another"
    assert told != identifier()


@given(year=st.integers(2000, 3023), number=st.integers(1, 999_999_999))
def test_every_reference_comes_back(year, number):
    reference = make_reference(year, number)

    assert read_reply_address(reply_address(about=reference, to=ALICE)).about == reference


@pytest.mark.parametrize(("year", "number"), [(1999, 1), (3024, 1), (2026, 1 << 30)])
def test_a_reference_that_does_not_fit_has_the_plain_address(year, number):
    address = reply_address(about=make_reference(year, number), to=ALICE)
    assert address == "reclamations@bellerive.example"


def test_a_foreign_domain_is_one_mailbox_in_both_writings():
    assert recipient_sha("alice@épicerie.fr") == recipient_sha("alice@xn--picerie-9xa.fr")


def test_a_bounce_names_the_message():
    first, last = read_bounce_address(bounce_address(message=MESSAGE))

    assert first <= MESSAGE <= last
    assert not first <= uuid.uuid4() <= last
