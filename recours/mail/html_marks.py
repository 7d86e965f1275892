"""How mailers mark, in their HTML, what they quote and how they sign."""

import enum
import re


class Mark(enum.Enum):
    """What an element is known to hold."""

    NONE = 0
    QUOTE = 1
    TO_THE_END = 2  # it begins the quote, which goes on after it
    SIGNATURE = 3


_QUOTE_CLASSES = frozenset(
    {
        "gmail_quote",
        "gmail_quote_container",
        "yahoo_quoted",
        "protonmail_quote",
        "moz-cite-prefix",
        "tutanota_quote",
        "zmail_extra",
        "mailru-blockquote",
        "replyquote",
        "reply-quote",
        "gmail_attr",
        "iosymail",
        "front-blockquote",
        "quoted-text",
    }
)
_END_IDS = frozenset(
    {
        "divrplyfwdmsg",
        "appendonsend",
        "olk_src_body_section",
        "replysplit",
        "zwchr",
        "mail-editor-reference-message-container",
        "reply-intro",
        "orangemailquote",
        "isforwardcontent",
    }
)
_END_CLASSES = frozenset({"outlookmessageheader", "ms-outlook-mobile-reference-message"})
_SIGNATURE_CLASSES = frozenset(
    {
        "gmail_signature",
        "moz-signature",
        "protonmail_signature_block",
        "ymail_android_signature",
        "ms-outlook-mobile-signature",
        "ms-outlook-ios-signature",
        "applemailsignature",
    }
)
_SIGNATURE_IDS = frozenset(
    {
        "signature",
        "ms-outlook-mobile-signature",
        "ymail_android_signature",
        "applemailsignature",
        "composer_signature",
    }
)
# The line Outlook draws over « De : … Envoyé : … »: written by every version since 2007.
_OUTLOOK_LINE = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+(?:#[0-9a-f]{6}|windowtext)\s+1(?:\.0)?pt;\s*padding:\s*3",
    re.IGNORECASE,
)
_BORDER_LEFT = re.compile(r"border-left(?:-\w+)?:\s*(?!none|0)", re.IGNORECASE)


def mark_of(tag: str, given: dict[str, str]) -> Mark:
    """Return what the class, the identifier and the style of an element say of it."""
    classes = {_plain(each) for each in given.get("class", "").split()}
    identifier = _plain(given.get("id", ""))
    if identifier in _END_IDS or classes & _END_CLASSES:
        return Mark.TO_THE_END
    if tag == "div" and _OUTLOOK_LINE.search(given.get("style", "")):
        return Mark.TO_THE_END
    if classes & _QUOTE_CLASSES:
        return Mark.QUOTE
    if identifier in _SIGNATURE_IDS or classes & _SIGNATURE_CLASSES:
        return Mark.SIGNATURE
    return Mark.NONE


def _plain(word: str) -> str:
    """Forget the prefixes webmails add to the names of a message they show again."""
    return word.lower().removeprefix("x_").removeprefix("x_").removeprefix("m_")


def quotes_somebody(given: dict[str, str]) -> bool:
    """Say whether a blockquote quotes: some mailers use a bare one to indent."""
    if given.get("type", "").lower() == "cite":
        return True
    if {_plain(each) for each in given.get("class", "").split()} & _QUOTE_CLASSES:
        return True
    return _BORDER_LEFT.search(given.get("style", "")) is not None
