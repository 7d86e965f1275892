"""A limitation period that mediation stops, and what is left of it afterwards."""

from datetime import timedelta

from recours.law.days import shift
from recours.law.due import Due
from recours.law.errors import BadInput, MissingInput
from recours.law.question import Question, legal_day
from recours.law.words import en_amount, en_date, fr_amount, fr_date


def suspension(question: Question) -> Due:
    """Return the new end: what was left when it stopped, never less than the floor of the rule."""
    rule, suspended = question.rule, question.day
    end = question.date_input("prescription_end")
    if end is None:
        raise MissingInput(rule.id, "prescription_end")
    if question.until is None:
        raise MissingInput(rule.id, "until")
    resumed = legal_day(question.until, rule.time_zone)
    if end < suspended:
        raise BadInput(rule.id, f"prescription_end={end} (before --from)", ("prescription_end",))
    if resumed < suspended:
        raise BadInput(rule.id, f"until={resumed} (before --from)", ("until",))
    remaining = (end - suspended).days
    floor = shift(resumed, rule.duration or 0, rule.unit)
    new_end = max(resumed + timedelta(days=remaining), floor)
    question.say_start(counted=True)
    question.say(
        "remaining",
        f"Il restait {fr_amount(remaining, 'days')} jusqu’au {fr_date(end)}.",
        f"{en_amount(remaining, 'days')} were left until {en_date(end)}.",
    )
    question.say(
        "resume",
        f"Le délai reprend le {fr_date(resumed)}, pour ce qui restait et jamais moins de "
        f"{fr_amount(rule.duration or 0, rule.unit)} : {fr_date(new_end)}.",
        f"The period runs again from {en_date(resumed)}, for what was left and never less than "
        f"{en_amount(rule.duration or 0, rule.unit)}: {en_date(new_end)}.",
        new_end,
    )
    return question.answer(raw=new_end, extras={"remaining_days": remaining, "new_end": new_end})
