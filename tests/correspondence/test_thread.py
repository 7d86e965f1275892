"""The thread of a case: who said what to whom, in order, and never changed."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from recours.correspondence import queries
from recours.correspondence.commands.record_message import record_message
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.errors import AttachmentNotFound
from recours.correspondence.models import Letter, Message
from recours.correspondence.personal_data import HOLDS
from tests.correspondence.casting import AT, CASE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(data_folder):
    """Every test keeps its own files."""


def say(text="Mes points manquent.", **more):
    said = {
        "about": CASE,
        "direction": "in",
        "audience": "customer",
        "author": "Alice Rivoire",
        "subject": "",
        "text": text,
        "at": AT,
        "channel": "web",
    }
    return record_message(**(said | more))


def test_messages_are_read_in_order_by_those_they_are_for():
    say("second", at=AT + timedelta(minutes=1))
    say("first")
    say("note", audience="internal", author="Basile Nguyen", at=AT + timedelta(minutes=2))
    say("elsewhere", about="R-2026-00001-A")

    assert [m.text for m in queries.thread(CASE)] == ["first", "second", "note"]
    seen = queries.thread(CASE, audiences=["customer"])
    assert [m.text for m in seen] == ["first", "second"]


def test_what_is_written_for_later_is_not_shown_before():
    say("now")
    say("in two days", at=AT + timedelta(days=2))

    assert [m.text for m in queries.thread(CASE, until=AT)] == ["now"]


def test_a_message_is_never_changed_nor_removed():
    say()
    for change in (
        lambda: Message.objects.update(text="Tout va bien."),
        lambda: Message.objects.update(author="Quelqu'un"),
        lambda: Message.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert queries.thread(CASE)[0].text == "Mes points manquent."


def test_only_an_erasure_empties_a_message():
    say()

    Message.objects.update(text="", subject="", author="", erased_at=AT)

    assert queries.thread(CASE)[0].text == ""
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.update(text="revenu", erased_at=None)


def test_a_letter_is_never_changed_nor_removed():
    kept = store_attachment(data=b"Une lettre.", name="l.txt", about=CASE, at=AT)
    Letter.objects.create(
        about=CASE,
        kind="answer",
        version=1,
        language="fr",
        sha256=kept.sha256,
        attachment_id=kept.id,
        at=AT,
    )
    for change in (
        lambda: Letter.objects.update(sha256="x"),
        lambda: Letter.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_same_form_sent_twice_is_one_message():
    assert say(key="form 12") == say(key="form 12")
    assert len(queries.thread(CASE)) == 1


def test_a_message_keeps_its_files():
    files = [
        store_attachment(data=text, name="t.txt", about=CASE, at=AT).id for text in (b"un", b"deux")
    ]
    say(attachments=[files[1], files[0], files[1]])

    (message,) = queries.thread(CASE)
    assert [card.id for card in message.attachments] == [files[1], files[0]]


def test_a_file_of_another_case_is_refused():
    other = store_attachment(data=b"un", name="t.txt", about="R-2026-00001-A", at=AT)

    with pytest.raises(AttachmentNotFound):
        say(attachments=[other.id])
    assert queries.thread(CASE) == []


def test_what_no_reader_can_show_is_taken_out_and_the_words_are_kept():
    say(
        "Bonjour\r\n\x00\x07Mes points\tmanquent\x1b[31m.", author="Alice\r\nBcc: x", subject="a\nb"
    )

    (message,) = queries.thread(CASE)
    assert message.text == "Bonjour\nMes points\tmanquent[31m."
    assert (message.author, message.subject) == ("Alice Bcc: x", "a b")


@pytest.mark.parametrize("wrong", [{"direction": "up"}, {"audience": "everybody"}])
def test_a_reader_that_does_not_exist_is_refused_by_the_database(wrong):
    with pytest.raises(DatabaseError), transaction.atomic():
        say(**wrong)


def test_every_table_says_what_it_holds_about_people():
    models = {model.__name__: model for model in apps.get_app_config("correspondence").get_models()}
    assert set(HOLDS) == set(models)
    for name, fields in HOLDS.items():
        assert set(fields) <= {field.name for field in models[name]._meta.get_fields()}
