"""A browser is told when its owner asks on the page; the page works without it."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from recours.correspondence.departures import browsers_of
from recours.correspondence.models import Subscription
from recours.correspondence.pushing import public_key
from recours.correspondence.rules.sealed_push import CURVE, public_point, to_text
from tests.web.cast import NOW, build_world

pytestmark = pytest.mark.django_db

PAGE = "/espace/contact/"


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def alice(world):
    return world.customers["customer_owner"]


def ask(world, endpoint):
    keys = {"public": to_text(public_point(ec.generate_private_key(CURVE))), "secret": "A" * 22}
    told = {"endpoint": endpoint, **keys}
    return world.clients["customer_owner"].post(f"{PAGE}prevenir/", told, follow=True)


def test_a_hostile_address_is_refused_in_words_and_not_kept(world, alice):
    for endpoint in ("https://127.0.0.1/a", "http://push.example.com/", "", "https://localhost/"):
        page = ask(world, endpoint).content.decode()
        assert "Ce navigateur ne peut pas être prévenu" in page
    assert browsers_of(alice) == []


def test_who_is_told_reads_it_and_says_no_more(world, alice):
    Subscription.objects.create(
        customer=alice, endpoint_sha256="0" * 64, endpoint="https://push.example/", at=NOW
    )
    customer = world.clients["customer_owner"]
    page = customer.get(PAGE).content.decode()
    assert "1 navigateur est prévenu" in page
    assert public_key() in page

    customer.post(f"{PAGE}ne-plus-prevenir/")

    assert browsers_of(alice) == []
    assert "est prévenu" not in customer.get(PAGE).content.decode()


def test_a_stranger_changes_nothing_and_the_script_of_the_browser_knows_nobody(world, alice):
    Subscription.objects.create(
        customer=alice, endpoint_sha256="0" * 64, endpoint="https://push.example/", at=NOW
    )
    world.clients["customer_other"].post(f"{PAGE}ne-plus-prevenir/")
    assert len(browsers_of(alice)) == 1
    script = world.clients["anonymous"].get("/espace/notifications.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in script.content
    assert script.cookies.keys() == set()
