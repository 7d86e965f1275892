"""The last day of restored points, by the programme's policy."""

from datetime import date, datetime, timedelta

from recours.loyalty.queries.programmes import ProgrammeCard, rule_set_in_force
from recours.loyalty.rules import expiry


def restored_expiry(programme: ProgrammeCard, on_time: date | None, at: datetime) -> date | None:
    """Return the last day points restored at that moment get; None when they do not expire.

    `on_time` is the last day they would have had. `as_if_on_time` keeps it, but never less than
    the programme's minimum from now; `from_restoration` counts as for a purchase made now.
    """
    day = programme.day(at)
    if programme.restored_expiry == "from_restoration":
        rules = rule_set_in_force(programme.code, at)
        return on_time if rules is None else expiry.expires_on(rules.document, day)
    if on_time is None:
        return None
    return max(on_time, day + timedelta(days=programme.restored_minimum_days))
