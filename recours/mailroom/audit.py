"""What must always be true of what arrived."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Count, F, Q

from recours.mailroom.errors import RawDamaged
from recours.mailroom.models import Incoming, RawMail
from recours.mailroom.queries import whole_of
from recours.mailroom.states import Outcome, Standing

SENTENCES = 20


def invariants(*, deep: bool = False) -> dict[str, list[str]]:
    """Return what does not hold, a sentence each; `deep` reads every kept message again."""
    found = {
        "every message is somewhere, once, and says why": _first(_nowhere()),
        "every content has one first arrival": _first(_without_original()),
        "a message that was filed on a case names its words there": _first(_unnamed()),
    }
    if deep:
        found["every message is what arrived"] = _first(_damaged())
    return found


def _first(sentences: Iterator[str]) -> list[str]:
    return list(islice(sentences, SENTENCES))


def _nowhere() -> Iterator[str]:
    strange = Incoming.objects.exclude(state__in=list(Standing))
    silent = Incoming.objects.filter(~Q(state=Standing.PENDING), Q(outcome="") | Q(settled_at=None))
    early = Incoming.objects.filter(state=Standing.PENDING).exclude(outcome="")
    for row in (strange | silent | early).order_by("pk")[:SENTENCES]:
        yield f"message {row.pk}: {row.state}, outcome {row.outcome or 'none'}"


def _without_original() -> Iterator[str]:
    firsts = Count("incoming", filter=Q(incoming__original=None))
    for row in RawMail.objects.annotate(firsts=firsts).exclude(firsts=1)[:SENTENCES]:
        copies = Incoming.objects.filter(raw=row, reason="same-place-other-bytes")
        if row.firsts or not copies.exists():
            yield f"content {row.sha256[:16]}: {row.firsts} first arrivals"
    for itself in Incoming.objects.filter(original=F("pk"))[:SENTENCES]:
        yield f"message {itself.pk} is said to be a copy of itself"


def _unnamed() -> Iterator[str]:
    told = Incoming.objects.filter(state=Standing.FILED, outcome__in=[Outcome.NEW, Outcome.REPLY])
    for row in told.filter(Q(about="") | Q(message="")).order_by("pk")[:SENTENCES]:
        yield f"message {row.pk}: {row.outcome} without its case or its words"


def _damaged() -> Iterator[str]:
    for row in RawMail.objects.filter(erased_at=None).order_by("pk").iterator(chunk_size=50):
        try:
            whole_of(row)
        except RawDamaged:
            yield f"content {row.sha256[:16]} is gone or changed"
