"""Refusals, named for what they refuse."""


class JobNotFound(Exception):
    """No job has this key."""


class LeaseLost(Exception):
    """Another worker took the job over: this one may not write its result."""


class WorkerLost(Exception):
    """The worker that ran the job stopped renewing its lease: killed, or out of memory."""
