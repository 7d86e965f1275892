"""What a person wrote stays; what repeats another is folded: each mailer in its own way."""

import re

import pytest

from recours.mail.fold import fold

NEW = "Bonjour,\n\nLe paragraphe 3 de vos conditions dit le contraire.\nMes 120 points manquent toujours."

# Each tail is what a mailer adds under an answer, as its users receive it.
TAILS = {
    "outlook bureau": """De : Service client <service@magasin.example>
Envoyé : lundi 2 novembre 2026 10:12
À : Alice Rivoire <alice@example.org>
Objet : RE: Points manquants

Bonjour Madame,
Votre demande est close.""",
    "outlook bureau avec filet": """________________________________
De : Service client <service@magasin.example>
Envoyé : lundi 2 novembre 2026 10:12
À : Alice Rivoire
Objet : RE: Points manquants

Votre demande est close.""",
    "outlook sans adresse": """De : Service client
Envoyé : lundi 2 novembre 2026 10:12
À : Alice Rivoire
Objet : RE: Points manquants

Votre demande est close.""",
    "outlook gras": """*De :* Service client <service@magasin.example>
*Envoyé :* lundi 2 novembre 2026 10:12
*À :* Alice Rivoire <alice@example.org>
*Objet :* RE: Points manquants

Votre demande est close.""",
    "outlook copie": """De : Service client <service@magasin.example>
Date : lundi, 2 novembre 2026 à 10:12
À : Alice Rivoire <alice@example.org>
Cc : Basile Nguyen <basile@magasin.example>
Objet : Points manquants

Votre demande est close.""",
    "outlook 2003": """-----Message d'origine-----
De : Service client [mailto:service@magasin.example]
Envoyé : lundi 2 novembre 2026 10:12
À : Alice Rivoire
Objet : RE: Points manquants

Votre demande est close.""",
    "outlook mobile": """Obtenir Outlook pour iOS<https://aka.ms/o0ukef>
________________________________
De : Service client <service@magasin.example>
Envoyé : lundi, novembre 2, 2026 10:12 AM
À : Alice Rivoire <alice@example.org>
Objet : Points manquants

Votre demande est close.""",
    "samsung": """Envoyé depuis mon appareil Galaxy


-------- Message d'origine --------
De : Service client <service@magasin.example>
Date : 02/11/2026 10:12 (GMT+01:00)
À : alice@example.org
Objet : Points manquants

Votre demande est close.""",
    "gmail": """Le lun. 2 nov. 2026 à 10:12, Service client <service@magasin.example> a écrit :

> Votre demande est close.
> Cordialement""",
    "gmail sur deux lignes": """Le lun. 2 nov. 2026 à 10:12, Service client <service@magasin.example>
a écrit :

> Votre demande est close.""",
    "gmail sans chevron": """Le lun. 2 nov. 2026 à 10:12, Service client <
service@magasin.example> a écrit :

Votre demande est close.""",
    "gmail espace insécable": """Le lun. 2 nov. 2026 à 10:12, Service client <service@magasin.example> a écrit\xa0:

> Votre demande est close.""",
    "apple": """Envoyé de mon iPhone

> Le 2 nov. 2026 à 10:12, Service client <service@magasin.example> a écrit :
> 
> Votre demande est close.""",
    "apple bureau": """> Le 2 nov. 2026 à 10:12, Service client <service@magasin.example> a écrit :
> 
> ﻿Votre demande est close.""",
    "thunderbird": """Le 02/11/2026 à 10:12, Service client a écrit :
> Votre demande est close.
>
> Cordialement""",
    "thunderbird ancien": """Service client a écrit :
> Votre demande est close.""",
    "orange": """> Message du 02/11/26 10:12
> De : "Service client" <service@magasin.example>
> A : alice@orange.example
> Copie à :
> Objet : Points manquants
>
> Votre demande est close.""",
    "orange nouveau": """envoyé : 2 novembre 2026 à 10:12
de : Service client <service@magasin.example>
à : alice@orange.example
objet : Points manquants

Votre demande est close.""",
    "free (zimbra)": """----- Mail original -----
De: "Service client" <service@magasin.example>
À: "alice" <alice@free.example>
Envoyé: Lundi 2 Novembre 2026 10:12:00
Objet: Points manquants

Votre demande est close.""",
    "sfr": """De: "Service client" <service@magasin.example>
A: alice@sfr.example
Envoyé: lundi 2 Novembre 2026 10:12
Objet : Points manquants

Votre demande est close.""",
    "la poste": """De : "Service client" <service@magasin.example>
A : alice@laposte.example,
Envoyé : lundi 2 novembre 2026 10:12
Objet : Points manquants


Votre demande est close.""",
    "yahoo": """Le lundi 2 novembre 2026 à 10:12:00 UTC+1, Service client <service@magasin.example> a écrit :


Votre demande est close.""",
    "proton": """Envoyé avec la messagerie sécurisée Proton Mail.

Le lundi 2 novembre 2026 à 10:12, Service client <service@magasin.example> a écrit :

> Votre demande est close.""",
    "proton ancien": """‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐
Le lundi 2 novembre 2026 à 10:12, Service client <service@magasin.example> a écrit :

> Votre demande est close.""",
    "roundcube": """Le 2026-11-02 10:12, Service client a écrit :
> Votre demande est close.""",
    "outlook mac": """De : Service client <service@magasin.example>
Date : lundi 2 novembre 2026 à 10:12
À : Alice Rivoire <alice@example.org>
Objet : Points manquants
Votre demande est close.""",
    "notre ligne": """--- Répondez au-dessus de cette ligne ---

Votre demande est close.""",
    "anglais gmail": """On Mon, Nov 2, 2026 at 10:12 AM Service client <service@magasin.example> wrote:

> Votre demande est close.""",
    "anglais deux lignes": """On Mon, Nov 2, 2026 at 10:12 AM Service client
<service@magasin.example> wrote:

Votre demande est close.""",
    "anglais outlook": """From: Service client <service@magasin.example>
Sent: Monday, November 2, 2026 10:12 AM
To: Alice Rivoire <alice@example.org>
Subject: RE: Points manquants

Votre demande est close.""",
    "anglais date citée": """On July 28, 2026, Service client wrote:
> Votre demande est close.""",
    "allemand": """Am Mo., 2. Nov. 2026 um 10:12 Uhr schrieb Service client <service@magasin.example>:

> Votre demande est close.""",
    "allemand outlook": """Von: Service client <service@magasin.example>
Gesendet: Montag, 2. November 2026 10:12
An: Alice Rivoire
Betreff: Points manquants

Votre demande est close.""",
    "espagnol": """El lun, 2 nov 2026 a las 10:12, Service client (<service@magasin.example>) escribió:

> Votre demande est close.""",
    "italien": """Il giorno lun 2 nov 2026 alle ore 10:12 Service client <service@magasin.example> ha scritto:

> Votre demande est close.""",
    "néerlandais": """Op ma 2 nov 2026 om 10:12 schreef Service client <service@magasin.example>:

> Votre demande est close.""",
    "google ancien": """2026/11/2 Service client <service@magasin.example>

> Votre demande est close.""",
}


@pytest.mark.parametrize("mailer", TAILS)
def test_the_answer_is_whole_and_the_rest_is_folded(mailer):
    folded = fold(f"{NEW}\n\n{TAILS[mailer]}\n", subject="RE: Points manquants", is_reply=True)
    assert folded.text == NEW
    assert "Votre demande est close." in folded.quoted


KEPT = {
    "Le au début": "Le 3 novembre j'ai acheté un pull.\nLe magasin m'a écrit :\nrien à faire.",
    "m'a écrit avec date": "Le 3 novembre 2026 à 10h12, le magasin m'a écrit :\nVotre demande est close.",
    "citation sans preuve": "Le 3 novembre 2026, Mme Durand a écrit :\nVotre demande est close.\nC'est faux.",
    "trajet": "Bonjour,\nDe : Paris\nÀ : Lyon\nDate : 3 novembre\nLe bon n'a pas marché.",
    "trajet avec objet": "De : Paris\nÀ : Lyon\nDate : 3 novembre\nObjet : billet perdu",
    "chevrons": "Il manque :\n> 120 points du 3 octobre\n> 80 points du 9 octobre\nMerci",
    "tirets": "Premier point\n\n--------\n\nSecond point, le plus important.",
    "téléphone acheté": "Envoyé de mon iPhone 12 que j'ai acheté chez vous et qui ne marche plus, merci.",
    "signature avec carte": "Rendez mes points.\n\nCordialement,\nAlice Rivoire\nCarte 4417 2290\n06 12 34 56 78",
    "on wrote": "On page 3 of the terms you wrote:\nPoints never expire.",
}


@pytest.mark.parametrize("case", KEPT)
def test_words_that_only_look_like_a_quote_stay(case):
    folded = fold(KEPT[case], subject="Réclamation")
    assert folded.text == KEPT[case]
    assert folded.quoted == ""


FORWARDS = {
    "gmail": """---------- Forwarded message ---------
De : Service client <service@magasin.example>
Date: lun. 2 nov. 2026 à 10:12
Subject: Points manquants
To: <alice@example.org>

Votre demande est close.""",
    "apple": """Début du message transféré :

> De: Service client <service@magasin.example>
> Objet: Points manquants
> Date: 2 novembre 2026 à 10:12:00 UTC+1
> À: alice@example.org
>
> Votre demande est close.""",
    "thunderbird": """-------- Message transféré --------
Sujet : Points manquants
Date : Mon, 2 Nov 2026 10:12:00 +0100
De : Service client <service@magasin.example>
Pour : alice@example.org

Votre demande est close.""",
    "outlook": TAILS["outlook bureau"],
}


@pytest.mark.parametrize("mailer", FORWARDS)
@pytest.mark.parametrize("above", ["", "Voyez ce qu'on m'a répondu.\n\n"])
def test_a_message_passed_on_is_the_content(mailer, above):
    folded = fold(above + FORWARDS[mailer], subject="TR : Points manquants")
    assert "Votre demande est close." in folded.text
    assert "Votre demande" not in folded.quoted


def test_answers_inside_a_quotation_stay_with_what_they_answer():
    text = """Le 02/11/2026 à 10:12, Service client a écrit :
> Bonjour Madame,
>
> Quel est le numéro du ticket ?

Le 4417.

> Quel jour ?

Le 9 octobre.

> Cordialement"""
    folded = fold(text, is_reply=True)
    assert "Le 4417." in folded.text
    assert "Le 9 octobre." in folded.text
    assert "> Quel jour ?" in folded.text
    assert "Bonjour Madame" in folded.quoted
    assert "Cordialement" in folded.quoted


def test_an_answer_under_the_quotation_is_the_text():
    text = "Le 02/11/2026 à 10:12, Service client a écrit :\n> Quel ticket ?\n> Merci\n\nLe 4417."
    folded = fold(text, is_reply=True)
    assert folded.text == "Le 4417."


def test_nothing_new_shows_everything():
    text = TAILS["gmail"]
    folded = fold(text, subject="RE: Points", is_reply=True)
    assert folded.text == text
    assert folded.quoted == ""


SIGNATURES = {
    "délimiteur": "-- \nAlice Rivoire\n12 rue des Lilas, 69003 Lyon",
    "iphone": "Envoyé de mon iPhone",
    "android": "Envoyé à partir de Outlook pour Android",
    "yahoo": "Envoyé depuis l'application Yahoo Mail pour Android",
    "orange": "Envoyé depuis mon téléphone Orange",
    "windows": "Provenance : Courrier pour Windows",
    "bloc": "Cordialement,\nAlice Rivoire\n12 rue des Lilas\n69003 Lyon\nTél. 06 12 34 56 78",
    "mentions": "Ce message et ses pièces jointes sont confidentiels et destinés exclusivement à leur destinataire.",
    "avast": "Garanti sans virus. www.avast.com",
    "arbre": "Avant d'imprimer ce message, pensez à l'environnement.",
    "anglais": "Sent from my iPhone",
    "outlook": "Get Outlook for Android<https://aka.ms/AAb9ysg>",
}


@pytest.mark.parametrize("case", SIGNATURES)
def test_signatures_and_small_print_are_folded(case):
    folded = fold(f"{NEW}\n\n{SIGNATURES[case]}\n")
    assert folded.text == NEW
    assert re.findall(r"\w+", folded.signature) == re.findall(r"\w+", SIGNATURES[case])


def test_a_name_under_cordialement_stays():
    text = f"{NEW}\n\nCordialement,\nAlice Rivoire"
    assert fold(text).text == text
