"""Takes messages in, durably, and files them, as one worker does; then parses them, barely."""

import os
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import compat32
from typing import Any

from bench.inside.django import start, tell
from bench.inside.post import illustrated, messages
from bench.machine import Spent, family, spent

DESK = "reclamations@recours.invalid"
CASES, WARM_UP, VISITS = 40, 60, 15


def _keep(raws: Sequence[bytes]) -> None:
    from recours.mailroom.commands.take_in import take_in  # noqa: PLC0415  # once Django started

    for raw in raws:
        take_in(
            raw=raw,
            door="lmtp",
            mailbox=DESK,
            place="",
            envelope_from=None,
            envelope_to=(),
            at=datetime.now(tz=UTC),
        )


def _file(limit: int) -> None:
    from recours.journeys.file_waiting_mail import file_waiting_mail  # noqa: PLC0415

    while file_waiting_mail(at=datetime.now(tz=UTC), limit=limit):
        pass


def _answers() -> list[tuple[str, str]]:
    """Lodge a few complaints by mail, and return who may answer where."""
    from recours.correspondence.rules.threads import reply_address  # noqa: PLC0415
    from recours.mailroom.queries import filed_pages, reading_of  # noqa: PLC0415

    _keep(list(messages(CASES, (), seed=1)))
    _file(CASES)
    found = []
    for page in filed_pages(outcomes=["new"]):
        for card in page:
            read = reading_of(card.id)
            if read is not None:
                found.append((read.sender, reply_address(about=card.about, to=read.sender)))
    return found


def _now() -> tuple[float, Spent]:
    return time.perf_counter(), spent(*family(os.getpid()))


def _bare(raws: Sequence[bytes]) -> float:
    """Return the seconds the standard library takes to parse them and decode their parts."""
    began = time.perf_counter()
    for raw in raws:
        for part in message_from_bytes(raw, policy=compat32).walk():
            part.get_payload(decode=True)
    return time.perf_counter() - began


def main(count: int) -> None:
    start()
    from recours.mailroom.queries import filed_pages  # noqa: PLC0415  # once Django has started

    answers = _answers()
    _keep(list(messages(WARM_UP, answers, seed=2)))
    _file(WARM_UP)
    raws = list(messages(count, answers, seed=3))
    before = {name: _count(filed_pages, name) for name in ("new", "reply")}
    began, used = _now()
    _keep(raws)
    kept, _ = _now()
    _file(count)
    ended, used_now = _now()
    after = {name: _count(filed_pages, name) - before[name] for name in before}
    tell(
        {
            "seconds": ended - began,
            "keeping": kept - began,
            "filing": ended - kept,
            "cpu": (used_now - used).cpu,
            "waited": (used_now - used).waited,
            "bare": _bare(raws),
            "median": statistics.median(map(len, raws)),
            "filed": after,
            "page": _page(),
        }
    )


def _count(pages: Any, outcome: str) -> int:
    return sum(len(page) for page in pages(outcomes=[outcome]))


def _page() -> dict[str, Any]:
    """Time the case page of a mail with forty-three pictures, by an agent who opens it."""
    from bench.inside.visit_pages import CHLOE, Desk  # noqa: PLC0415  # it needs Django too
    from recours.mailroom.queries import filed_pages  # noqa: PLC0415

    raw = illustrated(sender="images@exemple.fr", to=DESK)
    _keep([raw])
    _file(10)
    last = [
        card for page in filed_pages(outcomes=["new"]) for card in page if card.size == len(raw)
    ]
    times = Desk(CHLOE).times(lambda: f"/bureau/dossier/{last[0].about}/", VISITS)
    return {"bytes": len(raw), "pictures": raw.count(b"image/png")} | times


if __name__ == "__main__":
    main(int(sys.argv[1]))
