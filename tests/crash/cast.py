"""One small shop and its people, for the processes that will be killed in it."""

import csv
import json
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from recours.loyalty.commands.create_programme import create_programme
from recours.loyalty.commands.publish_rule_set import publish_rule_set
from recours.people.commands.create_staff import create_staff
from recours.people.commands.register_members import register_members
from recours.people.rules import SYSTEM, MemberRow
from recours.statements.commands.import_statements import import_statements
from recours.statements.mapping import our_own
from recours.terms.commands.publish_terms import publish_terms

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
CARD = "2500471224471"
MEMBER = "M000001"
RECEIPT = "0100-03-261107-0732"
COLUMNS = (
    "receipt source_ref occurred_at store channel member sku category label quantity net "
    "discount points_paid payment returns_of"
)


def example(package: str) -> dict:
    path = files(package).joinpath("examples", "bellerive-v7.json")
    return json.loads(path.read_text(encoding="utf-8"))


def open_shop(folder: Path, *, keeper: str = "recours") -> None:
    """Publish the programme and import Alice's purchase: 124 points, none credited."""
    begin = NOW - timedelta(days=400)
    create_programme(
        code="bellerive",
        name="Bellerive & moi",
        ledger_keeper=keeper,
        automatic_limit=50,
        posting_delay_days=3,
        at=begin,
    )
    terms = example("recours.terms")
    publish_terms(
        **{k: terms[k] for k in ("programme", "version", "title_fr", "title_en", "clauses")},
        published_at=begin,
        effective_from=begin,
        actor=SYSTEM,
    )
    publish_rule_set(
        document=example("recours.loyalty"),
        terms_version="7",
        effective_from=begin,
        actor=SYSTEM,
        at=begin,
    )
    register_members(
        programme="bellerive",
        rows=[MemberRow(MEMBER, CARD, "Alice", "Rivoire", "alice@exemple.invalid", None)],
        at=begin,
    )
    create_staff(
        email="basile@bellerive.invalid",
        name="Basile Nguyen",
        title_fr="Conseiller",
        roles=["agent"],
        points_limit=500,
        at=begin,
    )
    bought = folder / "achats.csv"
    with bought.open("w", newline="") as sheet:
        writer = csv.writer(sheet, delimiter=";")
        writer.writerow(COLUMNS.split())
        writer.writerow(
            f"{RECEIPT};{RECEIPT};2026-11-06 11:12:00;Nantes Beaujoire;magasin;{MEMBER};"
            "EP-1;epicerie;Café;1;124,30;0,00;0,00;carte;".split(";")
        )
    import_statements(
        path=bought, programme="bellerive", mapping=our_own("purchases"), author="t", at=NOW
    )
