"""Where a link really goes, said beside its words."""

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"https?://|mailto:|tel:", re.IGNORECASE)


def real_place(href: str) -> str:
    """Return the host of a web link or the address of another, empty when it has none."""
    low = href.strip().lower()
    if low.startswith("mailto:"):
        return href.strip()[7:].split("?")[0]
    if low.startswith("tel:"):
        return href.strip()[4:]
    if not low.startswith(("http://", "https://")):
        return ""
    try:
        host = urlsplit(href.strip()).hostname or ""
    except ValueError:
        return ""
    return _plain_host(host)


def _plain_host(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def says_its_place(words: str, href: str) -> bool:
    """Say whether the words of a link already name the place it goes to, and no other."""
    place = real_place(href).lower()
    said = _SCHEME.sub("", words.strip().lower())
    if not place:
        return True
    if "@" in place or href.lower().startswith("tel:"):
        return _squeezed(place) in _squeezed(said)
    bare = place.removeprefix("www.")
    first = re.split(r"[/?#\s]", said, maxsplit=1)[0].removeprefix("www.")
    return first.rstrip(".") == bare


def _squeezed(text: str) -> str:
    return re.sub(r"[\s.()-]+", "", text)


def link_words(words: str, href: str) -> str:
    """Return what to write after the words of a link: its real place, when they do not say it."""
    place = real_place(href)
    if not place or says_its_place(words, href):
        return ""
    return f" [{place}]" if words.strip() else f"[{place}]"
