"""The life of a message that arrives, as one table."""

from enum import StrEnum


class Standing(StrEnum):
    """Where an incoming message stands: every one is somewhere, none is nowhere."""

    PENDING = "pending"  # kept, not read yet
    FILED = "filed"  # on a case, or an automatic message that belongs to none
    UNREADABLE = "unreadable"  # nothing could be read: a person looks at the raw file
    TO_LINK = "to_link"  # read, and a person says what it is about
    REJECTED = "rejected"  # larger than we read; kept all the same
    DUPLICATE = "duplicate"  # the same content came before
    SET_ASIDE = "set_aside"  # a person said why nothing follows


class Outcome(StrEnum):
    """What became of a message the first time it was looked at; never rewritten."""

    NEW = "new"
    REPLY = "reply"
    DUPLICATE = "duplicate"
    NOTIFICATION = "notification"
    UNREADABLE = "unreadable"
    TO_LINK = "to_link"
    REJECTED = "rejected"


class Asks(StrEnum):
    """What a filed message still asks of a person."""

    CLOSED_CASE = "closed_case"  # an answer to a case that was settled


_BY_A_PERSON = frozenset({Standing.FILED, Standing.SET_ASIDE})

MOVES: dict[Standing, frozenset[Standing]] = {
    Standing.PENDING: frozenset(Standing) - {Standing.PENDING, Standing.SET_ASIDE},
    Standing.UNREADABLE: _BY_A_PERSON,
    Standing.TO_LINK: _BY_A_PERSON,
    Standing.REJECTED: _BY_A_PERSON,
    Standing.DUPLICATE: _BY_A_PERSON,
    Standing.FILED: frozenset(),
    Standing.SET_ASIDE: frozenset(),
}

WAITS_FOR_A_PERSON = (Standing.TO_LINK, Standing.UNREADABLE, Standing.REJECTED)
OUTCOME_OF = {
    Standing.UNREADABLE: Outcome.UNREADABLE,
    Standing.TO_LINK: Outcome.TO_LINK,
    Standing.REJECTED: Outcome.REJECTED,
    Standing.DUPLICATE: Outcome.DUPLICATE,
}
