"""By which channel a message goes, and why: what the law demands, what is preferred, what works.

A text that the law wants on a durable medium leaves by e-mail or by letter, whole; a text message
or a notification may only announce it, and a bare link is no such medium (CJEU, C-49/11).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Way(StrEnum):
    """A way to reach somebody."""

    EMAIL = "email"
    LETTER = "letter"
    PORTAL = "portal"  # nothing else works: it waits in the customer's space
    SMS = "sms"
    PUSH = "push"


class Reason(StrEnum):
    """Why this channel was taken; the word is kept with the message."""

    EMAIL_WORKS = "email-works"
    PREFERS_LETTER = "prefers-letter"
    NO_POST_ADDRESS = "no-post-address"
    EMAIL_FAILING = "email-failing"
    NO_EMAIL = "no-email"
    NOTHING_WORKS = "nothing-works"
    QUESTION_ONLY = "question-only"


REASONS: dict[Reason, tuple[str, str]] = {
    Reason.EMAIL_WORKS: (
        "Par e-mail : l’adresse reçoit, et un e-mail se garde.",
        "By e-mail: the address works, and an e-mail can be kept.",
    ),
    Reason.PREFERS_LETTER: (
        "Par lettre : la personne préfère le courrier.",
        "By letter: the person prefers the post.",
    ),
    Reason.NO_POST_ADDRESS: (
        "Par e-mail : nous n’avons pas d’adresse postale qui reçoive, malgré la préférence.",
        "By e-mail: despite the preference, we have no postal address that works.",
    ),
    Reason.EMAIL_FAILING: (
        "Par lettre : l’adresse e-mail ne reçoit plus nos messages.",
        "By letter: the e-mail address no longer receives our messages.",
    ),
    Reason.NO_EMAIL: (
        "Par lettre : nous n’avons pas d’adresse e-mail.",
        "By letter: we have no e-mail address.",
    ),
    Reason.NOTHING_WORKS: (
        "Ni e-mail ni adresse postale ne reçoivent : à joindre autrement.",
        "Neither e-mail nor post gets through: to be reached another way.",
    ),
    Reason.QUESTION_ONLY: (
        "Gardé dans l’espace de la personne : une question ne part pas par courrier.",
        "Kept in the person’s space: a question does not go by post.",
    ),
}
# What need not be kept on paper: nobody loses a right by not receiving it.
QUESTIONS = frozenset({"follow_up"})


@dataclass(frozen=True, slots=True)
class Contact:
    """An address of the person, and whether what we send there arrives."""

    way: Way
    address: str
    failing: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The channel, the reason, and what announces the message besides."""

    way: Way
    reason: Reason
    address: str = ""
    also: tuple[Way, ...] = ()
    phone: str = ""

    @property
    def ask_otherwise(self) -> bool:
        """Say whether a person must find another way."""
        return self.reason is Reason.NOTHING_WORKS

    def words(self, language: str) -> str:
        """Say why, in the language of whoever reads."""
        french, english = REASONS[self.reason]
        return english if language == "en" else french


def choose_channel(
    *, kind: str, contacts: Sequence[Contact], preference: str = "", also: Sequence[Way] = ()
) -> Choice:
    """Return the channel of a message of this kind.

    `preference` is `email`, `letter` or nothing; `also` what the person asked to be told by.
    """
    choice = _choose(kind, contacts, preference, also)
    return replace(choice, phone=_working(contacts, Way.SMS) if Way.SMS in choice.also else "")


def _choose(kind: str, contacts: Sequence[Contact], preference: str, also: Sequence[Way]) -> Choice:
    email, post = _working(contacts, Way.EMAIL), _working(contacts, Way.LETTER)
    told = tuple(way for way in also if way in {Way.SMS, Way.PUSH} and _working(contacts, way))
    if preference == Way.LETTER and post and kind not in QUESTIONS:
        return Choice(Way.LETTER, Reason.PREFERS_LETTER, post, told)
    if email:
        wanted = preference == Way.LETTER and kind not in QUESTIONS
        reason = Reason.NO_POST_ADDRESS if wanted else Reason.EMAIL_WORKS
        return Choice(Way.EMAIL, reason, email, told)
    if kind in QUESTIONS:
        return Choice(Way.PORTAL, Reason.QUESTION_ONLY)
    if post:
        failing = any(one.way is Way.EMAIL for one in contacts)
        reason = Reason.EMAIL_FAILING if failing else Reason.NO_EMAIL
        return Choice(Way.LETTER, reason, post, told)
    return Choice(Way.PORTAL, Reason.NOTHING_WORKS, "", told)


def _working(contacts: Sequence[Contact], way: Way) -> str:
    return next((one.address for one in contacts if one.way is way and not one.failing), "")
