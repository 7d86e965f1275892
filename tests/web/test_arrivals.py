"""The desk's pages of what arrived, as an agent sees them."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from recours.complaints.models import Complaint
from recours.correspondence.models import Outbox
from recours.mailroom.queries import mail_card
from recours.people.commands.create_staff import create_staff
from tests.mailroom.post import MALLORY, deliver, letter, signed
from tests.web.signing import sign_in_staff

pytestmark = pytest.mark.django_db
NOW = datetime.now(tz=UTC) - timedelta(minutes=5)


@pytest.fixture
def basile(client):
    card = create_staff(email="b@bellerive.example", name="Basile", roles=["agent"], at=NOW)
    sign_in_staff(client, card.id)
    return client


@pytest.fixture
def case():
    return deliver(letter(message_id="<first@exemple.fr>"), at=NOW).reference


@pytest.fixture
def waiting(case):
    raw = letter("Je suis son frère.", sender=MALLORY, to=signed(case), message_id="<w@x>")
    return deliver(raw, at=NOW).mail


def page(client, *parts, **form):
    path = "/bureau/arrivees/" + "".join(f"{part}/" for part in parts)
    return client.post(path, form) if form else client.get(path)


def words(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_each_list_says_why_its_messages_wait(basile, waiting, case):
    assert (
        basile.get("/bureau/arrivees/", follow=True).redirect_chain[0][0].endswith("/a-rattacher/")
    )
    shown = words(page(basile, "a-rattacher"))
    assert "Je suis son frère" in shown
    assert "une adresse que ce dossier ne connaît pas" in shown
    for liste in ("illisibles", "trop-volumineux", "dossiers-regles", "doublons", "automatiques"):
        assert page(basile, liste).status_code == 200
    assert page(basile, "inconnue").status_code == 404


def test_a_message_is_put_on_its_case_in_two_gestures(basile, waiting, case):
    assert case in words(page(basile, "message", waiting))
    answer = page(basile, "message", waiting, "rattacher", reference=case.lower(), visible="1")

    assert answer.url == f"/bureau/dossier/{case}/"
    shown = words(basile.get(answer.url))
    assert "Je suis son frère." in shown
    assert "Voir l’original" in shown
    assert "expéditeur non vérifié" in shown
    late = page(basile, "message", waiting, "classer", reason="Trop tard")
    assert late.status_code == 409


def test_a_wrong_reference_is_said_and_what_was_typed_stays(basile, waiting):
    answer = page(basile, "message", waiting, "rattacher", reference="R-2026-99999-X")

    assert answer.status_code == 422
    assert "R-2026-99999-X" in words(answer)


def test_a_complaint_is_opened_from_what_no_machine_could_read(basile):
    mail = deliver(b"\0" * 100, at=NOW).mail
    empty = page(basile, "message", mail, "ouvrir", name="Alice", email="", story="")
    assert empty.status_code == 422
    wrong = page(basile, "message", mail, "ouvrir", name="Alice", email="pas une", story="Lu.")
    assert wrong.status_code == 422
    done = page(basile, "message", mail, "ouvrir", name="Alice", email="a@b.fr", story="Lu.")

    reference = Complaint.objects.get().reference
    assert done.url == f"/bureau/dossier/{reference}/"
    assert mail_card(mail).about == reference
    assert basile.get(done.url).status_code == 200


def test_setting_aside_asks_for_a_reason(basile, waiting):
    assert page(basile, "message", waiting, "classer", reason=" ").status_code == 422
    assert page(basile, "message", waiting, "classer", reason="Publicité").status_code == 302
    assert "Publicité" in words(page(basile, "message", waiting))


def test_the_original_is_given_as_it_came_and_runs_nowhere(basile, case):
    raw = letter("Bonjour", message_id="<raw@x>")
    answer = page(basile, "message", deliver(raw, at=NOW).mail, "original")

    assert answer.content == raw
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_layout_is_shown_without_anything_fetched_or_obeyed(basile):
    raw = (
        letter("x", message_id="<h@x>")
        .replace(b"text/plain", b"text/html")
        .replace(b"x\n", b"<script>alert(1)</script><img src='/logout'><b>Gras</b>\n")
    )
    answer = page(basile, "message", deliver(raw, at=NOW).mail, "page")

    shown = words(answer)
    assert "Gras" in shown
    assert "<script" not in shown
    assert "<img" not in shown
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_receipt_kept_back_is_sent_from_its_list(basile, case):
    kept = Outbox.objects.get(
        message__about=deliver(letter("Deux", message_id="<2@x>"), at=NOW).reference
    )
    assert "vient d’en recevoir un" in words(page(basile, "accuses-retenus"))

    assert page(basile, "accuse", kept.pk, "envoyer", go="1").status_code == 302
    assert Outbox.objects.get(pk=kept.pk).state == "pending"


def test_an_answer_to_a_settled_case_is_seen_to(basile, case):
    row = Complaint.objects.get(reference=case)
    row.status, row.closed_at, row.awaits = "close", NOW, ""
    row.save(update_fields=["status", "closed_at", "awaits"])
    mail = deliver(letter("Merci", to=signed(case), message_id="<m@x>"), at=NOW).mail
    assert "Merci" in words(page(basile, "dossiers-regles"))

    assert page(basile, "message", mail, "suivre", do="leave").status_code == 302
    assert "Merci" not in words(page(basile, "dossiers-regles"))


def test_what_a_customer_sees_holds_nothing_of_the_desk(client, case):
    code = Complaint.objects.get(reference=case).follow_code
    client.post("/suivre/", {"reference": case, "code": code})
    shown = words(client.get(f"/suivre/{case}/"))

    assert "248 points" in shown
    assert "original" not in shown
    assert "non vérifié" not in shown


def test_a_message_of_forty_three_pictures_opens_quickly(basile, django_assert_max_num_queries):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 16
    parts = tuple((f"image{n:03}.png", picture) for n in range(43))
    case = deliver(letter("Voyez mes captures.", files=parts), at=NOW).reference
    basile.get(f"/bureau/dossier/{case}/")
    with django_assert_max_num_queries(90):
        began = perf_counter()
        answer = basile.get(f"/bureau/dossier/{case}/")
        took = perf_counter() - began

    assert answer.status_code == 200
    assert took < 0.3, f"{took:.3f} s"
