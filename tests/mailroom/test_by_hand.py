"""What an agent does with what a machine could not file."""

from datetime import timedelta

import pytest

from recours.complaints.models import Complaint
from recours.complaints.queries import complaint_card
from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.errors import MessageNotFound
from recours.correspondence.models import Outbox
from recours.correspondence.queries import attachments_of, thread, withheld
from recours.journeys.link_mail import link_mail
from recours.journeys.open_complaint_from_mail import open_complaint_from_mail
from recours.journeys.release_acknowledgement import release_acknowledgement
from recours.journeys.see_to_reply import see_to_reply
from recours.journeys.set_mail_aside import set_mail_aside
from recours.mailroom.errors import MailAlreadyFiled, NothingToSetAside
from recours.mailroom.queries import counts, mail_card
from recours.people.commands.create_staff import create_staff
from recours.people.errors import NotYours
from recours.trustlog.queries import entries
from tests.mailroom.post import (
    ALICE,
    MALLORY,
    NOW,
    acknowledgement,
    deliver,
    letter,
    signed,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def agent(name="basile", **rights):
    card = create_staff(
        email=f"{name}@bellerive.example", name=name.title(), roles=["agent"], at=NOW, **rights
    )
    return card.as_actor()


@pytest.fixture
def basile():
    return agent()


@pytest.fixture
def case():
    return deliver(letter(message_id="<first@exemple.fr>")).reference


@pytest.fixture
def waiting(case):
    """A message that names Alice's case, from somebody the case does not know."""
    raw = letter("Je suis son frère.", sender=MALLORY, to=signed(case), files=(("a.bin", b"a"),))
    return deliver(raw, at=NOW + timedelta(minutes=5)).mail


@pytest.mark.parametrize(("visible", "audience"), [(True, "customer"), (False, "internal")])
def test_a_message_is_put_on_the_case_a_person_names(case, waiting, basile, visible, audience):
    link_mail(mail=waiting, complaint=case, visible=visible, actor=basile, at=LATER)

    last = thread(case)[-1]
    assert (last.text.strip(), last.author, last.audience) == (
        "Je suis son frère.",
        MALLORY,
        audience,
    )
    assert len(attachments_of(case)) == 1
    card = mail_card(waiting)
    assert (card.state, card.outcome, card.about, card.handled_by) == (
        "filed",
        "to_link",
        case,
        basile.key,
    )
    assert card.message == last.id
    assert entries(case)[-1].kind == "exchange.received"
    with pytest.raises(MailAlreadyFiled):
        link_mail(mail=waiting, complaint=case, visible=True, actor=basile, at=LATER)


def test_an_agent_puts_nothing_on_a_case_they_do_not_see(case, waiting):
    stranger = agent("stranger", programmes=["elsewhere"])

    with pytest.raises(NotYours):
        link_mail(mail=waiting, complaint=case, visible=True, actor=stranger, at=LATER)
    assert mail_card(waiting).state == "to_link"


def test_a_complaint_is_opened_from_it_with_the_clocks_of_its_arrival(waiting, basile):
    reference = open_complaint_from_mail(
        mail=waiting, name="Mathieu Rivoire", email=MALLORY, story="", actor=basile, at=LATER
    )

    card = complaint_card(reference)
    assert card.received_at == NOW + timedelta(minutes=5)
    assert card.story.strip() == "Je suis son frère."
    assert acknowledgement(reference).to == MALLORY
    assert mail_card(waiting).about == reference


def test_what_no_machine_could_read_becomes_a_complaint_with_its_file(basile):
    mail = deliver(b"EXPLODE").mail
    reference = open_complaint_from_mail(
        mail=mail, name="", email=ALICE, story="Lu à l’écran.", actor=basile, at=LATER
    )

    assert [a.name[:11] for a in attachments_of(reference)] == ["message.eml"]
    assert complaint_card(reference).story == "Lu à l’écran."


def test_setting_aside_needs_a_reason_and_is_final(waiting, basile):
    with pytest.raises(NothingToSetAside):
        set_mail_aside(mail=waiting, reason="  ", actor=basile, at=LATER)
    set_mail_aside(mail=waiting, reason="Publicité", actor=basile, at=LATER)

    assert (mail_card(waiting).state, mail_card(waiting).handled_why) == ("set_aside", "Publicité")
    assert counts()["to_link"] == 0
    with pytest.raises(MailAlreadyFiled):
        set_mail_aside(mail=waiting, reason="Encore", actor=basile, at=LATER)


def test_a_message_that_was_filed_is_out_of_reach(case, basile):
    mail = mail_card(deliver(letter("Voici", to=signed(case), message_id="<r@x>")).mail)

    with pytest.raises(MailAlreadyFiled):
        set_mail_aside(mail=mail.id, reason="Non", actor=basile, at=LATER)


@pytest.mark.parametrize("reopened", [True, False])
def test_an_answer_to_a_settled_case_is_seen_to_once(case, basile, reopened):
    row = Complaint.objects.get(reference=case)
    row.status, row.closed_at, row.awaits = "close", NOW, ""
    row.save(update_fields=["status", "closed_at", "awaits"])
    mail = deliver(letter("Ce n’est pas réglé", to=signed(case), message_id="<r@x>")).mail

    see_to_reply(mail=mail, reopened=reopened, actor=basile, at=LATER)

    assert complaint_card(case).is_open == reopened
    assert Outbox.objects.filter(template="reopened").count() == int(reopened)
    assert counts()["closed_case"] == 0
    with pytest.raises(MailAlreadyFiled):
        see_to_reply(mail=mail, reopened=reopened, actor=basile, at=LATER)


def test_a_receipt_kept_back_leaves_when_a_person_answers_for_it(basile):
    deliver(letter("Un", message_id="<1@x>"))
    case = deliver(letter("Deux", message_id="<2@x>")).reference
    kept = withheld()

    assert [one.about for one in kept] == [case]
    release_acknowledgement(message=kept[0].id, actor=basile, at=LATER)
    deliver_outbox(at=LATER, limit=10)

    assert withheld() == []
    assert acknowledgement(case).state == "sent"
    assert entries(case)[-1].kind == "acknowledgement.released"
    with pytest.raises(MessageNotFound):
        release_acknowledgement(message=kept[0].id, actor=basile, at=LATER)
