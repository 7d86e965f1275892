"""Join two complaints that are one: the kept one goes on with everything both owed and said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.errors import (
    AnswerUnderWay,
    CannotJoinItself,
    ComplaintMerged,
    ComplaintNotFound,
    HoldsOthers,
    ProgrammesDiffer,
    ProposalOutstanding,
    PurchasesDiffer,
)
from recours.complaints.models import Complaint, DisputedPurchase, Merge, PointRaised
from recours.complaints.moves import ask_evidence_again, move
from recours.complaints.states import NOT_DECIDED, Status
from recours.complaints.timing import bring, running, set_nearest, written_on
from recours.people.rules import Actor
from recours.search.commands.mark_changed import mark_changed
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

ONE_THING = ("purchase", "receipt", "movement")  # what a complaint disputes at most one of


def merge(
    *, kept: str, merged: str, reasons: Sequence[str], actor: Actor, at: datetime
) -> Merge | None:
    """Return the join, None when it stands already.

    Of each rule the clock that started first goes on, as it was frozen; the other is set aside,
    written. Nothing of the merged complaint changes but where it leads. Raise the refusal that
    says what stands in the way.
    """
    if kept == merged:
        raise CannotJoinItself(kept)
    keeps, goes = _held(kept, merged)
    if goes.merged_into_id == keeps.pk:
        return None
    _refuse(keeps, goes)
    join = Merge.objects.create(
        kept=keeps,
        merged=goes,
        reasons=list(reasons),
        before=_before(keeps, goes),
        by=actor.key,
        at=at,
    )
    bring(join, at=at)
    _bring_points(join)
    changed = _bring_facts(keeps, goes)
    goes.merged_into = keeps
    goes.save(update_fields=["merged_into", *move(goes, Status.MERGED)])
    keeps.written_on = written_on(keeps)
    keeps.version += 1
    fields = {"disputed", "member", "written_on", "version", *changed, *set_nearest(keeps)}
    keeps.save(update_fields=sorted(fields))
    for one in (keeps, goes):
        mark_changed(about=one.reference, at=at)
    tell_listeners(
        reference=goes.reference,
        event="complaint.merged",
        data={"other": keeps.reference},
        at=at,
    )
    append(facts=_facts(join), at=at)
    return join


def _held(kept: str, merged: str) -> tuple[Complaint, Complaint]:
    """Hold both, always in the same order: two agents who join both ways never wait for ever."""
    rows = Complaint.objects.select_for_update().filter(reference__in=[kept, merged])
    found = {row.reference: row for row in rows.order_by("id")}
    for reference in (kept, merged):
        if reference not in found:
            raise ComplaintNotFound(reference)
    return found[kept], found[merged]


def _refuse(keeps: Complaint, goes: Complaint) -> None:
    for one in (keeps, goes):
        _refuse_where_it_stands(one)
    if keeps.programme != goes.programme:
        raise ProgrammesDiffer(goes.reference)
    if goes.absorbed.exists():
        raise HoldsOthers(goes.reference)
    if _differ(keeps, goes):
        raise PurchasesDiffer(goes.reference)


def _refuse_where_it_stands(one: Complaint) -> None:
    if one.status == Status.MERGED:
        raise ComplaintMerged(one.reference)
    if one.status == Status.APPROVAL:
        raise ProposalOutstanding(one.reference)
    if one.status not in NOT_DECIDED:
        raise AnswerUnderWay(one.reference)


def _differ(keeps: Complaint, goes: Complaint) -> bool:
    """Say whether the two dispute different purchases: one answer could not settle both."""
    pairs = [(keeps.disputed.get(name), goes.disputed.get(name)) for name in ONE_THING]
    if any(one and two and str(one).casefold() != str(two).casefold() for one, two in pairs):
        return True
    ours, theirs = _purchases(keeps), _purchases(goes)
    return bool(ours and theirs and not ours & theirs)


def _purchases(complaint: Complaint) -> set[str]:
    rows = DisputedPurchase.objects.filter(complaint=complaint)
    return set(rows.values_list("purchase", flat=True))


def _before(keeps: Complaint, goes: Complaint) -> dict[str, Any]:
    """Return what is needed to separate them again."""
    return {
        "disputed": keeps.disputed,
        "member": keeps.member,
        "purchases": sorted(_purchases(keeps)),
        "points": list(
            PointRaised.objects.filter(complaint=keeps).values_list("position", flat=True)
        ),
        "status": goes.status,
    }


def _bring_points(join: Merge) -> None:
    own = PointRaised.objects.filter(complaint=join.kept)
    known = dict(own.values_list("text", "position"))
    raised = PointRaised.objects.filter(complaint=join.merged).order_by("position")
    fresh = [text for text in raised.values_list("text", flat=True) if text not in known]
    PointRaised.objects.bulk_create(
        PointRaised(complaint=join.kept, position=position, text=text)
        for position, text in enumerate(fresh, start=max(known.values(), default=0) + 1)
    )


def _bring_facts(keeps: Complaint, goes: Complaint) -> list[str]:
    """Fill in what only the merged one told; evidence is asked again when that says more."""
    disputed = {**goes.disputed, **keeps.disputed}
    member = keeps.member or goes.member
    changed = (disputed, member) != (keeps.disputed, keeps.member)
    keeps.disputed, keeps.member = disputed, member
    return ask_evidence_again(keeps) if changed else []


def _facts(join: Merge) -> list[Fact]:
    clocks = [
        {"rule": clock.rule, "starts_on": clock.starts_on.isoformat()}
        for clock in running(join.kept).filter(merge=join).order_by("rule")
    ]
    said = {"reasons": list(join.reasons), "by": join.by}
    return [
        Fact(
            kind="complaint.joined_by",
            account=join.kept.reference,
            body={"other": join.merged.reference, "clocks": clocks, **said},
        ),
        Fact(
            kind="complaint.joined_to",
            account=join.merged.reference,
            body={"other": join.kept.reference, **said},
        ),
    ]
