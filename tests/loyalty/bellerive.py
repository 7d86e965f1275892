"""Bellerive & moi, with its rules published, and statements that say what its tills saw."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

import recours.loyalty
import recours.terms
from recours.loyalty.commands.create_programme import create_programme
from recours.loyalty.commands.publish_rule_set import publish_rule_set
from recours.people.rules import Actor
from recours.statements.commands.import_statements import import_statements
from recours.statements.mapping import load_mapping
from recours.terms.commands.publish_terms import publish_terms

RULES = Path(recours.loyalty.__file__).parent / "examples"
TERMS = Path(recours.terms.__file__).parent / "examples"
BASILE = Actor(kind="staff", key="basile", roles=frozenset({"agent"}), name="Basile Nguyen")
CHLOE = Actor(kind="staff", key="chloe", roles=frozenset({"supervisor"}), name="Chloé Martin")
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
MUCH_LATER = datetime(2030, 1, 1, tzinfo=UTC)  # statements of all that the tests tell
SINCE = {"6": datetime(2025, 8, 31, 22, tzinfo=UTC), "7": datetime(2026, 8, 31, 22, tzinfo=UTC)}


def rules(version="7"):
    return json.loads((RULES / f"bellerive-v{version}.json").read_text())


def publish(version, **changes):
    terms = json.loads((TERMS / f"bellerive-v{version}.json").read_text())
    publish_terms(
        **terms,
        published_at=SINCE[version] - timedelta(days=31),
        effective_from=SINCE[version],
        actor=CHLOE,
    )
    arguments = {
        "document": rules(version),
        "terms_version": version,
        "effective_from": SINCE[version],
        "actor": CHLOE,
        "at": SINCE[version] - timedelta(days=31),
    }
    return publish_rule_set(**(arguments | changes))


def programme(**changes):
    settings = {
        "code": "bellerive",
        "name": "Bellerive & moi",
        "posting_delay_days": 5,
        "automatic_limit": 300,
        "point_value_millicents": 1000,
        "at": SINCE["6"] - timedelta(days=60),
    }
    return create_programme(**(settings | changes))


def bought(source_ref, at, *lines, member="m-alice", returns_of=""):
    """Say that the tills saw a purchase: lines are (category, net) or (category, net, quantity)."""
    _sealed(
        "purchases",
        [
            {
                "source_ref": source_ref,
                "receipt": source_ref,
                "occurred_at": at.isoformat(),
                "store": "Nantes Beaujoire",
                "channel": "magasin",
                "member": member,
                "sku": f"{category}-{number}",
                "category": category,
                "label": category,
                "quantity": str(quantity[0] if quantity else (-1 if net.startswith("-") else 1)),
                "net": net,
                "returns_of": returns_of,
                "kind": "return" if returns_of else "sale",
            }
            for number, (category, net, *quantity) in enumerate(lines)
        ],
    )


def moved(source_ref, at, points, *, kind="earned", purchase="", member="m-alice", expires=""):
    """Say that the operator's statement of points holds a line."""
    line = {
        "source_ref": source_ref,
        "member": member,
        "kind": kind,
        "points": str(points),
        "occurred_at": at.isoformat(),
        "purchase_ref": purchase,
        "expires_on": expires,
        "label": "",
    }
    _sealed("points", [line])


def _sealed(kind, lines):
    with NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as file:
        sheet = csv.DictWriter(file, lines[0], delimiter=";")
        sheet.writeheader()
        sheet.writerows(lines)
        file.flush()
        import_statements(
            path=Path(file.name),
            programme="bellerive",
            mapping=load_mapping("", kind),
            author="Basile Nguyen",
            at=MUCH_LATER,
        )
