"""Separate two complaints that were joined: both go on as they were."""

from datetime import datetime

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.errors import (
    AnswerUnderWay,
    ComplaintNotFound,
    ComplaintNotMerged,
    ProposalOutstanding,
)
from recours.complaints.models import Complaint, Decision, DisputedPurchase, Merge, PointRaised
from recours.complaints.moves import ask_evidence_again, move
from recours.complaints.states import NOT_DECIDED, Status
from recours.complaints.timing import set_nearest, take_back, written_on
from recours.people.rules import Actor
from recours.search.commands.mark_changed import mark_changed
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact


def unmerge(*, merged: str, actor: Actor, at: datetime) -> Merge:
    """Return the join that was undone.

    The merged complaint takes its way up where it left it, its clocks never stopped. The kept one
    gets its own clocks back; a date met since stays met, and what was written to it since stays
    with it. Raise `ComplaintNotMerged`, `ProposalOutstanding`, `AnswerUnderWay`.
    """
    join = _held(merged)
    keeps, goes = join.kept, join.merged
    if keeps.status == Status.APPROVAL:
        raise ProposalOutstanding(keeps.reference)
    if keeps.status not in NOT_DECIDED or _decided_since(join):
        raise AnswerUnderWay(keeps.reference)
    take_back(join, at=at)
    _take_points_back(join)
    changed = _take_facts_back(join)
    goes.merged_into = None
    back = move(goes, Status(join.before["status"]))
    goes.save(update_fields=["merged_into", *back, *set_nearest(goes)])
    keeps.written_on = written_on(keeps)
    keeps.version += 1
    fields = {"disputed", "member", "written_on", "version", *changed, *set_nearest(keeps)}
    keeps.save(update_fields=sorted(fields))
    join.undone_by, join.undone_at = actor.key, at
    join.save(update_fields=["undone_by", "undone_at"])
    for one in (keeps, goes):
        mark_changed(about=one.reference, at=at)
    tell_listeners(
        reference=goes.reference,
        event="complaint.separated",
        data={"other": keeps.reference},
        at=at,
    )
    append(facts=_facts(join, actor), at=at)
    return join


def _held(merged: str) -> Merge:
    goes = Complaint.objects.filter(reference=merged).values_list("id", "merged_into").first()
    if goes is None:
        raise ComplaintNotFound(merged)
    keys = [key for key in goes if key is not None]
    held = Complaint.objects.select_for_update().filter(pk__in=keys).order_by("id")
    rows = {row.pk: row for row in held}
    join = Merge.objects.filter(merged=goes[0], undone_at=None).first()
    if join is None or join.kept_id not in rows:
        raise ComplaintNotMerged(merged)
    join.kept, join.merged = rows[join.kept_id], rows[join.merged_id]
    return join


def _decided_since(join: Merge) -> bool:
    """Say whether a decision settled both: reopened since, they stay one."""
    return Decision.objects.filter(complaint=join.kept, settled_at__gte=join.at).exists()


def _take_points_back(join: Merge) -> None:
    theirs = PointRaised.objects.filter(complaint=join.merged).values_list("text", flat=True)
    brought = PointRaised.objects.filter(complaint=join.kept, text__in=list(theirs))
    brought.exclude(position__in=join.before["points"]).delete()


def _take_facts_back(join: Merge) -> list[str]:
    """Take away what only the merged one told, unless another one that stays tells it too."""
    keeps, goes, before = join.kept, join.merged, join.before
    brought = goes.disputed.keys() - before["disputed"].keys()
    disputed = {
        name: value
        for name, value in keeps.disputed.items()
        if name not in brought or goes.disputed[name] != value
    }
    member = "" if not before["member"] and keeps.member == goes.member else keeps.member
    for other in keeps.absorbed.exclude(pk=goes.pk).order_by("received_at", "id"):
        disputed, member = {**other.disputed, **disputed}, member or other.member
    if (disputed, member) == (keeps.disputed, keeps.member):
        return []
    keeps.disputed, keeps.member = disputed, member
    found_since = DisputedPurchase.objects.filter(complaint=keeps)
    found_since.exclude(purchase__in=before["purchases"]).delete()
    return ask_evidence_again(keeps)


def _facts(join: Merge, actor: Actor) -> list[Fact]:
    pairs = ((join.kept, join.merged), (join.merged, join.kept))
    return [
        Fact(
            kind="complaint.separated_from",
            account=one.reference,
            body={"other": other.reference, "by": actor.key},
        )
        for one, other in pairs
    ]
