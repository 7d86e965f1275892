"""What must always be true of the register, whatever happened."""

from django.db.models import Count, F, Max, Min, Q

from recours.complaints.models import Clock, Complaint, Decision, Remedy, YearCount
from recours.complaints.states import Status
from recours.kernel.references import is_reference
from recours.law.engine import due_frozen


def invariants() -> dict[str, list[str]]:
    """Return, per invariant, a sentence for each breach."""
    return {
        "complaints are numbered without gaps, each with its clocks": _numbers_without_gaps(),
        "every clock is what its frozen rule gives": _clocks_recomputed(),
        "a conclusion rests on one settled decision": _decisions_that_hold(),
        "what was decided was carried out, once": _remedies_that_match(),
    }


def _numbers_without_gaps() -> list[str]:
    found = Complaint.objects.count()
    counted = sum(YearCount.objects.values_list("last", flat=True))
    breaches = []
    if found != counted:
        breaches.append(f"complaints: {found} in the register, {counted} numbers given")
    edges = Complaint.objects.aggregate(first=Min("reference"), last=Max("reference"))
    breaches += [f"reference {r} is malformed" for r in edges.values() if r and not is_reference(r)]
    without = Complaint.objects.annotate(n=Count("clocks")).filter(n=0).count()
    if without:
        breaches.append(f"{without} complaints without a clock")
    return breaches


def _clocks_recomputed() -> list[str]:
    breaches = []
    for clock in Clock.objects.select_related("complaint").order_by("-id")[:2000]:
        again = due_frozen(clock.frozen, clock.starts_on, region=clock.complaint.region)
        if (again.raw, again.operator, again.customer) != (
            clock.raw,
            clock.operator_due,
            clock.customer_due,
        ):
            breaches.append(f"{clock.complaint.reference}: clock {clock.rule} does not recompute")
    return breaches


def _decisions_that_hold() -> list[str]:
    decided = Decision.objects.filter(settled_at__isnull=False)
    breaches = [
        f"{reference}: settled {n} times in one round"
        for reference, n in decided.values("complaint", "round")
        .annotate(n=Count("id"))
        .filter(n__gt=1)
        .values_list("complaint__reference", "n")
    ]
    undecided = Complaint.objects.filter(status__in=[Status.REMEDY, Status.CLOSED]).exclude(
        decisions__settled_at__isnull=False, decisions__round=F("round")
    )
    breaches += [f"{c.reference}: {c.status} without a decision" for c in undecided[:20]]
    return breaches


def _remedies_that_match() -> list[str]:
    closed = (
        Decision.objects.filter(settled_at__isnull=False, points__gt=0)
        .filter(complaint__status=Status.CLOSED, round=F("complaint__round"))
        .exclude(complaint__remedies__round=F("round"), complaint__remedies__points=F("points"))
    )
    breaches = [f"{d.complaint.reference}: closed, points not given back" for d in closed[:20]]
    given_twice = (
        Remedy.objects.values("complaint__reference", "round")
        .annotate(n=Count("id", filter=Q(kind="points")))
        .filter(n__gt=1)
    )
    return [*breaches, *(f"{row['complaint__reference']}: given twice" for row in given_twice)]
