"""Refusals of the webhooks."""


class BadAddress(ValueError):
    """The address may not be called; the code says why (rules/addresses.py)."""


class UnknownEvent(ValueError):
    """No event has this name."""


class EndpointNotFound(LookupError):
    """No such endpoint, or not this person's."""


class DeliveryNotFound(LookupError):
    """No such delivery, or not this person's."""


class TooManyEndpoints(ValueError):
    """There are as many as we serve."""


class NotDelivered(Exception):
    """The receiver did not take the message; the text says why, in a few words for machines."""
