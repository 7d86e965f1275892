"""What the start page of the demonstration shows: who one can be."""

from typing import Any

from recours.demo.cast import PROGRAMME
from recours.people.queries import customer_by_email, member_count, staff_list
from recours.statements.queries import batches

ALICE = "alice.rivoire@exemple.invalid"


def faces() -> dict[str, Any]:
    """Return the people one may become with one click."""
    alice = customer_by_email(ALICE)
    staff = [
        {"key": card.id, "name": card.name, "role": role}
        for card in staff_list()
        for role in ("supervisor", "agent")
        if role in card.roles
    ]
    return {
        "customers": [{"key": alice.public_id, "name": alice.name}] if alice else [],
        "staff": staff,
        "members": member_count(PROGRAMME),
        "lines": sum(batch.rows_new for batch in batches(PROGRAMME, "purchases")),
    }
