"""Addresses that stay on this site."""

from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(text: str | None, *, home: str = "/") -> str:
    """Return a path of this site, or `home` for anything that would lead elsewhere."""
    path = (text or "").strip()
    local = path.startswith("/") and not path.startswith(("//", "/\\"))
    printable = path.isprintable() and "\\" not in path
    if local and printable and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return path
    return home
