"""What terms refuses, named for what it refuses."""


class BadTerms(Exception):
    """A version lacks a text, or two of its clauses have one anchor; the message says which."""


class TermsAlreadyPublished(Exception):
    """Another text was published under this version, or applies from this very moment."""


class TermsNotAfter(Exception):
    """A version cannot take effect before one that is already published: the past stays said."""
