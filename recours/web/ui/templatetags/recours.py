"""Filters and tags every page may use; loaded by default, no `{% load %}` needed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recours.web.ui import charts, words

register = template.Library()

STATES = {
    "reception": _("Réception"),
    "analyse": _("Analyse"),
    "instruction": _("Instruction"),
    "decision": _("À décider"),
    "approbation": _("À approuver"),
    "mesure": _("Mesure à exécuter"),
    "close": _("Réglée"),
    "jointe": _("Jointe à une autre"),
    "mediation": _("Médiation"),
}
DIALS = {
    "reception": 1,
    "analyse": 2,
    "instruction": 3,
    "decision": 3,
    "approbation": 4,
    "mesure": 4,
    "close": 5,
    "jointe": 1,
}
VERDICTS = {
    "established": _("Établi"),
    "missing": _("Attendu"),
    "contradicted": _("Contredit"),
    "founded": _("Fondée"),
    "partly": _("Fondée en partie"),
    "unfounded": _("Non fondée"),
    "unknown": _("Ne se tranche pas"),
}
VERDICT_ICONS = {
    "established": "check",
    "founded": "check",
    "missing": "ask",
    "unknown": "ask",
    "contradicted": "cross",
    "unfounded": "cross",
    "partly": "part",
}
AUDIENCE_ICONS = {"client": "out", "interne": "lock", "service": "house", "mediateur": "scales"}


def _language() -> str:
    return get_language() or "fr"


def _as_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def _today(value: date | datetime | None) -> date:
    return _as_day(value or datetime.now(tz=UTC))


@register.filter
def number(value: int | None) -> str:
    """1 842."""
    return "" if value is None else words.number(int(value), _language())


@register.filter
def points(value: int | None) -> str:
    """1 842 points."""
    return "" if value is None else words.points(int(value), _language())


@register.filter
def signed(value: int | None) -> str:
    """+ 63, − 38."""
    return "" if value is None else words.signed(int(value), _language())


@register.filter
def euros(cents: int | None) -> str:
    """1 234,50 € from cents."""
    return "" if cents is None else words.euros(int(cents), _language())


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day in full: mardi 24 novembre 2026."""
    return words.day(_as_day(value), _language()) if value else ""


@register.filter
def day_plain(value: date | datetime | None) -> str:
    """24 novembre 2026."""
    return words.day_plain(_as_day(value), _language()) if value else ""


@register.filter
def day_short(value: date | datetime | None) -> str:
    """24 nov. 2026."""
    return words.day_short(_as_day(value), _language()) if value else ""


@register.filter
def weekday_short(value: date | datetime | None) -> str:
    """Write a near day: mardi 24 nov."""
    return words.weekday_short(_as_day(value), _language()) if value else ""


@register.filter
def month_short(value: date | datetime | None) -> str:
    """Write the month alone: nov."""
    return words.month_short(_as_day(value), _language()) if value else ""


@register.filter
def other_year(value: date | datetime | None) -> str:
    """Add the year to a day of the margin when it is not this year's: nov. 2024."""
    if not value or _as_day(value).year == timezone.localdate().year:
        return ""
    return f" {_as_day(value).year}"


@register.filter
def day_number(value: date | datetime | None) -> str:
    """24: the figure in the margin of a ledger."""
    return str(_as_day(value).day) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """18 h 42."""
    if not value:
        return ""
    return words.moment(
        timezone.localtime(value) if timezone.is_aware(value) else value, _language()
    )


@register.filter
def iso(value: date | datetime | None) -> str:
    """Give the machine's form, for the datetime attribute of <time>."""
    return value.isoformat() if value else ""


@register.filter
def days_left(due: date | datetime | None, today: date | datetime | None = None) -> str:
    """4 jours, aujourd'hui, 2 jours de retard; `today` is now unless given."""
    return words.days_left(_as_day(due), _today(today), _language()) if due else ""


@register.filter
def in_days(due: date | datetime | None, today: date | datetime | None = None) -> str:
    """Dans 4 jours, demain, il y a 2 jours."""
    return words.in_days(_as_day(due), _today(today), _language()) if due else ""


@register.filter
def days_until(due: date | datetime | None, today: date | datetime | None = None) -> int | str:
    """4 (whole number, negative when late)."""
    return (_as_day(due) - _today(today)).days if due else ""


@register.filter
def urgency(due: date | datetime | None, today: date | datetime | None = None) -> str:
    """Name the ink of a deadline: late, soon or running."""
    return words.urgency(_as_day(due), _today(today)) if due else "running"


@register.filter
def state_word(state: str) -> str:
    """Say where a case stands: decision → À décider."""
    return str(STATES.get(state, state))


@register.filter
def state_dial(state: str) -> str:
    """Name the drawing of a state in the sprite."""
    return "i-scales" if state == "mediation" else f"d-{DIALS.get(state, 0)}"


@register.filter
def verdict_word(verdict: str) -> str:
    """Say a verdict: established → Établi."""
    return str(VERDICTS.get(verdict, verdict))


@register.filter
def verdict_icon(verdict: str) -> str:
    """Name the icon of a verdict."""
    return VERDICT_ICONS.get(verdict, "ask")


@register.filter
def audience_icon(audience: str) -> str:
    """Name the icon of a message's readers."""
    return AUDIENCE_ICONS.get(audience, "out")


@register.filter
def share(part: float | str, whole: float | str) -> str:
    """Give the length of a bar out of 100, never outside it: 4|share:8 → 50."""
    total = float(whole or 0)
    return f"{min(100.0, max(0.0, float(part or 0) * 100 / total if total else 0)):.4g}"


@register.filter
def minus(left: float | str, right: float | str) -> str:
    """Subtract, for the geometry of a drawing."""
    return f"{float(left or 0) - float(right or 0):.4g}"


@cache
def _drawings() -> str:
    return static("ui/sprite.svg")


@register.simple_tag
def sprite(name: str, suffix: str | int = "") -> str:
    """Give the address of one drawing of the sprite: i-check, d-4."""
    return f"{_drawings()}#{name}{suffix}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw one icon; it is silent unless a label is given."""
    if label:
        return format_html(
            '<svg class="i" role="img" aria-label="{}"><use href="{}"/></svg>',
            label,
            sprite(f"i-{name}"),
        )
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}"/></svg>', sprite(f"i-{name}")
    )


@register.simple_tag
def widget(bound: BoundField, **attributes: Any) -> SafeString:
    """Draw a Django form field with our classes and its hint and error joined to it."""
    kind = getattr(bound.field.widget, "input_type", "")
    if kind not in {"checkbox", "radio", "file", "hidden"}:
        attributes.setdefault("class", "input")
    described = " ".join(
        name
        for name, there in (
            (f"{bound.auto_id}_hint", bound.help_text),
            (f"{bound.auto_id}_error", bound.errors),
        )
        if there
    )
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return bound.as_widget(
        attrs={key.replace("_", "-"): value for key, value in attributes.items()}
    )


@register.filter
def at_most(value: float | str, limit: float | str) -> float:
    """Cut a bar at its capacity."""
    return min(float(value or 0), float(limit or 0))


@register.filter
def unsigned(value: float | str) -> int:
    """Drop the sign, for words that say it."""
    return abs(int(value or 0))


@register.filter
def nth(values: Sequence[Any], at: int) -> Any:
    """Take one of a list."""
    return values[at]


@register.simple_tag
def chart(
    rows: Sequence[Mapping[str, object]],
    goal: float | None = None,
    base: float | str = 0,
    goal_shown: str = "",
) -> charts.Drawing:
    """Place the values of a chart."""
    return charts.draw(rows, goal=goal, base=float(base), goal_shown=goal_shown)
