"""The sentences for every refusal and notice; French is the source, English its translation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from recours.statements.report import Notice, Problem

SENTENCES = {
    "file_missing": _("Le fichier n’a pas pu être ouvert : %(value)s."),
    "file_empty": _("Le fichier est vide."),
    "file_changed": _(
        "Le fichier a changé pendant la lecture. Relancez l’import quand il est complet."
    ),
    "form_unknown": _(
        "Format %(value)s non reconnu. Enregistrez le fichier en CSV, .xlsx, Parquet ou JSON lines."
    ),
    "unreadable": _("Le fichier n’a pas pu être lu : %(value)s."),
    "encoding_unknown": _("L’encodage %(value)s n’est pas connu."),
    "line_endless": _("Cette ligne n’a pas de fin sur plus de 32 Mo."),
    "column_missing": _("La colonne « %(column)s » manque. Colonnes trouvées : %(found)s."),
    "column_twice": _("La colonne « %(column)s » apparaît deux fois."),
    "column_unknown": _(
        "La colonne « %(column)s » n’est pas connue. Corrigez son nom, ou citez-la dans « ignore »."
    ),
    "quote_open": _("Un guillemet ouvert sur cette ligne n’est pas refermé."),
    "ragged": _("La ligne a %(found)s valeurs ; l’en-tête en annonce %(expected)s."),
    "not_json": _("La ligne n’est pas un objet JSON de valeurs simples."),
    "parquet_cut": _("Le fichier Parquet est coupé ou abîmé : %(value)s"),
    "parquet_lost": _("Les lignes %(first)s à %(last)s du fichier Parquet sont illisibles."),
    "parquet_nested": _("La colonne « %(column)s » contient des valeurs composées (%(value)s)."),
    "xlsx_unreadable": _("Le classeur n’a pas pu être lu : %(value)s."),
    "xlsx_doctype": _("Le classeur contient une déclaration de type (DTD), refusée par sécurité."),
    "xlsx_too_big": _("Le classeur, une fois ouvert, dépasse la taille admise (%(value)s)."),
    "xlsx_sheet": _("La feuille « %(value)s » n’existe pas dans le classeur."),
    "not_text": _("« %(value)s » doit être un texte, jamais un nombre à virgule."),
    "empty": _("La valeur manque."),
    "too_long": _("Le texte est trop long (%(value)s…)."),
    "strange_character": _("Le texte contient un caractère illisible ou de commande."),
    "choice_unknown": _("« %(value)s » ne fait pas partie des valeurs admises : %(allowed)s."),
    "not_integer": _("« %(value)s » n’est pas un nombre entier."),
    "not_amount": _("« %(value)s » n’est pas un montant : deux décimales au plus, sans exposant."),
    "cent_fraction": _("Le produit « %(value)s » ne tombe pas sur un centime entier."),
    "too_big": _("Le montant « %(value)s » dépasse la limite."),
    "not_date": _("« %(value)s » n’est pas une date lisible."),
    "too_old": _("La date « %(value)s » est antérieure à 1990."),
    "future": _("La date « %(value)s » est dans le futur."),
    "day_outside": _("La date « %(value)s » est hors des limites."),
    "sign_against_kind": _("Le signe des points contredit leur nature : %(value)s."),
    "mixed_reference": _(
        "La référence « %(value)s » désigne deux achats différents (ticket, magasin, membre, jour)."
    ),
    "known_otherwise": _(
        "L’achat « %(value)s » est déjà connu avec un autre magasin, membre ou jour."
    ),
    "card_invalid": _("« %(value)s » n’est pas un numéro de carte."),
    "card_twice": _("La carte « %(value)s » est donnée à deux membres."),
    "csv_form": _("CSV : encodage %(encoding)s, séparateur « %(delimiter)s »."),
    "columns_unnamed": _("Colonnes sans nom, non lues : %(count)s."),
    "dates_unsure": _(
        "Colonne « %(column)s » : jour et mois pourraient être inversés ; lus jour/mois/année."
    ),
    "cents_rounded": _("Montants arrondis au centime le plus proche : %(count)s."),
    "float_column": _(
        "La colonne « %(column)s » est en virgule flottante : lue par son écriture la plus courte."
    ),
    "xlsx_formulas": _("Le classeur contient des formules : leurs dernières valeurs sont prises."),
    "xlsx_merged": _("Zones fusionnées : %(count)s. De chacune, seule la première case est lue."),
    "xlsx_sheets": _("Feuille lue : « %(sheet)s ». Non lues : %(others)s."),
    "purchases_grown": _("Achats déjà connus qui reçoivent d’autres lignes : %(count)s."),
    "read_by_line": _("Le fichier est irrégulier : il a été relu ligne par ligne."),
}


def sentence(item: Problem | Notice, language: str) -> str:
    """Return the sentence for a person, in `fr` or `en`."""
    values = dict(item.details)
    if isinstance(item, Problem):
        values |= {"value": item.value, "column": item.column}
    with override(language):
        return str(SENTENCES[item.code]) % values


def labelled(problem: Problem, language: str) -> str:
    """Return the sentence with the line and the column before it."""
    with override(language):
        where = (
            str(_("Ligne %(line)s")) % {"line": problem.line} if problem.line else str(_("Fichier"))
        )
    column = f", {problem.column}" if problem.column else ""
    colon = " : " if language == "fr" else ": "
    return f"{where}{column}{colon}{sentence(problem, language)}"
