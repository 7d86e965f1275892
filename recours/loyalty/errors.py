"""What loyalty refuses, named for what it refuses."""


class UnknownProgramme(Exception):
    """No programme has this code."""


class ProgrammeExists(Exception):
    """Another programme already has this code, with other terms of keeping."""


class BadProgramme(Exception):
    """A programme lacks something or holds a value that cannot work; the message says which."""


class BadRuleDocument(Exception):
    """The rule document has faults; the message lists them with their places."""


class UnknownClause(Exception):
    """A rule leans on a clause that the version of the terms does not hold."""


class RuleSetAlreadyPublished(Exception):
    """Another document was published under this version."""


class RuleSetNotAfter(Exception):
    """A version cannot take effect before one that is already published."""


class BadPoints(Exception):
    """Points are moved by whole numbers from 1 to 1,000,000,000."""


class NotEnoughPoints(Exception):
    """The account holds fewer points than would be taken from it."""


class RestoredDifferently(Exception):
    """Points were already restored for this source: another number, or for somebody else."""


class UnknownCorrection(Exception):
    """No correction has this reference."""


class ApprovedByItsAuthor(Exception):
    """A correction is approved by somebody else than who proposed it."""


class CorrectionFileChanged(Exception):
    """A file of corrections of that name exists with another content."""
