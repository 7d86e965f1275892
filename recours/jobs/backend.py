"""The queue, spoken to as django_tasks: `@task` functions become jobs of our own table.

An adapter of somebody else's interface, which does not pass the time: it reads the clock.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskContext, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json
from typing_extensions import override

from recours.jobs.commands.enqueue import enqueue
from recours.jobs.models import Job
from recours.jobs.queries import row_of
from recours.jobs.states import State

P = ParamSpec("P")
T = TypeVar("T")

STATUS = {
    State.READY: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DONE: TaskResultStatus.SUCCESSFUL,
    State.DEAD: TaskResultStatus.FAILED,
    State.DISCARDED: TaskResultStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DurableTask(Task[P, T]):
    """A task that says how often, and how patiently, it is tried again."""

    max_attempts: int = 5
    backoff: int = 5


class DurableBackend(BaseTaskBackend):
    """Keeps tasks in the database of the product, in the caller's transaction."""

    task_class = DurableTask
    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    @override
    def enqueue(self, task: Task[P, T], args: P.args, kwargs: P.kwargs) -> TaskResult[T]:  # type: ignore[valid-type]
        """Write the task as a job; it exists only if the caller's transaction commits."""
        self.validate_task(task)
        key = enqueue(
            kind=task.module_path,
            payload={"args": normalize_json(args), "kwargs": normalize_json(kwargs)},
            at=datetime.now(tz=UTC),
            run_after=task.run_after,
            priority=task.priority,
            max_attempts=getattr(task, "max_attempts", 5),
            backoff=getattr(task, "backoff", 5),
            backend=self.alias,
        )
        return self.get_result(key)

    @override
    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Return how the task goes; raise `TaskResultDoesNotExist`."""
        job = row_of(result_id)
        if job is None or job.backend != self.alias:
            raise TaskResultDoesNotExist(result_id)
        return _result_of(job)


def run_task(*, job: str) -> Any:
    """Run the function a job names, with the arguments it holds, and return what it returns."""
    row = row_of(job)
    if row is None:
        raise TaskResultDoesNotExist(job)
    result = _result_of(row)
    given = (TaskContext(task_result=result),) if result.task.takes_context else ()
    return normalize_json(result.task.call(*given, *result.args, **result.kwargs))


def _result_of(job: Job) -> TaskResult[Any]:
    task = import_string(job.kind)
    if not isinstance(task, Task):
        raise TypeError(f"{job.kind} is not a task")
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUS[State(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.last_attempted_at,
        args=job.payload["args"],
        kwargs=job.payload["kwargs"],
        backend=job.backend,
        errors=[
            TaskError(exception_class_path=e["type"], traceback=e["trace"]) for e in job.errors
        ],
        worker_ids=job.workers,
    )
    object.__setattr__(result, "_return_value", job.result)
    return result
