"""What people are told of a message that came by mail: why it waits, and what to beware of."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recours.mailroom.queries import ReadingCard

Words = str | Promise

REASONS: dict[str, Words] = {
    "sender-unknown-on-case": _(
        "Il répond à un dossier, mais vient d’une adresse que ce dossier ne connaît pas."
    ),
    "no-sender": _("L’expéditeur est absent, ou il y en a plusieurs : aucun n’est supposé."),
    "no-usable-address": _("L’adresse de l’expéditeur n’est pas de celles à qui l’on peut écrire."),
    "our-own-address": _("Il se dit écrit depuis notre propre adresse."),
    "too-many-on-case": _(
        "Plus de cent messages en une heure sur ce dossier : peut-être une machine."
    ),
    "too-many-alike": _("Plus de cent messages semblables en une heure : peut-être une machine."),
    "too-large": _("Il est plus gros que ce que nous lisons. L’expéditeur en est averti une fois."),
    "no-headers": _("Il n’a pas d’en-têtes : ni expéditeur, ni date."),
    "empty": _("Il est vide."),
    "too-long": _("Sa lecture prend trop de temps."),
    "too-deep": _("Il contient trop de messages emboîtés."),
    "too-many-parts": _("Il contient trop de parties."),
    "too-much-memory": _("Sa lecture prend trop de mémoire."),
    "reader-stopped": _("Sa lecture arrête la machine qui lit."),
    "damaged": _("Les octets gardés ne sont plus ceux qui sont arrivés."),
    "failed-too-often": _("Le ranger a échoué cinq fois."),
    "same-content": _("Les mêmes octets sont déjà arrivés."),
    "same-message": _("Deux de nos adresses ont reçu le même message."),
    "same-place-other-bytes": _("Le serveur a redonné une place déjà prise."),
    "auto-reply": _("Réponse automatique."),
    "list": _("Message d’une liste de diffusion."),
    "notification": _("Avis envoyé par une machine."),
    "read-receipt": _("Accusé de lecture."),
    "bounce": _("Avis de non-remise."),
    "delivery-report": _("Rapport de remise."),
    "our-own-message": _("Un message parti de chez nous, revenu."),
}
UNREADABLE = _("Une machine n’a pas pu le lire.")

NOTICES: dict[str, Words] = {
    "not-authenticated": _("Rien ne prouve que l’expéditeur est bien celui qu’il dit être."),
    "reply-to-differs": _("Il demande la réponse à une autre adresse : %(reply_to)s."),
    "copied": _("D’autres sont en copie et n’ont accès à rien : %(cc)s."),
    "our-own-address": _("L’expéditeur est l’une de nos adresses."),
    "address-of-another": _("Il répond à un message que nous avions envoyé à quelqu’un d’autre."),
    "same-message-id": _("Un autre message porte le même identifiant : les deux sont gardés."),
    "signed-whole": _("Le message porte une signature électronique, que nous ne vérifions pas."),
    "signed-partly": _("Signature partielle : une partie du texte n’est pas couverte."),
    "undecodable-part": _("Une partie n’a pas pu être décodée : elle est jointe telle quelle."),
    "undecodable": _("Une partie n’a pas pu être décodée : elle est jointe telle quelle."),
    "name-is-an-address": _("Le nom affiché est l’adresse de quelqu’un d’autre."),
    "two-from": _("Il y a plusieurs expéditeurs."),
    "odd-sender": _("L’expéditeur est mal écrit : aucune adresse n’est devinée."),
    "charset-guessed": _("L’alphabet annoncé est faux : les lettres ont été devinées."),
    "charset-unknown": _("L’alphabet annoncé est inconnu : les lettres ont été devinées."),
    "control-characters": _("Des caractères invisibles ont été retirés ou montrés."),
    "not-closed": _("Le message s’interrompt : la fin peut manquer."),
    "multipart-broken": _("Le message est mal découpé : lu au mieux."),
    "text-cut": _("Le texte est très long : la fin est dans l’original."),
    "html-cut": _("La mise en forme est très longue : la fin est dans l’original."),
    "subject-cut": _("L’objet est très long : la fin est dans l’original."),
    "headers-cut": _("Les en-têtes sont très longs : la fin est dans l’original."),
}
CALM = frozenset({"signed-whole", "copied", "same-message-id", "charset-guessed"})


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know before believing a message; `grave` when somebody may be lying."""

    words: str
    grave: bool


def reason_words(reason: str, state: str = "") -> Words:
    """Return why a message is where it is."""
    known = REASONS.get(reason)
    if known is not None:
        return known
    return UNREADABLE if state == "unreadable" else ""


def notices_shown(reading: ReadingCard) -> list[Notice]:
    """Return what to beware of, once each, in the order it was found."""
    told = {name: _people(reading.parties.get(name, [])) for name in ("reply_to", "cc")}
    found = [(code, NOTICES[code]) for code in reading.notices if code in NOTICES]
    sentences = {
        str(words) % told if "%(" in str(words) else str(words): code for code, words in found
    }
    return [Notice(words, code not in CALM) for words, code in sentences.items()]


def _people(listed: list[list[str]]) -> str:
    return ", ".join(address for _name, address in listed[:5])


def authentication_words(found: dict[str, Any]) -> tuple[Words, str]:
    """Return what the server that received the message says of its sender, and the badge's tone."""
    if not found:
        return _("expéditeur non vérifié"), ""
    if found.get("dmarc") == "pass" or found.get("from_aligned"):
        return _("expéditeur vérifié par notre serveur"), "ok"
    return _("expéditeur non vérifié"), "no"
