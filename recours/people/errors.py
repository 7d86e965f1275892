"""What people refuses, named for what it refuses."""


class NotYours(Exception):
    """The object does not exist for this person: foreign and missing look the same (404)."""


class BadAddress(Exception):
    """The text is not one e-mail address."""


class BadCard(Exception):
    """A card number is made of letters and digits, 40 at most."""


class UnknownRole(Exception):
    """The role does not exist."""


class UnknownScope(Exception):
    """The scope does not exist."""


class AddressTaken(Exception):
    """Somebody of the staff already uses this address."""


class CardHeldByAnother(Exception):
    """Two members of one programme cannot hold the same card."""


class TooManyAttempts(Exception):
    """The limit of attempts is reached; `retry_after` says in how many seconds to come back."""

    def __init__(self, retry_after: int) -> None:
        """Keep the seconds to wait."""
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


class AddressOfAnother(Exception):
    """The address belongs to another customer."""


class CodeRefused(Exception):
    """The code is wrong, too old, already used, void, or asked for in another browser."""


class LinkRefused(Exception):
    """The one-time link is unknown, too old or already used."""


class WeakPassword(Exception):
    """The password is refused; `reasons` are sentences to show."""

    def __init__(self, reasons: list[str]) -> None:
        """Keep the sentences."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class NoSuchStaff(Exception):
    """Nobody of the staff has this key or address."""


class NoSuchCustomer(Exception):
    """No customer has this key."""


class BadPhone(ValueError):
    """Not a telephone number, however it is read."""
