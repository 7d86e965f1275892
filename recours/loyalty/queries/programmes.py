"""Programmes and the rules in force."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from recours.loyalty.errors import UnknownProgramme
from recours.loyalty.models import Programme, RuleSet
from recours.loyalty.rules.tiers import day_of

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """What others may know of a programme."""

    code: str
    name: str
    unit_fr: str
    unit_en: str
    timezone: str
    ledger_keeper: str
    posting_delay_days: int
    automatic_limit: int
    claim_window_days: int
    point_value_millicents: int
    restored_expiry: str
    restored_minimum_days: int

    def as_values(self) -> dict[str, Any]:
        """Return the fields by name."""
        return asdict(self)

    def value_cents(self, points: int) -> int:
        """Return what so many points are worth, in whole cents (rounded down)."""
        return abs(points) * self.point_value_millicents // 1000 * (-1 if points < 0 else 1)

    def day(self, at: datetime) -> date:
        """Return the day of a moment where the programme lives."""
        return day_of(at, self.timezone)


@dataclass(frozen=True, slots=True)
class RuleSetCard:
    """One published version of the rules; `effective_to` is None for the last one."""

    programme: str
    version: str
    sha256: str
    document: Document
    terms_version: str
    effective_from: datetime
    effective_to: datetime | None
    published_at: datetime


def programmes() -> list[ProgrammeCard]:
    """Return every programme, by name."""
    return [_programme(row) for row in Programme.objects.order_by("name", "code")]


def programme_card(code: str) -> ProgrammeCard:
    """Return one programme; raise `UnknownProgramme`."""
    found = find_programme(code)
    if found is None:
        raise UnknownProgramme(code)
    return found


def find_programme(code: str) -> ProgrammeCard | None:
    """Return one programme, or None."""
    row = Programme.objects.filter(code=code).first()
    return None if row is None else _programme(row)


def rule_sets(programme: str) -> list[RuleSetCard]:
    """Return every published version of the rules, the oldest first."""
    rows = list(RuleSet.objects.filter(programme__code=programme).order_by("effective_from"))
    ends = [*(row.effective_from for row in rows[1:]), None][: len(rows)]
    return [_rule_set(programme, row, end) for row, end in zip(rows, ends, strict=True)]


def rule_set_in_force(programme: str, at: datetime) -> RuleSetCard | None:
    """Return the version that applied at that moment: the last that had taken effect."""
    return in_force(rule_sets(programme), at)


def in_force(sets: list[RuleSetCard], at: datetime) -> RuleSetCard | None:
    """Return the one of these versions that applied at that moment."""
    return next((card for card in reversed(sets) if card.effective_from <= at), None)


def documents_of(sets: list[RuleSetCard]) -> Callable[[datetime], Document | None]:
    """Return what gives the document in force at a moment."""

    def document_at(at: datetime) -> Document | None:
        card = in_force(sets, at)
        return None if card is None else card.document

    return document_at


def _programme(row: Programme) -> ProgrammeCard:
    return ProgrammeCard(
        code=row.code,
        name=row.name,
        unit_fr=row.unit_fr,
        unit_en=row.unit_en,
        timezone=row.timezone,
        ledger_keeper=row.ledger_keeper,
        posting_delay_days=row.posting_delay_days,
        automatic_limit=row.automatic_limit,
        claim_window_days=row.claim_window_days,
        point_value_millicents=row.point_value_millicents,
        restored_expiry=row.restored_expiry,
        restored_minimum_days=row.restored_minimum_days,
    )


def _rule_set(programme: str, row: RuleSet, effective_to: datetime | None) -> RuleSetCard:
    return RuleSetCard(
        programme=programme,
        version=row.version,
        sha256=row.sha256,
        document=_parsed(row.document),
        terms_version=row.terms_version,
        effective_from=row.effective_from,
        effective_to=effective_to,
        published_at=row.published_at,
    )


@lru_cache(maxsize=64)
def _parsed(text: str) -> Document:
    """Read a published document once per process: it never changes."""
    document: Document = json.loads(text)
    return document
