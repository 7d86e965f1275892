"""Create a loyalty programme."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from recours.loyalty.errors import BadProgramme, ProgrammeExists
from recours.loyalty.models import Programme
from recours.loyalty.queries import ProgrammeCard
from recours.loyalty.queries.programmes import find_programme
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@transaction.atomic
def create_programme(  # noqa: PLR0913  # a programme has that many settings, all named
    *,
    code: str,
    name: str,
    at: datetime,
    unit_fr: str = "points",
    unit_en: str = "points",
    timezone: str = "Europe/Paris",
    ledger_keeper: str = "operator",
    posting_delay_days: int = 5,
    automatic_limit: int = 0,
    claim_window_days: int = 365,
    point_value_millicents: int = 0,
    restored_expiry: str = "as_if_on_time",
    restored_minimum_days: int = 90,
) -> ProgrammeCard:
    """Return the programme; creating it again with the same terms of keeping changes nothing.

    `automatic_limit` is the most points a finding may give back without a person; a point is worth
    `point_value_millicents` thousandths of a cent. Raise `BadProgramme` or `ProgrammeExists`.
    """
    wanted = ProgrammeCard(
        code=code,
        name=name,
        unit_fr=unit_fr,
        unit_en=unit_en,
        timezone=timezone,
        ledger_keeper=ledger_keeper,
        posting_delay_days=posting_delay_days,
        automatic_limit=automatic_limit,
        claim_window_days=claim_window_days,
        point_value_millicents=point_value_millicents,
        restored_expiry=restored_expiry,
        restored_minimum_days=restored_minimum_days,
    )
    _check(wanted)
    known = find_programme(code)
    if known is not None and known != wanted:
        raise ProgrammeExists(code)
    if known is None:
        Programme.objects.create(**wanted.as_values(), created_at=at)
        append(facts=[_fact(wanted)], at=at)
    return wanted


def _check(card: ProgrammeCard) -> None:
    if not CODE.fullmatch(card.code) or not card.name.strip():
        raise BadProgramme("a programme has a name, and a code such as bellerive-moi")
    if card.ledger_keeper not in {"operator", "recours"}:
        raise BadProgramme("ledger_keeper: operator or recours")
    if card.restored_expiry not in {"as_if_on_time", "from_restoration"}:
        raise BadProgramme("restored_expiry: as_if_on_time or from_restoration")
    try:
        ZoneInfo(card.timezone)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise BadProgramme(f"timezone: no zone is named {card.timezone}") from problem


def _fact(card: ProgrammeCard) -> Fact:
    body = {"programme": card.code, "ledger_keeper": card.ledger_keeper}
    return Fact(kind="programme.created", account=f"rules:{card.code}", body=body)
