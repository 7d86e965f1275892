"""A member contests a line: the form says which, asks only the rest, and loses nothing."""

import re
import uuid

import pytest
from django.test import Client

from recours.complaints.models import Complaint, Draft
from recours.people.commands.confirm_sign_in_code import confirm_sign_in_code
from recours.people.commands.request_sign_in_code import request_sign_in_code
from recours.web.ui.typography import plain
from tests.crash.cast import CARD, MEMBER, NOW, RECEIPT, open_shop
from tests.web.signing import sign_in_customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(data_folder, tmp_path):
    open_shop(tmp_path)
    issued = request_sign_in_code(email="alice@exemple.invalid", browser="b", at=NOW)
    customer = confirm_sign_in_code(browser="b", code=issued.code, at=NOW)
    client = Client()
    sign_in_customer(client, customer.public_id)
    return client


def contest(client):
    address = client.get(f"/reclamer/?achat={RECEIPT}&type=FID.CREDIT.WRONG")["Location"]
    assert address.endswith("/histoire/")
    return address


def words(client, address):
    return plain(client.get(address).content.decode())


def test_the_page_reminds_which_purchase_and_only_asks_what_is_left(alice):
    address = contest(alice)
    page = words(alice, address)

    assert "Vous contestez :" in page
    assert f"Ticket {RECEIPT}" in page
    assert "Question 2 sur 3" in page
    following = alice.post(address, {"story": "Il en manque."})["Location"]
    assert following.endswith("/contact/")
    assert f"Ticket {RECEIPT}" in words(alice, following)


def test_the_complaint_disputes_that_purchase(alice):
    address = contest(alice)
    last = alice.post(address, {"story": "Il en manque."})["Location"]
    alice.post(last, {"name": "Alice Rivoire", "email": "alice@exemple.invalid"})

    row = Complaint.objects.get()
    assert (row.kind, row.member, row.channel) == ("FID.CREDIT.WRONG", MEMBER, "portal")
    assert (row.disputed["purchase"], row.disputed["card"]) == (RECEIPT, CARD)


def test_a_session_that_ends_meanwhile_loses_neither_the_text_nor_the_purchase(alice):
    address = contest(alice)
    last = alice.post(address, {"story": "Il en manque."})["Location"]
    outside = Client()
    assert f"Ticket {RECEIPT}" in words(outside, last)
    outside.post(last, {"name": "Alice Rivoire", "email": "alice@exemple.invalid"})

    row = Complaint.objects.get()
    assert (row.channel, row.story) == ("web", "Il en manque.")
    assert row.disputed["receipt"] == RECEIPT
    assert "purchase" not in row.disputed  # nobody signed in said that it is theirs


def test_nobody_else_opens_the_form_on_her_purchase(alice):
    assert Client().get(f"/reclamer/?achat={RECEIPT}")["Location"].endswith("/quoi/")


def test_a_form_begun_before_the_tree_is_still_sent(alice):
    key = uuid.uuid4()
    begun = {
        "kind": "FID.CREDIT.MISSING",
        "receipt": RECEIPT,
        "bought_on": "2026-11-07",
        "total": "146,80",
        "card": CARD,
        "story": "Rien n’est venu.",
        "attachment": "",
    }
    Draft.objects.create(key=key, answers=begun, started_at=NOW, changed_at=NOW)
    page = words(Client(), f"/reclamer/{key}/contact/")
    assert re.search(r"146,80", page)
    done = Client().post(f"/reclamer/{key}/contact/", {"name": "Alice", "email": "a@exemple.fr"})
    assert done["Location"].endswith("/fait/")
    assert Complaint.objects.get().disputed["total_cents"] == 14680
