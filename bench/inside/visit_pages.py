"""Times the desk's pages inside this process, and counts what each asks of the database."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

from bench.inside.django import start, tell
from bench.machine import thread_waited

WARM_UP = 12
EXCHANGES = 50
BASILE, CHLOE = "basile.nguyen@bellerive.invalid", "chloe.martin@bellerive.invalid"
Address = Callable[[], str]


class Desk:
    """Somebody of the staff at the desk, signed in with a second factor."""

    def __init__(self, email: str) -> None:
        from allauth.mfa.models import Authenticator  # noqa: PLC0415  # once Django has started
        from django.contrib.auth import get_user_model  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from recours.web.guard.sessions import BACKEND  # noqa: PLC0415

        user: Any = get_user_model().objects.get(email=email)
        kind = Authenticator.Type.TOTP
        Authenticator.objects.get_or_create(user=user, type=kind, defaults={"data": {}})
        self.client = Client(headers={"accept-language": "fr"})
        self.client.force_login(user, backend=BACKEND)

    def get(self, address: str) -> None:
        answer = self.client.get(address)
        if answer.status_code != 200:  # noqa: PLR2004  # anything else is another page
            raise SystemExit(f"{address} answers {answer.status_code}")

    def times(self, address: Address, count: int) -> dict[str, Any]:
        """Return the milliseconds of each visit, as lived and less the wait for a processor."""
        for _ in range(WARM_UP):
            self.get(address())
        lived, quiet = [], []
        for _ in range(count):
            where, waited, began = address(), thread_waited(), time.perf_counter()
            self.get(where)
            seconds = time.perf_counter() - began
            lived.append(1000 * seconds)
            quiet.append(1000 * (seconds - (thread_waited() - waited)))
        return {"lived": lived, "quiet": quiet, "queries": self.queries(address())}

    def queries(self, address: str) -> int:
        from django.db import connection  # noqa: PLC0415  # once Django has started
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        with CaptureQueriesContext(connection) as captured:
            self.get(address)
        return len(captured)


def _references(random: Random) -> Iterator[str]:
    """Walk the register at random, open complaints as often as closed ones."""
    from django.db import connection  # noqa: PLC0415  # once Django has started

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, closed_at IS NULL FROM complaints_complaint "
            "WHERE lodging_key LIKE 'bench:%'"
        )
        rows = cursor.fetchall()
    opened = [reference for reference, is_open in rows if is_open]
    closed = [reference for reference, is_open in rows if not is_open]
    while True:
        yield random.choice(opened)
        yield random.choice(closed)


def _talk(reference: str) -> None:
    """Bring the thread of a complaint to fifty exchanges, through the verbs themselves."""
    from recours.correspondence.queries import thread  # noqa: PLC0415  # once Django has started
    from recours.journeys.add_to_complaint import add_to_complaint  # noqa: PLC0415
    from recours.journeys.write_to_customer import write_to_customer  # noqa: PLC0415
    from recours.people.queries import staff_by_email  # noqa: PLC0415

    agent, now = staff_by_email(BASILE).as_actor(), datetime.now(tz=UTC)
    for number in range(len(thread(reference)), EXCHANGES):
        if number % 2:
            text = "J’ai retrouvé un second ticket, de la même journée. Le voici, si cela aide."
            add_to_complaint(
                complaint=reference, author="Alice Rivoire", text=text, channel="web", at=now
            )
        else:
            write_to_customer(
                complaint=reference,
                text="Merci, je l’ajoute au dossier. " * 4,
                internal=number % 4 == 0,
                key=f"bench:{reference}:{number}",
                actor=agent,
                at=now,
            )


def main(count: int) -> None:
    start()
    from recours.complaints.queries import View, worklist  # noqa: PLC0415  # once Django started
    from recours.people.queries import staff_by_email  # noqa: PLC0415

    agent, supervisor = Desk(BASILE), Desk(CHLOE)
    references = _references(Random(7))
    busy = next(references)
    _talk(busy)
    actor = staff_by_email(BASILE).as_actor()
    page = worklist(actor=actor, view=View.TEAM)
    for _ in range(7):
        page = worklist(actor=actor, view=View.TEAM, after=page.after)
    visits: dict[str, tuple[Desk, Address]] = {
        "page without data": (agent, lambda: "/qui-recoit-quoi/"),
        "worklist": (agent, lambda: "/bureau/miennes/"),
        "worklist of the team": (supervisor, lambda: "/bureau/equipe/"),
        "worklist, eighth page": (agent, lambda: f"/bureau/equipe/?suite={page.after}"),
        "worklist of the settled": (agent, lambda: "/bureau/closes/"),
        "case page": (agent, lambda: f"/bureau/dossier/{next(references)}/"),
        "case page, 50 exchanges": (agent, lambda: f"/bureau/dossier/{busy}/"),
    }
    tell({name: desk.times(address, count) for name, (desk, address) in visits.items()})


if __name__ == "__main__":
    main(int(sys.argv[1]))
