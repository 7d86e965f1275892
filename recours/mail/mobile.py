"""« Envoyé de mon iPhone »: lines that telephones and mailers add, and no person writes."""

import re

from recours.mail.phrases import any_of

_LONGEST = 110
_NAME = r"[\w .,'’+&()/-]"
_SENT = (
    r"(?:message )?(?:envoyée?|expédiée?)s? "
    r"(?:de|depuis|à partir de|à partir d['’]|avec|via|par|d['’])\s?"
)
_SENT_BY = "(?:message )?sent (?:from|with|via|using|by)"
_MAILERS = (
    r"(?:airmail|outlook(?: (?:pour|for) [\w ]{2,20})?|yahoo(?: mail)?[\w ]{0,30}|bluemail|spark"
    r"|proton ?mail[\w ]{0,30}|gmail[\w ]{0,20}|thunderbird|windows mail|mailbox[\w ]{0,12}"
    r"|zimbra|mail pour windows[\w ]{0,4}|courrier(?: pour windows[\w ]{0,4})?|orange"
    r"|sfr(?: mail)?|free|la ?poste(?:\.net)?|hotmail|k-9 mail)"
)
_THINGS = r"(?:mobile(?: device)?|phone|galaxy|iphone|ipad|android)[\w ]{0,20}"
_GET = r"(?:get|obtene[rz]|obtenir|télécharge[rz])"
_END = r"(?:\s?[<\[(]?https?://[^\s>\])]+[>\])]?)?[\s.!>)\]]*$"

_LINE = any_of(
    rf"{_SENT}(?:mon|ma|mes|un|une|notre|l['’]application|la messagerie) ?{_NAME}{{2,80}}{_END}",
    rf"{_SENT}{_MAILERS}{_END}",
    rf"{_SENT_BY} (?:my|a|an|the) {_NAME}{{2,60}}{_END}",
    rf"{_SENT_BY} (?:{_MAILERS}|{_THINGS}){_END}",
    rf"from my (?:iphone|ipad|ipod|phone|mobile){_NAME}{{0,20}}{_END}",
    rf"{_GET} (?:outlook|bluemail|yahoo mail)(?: (?:pour|for) \w{{2,12}}?)?{_END}",
    rf"provenance\s?: (?:courrier|mail) (?:pour|for) windows[\w ]{{0,4}}{_END}",
    rf"von meinem {_NAME}{{2,50}} gesendet{_END}",
    rf"(?:diese nachricht wurde von meinem|gesendet (?:von|mit)) {_NAME}{{2,60}}{_END}",
    rf"enviado desde mi {_NAME}{{2,50}}{_END}",
    rf"inviato (?:da|dal mio) {_NAME}{{2,40}}{_END}",
    rf"(?:verstuurd|verzonden) vana(?:f|uit) mijn {_NAME}{{2,50}}{_END}",
)
# After « mon » or « my », the name of a thing that sends mail.
_DEVICE = any_of(
    r"i-?(?:phone|pad|pod)",
    "android",
    "galaxy",
    "samsung",
    "huawei",
    r"\bhonor\b",
    "xiaomi",
    "redmi",
    "oppo",
    "pixel",
    "t[ée]l[ée]phone",
    "mobil",
    "smartphone",
    "tablet",
    "outlook",
    "hotmail",
    "yahoo",
    "orange",
    r"\bsfr\b",
    "bouygues",
    r"\bfree\b",
    "proton",
    "gmail",
    "thunderbird",
    r"\bmail",
    "courriel",
    "messagerie",
    "windows",
    r"\bmac",
    "blackberry",
    "handy",
    "handheld",
    "phone",
    r"\bcell\b",
    "zimbra",
    "spark",
    "laposte",
    r"la poste",
    "alcatel",
    "nokia",
    "sony",
    r"\bhtc\b",
    "wiko",
    "appareil",
    "device",
    r"\bti-85\b",
    "ordinateur",
    "airmail",
    "machine",
    "mailbox",
)
_SOMEBODY_SPEAKS = any_of(
    r"\b(?:que|qui|dont|mais|j['’]ai|je|pour lequel|which|that|but|achet\w+|bought)\b",
    r"\b(?:le|du|on|au) \d",
    r"\b(?:janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre)\b",
    r"\brecommandé|\blettre\b|\bpostal",
)
_WRAPPING = re.compile(r"^[\s\[(<«*_-]+")


def is_mobile(said: str) -> bool:
    """Say whether a line was added by a telephone or a mailer, and by no person."""
    line = _WRAPPING.sub("", said)
    if len(line) > _LONGEST or not _LINE.match(line):
        return False
    return bool(_DEVICE.search(line)) and not _SOMEBODY_SPEAKS.search(line)
