"""Hands text messages to a provider: OVHcloud's SMS interface, or nobody when none is set.

`ovh://APPLICATION:SECRET@eu.api.ovh.com/SERVICE?consumer=KEY&sender=NAME`: the request is signed as
the provider asks (SHA-1 of secret, key, method, address, body and time). One host only, the one
that is set; no redirection is followed; `ovh+http` speaks in clear to this very machine alone.
"""

import hashlib
import http.client
import ipaddress
import json
import ssl
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlparse

from django.conf import settings

from recours.correspondence.errors import PostAway, PostDelays, PostRefuses, PostUnsure

PATIENCE = 10.0  # seconds
LONGEST_ANSWER = 65_536
BASE = "/1.0"
BUSY, BROKEN = 429, 500


def texter() -> "Ovh | None":
    """Return who carries text messages, or nothing."""
    return Ovh(settings.SMS_URL) if settings.SMS_URL else None


class Ovh:
    """One account of the provider."""

    def __init__(self, url: str) -> None:
        """Read where it is and who we are."""
        told = urlparse(url)
        asked = parse_qs(told.query)
        self.host, self.port = told.hostname or "", told.port
        self.clear = told.scheme == "ovh+http"
        self.key, self.secret = unquote(told.username or ""), unquote(told.password or "")
        self.service = told.path.strip("/")
        self.consumer = asked.get("consumer", [""])[0]
        self.sender = asked.get("sender", [""])[0]

    def carry(self, *, to: str, text: str) -> str:
        """Return what the provider answered.

        Raise `PostAway` when nothing left, `PostDelays` or `PostRefuses` for its no, and
        `PostUnsure` when the answer was lost: then nobody knows, and it is not said again.
        """
        job = {
            "message": text,
            "receivers": [to],
            "noStopClause": True,  # an answer to a complaint is no advertisement
            "priority": "medium",
            "charset": "UTF-8",
            "coding": "7bit",
            "senderForResponse": not self.sender,
            **({"sender": self.sender} if self.sender else {}),
        }
        path = f"{BASE}/sms/{quote(self.service, safe='')}/jobs"
        with closing(self._dial()) as line:
            now = self._time(line)
            status, said = self._ask(line, path, json.dumps(job), now)
        return self._meaning(status, said, to)

    def _meaning(self, status: int, said: Any, to: str) -> str:
        words = str(said.get("message", "") if isinstance(said, dict) else "")[:200]
        if status == BUSY:
            raise PostDelays(f"{status} {words}")
        if status >= BROKEN:
            raise PostUnsure(f"{status} {words}")
        if status != http.client.OK:
            raise PostRefuses(f"{status} {words}")
        if not isinstance(said, dict) or to in said.get("invalidReceivers", []):
            raise PostRefuses("the provider does not know this number")
        return f"{status} {said.get('ids', [])}"[:120]

    def _dial(self) -> http.client.HTTPConnection:
        if self.clear:
            if not _is_this_machine(self.host):
                raise PostAway("nothing is sent in clear to another machine")
            line = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        else:
            line = http.client.HTTPSConnection(
                self.host, self.port, timeout=PATIENCE, context=ssl.create_default_context()
            )
        try:
            line.connect()
        except OSError as problem:
            raise PostAway(f"{self.host}: {problem}") from problem
        return line

    def _time(self, line: http.client.HTTPConnection) -> int:
        """Ask the provider for its own time: our clock may be wrong, and it signs with it."""
        try:
            line.request("GET", f"{BASE}/auth/time")
            return int(line.getresponse().read(32))
        except (OSError, ValueError, http.client.HTTPException) as problem:
            raise PostAway(f"{self.host}: {problem}") from problem

    def _ask(
        self, line: http.client.HTTPConnection, path: str, body: str, now: int
    ) -> tuple[int, Any]:
        where = f"{'http' if self.clear else 'https'}://{self._place()}{path}"
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Ovh-Application": self.key,
            "X-Ovh-Consumer": self.consumer,
            "X-Ovh-Timestamp": str(now),
            "X-Ovh-Signature": signature(self.secret, self.consumer, "POST", where, body, now),
        }
        try:
            line.request("POST", path, body.encode(), headers)
            answer = line.getresponse()
            return answer.status, json.loads(answer.read(LONGEST_ANSWER) or b"null")
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise PostUnsure(f"{self.host}: {type(problem).__name__}") from problem

    def _place(self) -> str:
        return f"{self.host}:{self.port}" if self.port else self.host


def signature(secret: str, consumer: str, method: str, where: str, body: str, now: int) -> str:
    """Return the signature the provider asks for, version 1."""
    written = "+".join((secret, consumer, method, where, body, str(now)))
    return "$1$" + hashlib.sha1(written.encode(), usedforsecurity=False).hexdigest()


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
