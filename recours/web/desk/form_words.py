"""What the administrator reads of a form: kinds of answers, and what is wrong."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TYPES: dict[str, Promise] = {
    "text": _("une ligne de texte"),
    "long": _("un texte libre"),
    "date": _("une date"),
    "date-not-future": _("une date passée"),
    "amount": _("un montant en euros"),
    "number": _("un nombre entier"),
    "choice": _("un choix"),
    "yes-no": _("oui ou non"),
    "store": _("un magasin"),
    "receipt": _("un numéro de ticket"),
    "card": _("un numéro de carte"),
    "order": _("un numéro de commande"),
    "contract": _("un numéro de contrat"),
    "file": _("un fichier"),
    "email": _("une adresse e-mail"),
    "phone": _("un numéro de téléphone"),
}
FAULTS: dict[str, Promise] = {
    "text-missing": _("Écrivez la question en français et en anglais."),
    "one-language": _("Ce texte manque dans l’une des deux langues."),
    "text-too-long": _("Ce texte est trop long."),
    "options-missing": _("Un choix a au moins deux réponses."),
    "option-code": _("Deux réponses portent le même nom."),
    "if-unknown": _("La question dont elle dépend n’est pas posée avant elle."),
    "if-same-page": _("La question dont elle dépend doit être sur une page précédente."),
    "if-not-chosen": _("Elle ne peut dépendre que d’un choix, ou d’un oui ou non."),
    "if-answer": _("La réponse dont elle dépend n’existe plus."),
    "if": _("Une question ne dépend que d’une seule autre."),
    "no-page": _("Un formulaire a au moins une page."),
    "no-question": _("Cette page ne demande rien."),
    "too-many-questions": _("Quarante questions au plus."),
    "too-many-pages": _("Douze pages au plus."),
    "too-many-files": _("Trois questions au plus demandent un fichier."),
}
OTHERWISE = _("Quelque chose ne va pas ici.")


def fault_sentence(what: str) -> Promise:
    """Return what a fault says."""
    return FAULTS.get(what, OTHERWISE)
