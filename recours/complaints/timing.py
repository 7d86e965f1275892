"""The clocks of a complaint as rows: one runs for each rule, what it replaced is set aside."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from recours.complaints.models import Clock, Complaint, Merge, Promise
from recours.complaints.rules.clocks import StartedClock

LATER = "later"  # set aside because the same rule started earlier, on a complaint joined to it
WRITTEN_FROM = "B-ADM-4"  # the clock that a written complaint starts
PROMISE = "PROMISE"  # stands where the rule does, when our own word is what comes due first
_COPIED = (
    *("rule", "frozen", "owed_by", "starts_on", "raw", "rolled"),
    *("operator_due", "customer_due", "met_at"),
)


def running(complaint: Complaint) -> QuerySet[Clock]:
    """Return the clocks that count, met or not."""
    return Clock.objects.filter(complaint=complaint, set_aside_at=None)


def started(complaint: Complaint, clock: StartedClock) -> Clock:
    """Return the row of a clock that starts."""
    return Clock(
        complaint=complaint,
        rule=clock.rule,
        frozen=dict(clock.frozen),
        owed_by=clock.owed_by,
        starts_on=clock.starts_on,
        raw=clock.raw,
        rolled=clock.rolled,
        operator_due=clock.operator_due,
        customer_due=clock.customer_due,
    )


def own(complaint: Complaint) -> QuerySet[Clock]:
    """Return the complaint's own clocks that count, whether or not a joined one runs instead."""
    return counted(complaint).filter(merge=None)


def start_missing(
    complaint: Complaint, clocks: Sequence[StartedClock], *, at: datetime
) -> list[str]:
    """Start the complaint's own clocks that it has not; return their rules.

    Where a complaint joined to it runs an earlier one, its own waits behind, written: it runs
    again if they are separated.
    """
    known = set(own(complaint).values_list("rule", flat=True))
    fresh = [started(complaint, clock) for clock in clocks if clock.rule not in known]
    for clock in fresh:
        clock.set_aside_at, clock.set_aside_for = at, LATER
    Clock.objects.bulk_create(fresh)
    let_the_earliest_run(complaint, at=at)
    return [clock.rule for clock in fresh]


def bring(merge: Merge, *, at: datetime) -> None:
    """Copy what runs on the merged complaint, as it was frozen, onto the one that goes on.

    Called again, it copies what started since.
    """
    copied = Clock.objects.filter(merge=merge).values("rule")
    Clock.objects.bulk_create(
        Clock(
            complaint=merge.kept,
            merge=merge,
            set_aside_at=at,
            set_aside_for=LATER,
            **{name: getattr(clock, name) for name in _COPIED},
        )
        for clock in running(merge.merged).exclude(rule__in=copied).order_by("rule")
    )
    let_the_earliest_run(merge.kept, at=at)


def take_back(merge: Merge, *, at: datetime) -> None:
    """Stop counting what the join brought; what ran before runs again, met if it was met since."""
    brought = Clock.objects.filter(complaint=merge.kept, merge=merge)
    since = dict(
        brought.filter(set_aside_at=None, met_at__gte=merge.at).values_list("rule", "met_at")
    )
    brought.update(set_aside_at=at, set_aside_for="separated")
    let_the_earliest_run(merge.kept, at=at)
    for rule, met_at in since.items():
        running(merge.kept).filter(rule=rule, met_at=None).update(met_at=met_at)


def counted(complaint: Complaint) -> QuerySet[Clock]:
    """Return the clocks that run, and those that wait behind an earlier one."""
    return Clock.objects.filter(complaint=complaint).filter(
        Q(set_aside_at=None) | Q(set_aside_for=LATER)
    )


def let_the_earliest_run(complaint: Complaint, *, at: datetime) -> None:
    """Of each rule let the clock that started first run; its own one when they start together."""
    first: dict[str, Clock] = {}
    for clock in counted(complaint):
        known = first.get(clock.rule)
        if known is None or _rank(clock) < _rank(known):
            first[clock.rule] = clock
    chosen = [clock.pk for clock in first.values()]
    set_aside(counted(complaint).exclude(pk__in=chosen), why=LATER, at=at)
    counted(complaint).filter(pk__in=chosen).update(set_aside_at=None, set_aside_for="")


def _rank(clock: Clock) -> tuple[date, bool, int]:
    return (clock.starts_on, clock.merge_id is not None, clock.pk)


def written_on(complaint: Complaint) -> date | None:
    """Return the day the written clocks count from, None while nothing is written."""
    found = running(complaint).filter(rule=WRITTEN_FROM)
    return found.values_list("starts_on", flat=True).first()


def set_aside(clocks: QuerySet[Clock], *, why: str, at: datetime) -> None:
    """Stop counting these clocks; their dates stay written, with the first day they stopped."""
    clocks.filter(set_aside_at=None).update(set_aside_at=at, set_aside_for=why)
    clocks.filter(set_aside_for=LATER).update(set_aside_for=why)


def owed_first(complaint: Complaint) -> tuple[date, str] | None:
    """Return what the house owes first, a legal date or a promise; None when it owes nothing."""
    clocks = running(complaint).filter(owed_by="operator", met_at=None)
    dates = [(day, rule) for day, rule in clocks.values_list("operator_due", "rule")]
    given = Promise.objects.filter(
        Q(complaint=complaint) | Q(complaint__merged_into=complaint), kept_at=None, broken_at=None
    )
    dates += [(day, PROMISE) for day in given.values_list("due_on", flat=True)]
    return min(dates, default=None)


def set_nearest(complaint: Complaint) -> list[str]:
    """Put the nearest date on the complaint, in memory; return the names of the fields to save."""
    first = owed_first(complaint)
    if first is None or first == (complaint.next_due, complaint.next_rule):
        return []
    complaint.next_due, complaint.next_rule = first
    return ["next_due", "next_rule"]
