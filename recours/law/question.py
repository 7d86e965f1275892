"""A question put to the engine: a rule, an event, a place; and the steps written on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from recours.law.due import Due, Moment, iso
from recours.law.errors import BadDate, BadInput, MissingInput
from recours.law.holiday_calendar import HolidayName, holiday_name, region_of
from recours.law.rule import Rule
from recours.law.words import en_date, fr_date

EARLIEST_YEAR, LATEST_YEAR = 1900, 2090  # a few years before the calendars stop
LARGEST_AMOUNT = 36_500


def legal_day(moment: Moment, time_zone: str) -> date:
    """Return the day an event falls on, in the time zone of the rule."""
    if not isinstance(moment, datetime):
        day = moment
    elif moment.tzinfo is None:
        day = moment.date()
    else:
        day = moment.astimezone(ZoneInfo(time_zone)).date()
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise BadDate(day.isoformat())
    return day


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, and the steps of the answer as they come."""

    rule: Rule
    start: Moment
    until: Moment | None
    region: str
    inputs: Mapping[str, Any]
    steps: list[dict[str, str]] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The legal day of the event."""
        return legal_day(self.start, self.rule.time_zone)

    def is_holiday(self, day: date) -> bool:
        """Say whether the day is a holiday of the country or of the region."""
        return holiday_name(self.region, day) is not None

    def is_national_holiday(self, day: date) -> bool:
        """Say whether the day is a holiday of the whole country."""
        return holiday_name(region_of(self.region).country, day) is not None

    def holiday(self, day: date) -> HolidayName | None:
        """Return the name of a holiday of the country or of the region."""
        return holiday_name(self.region, day)

    def amount(self) -> int:
        """Return how long the period is: what the rule says, or what the caller sets."""
        unit = self.rule.unit
        given = self.whole_number(unit) if self.rule.parameter else None
        found = self.rule.duration if given is None else given
        if found is None:
            raise MissingInput(self.rule.id, unit)
        return found

    def whole_number(self, name: str) -> int | None:
        """Return an input as a number that is not negative, or nothing when it is not given."""
        value = self.inputs.get(name)
        if value is None:
            return None
        if (
            isinstance(value, bool)
            or not isinstance(value, int)
            or not 0 <= value <= LARGEST_AMOUNT
        ):
            raise BadInput(self.rule.id, f"{name}={value!r}", (name,))
        return value

    def date_input(self, name: str) -> date | None:
        """Return an input as a legal day, or nothing when it is not given."""
        value = self.inputs.get(name)
        if value is not None and not isinstance(value, date):
            raise BadInput(self.rule.id, f"{name}={value!r}", (name,))
        return None if value is None else legal_day(value, self.rule.time_zone)

    def say(self, operation: str, fr: str, en: str, result: Moment | None = None) -> None:
        """Write a step of the computation in both languages."""
        step = {"op": operation, "text_fr": fr, "text_en": en}
        reached = iso(result)
        self.steps.append(step if reached is None else step | {"result": reached})

    def say_start(self, *, counted: bool = False) -> None:
        """Write where the computation starts from."""
        rule = self.rule
        fr_end, en_end = ("", "") if counted else (" Ce jour ne compte pas.", " It is not counted.")
        self.say(
            "start",
            f"Point de départ, {rule.trigger_fr} : {fr_date(self.start)}.{fr_end}",
            f"Start, {rule.trigger_en}: {en_date(self.start)}.{en_end}",
            self.start,
        )

    def answer(
        self,
        *,
        raw: Moment,
        rolled: Moment | None = None,
        operator: Moment | None = None,
        customer: Moment | None = None,
        **more: Any,
    ) -> Due:
        """Gather the answer; a date that is not given is the raw one."""
        rule = self.rule
        self._say_standing()
        return Due(
            rule=rule.id,
            version=rule.version,
            kind=rule.kind,
            title_fr=rule.title_fr,
            title_en=rule.title_en,
            article=rule.article,
            soft=rule.soft,
            in_force=rule.in_force(self.day),
            start=self.start,
            raw=raw,
            rolled=raw if rolled is None else rolled,
            operator=raw if operator is None else operator,
            customer=raw if customer is None else customer,
            steps=self.steps,
            frozen=rule.as_frozen(),
            **more,
        )

    def _say_standing(self) -> None:
        rule, day = self.rule, self.day
        if rule.valid_from and day < rule.valid_from:
            self.say(
                "warning",
                f"Cette règle ne s’applique qu’à partir du {fr_date(rule.valid_from)}.",
                f"This rule applies only from {en_date(rule.valid_from)}.",
            )
        if rule.valid_to and rule.valid_to < day:
            self.say(
                "warning",
                f"Cette règle ne s’applique plus depuis le {fr_date(rule.valid_to)}.",
                f"This rule stopped applying on {en_date(rule.valid_to)}.",
            )
        if rule.soft:
            self.say(
                "standing",
                f"Aucune loi ne l’impose : {rule.standing_fr}.",
                f"No law imposes it: {rule.standing_en}.",
            )
        if rule.caveat_fr and rule.caveat_en:
            self.say("warning", rule.caveat_fr, rule.caveat_en)
