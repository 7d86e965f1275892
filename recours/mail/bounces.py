"""Failed deliveries told in plain words by common servers, in French and in English."""

import re

from recours.mail.identities import identifiers
from recours.mail.invisible import one_line
from recours.mail.shapes import Bounce

_SUBJECT = re.compile(
    r"(?:undeliver(?:ed|able)|delivery (?:status notification|failure|has failed|problem)|mail delivery (?:failed|subsystem|system)"
    r"|failure notice|returned mail|message (?:non distribu|non remis|undeliverable)|non[ -]remis|non délivré|mail non remis"
    r"|échec (?:de la )?(?:remise|distribution|livraison|de l['’]envoi)|echec de (?:remise|distribution|livraison)"
    r"|notification d['’]échec|avis de non[- ]remise|retour(?:né)? à l['’]expéditeur|unzustellbar|mail system error|warning: could not send)",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"(?:could not be delivered|couldn['’]t be delivered|wasn['’]t delivered|was not delivered|delivery (?:to the following recipients? )?failed"
    r"|unable to deliver|permanent(?:ly)? (?:fatal )?error|permanent failure|i wasn['’]t able to deliver|i['’]m afraid i wasn|could not deliver"
    r"|n['’]a pas (?:pu être|été) (?:remis|distribu|délivr|livr|envoy)|n['’]ont pas pu|impossible (?:de|d['’])\s?(?:remettre|distribuer|livrer|délivrer|envoyer)"
    r"|échec de la remise|adresse (?:introuvable|inconnue|inexistante)|address not found|user unknown|unknown user|no such user|mailbox (?:full|unavailable)"
    r"|boîte (?:aux lettres )?pleine|boite pleine|quota dépassé|does not exist|n['’]existe pas|undeliverable)",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"(?:delayed|retardé|différé|will (?:continue to|keep) try|not yet been delivered|n['’]a pas encore|temporarily|nouvelles tentatives"
    r"|continuera d['’]essayer|this is a warning message only)",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(
    r"(?<!\d)(?:SMTP[; ]+|said: |error[: ]+|réponse[^\d]{0,40}|^\s*|[\s(\"])([45]\d\d)[ -]",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>;:,\"'()\[\]«»]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_DIAGNOSTIC = re.compile(r"^.*(?:(?<!\d)[45]\d\d[ -]|[45]\.\d\.\d).*$", re.MULTILINE)
_ORIGINAL = re.compile(r"^\s*>?\s*message-id\s*:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_TO = re.compile(r"^\s*>?\s*to\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
_COPY = re.compile(
    r"^.*(?:below this line is a copy|this is a copy of the message|original message headers|en-têtes de message d['’]origine|---- original|message d['’]origine|message original|copie du message)",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS_OF_CODE = {"550": "5.1.1", "551": "5.1.6", "552": "5.2.2", "553": "5.1.3", "554": "5.0.0",
                   "450": "4.2.0", "451": "4.3.0", "452": "4.2.2", "421": "4.4.2"}  # fmt: skip


def looks_bounced(subject: str, text: str) -> bool:
    """Say whether the words are those of a server that could not deliver."""
    return bool(_SUBJECT.search(subject)) or bool(_FAILED.search(text[:3000]))


def bounce_of(text: str, failed: str, own: tuple[str, ...] = ()) -> Bounce:
    """Return what a bounce says; `failed` is its X-Failed-Recipients, `own` the desk's addresses."""
    copy = _COPY.search(text)
    said = text[: copy.start()] if copy else text
    recipient = _recipient(failed, own) or _recipient(said, own) or _recipient(text, own)
    diagnostic = _DIAGNOSTIC.search(said)
    status = _status(said)
    original = _ORIGINAL.search(text)
    to = _TO.search(text)
    delayed = status.startswith("4") or (not status and _DELAYED.search(said) is not None)
    found_id = identifiers(original.group(1)) if original else ()
    return Bounce(
        final_recipient=recipient,
        action="delayed" if delayed else "failed",
        status=status,
        diagnostic=one_line(diagnostic.group())[:1000] if diagnostic else "",
        original_message_id=found_id[0] if found_id else "",
        original_to=(_recipient(to.group(1), ()) if to else "") or recipient,
    )


def _recipient(text: str, own: tuple[str, ...]) -> str:
    for found in _ADDRESS.finditer(text):
        address = found.group().strip(".'")
        low = address.lower()
        if low in own or low.startswith(("mailer-daemon@", "postmaster@", "mail-daemon@")):
            continue
        return address
    return ""


def _status(text: str) -> str:
    written = _STATUS.search(text)
    if written:
        return written.group(1)
    code = _CODE.search(text)
    return _STATUS_OF_CODE.get(code.group(1), f"{code.group(1)[0]}.0.0") if code else ""
