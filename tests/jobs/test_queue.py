"""The queue seen by whoever asks for work, does it, or repairs it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from hypothesis import given
from hypothesis import strategies as st

from recours.jobs.backend import DurableBackend, run_task
from recours.jobs.commands.claim import claim
from recours.jobs.commands.discard import discard
from recours.jobs.commands.enqueue import enqueue
from recours.jobs.commands.fail import fail
from recours.jobs.commands.finish import finish
from recours.jobs.commands.plan_schedules import plan_schedules
from recours.jobs.commands.prune import prune
from recours.jobs.commands.release_lapsed import release_lapsed
from recours.jobs.commands.renew import renew
from recours.jobs.commands.retry import retry
from recours.jobs.commands.start_due_schedules import start_due_schedules
from recours.jobs.errors import JobNotFound, LeaseLost
from recours.jobs.models import Job, Schedule
from recours.jobs.queries import dead_letters, queue_state
from recours.jobs.rules import LONGEST_WAIT, BadCron, Plan, next_slot, wait_before_retry
from recours.kernel.states import ForbiddenMove
from tests.jobs import marks

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ask(kind="tests.kind", **more):
    return enqueue(kind=kind, payload={"reference": "R-2026-04817-K"}, **{"at": AT, **more})


def take(at=AT, lease=MINUTE):
    return claim(worker="desk.1", lease=lease, at=at)


def lapse(job):
    """The worker died: its lease is over by the clock of the database."""
    Job.objects.filter(pk=job.id).update(lease_until=datetime(2020, 1, 1, tzinfo=UTC))


def dead_job():
    key = ask(max_attempts=1)
    fail(job=take(), error=ValueError("broken"), at=AT)
    return key


def test_asking_is_one_statement_and_looking_for_nothing_takes_no_lock():
    with CaptureQueriesContext(connection) as asked:
        ask()
    with CaptureQueriesContext(connection) as looked:
        assert take(at=AT - MINUTE) is None

    assert len(asked) == 1
    assert [query["sql"][:6] for query in looked] == ["SELECT"]


def test_a_key_is_one_job():
    first, second = ask(unique_key="evidence:R-1"), ask(unique_key="evidence:R-1")

    assert first == second
    assert Job.objects.count() == 1
    assert ask(unique_key="evidence:R-2") != first


def test_the_most_urgent_then_the_oldest_comes_first():
    ask("third", run_after=AT - MINUTE)
    ask("second", run_after=AT - 2 * MINUTE)
    ask("first", priority=5)

    assert [take().kind for _ in range(3)] == ["first", "second", "third"]
    assert take() is None


def test_a_worker_that_lost_its_lease_cannot_write_its_result():
    ask()
    slow = take()
    lapse(slow)
    assert release_lapsed(at=AT) == 1
    quick = take()

    with pytest.raises(LeaseLost):
        finish(job=slow, result="late", at=AT)
    with pytest.raises(LeaseLost):
        fail(job=slow, error=ValueError(), at=AT)
    assert renew(job=slow, lease=MINUTE) is False

    finish(job=quick, result="in time", at=AT)
    assert Job.objects.get().result == "in time"


def test_a_lease_that_is_renewed_is_not_taken_back():
    ask()
    job = take()
    lapse(job)

    assert renew(job=job, lease=MINUTE) is True
    assert release_lapsed(at=AT) == 0


def test_a_failure_waits_longer_each_time_then_dies():
    ask(max_attempts=3, backoff=10)
    waits, at = [], AT
    for _ in range(2):
        fail(job=take(at=at), error=ValueError("broken"), at=at)
        again = Job.objects.get().run_after
        waits.append((again - at).total_seconds())
        assert take(at=at) is None, "not before its time"
        at = again
    fail(job=take(at=at), error=ValueError("broken"), at=at)

    assert 7.5 <= waits[0] <= 10
    assert 15 <= waits[1] <= 20
    (letter,) = dead_letters()
    assert (letter.attempts, letter.error, letter.died_at) == (3, "builtins.ValueError", at)
    assert [error["attempt"] for error in Job.objects.get().errors] == [1, 2, 3]


@given(attempts=st.integers(1, 10_000), base=st.integers(0, 10_000), job=st.text(max_size=40))
def test_no_wait_is_longer_than_a_quarter_of_an_hour(attempts, base, job):
    wait = wait_before_retry(job=job, attempts=attempts, base=base).total_seconds()

    assert 0 <= wait <= LONGEST_WAIT
    assert wait >= min(LONGEST_WAIT, base) * 0.75
    assert wait == wait_before_retry(job=job, attempts=attempts, base=base).total_seconds()


def test_jobs_that_failed_together_come_back_apart():
    waits = {wait_before_retry(job=str(n), attempts=4, base=60) for n in range(50)}

    assert len(waits) > 40


def test_a_dead_letter_may_be_tried_again_or_given_up():
    key = dead_job()
    retry(job=key, at=AT)
    assert take().attempts == 1

    with pytest.raises(ForbiddenMove):
        discard(job=key, at=AT)
    Job.objects.all().delete()

    other = dead_job()
    discard(job=other, at=AT)
    assert dead_letters() == []
    with pytest.raises(ForbiddenMove):
        retry(job=other, at=AT)


def test_what_does_not_exist_is_neither_tried_again_nor_given_up():
    for verb in (retry, discard):
        with pytest.raises(JobNotFound):
            verb(job="00000000-0000-0000-0000-000000000000", at=AT)


def test_done_work_is_forgotten_after_a_week_and_dead_letters_never():
    ask()
    finish(job=take(), result=None, at=AT)
    dead_job()
    discard(job=dead_job(), at=AT)

    assert prune(at=AT + timedelta(days=6)) == 0
    assert prune(at=AT + timedelta(days=8)) == 1
    assert prune(at=AT + timedelta(days=91)) == 1
    assert prune(at=AT + timedelta(days=4000)) == 0
    assert len(dead_letters()) == 1


def test_the_figures_of_the_queue():
    ask()
    take()
    dead_job()
    ask(run_after=AT + MINUTE)

    state = queue_state()

    assert (state.ready, state.running, state.dead, state.done) == (1, 1, 1, 0)
    assert state.oldest_due == AT + MINUTE


def test_the_database_refuses_a_running_job_without_a_lease():
    ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(state="running")


def test_a_slot_is_worked_once_and_missed_slots_once_together():
    plan = Plan(key="nightly", cron="0 3 * * *", kind="jobs.prune")
    plan_schedules(plans=[plan], at=AT)
    assert start_due_schedules(at=AT) == 0

    ten_days_later = AT + timedelta(days=10)
    assert start_due_schedules(at=ten_days_later) == 1
    assert start_due_schedules(at=ten_days_later) == 0

    assert Job.objects.count() == 1
    assert Schedule.objects.get().next_run == datetime(2026, 12, 2, 2, 0, tzinfo=UTC)


def test_planning_again_keeps_the_next_slot_and_drops_what_is_no_longer_planned():
    kept = Plan(key="kept", cron="0 3 * * *", kind="jobs.prune")
    plan_schedules(plans=[kept, Plan(key="gone", cron="0 4 * * *", kind="x")], at=AT)
    slot = Schedule.objects.get(key="kept").next_run

    plan_schedules(plans=[kept], at=AT + timedelta(days=3))

    assert [(row.key, row.next_run) for row in Schedule.objects.all()] == [("kept", slot)]


def test_three_in_the_morning_stays_three_in_the_morning_in_winter_and_in_summer():
    winter = next_slot(cron="0 3 * * *", timezone="Europe/Paris", after=AT)
    summer = next_slot(cron="0 3 * * *", timezone="Europe/Paris", after=AT + timedelta(days=200))

    assert (winter.hour, summer.hour) == (2, 1)
    with pytest.raises(BadCron):
        next_slot(cron="never", timezone="Europe/Paris", after=AT)


def test_a_task_gives_its_result_through_the_common_interface(data_folder):
    result = marks.mark.enqueue("here")
    job = take(at=datetime.now(tz=UTC))
    finish(job=job, result=run_task(job=job.id), at=AT)

    result.refresh()

    assert result.return_value == "here done"
    assert result.is_finished
    assert result.worker_ids == ["desk.1"]
    assert marks.mark.get_result(result.id).args == ["here"]
    assert (data_folder / "marks.txt").read_text() == "here\n"


def test_a_task_carries_its_priority_its_hour_and_its_patience():
    marks.poison.using(priority=7, run_after=AT + MINUTE).enqueue("x")

    job = Job.objects.get()

    assert (job.priority, job.run_after, job.max_attempts) == (7, AT + MINUTE, 2)
    assert job.kind == "tests.jobs.marks.poison"


def test_what_cannot_be_a_task_is_refused():
    with pytest.raises(InvalidTaskError):
        marks.mark.using(priority=1000)
    with pytest.raises(TaskResultDoesNotExist):
        marks.mark.get_result("not a key")
    with pytest.raises(TaskResultDoesNotExist):
        marks.mark.get_result(ask())
    with pytest.raises(TypeError):
        marks.mark.enqueue(object())


def test_only_a_declared_task_is_run(settings):
    key = enqueue(kind="os.abort", payload={"args": [], "kwargs": {}}, at=AT, backend="default")
    with pytest.raises(TypeError, match="not a task"):
        run_task(job=key)
    assert isinstance(marks.mark.get_backend(), DurableBackend)
