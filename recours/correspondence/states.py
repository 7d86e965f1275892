"""The lives of what leaves, of a file and of a letter that came, each as one table."""

from enum import StrEnum


class Sending(StrEnum):
    """Where an outgoing message stands."""

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"  # the server said no for good
    DEAD = "dead"  # nobody answered for five days
    BOUNCED = "bounced"  # a server took it, then sent it back
    WITHHELD = "withheld"  # we keep it back on purpose; a person is told


MOVES: dict[Sending, frozenset[Sending]] = {
    Sending.PENDING: frozenset({Sending.LEASED}),
    Sending.LEASED: frozenset({Sending.SENT, Sending.PENDING, Sending.FAILED, Sending.DEAD}),
    Sending.SENT: frozenset({Sending.BOUNCED}),
    Sending.BOUNCED: frozenset({Sending.PENDING}),
    Sending.FAILED: frozenset({Sending.PENDING}),
    Sending.DEAD: frozenset({Sending.PENDING}),
    Sending.WITHHELD: frozenset({Sending.PENDING}),
}


class Posting(StrEnum):
    """Where a letter that leaves by post stands."""

    TO_PRINT = "to_print"
    PRINTED = "printed"
    POSTED = "posted"
    RETURNED = "returned"  # the post brought it back
    CANCELLED = "cancelled"


POSTINGS: dict[Posting, frozenset[Posting]] = {
    Posting.TO_PRINT: frozenset({Posting.PRINTED, Posting.CANCELLED}),
    Posting.PRINTED: frozenset({Posting.POSTED, Posting.TO_PRINT, Posting.CANCELLED}),
    Posting.POSTED: frozenset({Posting.PRINTED, Posting.RETURNED}),
    Posting.RETURNED: frozenset({Posting.POSTED}),
    Posting.CANCELLED: frozenset({Posting.TO_PRINT}),
}

SENT_BY_POST = (Posting.POSTED, Posting.RETURNED)
LEFT = (Sending.SENT, Sending.BOUNCED)
UNDELIVERED = (Sending.FAILED, Sending.DEAD, Sending.BOUNCED)


class Verdict(StrEnum):
    """What is known of a file: nobody opens what is pending or infected."""

    CLEAN = "clean"
    PENDING = "pending"  # the antivirus has not answered yet
    INFECTED = "infected"
    UNSCANNED = "unscanned"  # no antivirus is configured: given with a warning


VERDICT_MOVES: dict[Verdict, frozenset[Verdict]] = {
    Verdict.UNSCANNED: frozenset({Verdict.PENDING, Verdict.CLEAN, Verdict.INFECTED}),
    Verdict.PENDING: frozenset({Verdict.CLEAN, Verdict.INFECTED, Verdict.UNSCANNED}),
    Verdict.CLEAN: frozenset({Verdict.PENDING, Verdict.INFECTED}),  # what is known changes
    Verdict.INFECTED: frozenset({Verdict.CLEAN}),  # a false alarm, lifted
}
OPENED = (Verdict.CLEAN, Verdict.UNSCANNED)


class LetterState(StrEnum):
    """Where a letter that came on paper stands."""

    WAITING = "waiting"  # its words are being read
    TO_CONFIRM = "to_confirm"
    FILED = "filed"
    SET_ASIDE = "set_aside"  # it is no complaint; somebody said so


LETTER_MOVES: dict[LetterState, frozenset[LetterState]] = {
    LetterState.WAITING: frozenset(
        {LetterState.TO_CONFIRM, LetterState.FILED, LetterState.SET_ASIDE}
    ),
    LetterState.TO_CONFIRM: frozenset({LetterState.FILED, LetterState.SET_ASIDE}),
    LetterState.FILED: frozenset(),
    LetterState.SET_ASIDE: frozenset({LetterState.TO_CONFIRM}),
}
