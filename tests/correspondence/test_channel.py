"""Which way a message goes, and the reason that is shown."""

import itertools

import pytest

from recours.correspondence.rules.channel import (
    QUESTIONS,
    REASONS,
    Contact,
    Reason,
    Way,
    choose_channel,
)

EMAIL = Contact(Way.EMAIL, "alice@exemple.fr")
DEAD_EMAIL = Contact(Way.EMAIL, "alice@exemple.fr", failing=True)
POST = Contact(Way.LETTER, "4 rue du Calvaire\n44000 Nantes")
RETURNED = Contact(Way.LETTER, "1 rue Perdue\n44000 Nantes", failing=True)
PHONE = Contact(Way.SMS, "+33612345678")
KINDS = ("acknowledgement", "answer", "progress", "reopened", "follow_up")


@pytest.mark.parametrize(
    ("contacts", "preference", "way", "reason"),
    [
        ([EMAIL], "", Way.EMAIL, Reason.EMAIL_WORKS),
        ([EMAIL, POST], "", Way.EMAIL, Reason.EMAIL_WORKS),
        ([EMAIL, POST], "email", Way.EMAIL, Reason.EMAIL_WORKS),
        ([EMAIL, POST], "letter", Way.LETTER, Reason.PREFERS_LETTER),
        ([EMAIL, RETURNED], "letter", Way.EMAIL, Reason.NO_POST_ADDRESS),
        ([EMAIL], "letter", Way.EMAIL, Reason.NO_POST_ADDRESS),
        ([DEAD_EMAIL, POST], "", Way.LETTER, Reason.EMAIL_FAILING),
        ([DEAD_EMAIL, POST], "email", Way.LETTER, Reason.EMAIL_FAILING),
        ([POST], "", Way.LETTER, Reason.NO_EMAIL),
        ([POST], "email", Way.LETTER, Reason.NO_EMAIL),
        ([DEAD_EMAIL], "", Way.PORTAL, Reason.NOTHING_WORKS),
        ([DEAD_EMAIL, RETURNED], "letter", Way.PORTAL, Reason.NOTHING_WORKS),
        ([PHONE], "", Way.PORTAL, Reason.NOTHING_WORKS),
        ([], "", Way.PORTAL, Reason.NOTHING_WORKS),
    ],
)
def test_an_answer_goes_where_it_arrives(contacts, preference, way, reason):
    choice = choose_channel(kind="answer", contacts=contacts, preference=preference)

    assert (choice.way, choice.reason) == (way, reason)
    assert choice.ask_otherwise == (reason is Reason.NOTHING_WORKS)


def test_a_text_message_announces_and_never_replaces():
    """Whatever a person has and prefers, what must be kept leaves by e-mail or by letter."""
    every = [EMAIL, DEAD_EMAIL, POST, RETURNED, PHONE, Contact(Way.PUSH, "browser")]
    for size in range(len(every) + 1):
        for contacts in itertools.combinations(every, size):
            for preference, kind in itertools.product(("", "email", "letter", "sms"), KINDS):
                choice = choose_channel(
                    kind=kind,
                    contacts=contacts,
                    preference=preference,
                    also=(Way.SMS, Way.PUSH, Way.EMAIL),
                )
                assert choice.way in {Way.EMAIL, Way.LETTER, Way.PORTAL}
                assert set(choice.also) <= {Way.SMS, Way.PUSH}
                arrives = {EMAIL, POST} & set(contacts)
                if arrives and kind not in QUESTIONS:
                    assert choice.way in {Way.EMAIL, Way.LETTER}
                    assert choice.address in {one.address for one in arrives}


def test_a_text_message_is_sent_only_to_whom_asked_for_it():
    assert choose_channel(kind="answer", contacts=[EMAIL, PHONE]).also == ()
    told = choose_channel(kind="answer", contacts=[EMAIL, PHONE], also=[Way.SMS])
    assert told.also == (Way.SMS,)


def test_a_question_never_goes_by_post():
    choice = choose_channel(kind="follow_up", contacts=[POST], preference="letter")

    assert (choice.way, choice.reason) == (Way.PORTAL, Reason.QUESTION_ONLY)
    assert not choice.ask_otherwise


def test_every_reason_is_said_in_both_languages():
    assert set(REASONS) == set(Reason)
    choice = choose_channel(kind="answer", contacts=[DEAD_EMAIL, POST])
    assert "ne reçoit plus" in choice.words("fr")
    assert "no longer receives" in choice.words("en")
