"""Every setting of Recours, read from the environment and nowhere else.

Each row says its name, its default, what it is for, and how to mend a bad value. The
reference page and `recours check` are written from this table.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

from recours.mailroom.rules.mailboxes import BadMailbox, read_mailboxes


class BadSetting(Exception):
    """A setting holds a value that cannot work; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment."""

    name: str
    default: str
    purpose: str
    mend: str
    good: Callable[[str], bool] = lambda _value: True
    secret: bool = False

    def read(self, environ: Mapping[str, str]) -> str:
        """Return the value, or raise `BadSetting` with the sentence that mends it."""
        value = environ.get(self.name, self.default)
        if not self.good(value):
            shown = "its value" if self.secret else repr(value)
            raise BadSetting(f"{self.name}={shown}: {self.mend}")
        return value


def _is_flag(value: str) -> bool:
    return value in {"0", "1"}


def _is_database(value: str) -> bool:
    return not value or urlparse(value).scheme in {"postgres", "postgresql"}


def _is_smtp(value: str) -> bool:
    url = urlparse(value)
    return not value or (url.scheme in {"smtp", "smtps"} and bool(url.hostname))


def _is_clamd(value: str) -> bool:
    url = urlparse(value)
    return (
        not value
        or (url.scheme == "tcp" and bool(url.hostname))
        or (url.scheme == "unix" and url.path.startswith("/"))
    )


def _are_mailboxes(value: str) -> bool:
    try:
        read_mailboxes(value)
    except BadMailbox:
        return False
    return True


def _is_door(value: str) -> bool:
    host, _, port = value.rpartition(":")
    return not value or value.startswith("unix:/") or bool(host and port.isdecimal())


def _are_networks(value: str) -> bool:
    try:
        return all(ip_network(one) for one in value.split())
    except ValueError:
        return False


def _is_sms(value: str) -> bool:
    url = urlparse(value)
    whole = bool(url.hostname and url.username and url.password and url.path.strip("/"))
    return not value or (url.scheme in {"ovh", "ovh+http"} and whole)


def _is_origin(value: str) -> bool:
    url = urlparse(value)
    return url.scheme in {"http", "https"} and bool(url.hostname) and url.path in {"", "/"}


def _is_address(value: str) -> bool:
    return value.count("@") == 1 and not any(c.isspace() for c in value)


def _is_tagged(value: str) -> bool:
    """Say whether a signed token of 33 letters fits after the name: 64 in all (RFC 5321)."""
    return not value or (_is_address(value) and len(value.partition("@")[0]) <= 30)  # noqa: PLR2004


def _is_long_secret(value: str) -> bool:
    return not value or len(value) >= 32  # noqa: PLR2004  # half of a SHA-256 in hexadecimal


SETTINGS = (
    Setting(
        "RECOURS_DATA",
        "var",
        "Folder of everything Recours keeps.",
        "Name a folder that can be written.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "PostgreSQL for production; empty means SQLite in RECOURS_DATA.",
        "Write postgresql://user:password@host:5432/name, or leave it empty for SQLite.",
        _is_database,
    ),
    Setting(
        "RECOURS_URL",
        "http://127.0.0.1:8000",
        "Address people use, for links in letters and e-mails.",
        "Write the address people type, for example https://reclamations.example.fr.",
        _is_origin,
    ),
    Setting(
        "RECOURS_SECRET",
        "",
        "Key that signs sessions and links; empty means one made once, kept in RECOURS_DATA/keys.",
        "Give at least 32 characters, for example the output of: openssl rand -hex 32.",
        _is_long_secret,
    ),
    Setting(
        "RECOURS_DEBUG",
        "0",
        "1 shows errors in full; never in production.",
        "Write 0 or 1.",
        _is_flag,
    ),
    Setting(
        "RECOURS_DEMO",
        "0",
        "1 opens the start page where anyone may become anyone.",
        "Write 0 or 1.",
        _is_flag,
    ),
    Setting(
        "RECOURS_TRUSTED_PROXIES",
        "0",
        "How many proxies of yours stand in front: so many names of X-Forwarded-For are believed.",
        "Write a number from 0 to 9.",
        lambda value: len(value) == 1 and value in "0123456789",
    ),
    Setting(
        "RECOURS_API_RATE",
        "600",
        "Requests one token may make in a minute; 0 counts none.",
        "Write a whole number of requests, for example 600.",
        lambda value: value.isascii() and value.isdecimal() and len(value) < 8,  # noqa: PLR2004
    ),
    Setting(
        "RECOURS_SMTP_URL",
        "",
        "Mail server that takes what leaves; empty means files in RECOURS_DATA/mail.",
        "Write smtp://user:password@host:587 or smtps://user:password@host:465, or leave it empty.",
        _is_smtp,
    ),
    Setting(
        "RECOURS_SMS_URL",
        "",
        "Provider of text messages (OVHcloud); empty: none is sent, and none is offered.",
        "Write ovh://application:secret@eu.api.ovh.com/service?consumer=key&sender=name.",
        _is_sms,
    ),
    Setting(
        "RECOURS_MAIL_FROM",
        "reclamations@recours.invalid",
        "Address messages leave from.",
        "Write one address, for example reclamations@example.fr.",
        _is_address,
    ),
    Setting(
        "RECOURS_MAIL_REPLY",
        "",
        "Address replies come to; its server must accept name+anything. Empty: RECOURS_MAIL_FROM.",
        "Write one address whose name has 30 letters at most, or leave it empty.",
        _is_tagged,
    ),
    Setting(
        "RECOURS_MAIL_BOUNCE",
        "",
        "Address undeliverable messages come back to, name+anything too; empty: the one above.",
        "Write one address whose name has 30 letters at most, or leave it empty.",
        _is_tagged,
    ),
    Setting(
        "RECOURS_CLAMD",
        "",
        "The antivirus: files wait closed until clamd has answered; empty means none is asked.",
        "Write tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl, or leave it empty.",
        _is_clamd,
    ),
    Setting(
        "RECOURS_SCAN_FOLDER",
        "",
        "Folder where the scanner puts letters; empty means RECOURS_DATA/scans/inbox.",
        "Name a folder that can be written: what is taken in is moved to its `done`.",
    ),
    Setting(
        "RECOURS_MAIL_TRUSTED",
        "",
        "Names (authserv-id) of your own mail servers whose Authentication-Results are believed.",
        "Write names separated by commas, for example mx.example.fr, or leave it empty.",
        lambda value: all(c.isalnum() or c in ".-_, " for c in value),
    ),
    Setting(
        "RECOURS_MAILBOXES",
        "",
        "Mailboxes to empty: imaps:// addresses between spaces, or the path of a file of them.",
        "Write imaps://user:password@host/INBOX?name=short-name (%40 for @), or a path.",
        _are_mailboxes,
        secret=True,
    ),
    Setting(
        "RECOURS_LMTP",
        "",
        "Where our mail server hands mail over: 127.0.0.1:2424 or unix:/path; empty means nowhere.",
        "Write an address and a port, 127.0.0.1:2424, or unix: and a path, or leave it empty.",
        _is_door,
    ),
    Setting(
        "RECOURS_LMTP_FROM",
        "",
        "Networks beside this machine that may hand mail over by LMTP.",
        "Write networks between spaces, for example 10.0.0.0/24, or leave it empty.",
        _are_networks,
    ),
    Setting(
        "RECOURS_MAIL_ALSO",
        "",
        "Other addresses we receive mail for, beside those we write from.",
        "Write addresses between spaces, or leave it empty.",
        lambda value: all(_is_address(one) for one in value.split()),
    ),
    Setting(
        "RECOURS_MAIL_LARGEST",
        "50",
        "Megabytes of the largest message that is read; larger ones are kept for a person.",
        "Write a whole number of megabytes from 1 to 50.",
        lambda value: value.isascii() and value.isdecimal() and 1 <= int(value[:3]) <= 50,  # noqa: PLR2004  # what the reader reads
    ),
    Setting(
        "RECOURS_LOG_ORIGIN",
        "recours.invalid/log",
        "Name of the verifiable log: never change it once it has been published.",
        "Write host/name without spaces or plus signs, for example reclamations.example.fr/log.",
        lambda value: bool(value) and "+" not in value and not any(c.isspace() for c in value),
    ),
    Setting(
        "RECOURS_WEBHOOKS_LOCAL",
        "0",
        "1 lets webhooks call http and private addresses; for development, never on a site.",
        "Write 0 or 1.",
        _is_flag,
    ),
    Setting(
        "RECOURS_OPERATOR_NAME",
        "Bellerive",
        "Name of the organisation, on every page and letter.",
        "Write the name customers know.",
        bool,
    ),
    Setting(
        "RECOURS_OPERATOR_PROGRAMME",
        "Bellerive & moi",
        "Name of the customers' space.",
        "Write the name of the programme customers know.",
        bool,
    ),
    Setting(
        "RECOURS_OPERATOR_ADDRESS",
        "Bellerive SAS, 12 quai de la Fosse, 44000 Nantes",
        "Postal address, in letters and under every page that names the operator.",
        "Write the postal address on one line.",
        bool,
    ),
    Setting(
        "RECOURS_OPERATOR_PHONE",
        "02 40 00 00 00",
        "Telephone customers may call, not surcharged.",
        "Write one telephone number.",
    ),
    Setting(
        "RECOURS_OPERATOR_EMAIL",
        "reclamations@bellerive.example",
        "Address customers may write to.",
        "Write one address, for example reclamations@example.fr.",
        _is_address,
    ),
    Setting(
        "RECOURS_MEDIATOR_NAME",
        "Médiation du commerce de proximité",
        "Name of the consumer mediator.",
        "Write the mediator's name.",
        bool,
    ),
    Setting(
        "RECOURS_MEDIATOR_ADDRESS",
        "8 rue des Arbitres, 75002 Paris",
        "Postal address of the mediator, compulsory in every refusal.",
        "Write the postal address on one line.",
        bool,
    ),
    Setting(
        "RECOURS_MEDIATOR_SITE",
        "https://mediation-proximite.example",
        "Site of the mediator, compulsory in every refusal.",
        "Write the address of the site, for example https://mediateur.example.fr.",
        lambda value: (
            urlparse(value).scheme in {"http", "https"} and bool(urlparse(value).hostname)
        ),
    ),
    Setting(
        "RECOURS_DPO_EMAIL",
        "donnees@bellerive.example",
        "Address of the data-protection officer.",
        "Write one address, for example dpo@example.fr.",
        _is_address,
    ),
)


def read_environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return every setting, checked; raise `BadSetting` on the first that cannot work."""
    source = os.environ if environ is None else environ
    return {setting.name: setting.read(source) for setting in SETTINGS}


def database(url: str, folder: Path) -> dict[str, object]:
    """Return Django's description of the database: SQLite made durable, or PostgreSQL."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "recours.sqlite3",
            "CONN_MAX_AGE": None,  # opened once a thread: opening reads the whole schema again
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                    "PRAGMA foreign_keys=ON;PRAGMA cache_size=-4000;"
                ),
            },
        }
    parts = urlparse(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")) or "recours",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
