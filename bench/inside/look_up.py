"""Asks each question about statements two hundred times; tells milliseconds, and megabytes held."""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.figures import percentile
from bench.inside.django import start, tell
from bench.machine import memory, thread_waited

QUESTIONS = 200


def asked(question: Callable[[Any], list[Any]], about: list[Any]) -> dict[str, float]:
    times, quiet, found = [], [], 0
    for one in about:
        waited, clock = thread_waited(), time.perf_counter()
        found += len(question(one))
        times.append(1000 * (time.perf_counter() - clock))
        quiet.append(times[-1] - 1000 * (thread_waited() - waited))
    return {
        "p50": percentile(times, 0.5),
        "p95": percentile(times, 0.95),
        "quiet_p50": percentile(quiet, 0.5),
        "quiet_p95": percentile(quiet, 0.95),
        "found": found / len(about),
    }


def main(programme: str) -> None:
    start()
    from recours.statements import queries  # noqa: PLC0415
    from recours.statements.reading.engine import ask  # noqa: PLC0415
    from recours.statements.reading.folders import library  # noqa: PLC0415

    before = memory(os.getpid()).rss
    near = library(programme, "purchases").near()
    drawn = f"USING SAMPLE reservoir({QUESTIONS} ROWS) REPEATABLE (7)"
    picked = ask(f"SELECT source_ref FROM {near} WHERE owner LIKE 'm%' {drawn}", [])  # noqa: S608  # our own files
    bought = [queries.purchase(programme, reference) for (reference,) in picked]

    questions = {
        "receipt": lambda p: queries.purchase_by_receipt(programme, p.receipt),
        "shop, day, total": lambda p: queries.purchases_near(
            programme, store=p.store, on=p.occurred_at.date(), days=1, total_cents=p.total_cents
        ),
        "purchases of a member": lambda p: queries.purchases_of(programme, p.member),
        "movements of a member": lambda p: queries.movements_of(programme, p.member),
        "movements of a purchase": lambda p: queries.movements_for_purchase(
            programme, p.source_ref
        ),
    }
    found = {name: asked(question, bought) for name, question in questions.items()}
    tell({"questions": found, "before_mb": before, "after_mb": memory(os.getpid()).rss})


if __name__ == "__main__":
    main(sys.argv[1])
