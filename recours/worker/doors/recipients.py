"""Which addresses mail is taken in for: ours, whatever token they carry; nobody else's."""

from collections.abc import Iterator

from django.conf import settings


def our_addresses() -> Iterator[str]:
    """Yield every address mail is taken in for, without tokens."""
    yield from (settings.MAIL_FROM, settings.MAIL_REPLY, settings.MAIL_BOUNCE)
    yield str(settings.OPERATOR["email"])
    yield from settings.MAIL_ALSO


def plain(address: str) -> str:
    """Return an address without its token: `name+anything@domain` is `name@domain`."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def is_for_us(address: str) -> bool:
    """Say whether a recipient is one of ours, as it is or without its token."""
    ours = {one.casefold() for one in our_addresses()}
    return address.casefold() in ours or plain(address) in ours
