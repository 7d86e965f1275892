"""Where a message goes, decided on plain values: one rule after the other, the first that speaks.

The identifiers H-… are those of the table of hostile inputs; each has its message in the corpus.
"""

from dataclasses import dataclass

from recours.mailroom.states import Asks, Outcome

MOST_ANSWERED = 10  # messages an hour from one sender: above, no receipt leaves by itself
MOST_ALIKE = 100  # of one sender and one subject within an hour: above, a person looks at all
MOST_ON_A_CASE = 100
REPORTS = frozenset({"bounce", "delivery-report"})
NOT_AUTHENTICATED = "the sender is not authenticated"
TOO_MANY = "too many messages from this address within an hour"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a message when it is sorted."""

    too_large: bool = False
    unreadable: str = ""  # why nothing could be read
    has_headers: bool = True
    has_words: bool = True  # words, or a file
    copy_of: str = ""  # the arrival that held the same message
    sender: str = ""
    usable: bool = True  # an address we can write to
    ours: bool = False  # the sender is one of our own addresses
    automatic: str = ""
    proved: str = ""  # the case that a signed address or identifier of ours names
    exists: bool = False
    is_open: bool = False
    known_on_case: bool = False
    lately_alike: int = 0
    lately_from_sender: int = 0
    lately_on_case: int = 0
    doubtful: bool = False  # the server we trust says the sender is not who it seems


@dataclass(frozen=True, slots=True)
class Sorted:
    """Where it goes, why, and what a person is asked."""

    outcome: Outcome
    reason: str = ""
    about: str = ""
    proposed: str = ""
    original: str = ""
    asks: str = ""
    withhold: str = ""
    tell_sender: bool = False


def sort_mail(facts: Facts) -> Sorted:
    """Return where the message goes."""
    for rule in (_too_large, _unreadable, _copy, _ours, _automatic, _reply, _nobody, _flood):
        if found := rule(facts):
            return found
    return Sorted(Outcome.NEW, withhold=_withheld(facts))


def _too_large(facts: Facts) -> Sorted | None:
    """H-29: kept, shown to a person, its sender told once."""
    if not facts.too_large:
        return None
    answerable = facts.usable and not (facts.ours or facts.automatic or facts.doubtful)
    return Sorted(Outcome.REJECTED, "too-large", tell_sender=bool(facts.sender) and answerable)


def _unreadable(facts: Facts) -> Sorted | None:
    """H-01, H-09: nothing a person could be shown as a message."""
    if facts.unreadable:
        return Sorted(Outcome.UNREADABLE, facts.unreadable)
    if not facts.has_headers:
        return Sorted(Outcome.UNREADABLE, "no-headers")
    if not facts.has_words and not facts.sender:
        return Sorted(Outcome.UNREADABLE, "empty")
    return None


def _copy(facts: Facts) -> Sorted | None:
    """H-21: one message that two of our mailboxes received."""
    if not facts.copy_of:
        return None
    return Sorted(Outcome.DUPLICATE, "same-message", original=facts.copy_of)


def _ours(facts: Facts) -> Sorted | None:
    """H-17: our own address is nobody's identity; what we sent and comes back is no complaint."""
    if not facts.ours or facts.automatic in REPORTS:
        return None
    if facts.automatic:
        return Sorted(Outcome.NOTIFICATION, "our-own-message")
    return Sorted(Outcome.TO_LINK, "our-own-address", proposed=_case(facts))


def _automatic(facts: Facts) -> Sorted | None:
    """H-22: no machine is answered; what proves its case is put there, out of the way."""
    if not facts.automatic:
        return None
    return Sorted(Outcome.NOTIFICATION, facts.automatic, about=_case(facts))


def _reply(facts: Facts) -> Sorted | None:
    """H-11 to H-14: a case is joined by our own seal and by a sender it knows; nothing else."""
    case = _case(facts)
    if not case:
        return None
    if not facts.known_on_case:
        return Sorted(Outcome.TO_LINK, "sender-unknown-on-case", proposed=case)
    if facts.lately_on_case >= MOST_ON_A_CASE:
        return Sorted(Outcome.TO_LINK, "too-many-on-case", proposed=case)
    asks = "" if facts.is_open else Asks.CLOSED_CASE
    return Sorted(Outcome.REPLY, about=case, asks=asks)


def _nobody(facts: Facts) -> Sorted | None:
    """H-02, H-03: no address is guessed; a person says who writes."""
    if not facts.sender:
        return Sorted(Outcome.TO_LINK, "no-sender")
    if not facts.usable:
        return Sorted(Outcome.TO_LINK, "no-usable-address")
    return None


def _flood(facts: Facts) -> Sorted | None:
    """H-23, H-24: the same words again and again are one matter, and a person looks."""
    if facts.lately_alike < MOST_ALIKE:
        return None
    return Sorted(Outcome.TO_LINK, "too-many-alike")


def _case(facts: Facts) -> str:
    return facts.proved if facts.exists else ""


def _withheld(facts: Facts) -> str:
    """H-18, H-23: why the receipt waits for a person."""
    if facts.doubtful:
        return NOT_AUTHENTICATED
    return TOO_MANY if facts.lately_from_sender >= MOST_ANSWERED else ""
