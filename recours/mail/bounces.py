"""Failed deliveries told in plain words by common servers, in French and in English."""

import re

from recours.mail.identities import identifiers
from recours.mail.invisible import one_line
from recours.mail.phrases import any_of
from recours.mail.shapes import Bounce

_SUBJECT = any_of(
    r"undeliver(?:ed|able)",
    r"delivery (?:status notification|failure|has failed|problem)",
    r"mail delivery (?:failed|subsystem|system)",
    "failure notice",
    "returned mail",
    r"message (?:non distribu|non remis)",
    r"non[ -]remis",
    "non délivré",
    r"[ée]chec (?:de la )?(?:remise|distribution|livraison|de l['’]envoi)",
    r"[ée]chec de (?:remise|distribution|livraison)",
    r"notification d['’]échec",
    r"avis de non[- ]remise",
    r"retour(?:né)? à l['’]expéditeur",
    "unzustellbar",
    "mail system error",
    "warning: could not send",
)
_FAILED = any_of(
    "could not be delivered",
    r"couldn['’]t be delivered",
    r"wasn['’]t delivered",
    "was not delivered",
    r"delivery (?:to the following recipients? )?failed",
    "unable to deliver",
    "could not deliver",
    r"permanent(?:ly)? (?:fatal )?error",
    "permanent failure",
    r"wasn['’]t able to deliver",
    "undeliverable",
    r"n['’](?:a|ont) pas (?:pu|été) (?:être )?(?:remis|distribu|délivr|livr|envoy)",
    "échec de la remise",
    r"impossible (?:de|d['’])\s?(?:remettre|distribuer|livrer|délivrer|envoyer)",
    "does not exist",
    r"adresse (?:introuvable|inconnue|inexistante)",
    "address not found",
    "user unknown",
    "unknown user",
    "no such user",
    r"mailbox (?:full|unavailable)",
    r"bo[iî]te (?:aux lettres )?pleine",
    "quota dépassé",
    r"n['’]existe pas",
)
_DELAYED = any_of(
    "delayed",
    "retardé",
    "différé",
    r"will (?:continue to|keep) try",
    "not yet been delivered",
    r"n['’]a pas encore",
    "temporarily",
    "nouvelles tentatives",
    r"continuera d['’]essayer",
    "this is a warning message only",
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
_COPY = any_of(
    "below this line is a copy",
    "this is a copy of the message",
    "original message headers",
    r"en-têtes de message d['’]origine",
    "---- original",
    r"message d['’]origine",
    "message original",
    "copie du message",
)
_STATUS_OF_CODE = {
    "550": "5.1.1",
    "551": "5.1.6",
    "552": "5.2.2",
    "553": "5.1.3",
    "554": "5.0.0",
    "450": "4.2.0",
    "451": "4.3.0",
    "452": "4.2.2",
    "421": "4.4.2",
}


def looks_bounced(subject: str, text: str) -> bool:
    """Say whether the words are those of a server that could not deliver."""
    return bool(_SUBJECT.search(subject)) or bool(_FAILED.search(text[:3000]))


def bounce_of(text: str, failed: str, own: tuple[str, ...] = ()) -> Bounce:
    """Return what a bounce says: `failed` is its X-Failed-Recipients, `own` our addresses."""
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
