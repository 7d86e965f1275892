"""What each kind of job does: one line per kind, naming the verb that does it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from recours.correspondence.commands.sweep_files import sweep_files
from recours.jobs.commands.prune import prune

Handler = Callable[[Mapping[str, Any], datetime], Any]


class UnknownKind(Exception):
    """No verb does this kind of work: an older worker meets a newer job."""


HANDLERS: dict[str, Handler] = {
    "jobs.prune": lambda _payload, at: prune(at=at),
    "correspondence.sweep_files": lambda _payload, at: sweep_files(at=at),
}
