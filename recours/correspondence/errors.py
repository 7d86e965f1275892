"""Refusals, named for what they refuse."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.functional import Promise


class Lack(Protocol):
    """Something a letter lacks, said in a sentence."""

    @property
    def sentence_fr(self) -> str:
        """Say what is missing, in French."""


class LetterIncomplete(Exception):
    """The letter lacks an element that the law or our word owes; `missing` says which, and why."""

    def __init__(self, missing: Sequence[Lack]) -> None:
        """Keep what is missing."""
        super().__init__("; ".join(one.sentence_fr for one in missing))
        self.missing = tuple(missing)


class RefusedAttachment(Exception):
    """The file is not kept; `sentence` tells the person why and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        """Keep the sentence, in the language of whoever reads it."""
        super().__init__(str(sentence))
        self.sentence = sentence


class AttachmentNotFound(Exception):
    """No attachment of that key on this file."""


class FileDamaged(Exception):
    """A file we kept is gone, or is no longer what it was: its fingerprint differs."""


class MessageNotFound(Exception):
    """No message of that key."""


class PostAway(Exception):
    """The mail server cannot be reached, or cannot be trusted: nothing leaves for now."""


class PostDelays(Exception):
    """The mail server asks to come back later for this message."""


class PostRefuses(Exception):
    """The mail server refuses this message for good."""


class LetterNotSet(Exception):
    """The press gave no document; the text is what it said."""


class KeyNotUsable(Exception):
    """A key of ours is missing, malformed or readable by others; the text says which and why."""


class AntivirusAway(Exception):
    """The antivirus does not answer: what waits for it stays closed."""


class FileWithheld(Exception):
    """The file may not be opened: nobody has checked it yet, or something was found in it."""

    def __init__(self, verdict: str) -> None:
        """Keep the verdict."""
        super().__init__(verdict)
        self.verdict = verdict


class NoSuchWay(Exception):
    """Nobody is reached by that channel."""


class NothingToPrint(Exception):
    """No letter waits to be printed."""


class LetterNotFound(Exception):
    """No letter of that key came on paper."""


class LetterAlreadyFiled(Exception):
    """Somebody else said a moment ago what this letter is."""


class PostUnsure(Exception):
    """What we asked may have been done or not: nobody answered to say so."""


class NotASubscription(Exception):
    """The browser gave an address or keys to which nothing is sent."""


class BadTemplate(Exception):
    """Sentences that cannot be published, and why."""

    def __init__(self, faults: Sequence[object]) -> None:
        """Keep the faults."""
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class TemplateLacks(Exception):
    """Sentences that leave out what the law asks for."""

    def __init__(self, lacking: Sequence[object]) -> None:
        """Keep what they lack."""
        super().__init__(f"{len(lacking)} elements are missing")
        self.lacking = tuple(lacking)


class TemplateChanged(Exception):
    """Somebody else published another version meanwhile."""


class NothingToPublish(Exception):
    """The sentences are those already in force."""
