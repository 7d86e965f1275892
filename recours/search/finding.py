"""Asks the engine as many times as an order that can be explained needs."""

from collections.abc import Collection
from dataclasses import dataclass

from recours.search.engines import SHEETS, engine
from recours.search.rules.questions import Expression, Leaf, Question

READ = 500  # cases read for words side by side: the latest that hold them anywhere
AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: what narrows, between which keys, and how many cases are enough."""

    facts: tuple[Leaf, ...]
    low: int
    high: int
    most: int


def in_order(
    question: Question, audiences: Collection[str], scope: Scope
) -> tuple[dict[int, bool], bool]:
    """Return the entries that answer, the closest first, and whether there are more.

    Each says whether it answers by a name. First names and numbers; then words side by side, then
    words anywhere; the latest first each time.
    """
    names = question.in_names(audiences) if question.asks else None
    named, more_named = _answers(names, scope) if names else ([], False)
    asked = question.anywhere(audiences)
    anywhere, more = _answers(asked, scope)
    near = question.side_by_side(audiences)
    beside = engine().among(near, anywhere) if near and anywhere else []
    found: dict[int, bool] = {}
    for keys, by_name in ((named, True), (beside, False), (anywhere, False)):
        for key in keys:
            found.setdefault(key // SHEETS, by_name)
    kept = dict(list(found.items())[: scope.most])
    return kept, more_named or more or len(found) > scope.most


def _answers(asked: Expression, scope: Scope) -> tuple[list[int], bool]:
    """Return the latest sheets that answer, and whether there are more.

    No index tells whether words stand side by side: those that hold them anywhere are read, the
    latest first, five hundred at most.
    """
    whole = Expression((*asked.must, *scope.facts), asked.without)
    if not whole.has_phrases:
        found = engine().find(whole, low=scope.low, high=scope.high, limit=scope.most + 1)
        return found, len(found) > scope.most
    kept: list[int] = []
    high, loose = scope.high, whole.loosened()
    for _ in range(READ // AT_ONCE):
        read = engine().find(loose, low=scope.low, high=high, limit=AT_ONCE)
        kept += engine().among(whole, read) if read else []
        if len(kept) > scope.most:
            return kept, True
        if len(read) < AT_ONCE:
            return kept, False
        high = read[-1] - 1
    return kept, True
