"""What the log refuses, named for what it refuses."""


class LogWouldShrink(Exception):
    """A checkpoint was already signed for more leaves: signing fewer would be a lie."""


class LogWouldFork(Exception):
    """The leaves are not those already signed: two truths would bear one signature."""


class LogRenamed(Exception):
    """The origin or the key is not the one that signed so far; a new log needs a new folder."""


class LogKeyMissing(Exception):
    """The key of the log has not been made: run `recours setup`."""


class LogDamaged(Exception):
    """A file of the log is missing or unreadable; the text says which and what to do."""


class OutsideTransaction(Exception):
    """A fact is written in the transaction of what it tells, or not at all."""
