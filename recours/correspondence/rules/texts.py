"""The few words of a text message: they announce what left by e-mail or by letter, and no more.

No link, no word of anybody, and only letters of the GSM alphabet: one message of 160.
"""

from collections.abc import Mapping

from recours.correspondence.rules.channel import Way

LONGEST = 160
_WHAT: Mapping[str, tuple[str, str]] = {
    "acknowledgement": ("nous avons votre réclamation", "we have your complaint"),
    "answer": ("réponse à votre réclamation", "answer to your complaint"),
    "reopened": ("nous reprenons votre réclamation", "we are taking up again your complaint"),
}
_OTHERWISE = ("du nouveau sur votre réclamation", "news of your complaint")
_WHERE: Mapping[Way, tuple[str, str]] = {
    Way.EMAIL: ("Voyez votre e-mail.", "See your e-mail."),
    Way.LETTER: ("Une lettre part par la poste.", "A letter is on its way."),
    Way.PORTAL: ("Voyez votre espace client.", "See your customer space."),
}
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


def announce(*, house: str, reference: str, template: str, way: Way, language: str) -> str:
    """Return the text: who writes, about which complaint, and where the whole message is."""
    place = 1 if language == "en" else 0
    what, where = _WHAT.get(template, _OTHERWISE)[place], _WHERE[way][place]
    colon = ":" if language == "en" else " :"
    name = "".join(c for c in house if c in _GSM)[:30].strip()
    return f"{name}{colon} {what} {reference}. {where}"[:LONGEST]


def is_plain(text: str) -> bool:
    """Say whether a telephone receives it as one message."""
    return len(text) <= LONGEST and set(text) <= _GSM
