"""What is said of a file to whoever looks at it: its size, what was found in it, why it is shut."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KILO, MEGA = 1_000, 1_000_000
FLAGS: dict[str, Promise] = {
    "archive-inside": gettext_lazy("une archive dans l’archive"),
    "bomb": gettext_lazy("une fois ouverte, elle remplirait le disque"),
    "embedded-file": gettext_lazy("un fichier caché dans le PDF"),
    "encrypted": gettext_lazy("protégé par un mot de passe : rien n’a pu être contrôlé dedans"),
    "escapes": gettext_lazy("des noms qui sortent de leur dossier"),
    "hidden-letters": gettext_lazy("un nom avec des signes invisibles"),
    "link": gettext_lazy("des liens vers d’autres fichiers"),
    "macro": gettext_lazy("une macro"),
    "not-inspected": gettext_lazy("une archive dont la liste ne se lit pas"),
    "pdf-launch": gettext_lazy("un PDF qui veut lancer un programme"),
    "pdf-script": gettext_lazy("un PDF qui contient un script"),
    "runs": gettext_lazy("un fichier qui peut s’exécuter"),
    "two-types": gettext_lazy("un contenu qui en cache un autre"),
}
SHUT: dict[str, Promise] = {
    "pending": gettext_lazy("En attente de l’antivirus : il s’ouvrira après."),
    "infected": gettext_lazy("Mis à l’écart : un virus y a été trouvé. Personne ne peut l’ouvrir."),
}
NO_PREVIEW: dict[str, Promise] = {
    "too-large": gettext_lazy("image trop grande pour un aperçu"),
    "encrypted": gettext_lazy("protégé par un mot de passe, pas d’aperçu"),
    "damaged": gettext_lazy("fichier abîmé"),
}


def size_words(size: int) -> str:
    """Return a size people read: 480 ko, 2,4 Mo."""
    if size < MEGA:
        return _("%(n)d ko") % {"n": max(1, round(size / KILO))}
    return _("%(whole)d,%(tenth)d Mo") % {"whole": size // MEGA, "tenth": size % MEGA // 100_000}


def warnings(flags: Iterable[str]) -> list[Promise]:
    """Return what an agent is warned of, a few words each."""
    return [FLAGS[flag] for flag in flags if flag in FLAGS]


def shut_words(verdict: str) -> Promise | str:
    """Return why the file does not open; nothing when it does."""
    return SHUT.get(verdict, "")


def no_preview_words(reason: str) -> Promise | str:
    """Return why there is no picture of it, when that helps."""
    if not reason:
        return ""
    return NO_PREVIEW.get(reason, gettext_lazy("pas d’aperçu"))
