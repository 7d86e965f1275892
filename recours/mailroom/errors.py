"""Refusals, named for what they refuse."""


class MailNotFound(Exception):
    """No message of that key has arrived."""


class MailAlreadyFiled(Exception):
    """The message is no longer where it was: somebody was quicker."""


class RawDamaged(Exception):
    """The bytes we kept are gone, or are no longer what they were."""


class NothingToSetAside(Exception):
    """Setting a message aside needs a reason in words."""
