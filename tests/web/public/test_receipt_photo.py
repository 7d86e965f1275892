"""The photo of a receipt fills in what the person left empty, marked, and never what they typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recours.correspondence.commands.read_file import read_file
from recours.correspondence.models import Attachment, AttachmentText
from recours.jobs.models import Job
from recours.loyalty.commands.create_programme import create_programme
from recours.scans.engines import chosen_engine
from tests.correspondence.casting import AT
from tests.scans.paper import RECEIPT, receipt

pytestmark = pytest.mark.django_db
MARK = "Lu sur votre photo, à vérifier."


@pytest.fixture
def ticket(client, data_folder):
    """Alice gave the photo of her receipt; the page of the purchase is next."""
    create_programme(code="bellerive", name="Bellerive & moi", at=AT)
    page = client.get("/reclamer/?type=FID.CREDIT.MISSING", follow=True)
    while "ticket" not in page.redirect_chain[-1][0]:
        page = client.post(page.redirect_chain[-1][0], follow=True)
    sent = SimpleUploadedFile("ticket.jpg", receipt(), "image/jpeg")
    return client.post(page.redirect_chain[-1][0], {"ticket": sent}, follow=True)


def field(page, name):
    return next(one for one in page.context["fields"] if one.code == name)


def was_read(text=RECEIPT):
    sha256 = Attachment.objects.get().sha256
    AttachmentText.objects.create(sha256=sha256, text=text, engine="test", confidence=97, at=AT)


def test_while_the_photo_is_read_the_form_is_already_there(client, ticket):
    assert Job.objects.filter(kind="correspondence.read_file").count() == 1
    assert ticket.context["photo"] == "reading"
    assert field(ticket, "receipt").value == ""
    assert "Nous lisons votre photo" in ticket.content.decode()


def test_what_was_read_is_proposed_and_marked(client, ticket):
    was_read()

    page = client.get(ticket.redirect_chain[-1][0])

    assert field(page, "receipt").value == "0412-118-00732"
    assert field(page, "bought_on").value == "2026-11-07"
    assert field(page, "total").value == "146,80"
    assert MARK in field(page, "total").hint
    assert page.content.decode().count(MARK) >= 3


def test_what_the_person_types_always_wins_without_any_script(client, ticket):
    where = ticket.redirect_chain[-1][0]
    was_read()

    page = client.post(where, {"total": "99,00", "do": "photo"}, follow=True)

    assert page.redirect_chain[-1][0] == where
    assert field(page, "total").value == "99,00"
    assert MARK not in field(page, "total").hint
    assert field(page, "receipt").value == "0412-118-00732"
    client.post(where, {"total": "99,00", "receipt": ""})
    page = client.get(where)
    assert (field(page, "total").value, field(page, "receipt").value) == ("99,00", "")


def test_a_photo_that_says_nothing_proposes_nothing(client, ticket):
    was_read("une photo de chat")

    page = client.get(ticket.redirect_chain[-1][0])

    assert page.context["photo"] == ""
    assert all(not field(page, name).value for name in ("receipt", "total", "store"))


def test_a_real_engine_reads_a_real_photo(client, ticket):
    if not chosen_engine():
        pytest.skip("nothing reads here: pip install 'recours[ocr]'")
    read_file(sha256=Attachment.objects.get().sha256, at=AT)

    page = client.get(ticket.redirect_chain[-1][0])

    assert field(page, "total").value == "146,80"
