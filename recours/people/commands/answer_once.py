"""Do what a token asks under a key of its own, once, and give the same answer ever after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from recours.people.models import AnsweredRequest


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer; `new` when it was just done, not `same` when the key had asked something else."""

    answer: dict[str, Any]
    new: bool
    same: bool


class _KeyTaken(Exception):
    """Somebody uses the key at this very moment, or did before."""


def answer_once(
    *,
    token: str,
    key: str,
    asked_sha256: str,
    at: datetime,
    act: Callable[[], dict[str, Any]],
) -> Answered:
    """Return what `act` answered, now or the first time; act and answer are one transaction.

    Requests that come together wait for the first: they are answered by it, or, when it fails, the
    next one acts. `asked_sha256` is the fingerprint of the request.
    """
    known = _known(token, key, asked_sha256)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            row = _take(AnsweredRequest(token_id=token, key=key, asked_sha256=asked_sha256, at=at))
            answer = act()
            AnsweredRequest.objects.filter(pk=row.pk).update(answer=answer)
    except _KeyTaken:
        known = _known(token, key, asked_sha256)
        if known is None:
            raise
        return known
    return Answered(answer, new=True, same=True)


def _take(row: AnsweredRequest) -> AnsweredRequest:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise _KeyTaken from taken
    return row


def _known(token: str, key: str, asked_sha256: str) -> Answered | None:
    row = AnsweredRequest.objects.filter(token__pk=token, key=key).first()
    if row is None:
        return None
    return Answered(row.answer, new=False, same=row.asked_sha256 == asked_sha256)
