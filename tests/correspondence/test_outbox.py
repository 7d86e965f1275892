"""The outbox: what is written with the case leaves with the case, once, and nobody is buried."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from recours.correspondence import queries
from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.commands.resend import resend
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.errors import AttachmentNotFound, MessageNotFound
from recours.correspondence.models import Outbox
from recours.correspondence.quota import forget_turns
from recours.kernel.states import ForbiddenMove
from tests.correspondence.casting import ACKNOWLEDGEMENT, ALICE, AT, CASE

pytestmark = pytest.mark.django_db

MINUTES = timedelta(minutes=1)


def acknowledge(write, number, *, to=ALICE, after=timedelta()):
    """One more complaint under this address; return whether its acknowledgement leaves."""
    reference = f"R-2026-{number:05d}-K"
    key = write(
        template="acknowledgement",
        about=reference,
        to=to,
        values={**ACKNOWLEDGEMENT, "reference": reference},
        key=f"acknowledgement:{reference}",
        at=AT + after,
    )
    return queries.mail(key).state == "pending"


def test_an_acknowledgement_costs_four_statements(write):
    write(template="acknowledgement", key="warm", to="other@exemple.fr")
    with CaptureQueriesContext(connection) as seen, transaction.atomic():
        write(template="acknowledgement", key="measured")

    said = [query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]]
    assert [sql.strip().startswith("INSERT") for sql in said] == [True] * 4


def test_a_message_of_a_case_that_is_undone_does_not_leave(write, data_folder):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert queries.mailbox() == []
    assert deliver_outbox(at=AT, limit=10) == 0


def test_the_same_key_is_one_message(write):
    assert write(key="same") == write(key="same", values={**_progress(), "sentence": "Autre."})
    assert len(queries.mailbox()) == 1
    assert write(key="other") != write(key="same")


def _progress():
    return {"reference": CASE, "follow_url": "https://bellerive.example/", "sentence": "Bonjour."}


def test_the_message_is_in_the_thread_of_the_case(write):
    write()

    (message,) = queries.thread(CASE)

    assert (message.direction, message.audience, message.channel) == ("out", "customer", "email")
    assert message.subject == f"Du nouveau sur votre réclamation {CASE}"
    assert message.sending == "pending"


def test_an_address_is_acknowledged_once_in_ten_minutes(write):
    assert acknowledge(write, 1)
    assert not acknowledge(write, 2, after=9 * MINUTES)
    assert acknowledge(write, 3, after=10 * MINUTES)
    assert acknowledge(write, 4, to="other@exemple.fr"), "another address is another person"


def test_an_address_is_acknowledged_five_times_a_day(write):
    assert [acknowledge(write, n, after=n * 30 * MINUTES) for n in range(6)] == [True] * 5 + [False]
    assert acknowledge(write, 7, after=timedelta(days=1)), "the first one is a day old"
    assert not acknowledge(write, 8, after=timedelta(days=1) + 15 * MINUTES)


def test_five_hundred_forms_with_the_address_of_a_victim_send_one_message(write, data_folder):
    for number in range(500):
        acknowledge(write, number, to=f"Alice.Rivoire+{number}@EXEMPLE.fr")

    assert queries.outbox_state().withheld == 499
    assert deliver_outbox(at=AT, limit=1000) == 1
    assert len(list((data_folder / "mail").iterdir())) == 1


def test_what_is_kept_back_is_listed_for_somebody_with_its_reason(write):
    acknowledge(write, 1)
    acknowledge(write, 2)
    write(to="pas une adresse", key="bad")
    write(to="élève@exemple.fr", key="unwritable")
    write(to="Reclamations@bellerive.example", key="ourselves")

    reasons = [(mail.about, mail.reason) for mail in queries.withheld()]

    assert sorted(reasons) == sorted(
        [
            ("R-2026-00002-K", "this address was acknowledged too often"),
            (CASE, "no usable address"),
            (CASE, "no usable address"),
            (CASE, "this is our own address"),
        ]
    )


def test_a_clock_that_went_wrong_for_a_day_silences_nobody(write):
    assert acknowledge(write, 1, after=timedelta(days=400))
    assert acknowledge(write, 2), "our clock was set right again"


def test_old_turns_are_forgotten(write):
    acknowledge(write, 1)

    assert forget_turns(at=AT + timedelta(hours=23)) == 0
    assert forget_turns(at=AT + timedelta(hours=25)) == 1


def test_two_machines_that_answer_one_another_stop_after_ten_messages(write):
    for number in range(11):
        write(key=f"loop {number}", at=AT + number * MINUTES)

    (kept_back,) = queries.withheld()
    assert kept_back.reason == "too many messages about this case within an hour"
    write(key="later", at=AT + 70 * MINUTES)
    assert len(queries.withheld()) == 1


def test_a_foreign_domain_is_written_as_mail_servers_read_it(write):
    assert queries.mail(write(to="alice@épicerie.fr")).to == "alice@xn--picerie-9xa.fr"


def test_what_was_kept_back_may_leave_when_somebody_says_so(write, data_folder):
    acknowledge(write, 1)
    acknowledge(write, 2)
    (kept_back,) = queries.withheld()

    resend(message=kept_back.id, at=AT)

    assert deliver_outbox(at=AT, limit=10) == 2
    with pytest.raises(ForbiddenMove):
        resend(message=kept_back.id, at=AT)
    with pytest.raises(MessageNotFound):
        resend(message="nothing", at=AT)


def test_a_file_of_another_case_is_not_joined(write, data_folder):
    from_elsewhere = _kept(about="R-2026-00099-X")

    with pytest.raises(AttachmentNotFound), transaction.atomic():
        write(attachments=[from_elsewhere])
    assert queries.mailbox() == []


def _kept(about):
    return store_attachment(data=b"Un texte.", name="a.txt", about=about, at=AT).id


def test_without_a_server_each_message_is_a_file(write, data_folder):
    key = write(attachments=[_kept(CASE)])

    assert deliver_outbox(at=AT, limit=10) == 1

    (file,) = (data_folder / "mail").iterdir()
    assert file.suffix == ".eml"
    assert file.read_bytes() == queries.raw_mail(key)
    assert queries.mail(key).state == "sent"
    assert b"a.txt" in file.read_bytes()


def test_nothing_left_means_nothing_to_read(write):
    with pytest.raises(MessageNotFound):
        queries.raw_mail(write())
    with pytest.raises(MessageNotFound):
        queries.mail("nothing")


@pytest.mark.parametrize("messages", [1, 3])
def test_the_mailbox_costs_the_same_for_one_and_for_three(
    write, data_folder, django_assert_num_queries, messages
):
    for number in range(messages):
        write(key=f"m{number}", attachments=[_kept(CASE)])
    with django_assert_num_queries(2):
        assert len(queries.mailbox()) == messages
    with django_assert_num_queries(3):
        assert len(queries.thread(CASE)) == messages


def test_looking_at_an_empty_outbox_locks_nothing(write):
    write(at=AT + MINUTES)
    with CaptureQueriesContext(connection) as seen:
        assert deliver_outbox(at=AT, limit=10) == 0
    assert {query["sql"][:6] for query in seen} == {"SELECT"}
    assert Outbox.objects.get().attempts == 0


def test_the_figures_of_the_outbox(write, data_folder):
    write(key="sent")
    deliver_outbox(at=AT, limit=1)
    write(key="waits", at=AT + MINUTES)
    write(key="bad", to="personne")

    state = queries.outbox_state()

    assert (state.sent, state.pending, state.withheld, state.failed) == (1, 1, 1, 0)
    assert state.waiting_since == AT + MINUTES
