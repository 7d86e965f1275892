"""The customer keeps a copy of everything said to them; the desk has its own, notes included."""

import io
import zipfile

import pytest

from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.journeys.write_to_customer import write_to_customer
from tests.web.cast import HERE, NOW, build_world
from tests.web.samples import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    found = build_world()
    prepare(found)
    return found


@pytest.fixture
def reference(world):
    lodging = Lodging(
        key="copies",
        kind="FID.CREDIT.MISSING",
        programme=HERE,
        name="Alice Rivoire",
        email="customer_owner@example.fr",
        receipt="T-1",
        story="Il me manque des points.",
        customer=world.customers["customer_owner"],
    )
    found = lodge_complaint(lodging=lodging, at=NOW).reference
    write_to_customer(
        complaint=found,
        text="SECRET DE LA MAISON",
        internal=True,
        key="note",
        actor=world.actor("agent"),
        at=NOW,
    )
    return found


def everything(answer):
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_the_customer_has_what_was_said_to_them_and_no_more(world, reference):
    alice = world.clients["customer_owner"]
    page = alice.get(f"/espace/reclamations/{reference}/").content.decode()
    assert f"/espace/reclamations/{reference}/copie/zip/" in page

    mine = everything(alice.get(f"/espace/reclamations/{reference}/copie/zip/"))
    assert b"Il me manque des points." in mine
    assert b"SECRET" not in mine
    pdf = alice.get(f"/espace/reclamations/{reference}/copie/pdf/")
    assert pdf.content.startswith(b"%PDF-")
    assert alice.get(f"/espace/reclamations/{reference}/copie/exe/").status_code == 404


def test_the_desk_has_the_notes_too_and_a_stranger_nothing(world, reference):
    where = f"/bureau/dossier/{reference}/copie/zip/"

    assert b"SECRET" in everything(world.clients["agent"].get(where))
    for persona in ("agent_elsewhere", "customer_owner", "customer_other"):
        assert world.clients[persona].get(where).status_code == 404, persona
    own = f"/espace/reclamations/{reference}/copie/zip/"
    assert world.clients["customer_other"].get(own).status_code == 404
    assert world.clients["anonymous"].get(f"/suivre/{reference}/copie/zip/").status_code == 404
