"""Why a sentence cannot be published, and when each is said, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recours.correspondence.rules.templates import LONGEST, Fault

FAULTS: dict[str, Promise] = {
    "empty": gettext_lazy("Cette phrase ne peut pas rester vide."),
    "several-lines": gettext_lazy("Une seule ligne ici."),
    "control": gettext_lazy("Un caractère invisible s’est glissé dans le texte : retapez-le."),
    "not-a-document": gettext_lazy("Il manque des phrases : rechargez la page."),
}
WHEN: dict[str, Promise] = {
    "assigned": gettext_lazy("seulement si une personne suit le dossier"),
    "unassigned": gettext_lazy("seulement si personne n’est encore désigné"),
    "missing": gettext_lazy("seulement s’il manque une pièce"),
    "refused": gettext_lazy("seulement si nous refusons tout ou partie"),
    "founded": gettext_lazy("seulement si nous donnons raison"),
    "named": gettext_lazy("seulement si le nom est connu"),
    "closed": gettext_lazy("seulement si le jour est connu"),
    "stage": gettext_lazy("seulement si l’étape est connue"),
    "next": gettext_lazy("seulement si un jour est promis"),
    "link": gettext_lazy("seulement avec un lien"),
    "logged": gettext_lazy("dès que le journal a sa clé"),
    "page": gettext_lazy("sur la page seulement, pas dans le texte"),
    "optional": gettext_lazy("facultatif"),
}


def fault_sentence(fault: Fault, shape: str) -> str:
    """Return what a fault says to the person who wrote the sentence."""
    if fault.what == "too-long":
        return _("Trop long : %(n)s signes au plus.") % {"n": LONGEST[shape]}
    if fault.what == "brace":
        said = _("Les accolades ne servent qu’aux mots de la liste. Ici : %(words)s")
        return said % {"words": fault.words}
    if fault.what == "unknown":
        return _("Nous ne connaissons pas {%(name)s}.") % {"name": fault.words}
    if fault.what == "not-here":
        return _("{%(name)s} n’est pas toujours connu à cet endroit.") % {"name": fault.words}
    if fault.what == "gone":
        said = _("{%(name)s} n’est plus nulle part dans le texte : sans lui, il ne sert à rien.")
        return said % {"name": fault.words}
    return str(FAULTS[fault.what])
