"""Everybody who may come to a page, each with a session or a token of their own."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import get_user_model
from django.test import Client

from recours.people.commands.create_staff import create_staff
from recours.people.commands.issue_token import issue_token
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.rules import SCOPES, Actor
from recours.web.guard.actors import card_of_staff
from tests.web.signing import sign_in_customer, sign_in_staff

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HERE, ELSEWHERE = "quai", "autre"  # two programmes
STAFF = {  # persona: name, roles, programmes
    "agent": ("Basile Nguyen", ["agent"], [HERE]),
    "agent_elsewhere": ("Nadia Roux", ["agent"], [ELSEWHERE]),
    "agent_without_factor": ("Hugo Petit", ["agent"], [HERE]),
    "supervisor": ("Chloé Martin", ["supervisor"], None),
    "department": ("Magasin du quai", ["department"], [HERE]),
    "mediator": ("Dominique Faure", ["mediator"], None),
    "dpo": ("Emma Lopez", ["dpo"], None),
    "legal": ("Lucie Bernard", ["legal"], None),
    "administrator": ("Omar Diallo", ["administrator"], None),
}
CUSTOMERS = {"customer_owner": "Alice Rivoire", "customer_other": "Un inconnu"}
TOKENS = {
    "integrator": (list(SCOPES), [HERE]),
    "integrator_elsewhere": (list(SCOPES), [ELSEWHERE]),
    "integrator_reader": (["complaints:read"], [HERE]),
}
PERSONAS = ("anonymous", *CUSTOMERS, *STAFF, *TOKENS)
SESSIONS = ("anonymous", *CUSTOMERS, *STAFF)


@dataclass
class World:
    """The cast, signed in."""

    clients: dict[str, Client] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
    customers: dict[str, str] = field(default_factory=dict)
    roles: dict[str, frozenset[str]] = field(default_factory=dict)
    scopes: dict[str, frozenset[str]] = field(default_factory=dict)
    things: dict[str, object] = field(default_factory=dict)

    def actor(self, persona: str) -> Actor:
        """Return somebody of the staff as the one who acts."""
        row = get_user_model().objects.get(pk=self.staff[persona])
        return card_of_staff(row).as_actor()


def _fresh(client):
    """As if the password had been typed a moment ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def _staff(world, persona):
    name, roles, programmes = STAFF[persona]
    card = create_staff(
        email=f"{persona}@staff.example",
        name=name,
        roles=roles,
        programmes=programmes,
        points_limit=1_000,
        at=NOW,
    )
    client = Client(raise_request_exception=False)
    user = get_user_model().objects.get(pk=card.id)
    user.set_password("correct-cheval-pile-agrafe")
    user.save(update_fields=["password"])
    if persona != "agent_without_factor":
        RecoveryCodes.activate(user).mark_as_viewed()  # the first look leaves its date
    sign_in_staff(client, card.id, factor=persona != "agent_without_factor")
    _fresh(client)
    world.clients[persona], world.staff[persona] = client, card.id
    world.roles[persona] = card.roles


def _customer(world, persona):
    key = recognise_customer(
        name=CUSTOMERS[persona],
        email=f"{persona}@example.fr",
        phone="",
        language="fr",
        at=NOW,
    )
    client = Client(raise_request_exception=False)
    sign_in_customer(client, key)
    world.clients[persona], world.customers[persona] = client, key
    world.roles[persona] = frozenset({"customer"})


def _token(world, persona):
    scopes, programmes = TOKENS[persona]
    issued = issue_token(name=persona, scopes=scopes, programmes=programmes, at=NOW)
    client = Client(
        raise_request_exception=False, headers={"Authorization": f"Bearer {issued.plain}"}
    )
    world.clients[persona] = client
    world.roles[persona] = frozenset({"integrator"})
    world.scopes[persona] = frozenset(scopes)


def build_world() -> World:
    """Write everybody into the register and sign them in."""
    world = World()
    world.clients["anonymous"] = Client(raise_request_exception=False)
    world.roles["anonymous"] = frozenset()
    for persona in STAFF:
        _staff(world, persona)
    for persona in CUSTOMERS:
        _customer(world, persona)
    for persona in TOKENS:
        _token(world, persona)
    return world
