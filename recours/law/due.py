"""What the engine answers: the dates of a rule, and each step that led to them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Moment = date | datetime
WITH_WINDOW = {"window", "open"}


def iso(moment: Moment | None) -> str | None:
    """Write a day as 2026-11-21, a time to the minute with its offset."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return None if moment is None else moment.isoformat()


@dataclass(frozen=True, kw_only=True)
class Due:
    """The dates of one rule from one event; `frozen` is the rule to keep on the case."""

    rule: str
    version: str
    kind: str
    title_fr: str
    title_en: str
    article: str
    soft: bool
    in_force: bool
    start: Moment
    raw: Moment
    rolled: Moment
    operator: Moment
    customer: Moment
    window_start: date | None = None
    window_end: date | None = None
    percent: int | str | None = None
    extras: dict[str, Any] = field(default_factory=dict)
    steps: list[dict[str, str]] = field(default_factory=list)
    frozen: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what `recours law due --json` prints."""
        found: dict[str, Any] = {
            "rule": self.rule,
            "version": self.version,
            "raw": iso(self.raw),
            "rolled": iso(self.rolled),
            "operator": iso(self.operator),
            "customer": iso(self.customer),
        }
        if self.kind in WITH_WINDOW:
            found |= {"window_start": iso(self.window_start), "window_end": iso(self.window_end)}
        if self.kind == "scale":
            found["percent"] = self.percent
        found |= {
            name: iso(value) if isinstance(value, date) else value
            for name, value in self.extras.items()
        }
        return found | {
            "article": self.article,
            "soft": self.soft,
            "in_force": self.in_force,
            "steps": self.steps,
        }
