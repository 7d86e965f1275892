"""Which clocks start when a complaint is lodged, and what each one says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from recours.law.engine import due

WRITTEN = ("A-ACK-ACPR", "A-ANS-ACPR", "B-WAIT-2M", "B-ADM-4")
ORAL = ("A-ACK-ACPR", "A-ANS-ACPR")
OWED_BY = {
    "A-ACK-ACPR": "operator",
    "A-ANS-ACPR": "operator",
    "B-WAIT-2M": "opening",
    "B-ADM-4": "customer",
    "E-DSAR-1M": "operator",
}
ANSWERS = ("A-ANS-ACPR", "E-DSAR-1M")  # what an answer meets: the nearest one is owed
OF_A_FAMILY = {"DCP": ("E-DSAR-1M",)}  # from reception, by anybody, written or not


@dataclass(frozen=True, slots=True)
class StartedClock:
    """A clock as it starts: its dates, and the rule as it stands that day."""

    rule: str
    owed_by: str
    starts_on: date
    raw: date
    rolled: date
    operator_due: date
    customer_due: date
    frozen: Mapping[str, Any]


def start_clocks(
    *, received_on: date, written_on: date | None, region: str, family: str = ""
) -> list[StartedClock]:
    """Return the clocks of a new complaint; an oral one does not start the mediator's year.

    What touches personal data has its own month, from reception.
    """
    rules: Sequence[str] = WRITTEN if written_on else ORAL
    started = [_start(rule, written_on or received_on, region) for rule in rules]
    return started + [_start(rule, received_on, region) for rule in OF_A_FAMILY.get(family, ())]


@lru_cache(maxsize=1024)
def _start(rule: str, start: date, region: str) -> StartedClock:
    found = due(rule, start, region=region)
    return StartedClock(
        rule=rule,
        owed_by=OWED_BY[rule],
        starts_on=start,
        raw=_day(found.raw),
        rolled=_day(found.rolled),
        operator_due=_day(found.operator),
        customer_due=_day(found.customer),
        frozen=found.frozen,
    )


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"a clock of a complaint ends on a day, not {value!r}")
    return value


def answer_due(clocks: Sequence[StartedClock]) -> date:
    """Return the day by which the house owes its answer: the earliest defensible one."""
    return min(c.operator_due for c in clocks if c.rule in ANSWERS)


def next_due(clocks: Sequence[StartedClock]) -> StartedClock:
    """Return the clock of the operator that runs out first."""
    owed = [clock for clock in clocks if clock.owed_by == "operator"]
    return min(owed, key=lambda clock: (clock.operator_due, clock.rule))
