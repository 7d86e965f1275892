"""What forms refuses, named for what it refuses."""

from collections.abc import Mapping


class UnknownLeaf(ValueError):
    """No leaf of the taxonomy has this code."""


class BadForm(Exception):
    """A form document is not whole; each line says where and what."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class BadAnswers(Exception):
    """Answers that do not fit their questions: code of the question, code of the refusal."""

    def __init__(self, refused: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{code}: {why}" for code, why in refused.items()))
        self.refused = dict(refused)


class FormChanged(Exception):
    """Somebody else changed or published this form since this person opened it."""


class NothingToPublish(Exception):
    """The questions are those of the version in force."""


class NoSuchVersion(Exception):
    """No version of that number was published for this leaf."""


class NoSuchQuestion(Exception):
    """The form has no question, or no page, of that code."""
