"""What a sentence of ours may name, and how each is written: days in full, links as links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from recours.correspondence.rules.typography import in_full, instant_in_full
from recours.correspondence.rules.words import CHANNELS, word


def _text(value: Any, _language: str) -> str:
    return str(value)


def _channel(value: Any, language: str) -> str:
    return word(CHANNELS, str(value), language)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that stands for a value: where the value is, how it is written, what it holds."""

    path: tuple[str, ...]
    fr: str
    en: str
    write: Callable[[Any, str], str] = _text
    strong: bool = False  # what is read first, on a page


PLACEHOLDERS: Mapping[str, Placeholder] = {
    "reference": Placeholder(
        ("reference",), "la référence du dossier", "the reference of the case"
    ),
    "follow_url": Placeholder(
        ("follow_url",), "l’adresse du dossier en ligne", "the address of the case online"
    ),
    "follow_code": Placeholder(("follow_code",), "le code de suivi", "the tracking code"),
    "received_at": Placeholder(
        ("received_at",),
        "le jour et l’heure de réception",
        "the day and hour of receipt",
        instant_in_full,
    ),
    "sent_on": Placeholder(
        ("sent_on",), "le jour d’envoi par le client", "the day the customer sent it", in_full
    ),
    "channel": Placeholder(
        ("channel",), "comment la réclamation est arrivée", "how the complaint came", _channel
    ),
    "kind": Placeholder(("kind",), "le motif de la réclamation", "what the complaint is about"),
    "wish": Placeholder(("wish",), "ce que la personne demande", "what the person asks for"),
    "answer_due": Placeholder(
        ("answer_due",),
        "le dernier jour pour répondre",
        "the last day to answer",
        in_full,
        strong=True,
    ),
    "mediator_from": Placeholder(
        ("mediator_from",),
        "le premier jour pour saisir le médiateur sans réponse",
        "the first day to turn to the mediator without an answer",
        in_full,
        strong=True,
    ),
    "mediator_until": Placeholder(
        ("mediator_until",),
        "le dernier jour pour saisir le médiateur",
        "the last day to turn to the mediator",
        in_full,
        strong=True,
    ),
    "assignee": Placeholder(
        ("assignee",),
        "la personne qui suit le dossier",
        "the person who handles the case",
        strong=True,
    ),
    "missing_by": Placeholder(
        ("missing_by",),
        "le jour jusqu’auquel envoyer ce qui manque",
        "until when to send it",
        in_full,
    ),
    "to_name": Placeholder(("to_name",), "le nom du client", "the name of the customer"),
    "signatory": Placeholder(("signatory",), "la personne qui signe", "the person who signs"),
    "signatory_role": Placeholder(
        ("signatory_role",), "la fonction de la personne qui signe", "the role of who signs"
    ),
    "stage": Placeholder(("stage",), "où en est le dossier", "where the case stands"),
    "next_on": Placeholder(
        ("next_on",), "le jour de la prochaine nouvelle", "the day of the next news", in_full
    ),
    "closed_on": Placeholder(
        ("closed_on",), "le jour de la réponse", "the day of the answer", in_full
    ),
    "yes_url": Placeholder(("yes_url",), "le lien « c’est réglé »", "the link “it was put right”"),
    "no_url": Placeholder(
        ("no_url",), "le lien « ce n’est pas réglé »", "the link “it was not put right”"
    ),
    "confirm_url": Placeholder(
        ("confirm_url",), "le lien pour confirmer par écrit", "the link to confirm in writing"
    ),
    "lodge_url": Placeholder(("lodge_url",), "l’adresse du formulaire", "the address of the form"),
    "code": Placeholder(("code",), "le code", "the code"),
    "minutes": Placeholder(("minutes",), "la durée du code, en minutes", "how long it works"),
    "url": Placeholder(("url",), "le lien qui évite de taper le code", "the link that signs in"),
    "limit": Placeholder(("limit",), "la taille acceptée, en Mo", "the size we accept, in MB"),
    "house": Placeholder(("operator", "name"), "le nom de la maison", "the name of the house"),
    "address": Placeholder(
        ("operator", "address"), "l’adresse postale de la maison", "the postal address of the house"
    ),
    "phone": Placeholder(
        ("operator", "phone"),
        "le téléphone non surtaxé",
        "the telephone, not surcharged",
        strong=True,
    ),
    "email": Placeholder(("operator", "email"), "l’e-mail de la maison", "the e-mail of the house"),
    "dpo_email": Placeholder(
        ("operator", "dpo_email"),
        "l’e-mail du délégué à la protection des données",
        "the e-mail of the data-protection officer",
    ),
    "log_key": Placeholder(("log_key",), "la clé publique du journal", "the public key of the log"),
    # the letters call them by these shorter names
    "until": Placeholder(
        ("mediator_until",),
        "le dernier jour pour saisir le médiateur",
        "the last day to turn to the mediator",
        in_full,
    ),
    "from": Placeholder(
        ("mediator_from",),
        "le premier jour pour saisir le médiateur sans réponse",
        "the first day to turn to the mediator without an answer",
        in_full,
    ),
    "when": Placeholder(("remedy", "when"), "le jour où c’est fait", "the day it is done", in_full),
    "expires_on": Placeholder(
        ("remedy", "expires_on"),
        "le dernier jour des points rendus",
        "the last day of the points given back",
        in_full,
    ),
    "text": Placeholder(
        ("remedy", "text"), "ce qui est fait pour réparer", "what is done about it"
    ),
    "points": Placeholder(("points",), "le nombre de points rendus", "the number of points"),
    "version": Placeholder(("version",), "le numéro d’une version", "the number of a version"),
    "since": Placeholder(("since",), "le premier jour d’une version", "the first day of a version"),
}


class Said(dict[str, str]):
    """The values of one message as they are read; written when first asked for."""

    def __init__(self, values: Mapping[str, Any], language: str) -> None:
        """Keep what is told, and the language it is told in."""
        super().__init__()
        self._values = values
        self._language = language

    def __missing__(self, name: str) -> str:
        """Write the value of a placeholder; blank when there is none."""
        known = PLACEHOLDERS.get(name)
        found: Any = self._values
        for step in known.path if known else ():
            found = found.get(step) if isinstance(found, Mapping) else None
        blank = known is None or found in (None, "", [], {})
        said = "" if blank or known is None else known.write(found, self._language)
        self[name] = said
        return said
