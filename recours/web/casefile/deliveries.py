"""What happened to a message on its way, in the words of whoever reads."""

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from recours.correspondence.queries import DeliveryCard, MessageCard
from recours.correspondence.rules.channel import Choice

MEANINGS = {
    "unknown": gettext_lazy("cette adresse n’existe pas"),
    "no-domain": gettext_lazy("ce domaine ne reçoit pas de courrier"),
    "moved": gettext_lazy("cette personne a changé d’adresse"),
    "closed": gettext_lazy("cette boîte est fermée"),
    "full": gettext_lazy("boîte pleine"),
    "too-large": gettext_lazy("message trop lourd"),
    "no-answer": gettext_lazy("le serveur ne répond pas"),
    "blocked": gettext_lazy("le serveur refuse nos messages"),
}


def meaning_word(meaning: str) -> str:
    """Say why a server refused: full → boîte pleine; nothing when it did not say."""
    return str(MEANINGS.get(meaning, ""))


def delivery_word(card: DeliveryCard) -> str:
    """Say one thing that happened on the way, without its time."""
    why = meaning_word(card.meaning)
    told = {
        "attempt": _("tentative d’envoi"),
        "delayed": _("remis à plus tard"),
        "refused": _("refusé"),
        "bounced": _("revenu"),
        "delivered": _("remis dans la boîte du destinataire"),
        "relayed": _("transmis à un autre serveur"),
        "complained": _("signalé comme indésirable par le destinataire"),
        "printed": _("imprimé"),
        "posted": _("remis à La Poste"),
        "returned": _("revenu par la poste"),
        "withdrawn": _("dit par erreur"),
    }
    if card.what == "accepted":
        if card.server:
            return _("accepté par %(server)s") % {"server": card.server}
        return _("écrit dans un fichier, sans serveur")
    word = told.get(card.what, card.what)
    return _("%(word)s : %(why)s") % {"word": word, "why": why} if why else word


def proof_told(card: MessageCard) -> DeliveryCard | None:
    """Return what is said under a message; that no server is set is said once, on the page."""
    proof = card.proof
    silent = proof is not None and proof.what == "accepted" and not proof.server
    return None if silent and not settings.SMTP_URL else proof


def route_word(choice: Choice) -> str:
    """Say by which channel a message went, and why."""
    return choice.words((get_language() or "fr")[:2])
