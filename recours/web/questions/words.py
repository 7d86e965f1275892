"""Why an answer is refused, in words that say how to mend it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

SENTENCES: dict[str, Promise] = {
    "required": _("Il nous faut cette réponse pour pouvoir vous répondre."),
    "too-long": _("Le texte est trop long : 6 000 signes au plus pour un récit, 200 ailleurs."),
    "day": _("Écrivez la date ainsi : 07/11/2026."),
    "no-such-day": _("Ce jour n’existe pas au calendrier."),
    "future": _("Ce jour n’est pas encore arrivé."),
    "amount": _("Écrivez le montant ainsi : 146,80."),
    "amount-too-large": _("Ce montant est trop grand. Vérifiez la virgule."),
    "number": _("Écrivez un nombre entier, en chiffres."),
    "choice": _("Choisissez l’une des réponses proposées."),
    "card": _("Un numéro de carte n’a que des chiffres et des lettres, 40 au plus."),
    "email": _("Cette adresse est incomplète. Exemple : alice@exemple.fr."),
    "phone": _("Écrivez le numéro en chiffres, par exemple 06 12 34 56 78."),
    "card-digit": _("Un chiffre ne va pas avec les autres : relisez le numéro."),
    "card-letters": _("Nos cartes n’ont que des chiffres, 13 en tout."),
    "too-many-files": _("Cinq fichiers au plus à cet endroit."),
}
AS_IT_IS = _("S’il est bien écrit ainsi, envoyez-le tel quel.")
OTHERWISE = _("Cette réponse ne convient pas.")
SAID = "said:"  # before a sentence that is already in the person's language


def sentence_of(why: str) -> str:
    """Return what a refusal says to a person."""
    if why.startswith(SAID):
        return why.removeprefix(SAID)
    if why.startswith("card-"):
        return f"{_card(why)} {AS_IT_IS}"
    return str(SENTENCES.get(why, OTHERWISE))


def _card(why: str) -> str:
    name, _sep, count = why.partition(":")
    many = int(count or 0)
    if name == "card-short":
        said = ngettext("Il manque %(n)s chiffre.", "Il manque %(n)s chiffres.", many)
        return said % {"n": many}
    if name == "card-long":
        said = ngettext("Il y a %(n)s chiffre de trop.", "Il y a %(n)s chiffres de trop.", many)
        return said % {"n": many}
    return str(SENTENCES.get(name, OTHERWISE))
