"""Under each message, the desk reads what became of it; the customer never does."""

from datetime import timedelta

import pytest

from recours.correspondence import queries
from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.commands.note_delivery import note_delivery
from recours.correspondence.models import Outbox
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from tests.correspondence.sink import open_sink
from tests.web.cast import HERE, NOW, build_world
from tests.web.samples import prepare

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def world():
    found = build_world()
    prepare(found)
    return found


@pytest.fixture
def reference(world):
    lodging = Lodging(
        key="proof",
        kind="FID.CREDIT.MISSING",
        programme=HERE,
        name="Alice Rivoire",
        email="customer_owner@example.fr",
        receipt="T-1",
        story="Il me manque des points.",
        customer=world.customers["customer_owner"],
    )
    return lodge_complaint(lodging=lodging, at=NOW).reference


def page(world, persona, address):
    return world.clients[persona].get(address).content.decode()


def test_the_desk_reads_who_took_the_message_and_when(world, reference, settings):
    with open_sink() as (sink, url):
        settings.SMTP_URL = url
        sink.answer = lambda *_: "250 2.0.0 Ok: queued as 4F2A1"
        assert deliver_outbox(at=NOW, limit=10) == 1

    desk = page(world, "agent", f"/bureau/dossier/{reference}/")
    assert "accepté par 127.0.0.1" in desk
    assert "queued as 4F2A1" in desk
    own = page(world, "customer_owner", f"/espace/reclamations/{reference}/")
    assert "queued as" not in own


def test_a_message_that_came_back_says_why_on_the_case_and_on_the_list(world, reference):
    deliver_outbox(at=NOW, limit=10)
    (mail,) = queries.mailbox()
    note_delivery(
        message_id=Outbox.objects.get(pk=mail.id).mail_id,
        action="failed",
        status="5.2.2",
        diagnostic="552 5.2.2 over quota <b>",
        at=NOW + HOUR,
    )

    desk = page(world, "agent", f"/bureau/dossier/{reference}/")
    listed = page(world, "supervisor", "/bureau/suivi-technique/")
    assert "boîte pleine" in desk
    assert "over quota &lt;b&gt;" in desk
    assert "boîte pleine" in listed
    assert mail.to in listed


def test_in_english_too(world, reference):
    deliver_outbox(at=NOW, limit=10)
    world.clients["agent"].cookies["langue"] = "en"

    assert "No outgoing server is set" in page(world, "agent", f"/bureau/dossier/{reference}/")
