"""What the tests of the log tell it, and when."""

from datetime import UTC, datetime

from django.db import transaction

from recours.trustlog.commands.append import Fact, append

AT = datetime(2026, 11, 21, 10, 0, 0, 123_456, tzinfo=UTC)
COMPLAINT = "R-2026-04817-K"


def tell(account: str = COMPLAINT, *kinds: str, first: bool = False) -> list[str]:
    """Append one fact per kind to a stream."""
    facts = [
        Fact(kind=kind, account=account, body={"points": 248}, first=first and not number)
        for number, kind in enumerate(kinds or ("complaint.lodged",))
    ]
    with transaction.atomic():
        return append(facts=facts, at=AT)


def tell_many(count: int, name: str = "R") -> None:
    """Begin that many streams with one record each."""
    facts = [
        Fact(kind="complaint.lodged", account=f"{name}-{number}", body={}, first=True)
        for number in range(count)
    ]
    with transaction.atomic():
        append(facts=facts, at=AT)
