"""The loop of a worker: it reads the clock, takes a job, calls a verb, writes what came of it."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from recours.jobs.backend import run_task
from recours.jobs.commands.claim import claim
from recours.jobs.commands.fail import fail
from recours.jobs.commands.finish import finish
from recours.jobs.commands.plan_schedules import plan_schedules
from recours.jobs.commands.renew import renew
from recours.jobs.errors import LeaseLost
from recours.jobs.rules import ClaimedJob
from recours.jobs.states import State
from recours.worker.doors.open_doors import empty_mailboxes, open_doors
from recours.worker.errands import run_all_errands, run_errands
from recours.worker.handlers import HANDLERS, UnknownKind
from recours.worker.schedules import PLANS

log = logging.getLogger("recours.worker")

DATABASE_AWAY = (OperationalError, InterfaceError)
PAUSE = 1.0  # seconds before asking a database that did not answer


def _now() -> datetime:
    return datetime.now(tz=UTC)


def worker_name() -> str:
    """Return the name this process signs its jobs with."""
    return f"{socket.gethostname()}.{os.getpid()}"


def run_worker(*, lease: timedelta, idle: float, stop: threading.Event) -> None:
    """Work until `stop` is set; the job in hand is finished first.

    Errands (mail, log) run in a thread of their own: a long job never holds a letter back. So does
    each door where mail comes in.
    """
    plan_schedules(plans=PLANS, at=_now())
    errands = threading.Thread(target=run_errands, args=(stop,), name="errands")
    errands.start()
    doors = open_doors(stop)
    name = worker_name()
    log.info("worker %s is ready", name)
    try:
        while not stop.is_set():
            if not _try_next(name, lease, stop):
                stop.wait(idle)
    finally:
        stop.set()
        for thread in (errands, *doors):
            thread.join()
        connections.close_all()
    log.info("worker %s has finished", name)


def drain(*, lease: timedelta) -> int:
    """Do everything that is due now, then return how many jobs were run."""
    plan_schedules(plans=PLANS, at=_now())
    done = 0
    for mailbox, trouble in empty_mailboxes().items():
        log.warning("mailbox %s: %s", mailbox, trouble)
    run_all_errands()
    while run_next(worker=worker_name(), lease=lease):
        done += 1
    run_all_errands()
    return done


def _try_next(name: str, lease: timedelta, stop: threading.Event) -> bool:
    try:
        return run_next(worker=name, lease=lease)
    except DATABASE_AWAY as problem:
        log.warning("the database does not answer: %s", problem)
        close_old_connections()
        stop.wait(PAUSE)
        return False


def run_next(*, worker: str, lease: timedelta) -> bool:
    """Run one job that is due; return False when there is none."""
    job = claim(worker=worker, lease=lease, at=_now())
    if job is None:
        close_old_connections()
        return False
    try:
        _run(job, lease)
    except LeaseLost:
        log.warning("job %s %s: too late, another worker has it", job.kind, job.id)
    return True


def _run(job: ClaimedJob, lease: timedelta) -> None:
    with _kept(job, lease):
        try:
            result = _work(job)
        except (Exception, SystemExit) as error:  # noqa: BLE001  # one bad job never stops the others
            state = fail(job=job, error=error, at=_now())
            level = logging.ERROR if state is State.DEAD else logging.WARNING
            log.log(level, "job %s %s: %s, now %s", job.kind, job.id, type(error).__name__, state)
        else:
            finish(job=job, result=result, at=_now())


def _work(job: ClaimedJob) -> Any:
    if job.backend:
        return run_task(job=job.id)
    if job.kind not in HANDLERS:
        raise UnknownKind(job.kind)
    return HANDLERS[job.kind](job.payload, _now())


@contextmanager
def _kept(job: ClaimedJob, lease: timedelta) -> Iterator[None]:
    """Renew the lease while the job runs: a worker that lives keeps what it took."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(job, lease, over), name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(job: ClaimedJob, lease: timedelta, over: threading.Event) -> None:
    try:
        while not over.wait(lease.total_seconds() / 3):
            try:
                if not renew(job=job, lease=lease):
                    return
            except DATABASE_AWAY as problem:
                log.warning("lease of %s not renewed: %s", job.id, problem)
    finally:
        connections.close_all()
