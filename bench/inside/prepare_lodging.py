"""Prepares what visitors will send: drafts filled up to the last page, and a token."""

import sys
import uuid
from datetime import UTC, datetime

from bench.inside.django import start, tell

ANSWERS = {
    "kind": "FID.CREDIT.MISSING",
    "receipt": "0100-03-261107-0732",
    "store": "Nantes Beaujoire",
    "bought_on": "2026-11-07",
    "total": "146,80",
    "card": "2500471224471",
    "story": "J’ai présenté ma carte à la caisse, elle n’est pas passée, et rien n’est venu. " * 3,
    "wish": "Que mes points soient sur ma carte.",
}


def main(drafts: int) -> None:
    start()
    from django.db import transaction  # noqa: PLC0415  # once Django has started

    from recours.complaints.commands.save_draft import save_draft  # noqa: PLC0415
    from recours.loyalty.queries import programmes  # noqa: PLC0415
    from recours.people.commands.issue_token import issue_token  # noqa: PLC0415

    now = datetime.now(tz=UTC)
    keys = [uuid.uuid4() for _ in range(drafts)]
    with transaction.atomic():
        for key in keys:
            save_draft(key=key, answers=ANSWERS, at=now)
        token = issue_token(name="bench", scopes=["complaints:write", "complaints:read"], at=now)
    tell({"drafts": list(map(str, keys)), "token": token.plain, "programme": programmes()[0].code})


if __name__ == "__main__":
    main(int(sys.argv[1]))
