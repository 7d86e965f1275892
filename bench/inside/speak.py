"""Has every complaint of the filled register say something of its own, as people's words are met.

A few words are everywhere (one of them in 94 cases out of 100), most are rare: the n-th word comes
once for n times of the first one.
"""

import sys
from itertools import accumulate
from random import Random

from bench.inside.django import start, tell

SEED = 94
OFTEN, SHARE = "commerçant", 0.94
PHRASE, PHRASE_SHARE = "sans aucune explication valable", 0.03
WORDS, A_MESSAGE, MESSAGES = 8_000, 60, 3
AT_ONCE = 500
KNOWN = (
    "points carte achat magasin fidélité remboursement livraison colis ticket caisse erreur client "
    "service réponse compte solde expiré crédité bon réduction article produit commande facture "
    "retard boutique téléphone courrier demande dossier conseiller promesse semaine abonnement"
)
SYLLABLES = "ba bi bo da de du fa fi la le li lo ma mi mo na ni no pa pe po ra ri ro sa si so ta vi"


def vocabulary() -> list[str]:
    """Return the words, the most frequent first."""
    random, parts = Random(SEED), SYLLABLES.split()
    made = ("".join(random.choices(parts, k=random.randint(3, 5))) for _ in range(2 * WORDS))
    return list(dict.fromkeys([*KNOWN.split(), *made]))[:WORDS]


def _text(random: Random, words: list[str], weights: list[float]) -> str:
    said = random.choices(words, cum_weights=weights, k=A_MESSAGE)
    return " ".join(said).capitalize() + "."


def main(size: int) -> None:
    start()
    from datetime import timedelta  # noqa: PLC0415  # beside Django

    from recours.complaints.models import Complaint  # noqa: PLC0415  # once Django has started
    from recours.correspondence.models import Message  # noqa: PLC0415

    random, words = Random(SEED), vocabulary()
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    rows = Complaint.objects.order_by("id").values_list("reference", "received_at")[:size]
    batch = []
    for reference, received_at in rows.iterator(chunk_size=2_000):
        texts = [_text(random, words, weights) for _ in range(MESSAGES)]
        texts[0] += f" Le {OFTEN} le sait." if random.random() < SHARE else ""
        texts[1] += f" Et {PHRASE}." if random.random() < PHRASE_SHARE else ""
        batch += [
            Message(
                about=reference,
                direction="out" if number % 2 else "in",
                audience="customer" if number < MESSAGES - 1 else "internal",
                author="Alice Rivoire",
                channel="web",
                text=text,
                at=received_at + timedelta(hours=number),
            )
            for number, text in enumerate(texts)
        ]
        if len(batch) >= AT_ONCE:
            Message.objects.bulk_create(batch)
            batch = []
    Message.objects.bulk_create(batch)
    tell({"words": MESSAGES * A_MESSAGE})


if __name__ == "__main__":
    main(int(sys.argv[1]))
