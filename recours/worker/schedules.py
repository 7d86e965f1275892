"""What comes back on its own: errands every few seconds, and planned work once per slot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from recours.correspondence.commands.ask_inspections import ask_inspections
from recours.correspondence.commands.deliver_notices import deliver_notices
from recours.correspondence.commands.deliver_texts import deliver_texts
from recours.correspondence.commands.take_in_scans import take_in_scans
from recours.demo.desk_answers import answer_corrections
from recours.jobs.commands.release_lapsed import release_lapsed
from recours.jobs.commands.start_due_schedules import start_due_schedules
from recours.jobs.rules import Plan
from recours.journeys.bring_promises_back import bring_promises_back
from recours.journeys.deliver_messages import deliver_messages
from recours.journeys.export_corrections_to_operators import export_corrections_to_operators
from recours.journeys.file_waiting_mail import file_waiting_mail
from recours.journeys.index_waiting_complaints import index_waiting_complaints
from recours.trustlog.commands.sequence import sequence

CASES_AT_ONCE = 60  # a quarter of a second
ARRIVALS_AT_ONCE = 100  # less than a second's work
NOTICES_AT_ONCE = 3  # five seconds each at worst: whoever gave the address may want us to wait
MAILS_AT_ONCE = 20  # few enough for SIGTERM to be answered soon


@dataclass(frozen=True, slots=True)
class Errand:
    """A verb to call every so many seconds: cheap when there is nothing to do."""

    name: str
    every: float
    run: Callable[[datetime], object]


def hand_over(at: datetime) -> int:
    """Hand corrections over; in the demonstration, the invented cash desk answers them."""
    if settings.DEMO:
        return answer_corrections(data=settings.DATA, at=at)
    return export_corrections_to_operators(at=at)


def take_scans(at: datetime) -> int:
    """Take in what the scanner left in its folder."""
    place = Path(settings.SCAN_FOLDER or settings.DATA / "scans" / "inbox")
    return take_in_scans(folder=place, at=at)


ERRANDS: tuple[Errand, ...] = (
    Errand("deliver the outbox", 1.0, lambda at: deliver_messages(at=at, limit=MAILS_AT_ONCE)),
    Errand("file waiting mail", 0.5, lambda at: file_waiting_mail(at=at, limit=ARRIVALS_AT_ONCE)),
    Errand(
        "index what was said",
        1.0,
        lambda at: index_waiting_complaints(at=at, limit=CASES_AT_ONCE),
    ),
    Errand("send text messages", 5.0, lambda at: deliver_texts(at=at, limit=MAILS_AT_ONCE)),
    Errand("send notifications", 5.0, lambda at: deliver_notices(at=at, limit=NOTICES_AT_ONCE)),
    Errand("sequence the log", 5.0, lambda at: sequence(at=at)),
    Errand("take jobs back from dead workers", 1.0, lambda at: release_lapsed(at=at)),
    Errand("hand corrections over", 30.0, hand_over),
    Errand("bring promises back", 60.0, lambda at: bring_promises_back(at=at)),
    Errand("ask the antivirus again", 15.0, lambda at: ask_inspections(at=at)),
    Errand("empty the scanner's folder", 15.0, take_scans),
    Errand("start planned work", 1.0, lambda at: start_due_schedules(at=at)),
)

PLANS: tuple[Plan, ...] = (
    Plan(
        key="complaints.forget_unsent_forms",
        cron="5 3 * * *",
        kind="complaints.forget_unsent_forms",
    ),
    Plan(key="jobs.prune", cron="10 3 * * *", kind="jobs.prune"),
    Plan(key="people.sweep_secrets", cron="15 3 * * *", kind="people.sweep_secrets"),
    Plan(
        key="correspondence.recheck_files",
        cron="35 3 * * *",
        kind="correspondence.recheck_files",
    ),
    Plan(key="correspondence.sweep_files", cron="20 3 * * *", kind="correspondence.sweep_files"),
    Plan(key="mailroom.sweep_arrivals", cron="22 3 * * *", kind="mailroom.sweep_arrivals"),
    Plan(key="search.refill_index", cron="40 3 * * *", kind="search.refill_index"),
    Plan(
        key="webhooks.prune_deliveries",
        cron="45 3 * * *",
        kind="webhooks.prune_deliveries",
    ),
    Plan(
        key="statements.seal_waiting_facts",
        cron="25 3 * * *",
        kind="statements.seal_waiting_facts",
    ),
)
