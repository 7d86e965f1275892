"""Authentication-Results (RFC 8601), believed only from the server named as trusted."""

import re
from collections.abc import Sequence

from recours.mail.shapes import Authentication
from recours.mail.wire import Headers

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_METHOD = re.compile(r"\s*(spf|dkim|dmarc)\s*(?:/\s*\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(
    r"\b(header\.from|header\.d|header\.i|smtp\.mailfrom|smtp\.helo)\s*=\s*\"?([^\s;\"]+)",
    re.IGNORECASE,
)
_MOST = 20

_Result = tuple[str, dict[str, str]]


def authentication(headers: Headers, sender: str, trusted: Sequence[str]) -> Authentication:
    """Return the results of the topmost header stamped by a trusted server; nothing otherwise."""
    wanted = {each.strip().lower() for each in trusted if each.strip()}
    for value in headers.all("authentication-results")[:_MOST]:
        text = _COMMENT.sub(" ", value.decode("latin-1"))
        first, *methods = text.split(";")
        server = (first.split() or [""])[0].strip('"').lower()
        if server in wanted:
            return _read(server, methods, sender.rpartition("@")[2].lower())
    return Authentication()


def _read(server: str, methods: list[str], domain: str) -> Authentication:
    results: dict[str, list[_Result]] = {"spf": [], "dkim": [], "dmarc": []}
    for method in methods:
        found = _METHOD.match(method)
        if found:
            given = {key.lower(): value for key, value in _PROPERTY.findall(method)}
            results[found.group(1).lower()].append((found.group(2).lower(), given))
    spf, dkim, dmarc = (_best(results[each], domain) for each in ("spf", "dkim", "dmarc"))
    return Authentication(
        spf=spf[0],
        dkim=dkim[0],
        dmarc=dmarc[0],
        from_aligned=bool(domain) and _aligned(spf, dkim, dmarc, domain),
        by=server,
    )


def _best(results: list[_Result], domain: str) -> _Result:
    """Return the result that passes for the sender's domain, else any that passes, else one."""
    passing = [each for each in results if each[0] == "pass"]
    for each in passing:
        if _same(_domain(each[1]), domain):
            return each
    if passing:
        return passing[0]
    return results[0] if results else ("", {})


def _aligned(spf: _Result, dkim: _Result, dmarc: _Result, domain: str) -> bool:
    if dmarc[0] in ("pass", "fail"):
        claimed = dmarc[1].get("header.from", "").rpartition("@")[2].lower()
        return dmarc[0] == "pass" and claimed in ("", domain)
    return any(each[0] == "pass" and _same(_domain(each[1]), domain) for each in (dkim, spf))


def _domain(given: dict[str, str]) -> str:
    for key in ("header.from", "header.d", "header.i", "smtp.mailfrom"):
        if key in given:
            return given[key].rpartition("@")[2].lower().strip(".<>")
    return ""


def _same(one: str, other: str) -> bool:
    """Say whether two domains are one organisation: equal, or one under the other."""
    if not one or not other or "." not in one or "." not in other:
        return one == other != ""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
