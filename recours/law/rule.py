"""One rule of the law as a value: what starts it, how long it runs, how it is counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from recours.law.errors import BadRecord

KINDS = ("period", "window", "scale", "suspension", "open", "fixed")
CALENDARS = ("EU", "EU5", "CPC", "BACK", "PRES", "OUV6", "OUV5", "CAL", "H")
WORKING_CALENDARS = ("OUV6", "OUV5", "EU5")
ROLLS = ("forward", "not_for_the_bound", "never")
BOUND = ("operator", "customer", "mediator", "both")
UNITS = ("days", "weeks", "months", "years", "hours", "working_days", "percent", "none")
LEGAL_RATE = "legal_rate"

STANDINGS = {
    "in_force": ("la loi", "the law"),
    "soft": ("engagement de l’opérateur", "the operator’s commitment"),
    "doctrine": ("doctrine de l’administration", "the authority’s doctrine"),
    "contract": ("le contrat", "the contract"),
    "future": ("loi à venir", "law to come"),
}
NOT_THE_LAW = {"soft", "doctrine", "contract"}


@dataclass(frozen=True, kw_only=True)
class Span:
    """An amount of a unit: 3 months, 30 days."""

    duration: int
    unit: str


@dataclass(frozen=True, kw_only=True)
class Extension:
    """A longer period, and the condition that opens it; counted from the `start` or the `end`."""

    key: str
    duration: int
    unit: str
    counted_from: str
    text_fr: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Window:
    """Between two spans around a date: `before` it or `after` it."""

    opens: Span
    closes: Span
    side: str
    inner_margin: bool


@dataclass(frozen=True, kw_only=True)
class Tier:
    """Up to so many days late (None: any number), so many per cent or the legal rate."""

    days: int | None
    percent: int | str


@dataclass(frozen=True, kw_only=True)
class Growth:
    """After the last tier: `points` per cent more for each `days` begun, never above `cap`."""

    days: int
    points: int
    cap: int


@dataclass(frozen=True, kw_only=True)
class Information:
    """What a right not told adds: `extra` after the end, then `after` from the day it is told."""

    extra: Span
    after: Span


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A version of a rule, as the pack holds it and as a case keeps it."""

    id: str
    version: str
    pack: str
    country: str
    time_zone: str
    title_fr: str
    title_en: str
    binds: str
    trigger_fr: str
    trigger_en: str
    kind: str
    duration: int | None
    unit: str
    calendar: str
    roll: str
    article: str
    source_url: str
    valid_from: date | None
    valid_to: date | None
    confidence: str
    status: str
    reviewed_on: date
    extension_fr: str | None = None
    extension_en: str | None = None
    suspension_fr: str | None = None
    suspension_en: str | None = None
    caveat_fr: str | None = None
    caveat_en: str | None = None
    scope_fr: str | None = None
    scope_en: str | None = None
    operator_calendar: str | None = None
    parameter: bool = False
    fixed_on: date | None = None
    aliases: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    window: Window | None = None
    tiers: tuple[Tier, ...] = ()
    growth: Growth | None = None
    information: Information | None = None

    @property
    def soft(self) -> bool:
        """Whether no law says it: a commitment, a doctrine, a contract."""
        return self.status in NOT_THE_LAW

    @property
    def standing_fr(self) -> str:
        """Where the rule draws its force from, in French."""
        return STANDINGS[self.status][0]

    @property
    def standing_en(self) -> str:
        """Where the rule draws its force from, in English."""
        return STANDINGS[self.status][1]

    def in_force(self, on: date) -> bool:
        """Say whether this version was the law (or the commitment) on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def as_frozen(self) -> dict[str, Any]:
        """Return the JSON kept on a case: everything needed to compute the date again."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Read a record of a pack or a frozen rule; refuse one that lacks a field."""
        try:
            return cls(**{name: _read(name, value) for name, value in record.items()})
        except (TypeError, ValueError, KeyError) as problem:
            raise BadRecord(f"{record.get('id', '?')}: {problem}") from problem


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(inside) for inside in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _window(value: Mapping[str, Any]) -> Window:
    spans = {name: Span(**value[name]) for name in ("opens", "closes")}
    return Window(**{**value, **spans})


def _information(value: Mapping[str, Any]) -> Information:
    return Information(extra=Span(**value["extra"]), after=Span(**value["after"]))


def _extensions(value: Sequence[Mapping[str, Any]]) -> tuple[Extension, ...]:
    return tuple(Extension(**inside) for inside in value)


def _tiers(value: Sequence[Mapping[str, Any]]) -> tuple[Tier, ...]:
    return tuple(Tier(**inside) for inside in value)


def _growth(value: Mapping[str, Any]) -> Growth:
    return Growth(**value)


READERS: dict[str, Callable[[Any], Any]] = {
    "valid_from": date.fromisoformat,
    "valid_to": date.fromisoformat,
    "reviewed_on": date.fromisoformat,
    "fixed_on": date.fromisoformat,
    "aliases": tuple,
    "extensions": _extensions,
    "window": _window,
    "tiers": _tiers,
    "growth": _growth,
    "information": _information,
}


def _read(name: str, value: Any) -> Any:
    reader = READERS.get(name)
    return value if value is None or reader is None else reader(value)
