"""What any queue of ours must do, with real workers on the real database (seven tests, then ours).

Run it on both engines: SQLite by default, PostgreSQL when DATABASE_URL is set.
"""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.db import transaction

from recours.jobs.commands.enqueue import enqueue
from recours.jobs.commands.plan_schedules import plan_schedules
from recours.jobs.models import Job
from recours.jobs.queries import dead_letters
from recours.jobs.rules import Plan
from tests.jobs import marks
from tests.jobs.living import now, wait_for

pytestmark = pytest.mark.slow


def test_1_a_job_runs_at_once(life):
    life.start_ready()
    asked = time.monotonic()
    marks.mark.enqueue("one")

    wait_for(lambda: life.has("one"))

    assert time.monotonic() - asked < 2


def test_2_three_hundred_jobs_on_two_workers_run_once_each(life):
    life.start_ready()
    life.start_ready()
    with transaction.atomic():
        for number in range(300):
            marks.mark.enqueue(f"n{number}")

    wait_for(lambda: Job.objects.filter(state="done").count() == 300, seconds=40)

    assert life.marks() == dict.fromkeys((f"n{number}" for number in range(300)), 1)
    workers = {worker for job in Job.objects.all() for worker in job.workers}
    assert len(workers) == 2, "both shared the work"


def test_3_a_job_asked_for_in_a_transaction_that_fails_never_runs(life):
    life.start_ready()
    with transaction.atomic():
        marks.mark.enqueue("undone")
        transaction.set_rollback(True)
    marks.mark.enqueue("after")

    wait_for(lambda: life.has("after"))

    assert not life.has("undone")


def test_4_what_failed_is_tried_again_until_it_succeeds(life):
    life.start_ready()
    result = marks.fail_twice.enqueue("flaky")

    wait_for(lambda: Job.objects.filter(state="done").exists())

    result.refresh()
    assert life.marks()["flaky"] == 3
    assert result.attempts == 3
    assert [error.exception_class for error in result.errors] == [RuntimeError, RuntimeError]


def test_5_a_job_whose_worker_is_killed_runs_again_after_the_lease(life):
    worker = life.start_ready()
    result = marks.wait_for_the_gate.enqueue("crash")
    wait_for(lambda: life.has("crash:start"))

    os.killpg(worker.pid, signal.SIGKILL)
    life.open_gate()
    life.start()
    wait_for(lambda: life.has("crash:end"))
    wait_for(lambda: Job.objects.filter(state="done").exists())

    result.refresh()
    assert life.marks() == {"crash:start": 2, "crash:end": 1}
    assert [error.exception_class_path for error in result.errors] == [
        "recours.jobs.errors.WorkerLost"
    ]


def test_6_a_worker_asked_to_stop_finishes_its_job_and_takes_no_other(life):
    worker = life.start_ready()
    marks.wait_for_the_gate.enqueue("last")
    wait_for(lambda: life.has("last:start"))
    marks.mark.enqueue("next")

    worker.send_signal(signal.SIGTERM)
    wait_for(lambda: "asked to stop" in life.log(0))
    life.open_gate()

    assert worker.wait(60) == 0
    assert life.has("last:end")
    assert not life.has("next")
    assert Job.objects.filter(state="ready").count() == 1


def test_7_planned_work_runs_once_a_slot_with_two_workers(life):
    life.start_ready()
    life.start_ready()
    plan = Plan(key="tests.tick", cron="* * * * * *", kind="jobs.prune")
    plan_schedules(plans=[plan], at=now())

    wait_for(lambda: Job.objects.filter(kind="jobs.prune", state="done").count() >= 3)

    slots = [job.unique_key for job in Job.objects.filter(kind="jobs.prune")]
    assert len(slots) == len(set(slots))
    assert all(slot.startswith("tests.tick@") for slot in slots)


def test_a_job_longer_than_its_lease_runs_once(life):
    life.start_ready(lease=1.0)
    life.start_ready(lease=1.0)
    marks.wait_for_the_gate.enqueue("long")
    wait_for(lambda: life.has("long:start"))
    time.sleep(3.5)  # three leases and a half
    life.open_gate()

    wait_for(lambda: life.has("long:end"))
    wait_for(lambda: Job.objects.filter(state="done").exists())

    assert life.marks() == {"long:start": 1, "long:end": 1}


def test_a_poison_job_becomes_a_dead_letter_and_the_others_go_on(life):
    life.start_ready()
    marks.poison.enqueue("poison")
    marks.mark.enqueue("healthy")

    wait_for(lambda: life.has("healthy") and dead_letters())

    (letter,) = dead_letters()
    assert life.marks()["poison"] == 2
    assert (letter.kind, letter.error) == ("tests.jobs.marks.poison", "builtins.ValueError")
    assert letter.message == "always"
    assert "marks.py" in letter.trace


def test_a_job_that_kills_its_workers_ends_as_a_dead_letter(life):
    marks.kill_the_worker.enqueue("abort")
    for _ in range(2):
        worker = life.start()
        wait_for(lambda worker=worker: worker.poll() is not None)
    life.start()

    (letter,) = wait_for(dead_letters)

    assert life.marks()["abort"] == 2
    assert letter.error == "recours.jobs.errors.WorkerLost"


def test_work_for_later_waits_and_the_context_says_the_attempt(life):
    life.start_ready()
    later = marks.say_the_attempt.using(run_after=now() + timedelta(seconds=3))
    later.enqueue("later")
    marks.mark.enqueue("now")

    wait_for(lambda: life.has("now"))
    assert not life.has("later:1")
    wait_for(lambda: life.has("later:1"))


def test_a_kind_nobody_knows_stays_visible(life):
    life.start_ready()
    enqueue(kind="future.verb", payload={}, at=now(), max_attempts=1)

    (letter,) = wait_for(dead_letters)

    assert letter.error == "recours.worker.handlers.UnknownKind"
