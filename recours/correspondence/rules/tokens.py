"""What an acknowledgement and an answer must say, as data: law.md §6.1 and §6.2.

`shows` tells how the element is seen in what was really printed:
`text:path`, `day:path`, `number:path`, `short:path` (the head of a fingerprint), `version:path` and
`word:table/path` look for the value; `each:…` does it for every item of a list; `words:a|b` looks
for a turn of phrase, in French or in English; `never:a|b` must not be found.
"""

from dataclasses import dataclass
from typing import Literal

Level = Literal["law", "soft", "product"]


@dataclass(frozen=True, slots=True)
class Token:
    """One compulsory element, its source, and the sentence said when it is missing."""

    id: str
    level: Level
    rule: str
    article: str
    fr: str
    en: str
    shows: tuple[str, ...]
    when: str = "always"


_ADVERTISING = (
    "profitez|découvrez nos|ne manquez pas|offre exclusive|offre exceptionnelle|vente privée|"
    "parrainez|abonnez-vous|take advantage|don't miss|exclusive offer|limited time offer|"
    "refer a friend|discover our"
)

_PHONE = Token(
    "phone",
    "law",
    "A-PHONE",
    "C. conso., art. L121-16",
    "Il manque le numéro de téléphone non surtaxé.",
    "The telephone number, not surcharged, is missing.",
    ("text:operator.phone", "words:non surtaxé|not surcharged"),
)
_REFERENCE = Token(
    "reference",
    "soft",
    "A-CALL-CHARTER",
    "ISO 10002",
    "Il manque la référence de la réclamation.",
    "The reference of the complaint is missing.",
    ("text:reference",),
)
_DATES = Token(
    "dates",
    "soft",
    "A-CALL-CHARTER",
    "ISO 10002",
    "Il manque la date d'envoi, la date de réception ou le canal de la réclamation.",
    "The date the complaint was sent or received, or its channel, is missing.",
    ("day:sent_on", "day:received_at", "word:channels/channel"),
)
_OPERATOR = Token(
    "operator",
    "soft",
    "A-PRECONTRACT",
    "C. conso., art. L111-1",
    "Il manque le nom, l'adresse postale ou l'e-mail de la maison.",
    "The name, postal address or e-mail of the house is missing.",
    ("text:operator.name", "text:operator.address", "text:operator.email"),
)
_MEDIATOR = Token(
    "mediator",
    "law",
    "B-INFO-CASE",
    "C. conso., art. L616-1 et R616-1",
    "Il manque le nom, l'adresse postale ou le site du médiateur.",
    "The name, postal address or site of the mediator is missing.",
    (
        "text:operator.mediator.name",
        "text:operator.mediator.address",
        "text:operator.mediator.site",
    ),
    when="mediator",
)
_MEDIATOR_UNTIL = Token(
    "mediator-last-day",
    "law",
    "B-ADM-4",
    "C. conso., art. L612-2, 4°",
    "Il manque le dernier jour pour saisir le médiateur.",
    "The last day to refer to the mediator is missing.",
    ("day:mediator_until",),
    when="mediator",
)
_MEDIATOR_FREE = Token(
    "mediator-free",
    "law",
    "B-RIGHT",
    "C. conso., art. L612-1",
    "Il manque la mention que la médiation est gratuite.",
    "It does not say that mediation is free of charge.",
    ("words:gratuit|free of charge",),
    when="mediator",
)
_NO_ODR = Token(
    "no-odr-link",
    "law",
    "B-ODR-END",
    "Règlement (UE) 2024/3228",
    "Le lien vers la plateforme européenne fermée doit disparaître.",
    "The link to the closed European platform must go.",
    ("never:ec.europa.eu/consumers/odr|ec.europa.eu/odr",),
)
_NO_MARKETING = Token(
    "no-marketing",
    "law",
    "E-EMAIL",
    "CPCE, art. L34-5",
    "Une réponse à une réclamation ne fait pas de publicité.",
    "An answer to a complaint carries no advertising.",
    (f"never:{_ADVERTISING}",),
)
_LOG_KEY = Token(
    "log-key",
    "product",
    "A-CALL-CHARTER",
    "Notre engagement",
    "Il manque la clé publique du journal, avec laquelle le reçu se vérifie.",
    "The public key of the log, with which the receipt is verified, is missing.",
    ("text:log_key",),
    when="logged",
)

ACKNOWLEDGEMENT: tuple[Token, ...] = (
    _OPERATOR,
    _PHONE,
    _REFERENCE,
    _DATES,
    Token(
        "copy",
        "soft",
        "A-ORAL",
        "ACPR, rec. 2024-R-02",
        "Il manque le lien vers la copie datée de la réclamation.",
        "The link to the dated copy of the complaint is missing.",
        ("text:follow_url", "words:copie datée|dated copy"),
    ),
    Token(
        "subject",
        "soft",
        "A-CALL-CHARTER",
        "ISO 10002",
        "Il manque l'objet de la réclamation ou ce qui est demandé.",
        "The subject of the complaint, or what is asked for, is missing.",
        ("text:kind", "text:wish"),
    ),
    Token(
        "answer-due",
        "soft",
        "A-ANS-ACPR",
        "ACPR, rec. 2024-R-02",
        "Il manque la date à laquelle la réponse est due.",
        "The date by which the answer is due is missing.",
        ("day:answer_due",),
    ),
    Token(
        "human-and-format",
        "law",
        "J-EAA-DOCS",
        "Directive (UE) 2019/882",
        "Il manque comment parler à une personne, ajouter un document ou changer de format.",
        "It does not say how to talk to a person, add a document or change the format.",
        (
            "words:parler à une personne|talk to a person",
            "words:ajouter|add something",
            "words:grands caractères|large print",
        ),
    ),
    _MEDIATOR,
    _MEDIATOR_UNTIL,
    _MEDIATOR_FREE,
    Token(
        "mediator-first-day",
        "soft",
        "B-WAIT-2M",
        "Doctrine administrative",
        "Il manque le jour à partir duquel saisir le médiateur sans réponse.",
        "The first day to refer to the mediator without an answer is missing.",
        ("day:mediator_from",),
    ),
    Token(
        "data-notice",
        "law",
        "E-13",
        "RGPD, art. 13",
        "Il manque l'usage des données, leur durée, le délégué à leur protection ou les droits.",
        "The use of the data, how long they are kept, the officer or the rights are missing.",
        (
            "text:operator.dpo_email",
            "words:traiter votre réclamation|handle your complaint",
            "words:cinq ans|five years",
            "words:les corriger|correct them",
            "words:cnil.fr",
        ),
    ),
    _LOG_KEY,
    _NO_ODR,
    _NO_MARKETING,
)

ANSWER: tuple[Token, ...] = (
    _OPERATOR,
    _PHONE,
    _REFERENCE,
    _DATES,
    Token(
        "written-on",
        "soft",
        "A-CALL-CHARTER",
        "ISO 10002",
        "Il manque la date de la lettre.",
        "The date of the letter is missing.",
        ("day:written_on",),
    ),
    Token(
        "signatory",
        "soft",
        "A-CALL-CHARTER",
        "ISO 10002",
        "Il manque le nom ou la fonction de la personne qui signe.",
        "The name or the role of the person who signs is missing.",
        ("text:signatory", "text:signatory_role"),
    ),
    Token(
        "every-point",
        "law",
        "A-PSP-15",
        "CMF, art. L133-45",
        "Un point soulevé n'a pas de réponse.",
        "A point that was raised has no answer.",
        ("each:points:text:question",),
    ),
    Token(
        "decision-and-why",
        "soft",
        "A-ANS-ACPR",
        "ACPR, rec. 2024-R-02",
        "Il manque, pour un point, la décision ou sa raison.",
        "For one point, the decision or its reason is missing.",
        ("each:points:word:decisions/decision", "each:points:text:why"),
    ),
    Token(
        "facts",
        "soft",
        "F-CALC",
        "ISO 10002",
        "Il manque les faits constatés.",
        "The facts found are missing.",
        ("each:facts:text:",),
    ),
    Token(
        "calculation",
        "soft",
        "F-CALC",
        "C. civ., art. 1103",
        "Il manque une ligne du calcul, ou son total.",
        "A line of the calculation, or its total, is missing.",
        (
            "each:lines:text:label",
            "each:lines:text:source",
            "each:lines:text:amount",
            "text:total.label",
            "text:total.amount",
        ),
        when="computed",
    ),
    Token(
        "rule-applied",
        "soft",
        "F-CONTRACT",
        "C. civ., art. 1103",
        "Il manque la version des règles ou des conditions appliquées, ou leur date.",
        "The version of the rules or terms that were applied, or their date, is missing.",
        (
            "version:rules.version",
            "short:rules.sha256",
            "version:terms.version",
            "day:terms.effective_from",
        ),
        when="computed",
    ),
    Token(
        "remedy",
        "law",
        "D-REF-PEN",
        "C. civ., art. 1217",
        "Il manque la date à laquelle ce qui est dû est rendu.",
        "The date on which what is owed is given back is missing.",
        ("day:remedy.when",),
        when="remedy",
    ),
    Token(
        "remedy-points",
        "law",
        "D-REF-PEN",
        "C. civ., art. 1217",
        "Il manque le nombre de points rendus.",
        "The number of points given back is missing.",
        ("number:remedy.points",),
        when="remedy in points",
    ),
    Token(
        "remedy-words",
        "law",
        "D-REF-PEN",
        "C. civ., art. 1217",
        "Il manque ce qui est fait pour réparer.",
        "What is done to put it right is missing.",
        ("text:remedy.text",),
        when="remedy in words",
    ),
    Token(
        "remedy-expiry",
        "law",
        "F-CONTRACT",
        "C. civ., art. 1103",
        "Il manque la date jusqu'à laquelle les points rendus sont valables.",
        "The date until which the points given back are valid is missing.",
        ("day:remedy.expires_on",),
        when="remedy expires",
    ),
    _MEDIATOR,
    _MEDIATOR_UNTIL,
    _MEDIATOR_FREE,
    Token(
        "mediator-conditions",
        "law",
        "B-VOL",
        "C. conso., art. L612-2 et L612-4",
        "Il manque les conditions de la médiation : facultative, et ce qu'elle suspend.",
        "The conditions of mediation are missing: optional, and what it suspends.",
        ("words:facultative|optional", "words:suspend", "words:tribunal|court"),
        when="mediator",
    ),
    Token(
        "other-recourse",
        "soft",
        "B-750-1",
        "CPC, art. 750-1",
        "Il manque les autres recours : conciliateur de justice, tribunal, SignalConso.",
        "The other ways are missing: the conciliator, the court, SignalConso.",
        ("words:conciliateur de justice", "words:tribunal", "words:signalconso|signal.conso"),
        when="mediator",
    ),
    Token(
        "cnil",
        "law",
        "E-DSAR-1M",
        "RGPD, art. 12(4)",
        "Il manque la possibilité de saisir la CNIL et le juge.",
        "The possibility to go to the CNIL and to court is missing.",
        ("words:cnil",),
        when="personal data",
    ),
    Token(
        "review-by-a-person",
        "soft",
        "E-ADM22",
        "RGPD, art. 22",
        "Il manque comment demander qu'une autre personne réexamine la décision.",
        "It does not say how to have another person look at the decision again.",
        ("words:une autre personne|another person",),
    ),
    _LOG_KEY,
    _NO_ODR,
    _NO_MARKETING,
)

TOKENS: dict[str, tuple[Token, ...]] = {"acknowledgement": ACKNOWLEDGEMENT, "answer": ANSWER}
