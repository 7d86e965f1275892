"""What whoever runs Recours sees of the worker: it does what is due, and stops when asked."""

import re
import signal
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import transaction

from recours.correspondence import queries
from recours.correspondence.commands.queue_email import queue_email
from recours.jobs.commands.enqueue import enqueue
from recours.jobs.models import Job, Schedule
from recours.jobs.rules import next_slot
from recours.trustlog.commands.append import Fact, append
from recours.trustlog.queries import pending_count
from recours.worker import errands
from recours.worker.errands import run_errands
from recours.worker.handlers import HANDLERS
from recours.worker.schedules import ERRANDS, PLANS, Errand
from tests.correspondence.casting import MAILS
from tests.jobs import marks
from tests.jobs.living import now, wait_for

LARGEST_WORKER = 150 * 1024  # kB


def mail(key="k"):
    return queue_email(
        about="R-2026-04817-K",
        to="alice.rivoire@exemple.fr",
        to_name="Alice Rivoire",
        language="fr",
        template="progress",
        values=MAILS["progress"],
        at=now(),
        key=key,
    )


def tell():
    with transaction.atomic():
        append(facts=[Fact(kind="test", account="R-2026-04817-K", body={"n": 1})], at=now())


@pytest.mark.slow
def test_once_does_all_that_is_due_and_says_how_much(life):
    enqueue(kind="jobs.prune", payload={}, at=now())
    marks.mark.enqueue("asked")
    message = mail()
    tell()

    done = life.house.run("worker", "--once")

    assert (done.returncode, done.stdout) == (0, "2 jobs done\n"), done.stderr
    assert life.has("asked")
    assert queries.mail(message).state == "sent"
    assert pending_count() == 0
    assert {plan.key for plan in PLANS} == set(Schedule.objects.values_list("key", flat=True))


@pytest.mark.slow
def test_a_long_job_holds_back_neither_mail_nor_log(life):
    life.start_ready(lease=5)
    marks.wait_for_the_gate.enqueue("long")
    wait_for(lambda: life.has("long:start"))
    message = mail()
    tell()

    wait_for(lambda: queries.mail(message).state == "sent")
    wait_for(lambda: pending_count() == 0)
    assert not life.has("long:end"), "the letter left while the job ran"
    life.open_gate()


@pytest.mark.slow
def test_a_worker_is_small_and_says_when_it_begins_and_ends(life):
    worker = life.start_ready()
    for number in range(50):
        marks.mark.enqueue(f"n{number}")
        mail(f"m{number}")
    wait_for(lambda: Job.objects.filter(state="done").count() == 50)
    wait_for(lambda: queries.outbox_state().pending == 0)

    status = Path(f"/proc/{worker.pid}/status").read_text()
    resident = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])
    assert resident < LARGEST_WORKER, f"{resident} kB"

    worker.send_signal(signal.SIGINT)
    assert worker.wait(15) == 0
    assert "has finished" in life.log(0)


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["0", "-1", "soon"])
def test_a_lease_that_cannot_work_is_refused(house, wrong):
    done = house.run("worker", "--once", "--lease", wrong)

    assert done.returncode == 2
    assert "--lease" in done.stderr


def test_every_planned_kind_of_work_has_its_verb_and_its_hour():
    for plan in PLANS:
        assert plan.kind in HANDLERS, plan.key
        assert next_slot(cron=plan.cron, timezone=plan.timezone, after=now()) > now()


def test_an_errand_that_fails_waits_longer_and_stops_no_other(monkeypatch, caplog):
    hour, broken, healthy = Hour(), [], []

    def fail(_at):
        broken.append(hour.seconds)
        raise RuntimeError("away")

    work = (Errand("broken", 1.0, fail), Errand("healthy", 1.0, healthy.append))
    monkeypatch.setattr(errands, "ERRANDS", work)

    thread = threading.Thread(target=run_errands, args=(hour, lambda: hour.seconds))
    thread.start()  # as in a worker: it closes the connections of its own thread
    thread.join()

    waits = [round(later - former) for former, later in pairwise(broken)]
    assert waits[:5] == [2, 4, 8, 16, 32], "twice as long each time"
    assert set(waits[5:]) == {60}, "a minute at most"
    assert len(healthy) > 2900, "every second or so, all the hour"
    assert "errand 'broken' failed, 3 in a row" in caplog.text


class Hour:
    """An hour that goes by as fast as it is waited for, then asks to stop."""

    def __init__(self):
        self.seconds = 0.0

    def is_set(self):
        return self.seconds > 3600

    def wait(self, timeout):
        self.seconds += timeout


def test_the_errands_are_those_we_promise():
    assert {(errand.name, errand.every) for errand in ERRANDS} >= {
        ("deliver the outbox", 1.0),
        ("sequence the log", 5.0),
    }
