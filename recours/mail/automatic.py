"""Mail that no person wrote: told by its headers (RFC 3834), hinted at by its subject."""

from recours.mail.phrases import any_of
from recours.mail.wire import Headers

_OUT_OF_OFFICE = any_of(
    r"(?:re\s?:\s?)?(?:réponse automatique|r[ée]ponse auto\b|auto\s?:|message d['’]absence)",
    r"absence du bureau|avis d['’]absence|je suis (?:absent|en cong)",
    r"absent(?:e|\(e\))?\b.{0,30}(?:bureau|jusqu|du \d)|accusé de réception automatique",
    r"(?:re\s?:\s?)?out[ -]of[ -](?:the[ -])?office",
    r"(?:re\s?:\s?)?auto(?:matic)?[ -]?(?:reply|response|réponse)",
    r"vacation reply|on vacation|automatische antwort|abwesenheit|respuesta automática",
    r"risposta automatica|automatisch antwoord",
)
_NO_REPLY = any_of(
    r"(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|ne[-_.]?pas[-_.]?repondre|nepasrepondre|noreponse"
    r"|pas[-_.]?de[-_.]?reponse|mailer[-_.]?daemon|postmaster|bounces?|notifications?)"
    r"(?:[-+_.][^@]*)?@"
)
_DAEMON = any_of("(?:mailer[-_.]?daemon|postmaster|mail[-_.]?daemon|mailerdaemon)@")
_LIST_HEADERS = frozenset(
    {"list-id", "list-post", "mailing-list", "x-mailing-list", "x-mailman-version"}
)
_REPLY_HEADERS = frozenset(
    {
        "x-autoreply",
        "x-autorespond",
        "x-autoresponse",
        "x-autoreply-from",
        "x-autoresponder",
        "x-mail-autoreply",
        "x-amazon-auto-reply",
        "x-ms-exchange-generated-message-source",
    }
)


def automatic_kind(headers: Headers, subject: str, return_path: str | None) -> str:
    """Return "auto-reply", "list", "notification" or "" from the headers alone."""
    submitted = headers.text("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    precedence = headers.text("precedence").lower()
    names = headers.names()
    if _answers_alone(submitted, precedence, names, headers):
        return "auto-reply"
    if names & _LIST_HEADERS or precedence == "list":
        return "list"
    if submitted and submitted != "no":
        return "auto-reply" if is_out_of_office(subject) else "notification"
    if precedence in ("bulk", "junk"):
        return "list" if "list-unsubscribe" in names else "notification"
    if return_path == "":
        return "auto-reply" if is_out_of_office(subject) else "notification"
    return "list" if {"list-unsubscribe", "feedback-id"} <= names else ""


def _answers_alone(submitted: str, precedence: str, names: set[str], headers: Headers) -> bool:
    if submitted.startswith(("auto-replied", "auto-reply")):
        return True
    if precedence in ("auto_reply", "auto-reply", "autoreply"):
        return True
    if headers.text("x-autoreply").lower() in ("no", "false"):
        return False
    return bool(names & _REPLY_HEADERS)


def automatic_hints(headers: Headers, subject: str, sender: str) -> set[str]:
    """Return what makes one suspect a machine without proving it."""
    hints: set[str] = set()
    if is_out_of_office(subject):
        hints.add("looks-automatic")
    suppressed = headers.text("x-auto-response-suppress").lower()
    if suppressed and suppressed != "none":
        hints.add("no-auto-response")
    if _NO_REPLY.match(sender):
        hints.add("no-reply-sender")
    return hints


def is_out_of_office(subject: str) -> bool:
    """Say whether the subject is that of an answering machine: a hint, no more."""
    return _OUT_OF_OFFICE.match(subject.strip()) is not None


def is_daemon(address: str) -> bool:
    """Say whether an address is that of a mail server."""
    return _DAEMON.match(address) is not None
