"""Which points an expiry could take: lots by their last day, the soonest spent first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from recours.loyalty.rules.tiers import day_of
from recours.statements.rules import Movement


@dataclass(frozen=True, slots=True)
class EarlyExpiry:
    """An expiry that took more than had come to its end that day."""

    movement: Movement
    allowed: int
    early: int
    due_on: date | None


@dataclass(slots=True)
class _Lot:
    left: int
    last_day: date | None


def early_expiries(
    movements: Sequence[Movement], last_days: Mapping[str, date | None], timezone: str
) -> tuple[EarlyExpiry, ...]:
    """Return the expiries that took points before their last day had passed.

    `movements` are those of one member in order of time; `last_days` gives, per credit's
    `source_ref`, the last day of validity the rules set, in place of the statement's own.
    """
    lots: list[_Lot] = []
    found = []
    for movement in movements:
        if movement.points > 0:
            own = last_days.get(movement.source_ref, movement.expires_on)
            lots.append(_Lot(movement.points, own))
        elif movement.kind == "expired":
            early = _expire(lots, movement, day_of(movement.occurred_at, timezone))
            found += [early] if early.early else []
        else:
            _take(lots, -movement.points)
    return tuple(found)


def _expire(lots: list[_Lot], movement: Movement, day: date) -> EarlyExpiry:
    ended = [lot for lot in lots if lot.last_day is not None and lot.last_day < day]
    allowed = min(sum(lot.left for lot in ended), -movement.points)
    _take(ended, allowed)
    early = -movement.points - allowed
    running = sorted(_alive(lots), key=_soonest)
    due_on = running[0].last_day if running else None
    _take(lots, early)
    return EarlyExpiry(movement, allowed, early, due_on)


def _take(lots: Sequence[_Lot], points: int) -> None:
    for lot in sorted(_alive(lots), key=_soonest):
        taken = min(lot.left, points)
        lot.left -= taken
        points -= taken


def _alive(lots: Sequence[_Lot]) -> list[_Lot]:
    return [lot for lot in lots if lot.left > 0]


def _soonest(lot: _Lot) -> date:
    return lot.last_day or date.max
