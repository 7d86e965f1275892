"""Lodges complaints about purchases of the year and times the assembly of each dossier."""

import csv
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

from bench.inside.django import start, tell
from bench.machine import thread_waited

WARM_UP = 10


def tickets(sheet: Path) -> list[dict[str, Any]]:
    """Read the tickets of the year, with their totals in cents."""
    found: dict[str, dict[str, Any]] = {}
    with sheet.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            ticket = found.setdefault(row["receipt"], row | {"cents": 0})
            ticket["cents"] += int(row["net"].replace(",", ""))
    return [ticket for ticket in found.values() if not ticket["returns_of"]]


def _lodgings(sheet: Path, count: int, cards: dict[str, str]) -> Iterator[Any]:
    """Describe purchases as customers do: by receipt, or by shop, day and total."""
    from recours.journeys.lodge_complaint import Lodging  # noqa: PLC0415  # once Django started

    random = Random(11)
    for number, ticket in enumerate(random.sample(tickets(sheet), count)):
        by_receipt = number % 3 != 0
        yield Lodging(
            key=f"evidence-{number}",
            kind="FID.CREDIT.MISSING",
            programme="bellerive",
            name="Alice Rivoire",
            email=f"evidence{number}@exemple.invalid",
            card=cards.get(ticket["member"], ""),
            receipt=ticket["receipt"] if by_receipt else "",
            store="" if by_receipt else ticket["store"],
            bought_on=None if by_receipt else date.fromisoformat(ticket["occurred_at"][:10]),
            total_cents=None if by_receipt else ticket["cents"],
        )


def main(sheet: str, count: int) -> None:
    start()
    from django.db import transaction  # noqa: PLC0415  # once Django has started

    from recours.complaints.queries import complaint_card  # noqa: PLC0415
    from recours.journeys.assemble_evidence import assemble_evidence  # noqa: PLC0415
    from recours.journeys.lodge_complaint import lodge_complaint  # noqa: PLC0415
    from recours.people.queries import member_cards  # noqa: PLC0415

    now = datetime.now(tz=UTC)
    members = {ticket["member"] for ticket in tickets(Path(sheet))}
    cards = {key: card.card for key, card in member_cards("bellerive", members).items()}
    with transaction.atomic():
        lodged = [
            lodge_complaint(lodging=lodging, at=now).reference
            for lodging in _lodgings(Path(sheet), count + WARM_UP, cards)
        ]
    lived, quiet, found = [], [], 0
    for number, reference in enumerate(lodged):
        waited, began = thread_waited(), time.perf_counter()
        assemble_evidence(complaint=reference, decide_alone=True, at=datetime.now(tz=UTC))
        seconds = time.perf_counter() - began
        if number >= WARM_UP:
            lived.append(1000 * seconds)
            quiet.append(1000 * (seconds - (thread_waited() - waited)))
    for reference in lodged:
        dossier = complaint_card(reference).dossier
        found += bool(dossier and dossier.document["purchase"])
    tell({"lived": lived, "quiet": quiet, "found": found, "lodged": len(lodged), **_bare(count)})


def _bare(count: int) -> dict[str, Any]:
    """Time DuckDB alone, finding a purchase by its receipt in the same sealed lines."""
    import duckdb  # noqa: PLC0415  # beside what is measured
    from django.conf import settings  # noqa: PLC0415  # once Django has started

    lines = str(settings.DATA / "statements" / "bellerive" / "purchases" / "*" / "lines*.parquet")
    engine = duckdb.connect(config={"threads": 1})
    engine.execute("SET parquet_metadata_cache = true")
    asked = f"SELECT * FROM read_parquet('{lines}', union_by_name = true) "  # noqa: S608  # our own folder
    known = engine.execute(f"{asked} WHERE receipt IS NOT NULL").fetchall()
    receipts = sorted({row[[c[0] for c in engine.description].index("receipt")] for row in known})
    spent = []
    for receipt in Random(5).sample(receipts, min(count, 50)):
        began = time.perf_counter()
        engine.execute(f"{asked} WHERE receipt = ?", [receipt]).fetchall()
        spent.append(1000 * (time.perf_counter() - began))
    return {"bare": spent, "purchases": len(receipts)}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
