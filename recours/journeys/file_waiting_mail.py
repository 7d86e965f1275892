"""File the messages that wait: one after the other, and a bad one never stops the others."""

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from recours.jobs.rules import wait_before_retry
from recours.journeys.file_mail import file_mail
from recours.journeys.filing.reader import Taken, take_ahead
from recours.mailroom.commands.hold_mail import hold_mail
from recours.mailroom.commands.lease_mail import lease_mail
from recours.mailroom.commands.postpone_mail import postpone_mail
from recours.mailroom.commands.settle_mail import settle_mail
from recours.mailroom.rules.reading import Ending
from recours.mailroom.states import Outcome, Standing

log = logging.getLogger("recours.mail")

LEASE = timedelta(minutes=5)
AT_ONCE = 10  # messages taken under one lease
MOST_ATTEMPTS = 5
FIRST_WAIT = 10  # seconds


def file_waiting_mail(*, at: datetime, limit: int) -> int:
    """Return how many messages were filed, `limit` at most, the oldest first.

    What fails is tried again later, then left to a person as unreadable: it is never lost. When
    the database itself is away, everything waits for it, and nothing counts as a failure.
    """
    filed = 0
    while filed < limit:
        leased = lease_mail(limit=min(AT_ONCE, limit - filed), lease=LEASE)
        if not leased:
            break
        for taken in take_ahead(leased):
            _file(taken, at)
        filed += len(leased)
    return filed


def _file(taken: Taken, at: datetime) -> None:
    mail = taken.card.id
    try:
        file_mail(mail=mail, at=at, taken=taken)
    except (OperationalError, InterfaceError):
        postpone_mail(mail=mail, trouble="database away", wait=timedelta(0), counts=False)
        raise
    except Exception as problem:
        log.exception("message %s cannot be filed", mail)
        _put_off(mail, problem, at)


def _put_off(mail: str, problem: Exception, at: datetime) -> None:
    trouble = f"{type(problem).__name__}: {problem}"
    wait = wait_before_retry(job=mail, attempts=1, base=FIRST_WAIT)
    if postpone_mail(mail=mail, trouble=trouble, wait=wait) >= MOST_ATTEMPTS:
        _leave_to_a_person(mail, at)


@transaction.atomic
def _leave_to_a_person(mail: str, at: datetime) -> None:
    if hold_mail(mail=mail).state is not Standing.PENDING:
        return
    ending = Ending(Standing.UNREADABLE, Outcome.UNREADABLE, reason="failed-too-often")
    settle_mail(mail=mail, ending=ending, read=None, at=at)
