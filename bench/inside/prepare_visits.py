"""Opens the sessions of an agent and of a customer, and lists what they will look at."""

import sys
import time

from bench.inside.django import start, tell
from bench.inside.visit_pages import CHLOE, Desk

ALICE = "alice.rivoire@exemple.invalid"


def _customer_session() -> str:
    """Sign Alice in, as the link in her e-mail does."""
    from recours.people.queries import customer_by_email  # noqa: PLC0415  # once Django has started
    from recours.web.guard.session_store import SessionStore  # noqa: PLC0415
    from recours.web.guard.sessions import CUSTOMER_KEY, SEEN, SINCE  # noqa: PLC0415

    alice = customer_by_email(ALICE)
    if alice is None:
        raise SystemExit("Alice is not in this world")
    session, now = SessionStore(), int(time.time())
    session.update({CUSTOMER_KEY: alice.public_id, SINCE: now, SEEN: now})
    session.save()
    return str(session.session_key)


def main(decisions: int) -> None:
    start()
    from recours.complaints.queries import View, complaint_card, worklist  # noqa: PLC0415
    from recours.people.queries import (  # noqa: PLC0415
        customer_by_email,
        members_of_customer,
        staff_by_email,
    )
    from recours.statements.queries import purchases_of  # noqa: PLC0415

    desk = Desk(CHLOE)
    desk.get("/bureau/equipe/")
    actor = staff_by_email(CHLOE).as_actor()
    page = worklist(actor=actor, view=View.TO_DECIDE, size=max(100, decisions))
    cards = [complaint_card(row.reference) for row in page.rows]
    ready = [card for card in cards if card.dossier is not None]
    alice = customer_by_email(ALICE)
    (membership, *_) = members_of_customer(alice.public_id if alice else "")
    bought = purchases_of(membership.programme, membership.member)
    tell(
        {
            "staff": desk.client.cookies["session"].value,
            "customer": _customer_session(),
            "references": [card.reference for card in cards],
            "to_decide": [[card.reference, card.version] for card in ready[:decisions]],
            "purchases": [purchase.source_ref for purchase in bought[-40:]],
        }
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
