"""Tasks that leave a mark in a file of the installation, one line a time they run."""

import fcntl
import os
import time
from pathlib import Path

from django.conf import settings
from django_tasks import task


def leave_mark(text: str) -> None:
    """Write one whole line, whoever else writes."""
    with (Path(settings.DATA) / "marks.txt").open("a") as marks:
        fcntl.flock(marks, fcntl.LOCK_EX)
        marks.write(f"{text}\n")


@task()
def mark(text):
    leave_mark(text)
    return f"{text} done"


@task(max_attempts=5, backoff=0)
def fail_twice(text):
    leave_mark(text)
    if _count(text) < 3:
        raise RuntimeError("not yet")


@task(max_attempts=2, backoff=0)
def poison(text):
    leave_mark(text)
    raise ValueError("always")


@task(max_attempts=3, backoff=0)
def wait_for_the_gate(text):
    """Last until somebody opens the gate, a minute at most."""
    leave_mark(f"{text}:start")
    end = time.monotonic() + 60
    while not (Path(settings.DATA) / "gate").exists() and time.monotonic() < end:
        time.sleep(0.02)
    leave_mark(f"{text}:end")


@task(max_attempts=2, backoff=0)
def kill_the_worker(text):
    leave_mark(text)
    os.abort()


@task(takes_context=True, backoff=0)
def say_the_attempt(context, text):
    leave_mark(f"{text}:{context.attempt}")


def _count(text: str) -> int:
    return (Path(settings.DATA) / "marks.txt").read_text().split("\n").count(text)
