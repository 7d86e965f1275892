"""Each message ends where the table of hostile inputs says: H-… are its identifiers."""

from datetime import timedelta

import pytest

from recours.complaints.models import Complaint
from recours.complaints.queries import complaint_card
from recours.correspondence.models import Attachment, Message, Outbox
from recours.correspondence.queries import thread
from recours.journeys.check_promises import MAILED, check_promises
from recours.journeys.file_mail import file_mail
from recours.journeys.file_waiting_mail import file_waiting_mail
from recours.journeys.filing.sort import TOO_MANY
from recours.kernel.days import legal_day
from recours.mailroom.models import Incoming
from recours.mailroom.queries import counts, floods, listed, mail_card, reading_of
from recours.people.commands.create_staff import create_staff
from recours.people.models import Customer
from recours.people.queries import contact_is_verified, customer_card
from recours.trustlog.queries import entries
from tests.mailroom.post import (
    ALICE,
    DESK,
    MALLORY,
    NOW,
    acknowledgement,
    arrive,
    bounce,
    deliver,
    letter,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """Alice's complaint, lodged by mail: its reference."""
    return deliver(letter(message_id="<first@exemple.fr>")).reference


def said(reference, *, audience="customer"):
    messages = thread(reference, audiences=[audience])
    return [m.text.strip() for m in messages if m.direction == "in"]


def test_a_message_becomes_a_complaint_acknowledged_once():
    filed = deliver(letter())

    card = complaint_card(filed.reference)
    assert filed.outcome == "new"
    assert (card.channel, card.kind.code, card.language) == ("email", "AUT", "fr")
    assert "248 points" in card.story
    assert customer_card(card.customer).email == ALICE
    assert acknowledgement(filed.reference).to == ALICE
    assert [entry.kind for entry in entries(filed.reference)] == ["complaint.registered"]
    assert mail_card(filed.mail).message in {m.id for m in thread(filed.reference)}


def test_the_receipt_holds_no_word_of_the_sender():
    filed = deliver(letter("Achetez des montres", subject="Montres http://montres.example"))

    row = acknowledgement(filed.reference)
    assert "ontres" not in row.message.text + row.message.subject + str(row.values)
    assert row.to_name == ""


def test_a_sender_is_recognised_and_proved_by_nothing():
    filed = deliver(letter())

    assert not contact_is_verified(complaint_card(filed.reference).customer, ALICE)


def test_filing_again_files_nothing_more():
    mail = arrive(letter())
    first = file_mail(mail=mail, at=NOW)

    assert file_mail(mail=mail, at=NOW + timedelta(days=1)) == first
    assert Complaint.objects.count() == Message.objects.filter(direction="in").count() == 1


def test_the_clocks_start_when_the_message_arrived_not_when_it_was_read():
    mail = arrive(letter(), at=NOW - timedelta(days=10))
    filed = file_mail(mail=mail, at=NOW)

    card = complaint_card(filed.reference)
    assert card.received_at == NOW - timedelta(days=10)
    assert card.clock("A-ANS-ACPR").starts_on == legal_day(NOW - timedelta(days=10))


def test_an_answer_to_the_signed_address_by_its_customer_joins_the_case(case):
    raw = letter("Voici le ticket.", to=signed(case), message_id="<a2@exemple.fr>")
    filed = deliver(raw, at=NOW + timedelta(minutes=5))

    assert (filed.outcome, filed.reference) == ("reply", case)
    assert said(case)[-1] == "Voici le ticket."
    assert Complaint.objects.count() == 1
    assert Outbox.objects.count() == 1
    assert [entry.kind for entry in entries(case)][-1] == "exchange.received"


def test_an_answer_that_cites_our_signed_identifier_joins_the_case(case):
    cited = acknowledgement(case).mail_id
    filed = deliver(letter("Merci", in_reply_to=cited, references=cited, message_id="<b@x.fr>"))

    assert (filed.outcome, filed.reference) == ("reply", case)


def test_the_envelope_alone_may_carry_the_signed_address(case):
    filed = deliver(letter("Encore moi", message_id="<c@x.fr>"), envelope_to=[signed(case)])

    assert filed.outcome == "reply"


def test_h11_a_stranger_who_holds_the_signed_address_is_left_to_a_person(case):
    filed = deliver(letter("Je suis son frère", sender=MALLORY, to=signed(case)))

    assert (filed.outcome, filed.reference) == ("to_link", "")
    assert mail_card(filed.mail).proposed == case
    assert len(said(case)) == 1
    assert not Outbox.objects.filter(to=MALLORY).exists()


def test_h12_a_forged_reference_is_a_new_complaint(case):
    real = acknowledgement(case).mail_id
    last = "a" if real[-30] != "a" else "b"
    forged = f"{real[:-30]}{last}{real[-29:]}"
    for number, cited in enumerate([forged, "<x@recours.invalid>", f"<{case}@127.0.0.1>"]):
        filed = deliver(
            letter(f"Bonjour {number}", in_reply_to=cited, message_id=f"<f{number}@x.fr>")
        )
        assert filed.outcome == "new"
        assert filed.reference != case


def test_h13_a_number_in_the_subject_is_never_a_key(case):
    filed = deliver(letter("Voici", subject=f"Re: [{case}]", sender=MALLORY))

    assert filed.outcome == "new"
    assert filed.reference != case
    assert len(said(case)) == 1


def test_h14_an_agent_s_address_writes_as_a_customer_and_nothing_leaves(case):
    create_staff(email="basile@bellerive.example", name="Basile", roles=["agent"], at=NOW)
    cited = acknowledgement(case).mail_id
    before = Outbox.objects.count()
    filed = deliver(letter("Refusé", sender="Basile <basile@bellerive.example>", in_reply_to=cited))

    assert filed.outcome == "to_link"
    assert Outbox.objects.count() == before
    assert len(thread(case)) == 2


def test_h15_a_reply_to_is_shown_and_never_answered():
    filed = deliver(letter(reply_to=MALLORY))

    assert acknowledgement(filed.reference).to == ALICE
    assert "reply-to-differs" in reading_of(filed.mail).notices
    assert not Outbox.objects.filter(to=MALLORY).exists()


def test_h16_a_third_party_in_copy_gets_nothing_but_a_proposal():
    filed = deliver(letter(cc=MALLORY))

    assert "copied" in reading_of(filed.mail).notices
    assert not Outbox.objects.filter(to=MALLORY).exists()
    assert not Customer.objects.filter(email=MALLORY).exists()


def test_h17_our_own_address_is_nobody_s_identity(case):
    filed = deliver(letter("Confirmez ce compte", sender=DESK))
    elsewhere = deliver(
        letter("Your code", sender="support@otherdesk.example", to=signed(case), message_id="<o@o>")
    )

    assert (filed.outcome, elsewhere.outcome) == ("to_link", "to_link")
    assert not Customer.objects.filter(email=DESK).exists()
    assert len(said(case)) == 1


def test_h18_a_sender_the_server_disowns_is_filed_and_his_receipt_waits(settings):
    settings.MAIL_TRUSTED = ("mx.bellerive.example",)
    filed = deliver(
        letter(authentication_results="mx.bellerive.example; dmarc=fail header.from=exemple.fr")
    )

    assert filed.outcome == "new"
    assert "not-authenticated" in reading_of(filed.mail).notices
    assert acknowledgement(filed.reference).state == "withheld"


def test_h20_two_messages_of_one_message_id_are_both_kept_and_marked():
    first, second = deliver(letter("Un")), deliver(letter("Deux"))

    assert {first.outcome, second.outcome} == {"new"}
    assert first.reference != second.reference
    assert "same-message-id" in reading_of(second.mail).notices


def test_h21_the_same_bytes_twice_are_one_case_and_a_duplicate():
    first = deliver(letter(), mailbox="m", place="1/1")
    second = deliver(letter(), mailbox="m", place="1/2")

    assert (second.outcome, second.reference) == ("duplicate", first.reference)
    assert Complaint.objects.count() == 1


def test_one_message_that_two_of_our_mailboxes_received_is_one_case():
    first = deliver(b"Delivered-To: a@bellerive.example\nReceived: one\n" + letter())
    second = deliver(b"Delivered-To: b@bellerive.example\nReceived: two\n" + letter())

    assert (first.outcome, second.outcome) == ("new", "duplicate")
    assert second.reference == first.reference


@pytest.mark.parametrize(
    "headers", [{"auto_submitted": "auto-replied"}, {"list_id": "<liste.example>"}]
)
def test_h22_a_machine_is_put_beside_the_case_and_never_answered(case, headers):
    cited = acknowledgement(case).mail_id
    filed = deliver(letter("Absente", in_reply_to=cited, message_id="<m@x.fr>", **headers))

    assert (filed.outcome, filed.reference) == ("notification", case)
    assert said(case, audience="internal") == ["Absente"]
    assert len(said(case)) == 1
    assert Outbox.objects.count() == 1


def test_h22_a_machine_of_no_case_is_kept_where_a_person_finds_it():
    filed = deliver(letter("Absent", auto_submitted="auto-replied"))

    assert (filed.outcome, filed.reference) == ("notification", "")
    assert [line.mail.id for line in listed("automatic")] == [filed.mail]
    assert not Outbox.objects.exists()


def test_h22_a_bounce_marks_the_address_and_tells_the_case(case):
    sent = acknowledgement(case)
    Outbox.objects.filter(pk=sent.pk).update(state="sent", sent_at=NOW, raw_sha256="0" * 64)
    filed = deliver(bounce(of=sent.mail_id, to=ALICE))

    assert (filed.outcome, filed.reference) == ("notification", case)
    assert customer_card(complaint_card(case).customer).failing_since is not None
    assert Outbox.objects.get(pk=sent.pk).state == "bounced"
    assert said(case, audience="internal")
    assert Outbox.objects.count() == 1


def test_a_forged_bounce_marks_nobody(case):
    filed = deliver(bounce(of="<a@recours.invalid>", to=ALICE))

    assert (filed.outcome, filed.reference) == ("notification", "")
    assert customer_card(complaint_card(case).customer).failing_since is None


def test_h23_h24_two_desks_that_answer_each_other_stop_and_a_person_is_alerted(monkeypatch):
    monkeypatch.setattr("recours.journeys.filing.sort.MOST_ALIKE", 12)
    filed = [
        deliver(
            letter("x" * n, subject=f"Re: [Ticket {n}] reçu", message_id=f"<{n}@x>"),
            at=NOW + timedelta(seconds=n),
        )
        for n in range(14)
    ]

    assert [one.outcome for one in filed] == ["new"] * 12 + ["to_link"] * 2
    assert Outbox.objects.exclude(state="withheld").count() == 1
    assert acknowledgement(filed[11].reference).reason == TOO_MANY
    assert [flood.number for flood in floods(at=NOW)] == [14]
    assert counts()["to_link"] == 2


def test_h29_a_message_over_the_limit_is_kept_and_its_sender_told_once(settings):
    settings.MAIL_LARGEST = 20_000
    filed = deliver(letter("x" * 30_000))
    again = deliver(letter("y" * 30_000, message_id="<other@x>"))

    assert (filed.outcome, again.outcome) == ("rejected", "rejected")
    assert [m.to for m in Outbox.objects.all()] == [ALICE]
    assert counts()["too_large"] == 2


@pytest.mark.parametrize("raw", [b"", b"\0" * 100, b"EXPLODE", b"sans en-tete\n\nrien\n"])
def test_h01_what_cannot_be_read_is_seen_by_a_person_and_nobody_is_answered(raw):
    filed = deliver(raw)

    assert filed.outcome == "unreadable"
    assert counts()["unreadable"] == 1
    assert not Outbox.objects.exists()


@pytest.mark.parametrize("sender", ["", "alice@exemple.fr, bob@exemple.fr", "root@localhost"])
def test_h02_h03_no_address_is_guessed(sender):
    filed = deliver(letter(sender=sender))

    assert filed.outcome == "to_link"
    assert not Outbox.objects.exists()
    assert not Customer.objects.exists()


def test_h04_a_name_that_is_somebody_s_address_is_no_name():
    filed = deliver(letter(sender=f'"{ALICE}" <{MALLORY}>'))

    person = customer_card(complaint_card(filed.reference).customer)
    assert (person.email, person.name) == (MALLORY, "")


def test_the_files_of_a_message_are_kept_each_content_once():
    files = (("ticket.bin", b"ticket"), ("copie.bin", b"ticket"), ("virus.exe", b"MZ"))
    filed = deliver(letter(files=files))

    assert Attachment.objects.filter(about=filed.reference).count() == 2
    told = reading_of(filed.mail).files
    assert [part["name"] for part in told] == ["ticket.bin", "copie.bin", "virus.exe"]
    assert told[0]["attachment"] == told[1]["attachment"] != ""


def test_what_was_quoted_is_kept_beside_the_words(case):
    words = "D’accord.\n\nLe 22 nov. 2026 à 10:00, Bellerive a écrit :\n> Quel ticket ?\n"
    raw = letter(words, to=signed(case), subject="Re: Votre réclamation")
    filed = deliver(raw, at=NOW + timedelta(minutes=5))

    assert said(case)[-1] == "D’accord."
    assert "Quel ticket" in reading_of(filed.mail).quoted


def test_an_answer_to_a_settled_case_reopens_nothing_and_asks_a_person(case):
    row = Complaint.objects.get(reference=case)
    row.status, row.closed_at = "close", NOW
    row.save(update_fields=["status", "closed_at"])
    filed = deliver(letter("Merci", to=signed(case), message_id="<t@x.fr>"))

    assert filed.outcome == "reply"
    assert not complaint_card(case).is_open
    assert [line.mail.id for line in listed("closed_case")] == [filed.mail]


def test_what_waits_is_filed_and_a_bad_one_never_stops_the_others(monkeypatch):
    for n in range(3):
        arrive(letter(f"Bonjour {n}", message_id=f"<{n}@x>", subject=f"Sujet {'abc'[n]}"))

    def carry(card, *rest):
        raise ZeroDivisionError if card.id == bad else None

    bad = str(Incoming.objects.order_by("received_at", "id")[1].pk)
    real = file_mail.__globals__["carry_out"]
    monkeypatch.setitem(
        file_mail.__globals__,
        "carry_out",
        lambda card, *rest: carry(card) if card.id == bad else real(card, *rest),
    )
    assert file_waiting_mail(at=NOW, limit=10) == 3
    assert Complaint.objects.count() == 2
    for _ in range(4):
        Incoming.objects.filter(pk=bad).update(lease_until=None)
        file_waiting_mail(at=NOW, limit=10)

    assert mail_card(bad).state == "unreadable"
    assert mail_card(bad).reason == "failed-too-often"
    assert Complaint.objects.count() == 2


def test_the_doctor_names_a_message_lost_or_doubled(case):
    assert [s for found in check_promises().values() for s in found] == []

    Incoming.objects.filter(outcome="new").update(about="R-2026-00009-X")
    assert case in " ".join(check_promises()[MAILED])
