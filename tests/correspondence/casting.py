"""The people and words these tests repeat: Alice complains, Basile answers."""

from datetime import UTC, datetime

AT = datetime(2026, 11, 12, 17, 42, tzinfo=UTC)  # 18 h 42 in Paris
CASE = "R-2026-04817-K"
ALICE = "alice.rivoire@exemple.fr"

MEDIATOR = {
    "name": "Médiation du commerce de proximité",
    "address": "8 rue des Arbitres, 75002 Paris",
    "site": "https://mediation-proximite.example",
}
OPERATOR = {
    "name": "Bellerive",
    "programme": "Bellerive & moi",
    "address": "Bellerive SAS, 12 quai de la Fosse, 44000 Nantes",
    "phone": "02 40 00 00 00",
    "email": "reclamations@bellerive.example",
    "dpo_email": "donnees@bellerive.example",
    "mediator": MEDIATOR,
}
LOG_KEY = "bellerive.example/journal+3f2a90c1+AeR7u0kYp2f0m1Qy8d3oVn6wXb4cZt5sLhJgKiTqWuEr"
FOLLOW = f"https://bellerive.example/suivre/{CASE}/"

ACKNOWLEDGEMENT = {
    "reference": CASE,
    "follow_code": "7K4M-22QP",
    "follow_url": FOLLOW,
    "received_at": AT.isoformat(),
    "sent_on": "2026-11-12",
    "channel": "web",
    "kind": "Points non crédités après un achat",
    "wish": "Les points de cet achat",
    "assignee": "Basile Nguyen",
    "answer_due": "2027-01-12",
    "mediator_from": "2027-01-12",
    "mediator_until": "2027-11-12",
    "missing": [],
    "log_key": LOG_KEY,
}
ANSWER = {
    "reference": CASE,
    "follow_url": FOLLOW,
    "outcome": "partly",
    "first_sentence": "Vous aviez raison pour l'achat du 7 novembre : 248 points sont revenus.",
    "why": "Notre caisse était en panne et votre carte n'a pas été transmise.",
    "remedy": "248 points sont sur votre carte, valables jusqu'au 31 décembre 2028.",
    "signatory": "Basile Nguyen",
    "signatory_role": "Service points et cagnotte",
    "mediator_until": "2027-11-12",
    "log_key": LOG_KEY,
}
MAILS = {
    "acknowledgement": ACKNOWLEDGEMENT,
    "answer": ANSWER,
    "progress": {
        "reference": CASE,
        "follow_url": FOLLOW,
        "sentence": "J'ai posé la question au magasin ce matin. Sans réponse lundi, je vous écris.",
        "author": "Basile Nguyen",
        "stage": "Nous retrouvons l'achat",
        "next_on": "2026-11-24",
    },
    "reopened": {
        "reference": CASE,
        "follow_url": FOLLOW,
        "assignee": "Basile Nguyen",
        "answer_due": "2027-02-01",
    },
    "follow_up": {
        "reference": CASE,
        "yes_url": "https://bellerive.example/suite/jeton/oui/",
        "no_url": "https://bellerive.example/suite/jeton/non/",
        "closed_on": "2026-11-20",
    },
    "signin_code": {
        "code": "481 706",
        "minutes": 10,
        "url": "https://bellerive.example/compte/lien/jeton/",
    },
    "too_large": {"limit": 50, "lodge_url": "https://bellerive.example/reclamer/"},
}
LETTER = {
    "reference": CASE,
    "follow_url": FOLLOW,
    "written_on": "2026-11-20",
    "sent_on": "2026-11-12",
    "received_at": AT.isoformat(),
    "channel": "web",
    "signatory": "Basile Nguyen",
    "signatory_role": "Service points et cagnotte",
    "customer": {"name": "Alice Rivoire", "address": ["4 rue du Calvaire", "44000 Nantes"]},
    "salutation": "Madame",
    "first_sentence": "Vous aviez raison pour votre achat du 7 novembre : 248 points sont revenus.",
    "points": [
        {
            "question": "Les points de mon achat du 7 novembre ne sont jamais arrivés.",
            "decision": "accepted",
            "why": "La caisse 3 était coupée du réseau : votre carte n'a pas été transmise.",
        },
        {
            "question": "Je veux 200 points de plus pour le temps perdu.",
            "decision": "refused",
            "why": "Les conditions ne prévoient pas de points pour un retard de huit jours.",
        },
    ],
    "facts": [
        "Le ticket 0412-118-00732 du 7 novembre 2026 est dans nos relevés, sans votre carte.",
        "La caisse 3 de Nantes Beaujoire était hors réseau de 10 h 52 à 12 h 20.",
    ],
    "lines": [
        {"label": "Total du ticket", "source": "Ticket 0412-118-00732", "amount": "146,80 €"},
        {"label": "Moins la carte cadeau", "source": "Art. 3.4", "amount": "− 22,50 €"},
        {"label": "Un point par euro entier", "source": "Règle BASE, art. 4.1", "amount": "124"},
        {
            "label": "Week-end doublé",
            "source": "Règle WE-ARGENT, art. 4.2",
            "amount": "124 × 2 = 248",
        },
        {"label": "Plafond de 500 points par jour", "source": "Art. 4.6", "amount": "sans effet"},
    ],
    "total": {"label": "Points dus", "amount": "248 points"},
    "rules": {
        "version": "7",
        "sha256": "7f3a91c05de2b48f0a6c11d2e3f405162738495a6b7c8d9eafb0c1d2e3f420e1",
        "effective_from": "2026-09-01",
    },
    "terms": {"version": "12", "effective_from": "2026-03-01"},
    "remedy": {
        "kind": "points",
        "points": 248,
        "expires_on": "2028-12-31",
        "when": "2026-11-20",
    },
    "mediator_until": "2027-11-12",
    "log_key": LOG_KEY,
}
