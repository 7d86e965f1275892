"""French or English, told by the small words: light enough for each message, silent when unsure.

Other languages have their small words here too, so that a German message is not called English.
"""

import re

_WORDS = {
    "fr": """je j tu il elle nous vous ils elles on le la les l un une des du de d et est ce c cette ces cet
        mon ma mes votre vos notre nos leur leurs son sa ses que qu qui quoi dont où ou mais donc car ne n pas
        plus point points pour par avec sans dans sur chez entre depuis lors suite à au aux en y ai avez avons
        ont suis êtes sont été être avoir fait faire bonjour bonsoir madame monsieur merci cordialement salut
        comment pourquoi quand combien toujours jamais encore déjà très bien mal rien tout tous toute toutes
        carte achat achats magasin caisse commande facture remboursement réclamation remise avantage fidélité
        compte client service réponse demande résiliation abonnement manquants manquant erreur problème
        urgent relance attente retard livraison colis reçu reçue payé euros mois jours jour semaine année
        janvier février mars avril mai juin juillet août septembre octobre novembre décembre hier demain
        aujourd hui ici ci joint jointe oui non si aussi ainsi m s t""",
    "en": """i you he she we they it the a an and is are was were be been am of to in for with without on at by
        from this that these those my your our their his her its not no yes do does did don t have has had
        will would can could should please hello hi dear thanks thank regards sincerely what when where why
        how which who about still never always any some all more than but or so if there here points card
        order store purchase refund complaint missing received account customer service reply answer request
        cancel subscription balance reward rewards expired waiting delivery parcel paid days month months
        week today yesterday tomorrow me us them up out just now help issue problem wrong re back because
        ve ll m s d""",
    "de": """ich du er sie wir ihr es der die das den dem ein eine einen und ist sind war nicht mit für von zu
        auf im in bei aus nach wie was wann wo warum bitte danke hallo sehr geehrte damen herren mein meine
        ihre ihren habe haben hat wird werden kann auch noch aber oder wenn dass punkte karte mfg grüßen""",
    "es": """yo tú él ella nosotros el la los las un una unos y es son de del que en no con para por mi mis su
        sus hola gracias por favor dónde están está qué cuándo cómo pero muy más tarjeta puntos pedido he
        ha han estoy quiero saludos buenos días señor señora al lo se""",
    "it": """io tu lui lei noi voi loro il lo la i gli le un uno una e è sono di del della che in non con per mio
        mia miei suo ciao buongiorno grazie prego dove quando come perché ma molto più carta punti ordine ho
        ha hanno saluti cordiali gentile al alla si""",
    "nl": """ik jij hij zij wij jullie de het een en is zijn was niet met voor van naar op in bij uit hoe wat
        wanneer waar waarom bedankt hallo geachte mijn uw heb heeft hebben kan ook nog maar of als dat
        punten kaart groet vriendelijke""",
    "pt": """eu tu ele ela nós eles o a os as um uma e é são de do da que em não com para por meu minha seu sua
        olá obrigado obrigada onde quando como porque mas muito mais cartão pontos pedido tenho estou""",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_]+")
_ENDINGS = {
    "fr": ("ez", "aux", "eux", "euse", "ées", "és", "ée", "é", "ais", "ait", "aient", "ement", "elle", "oir", "eur", "que", "ère"),
    "en": ("ing", "ed", "ly", "ness", "ght", "sh", "th", "wn", "ck", "ould"),
}  # fmt: skip
_FRENCH_LETTERS = frozenset("éèêàâçîïôùûëœ")
_FOREIGN_LETTERS = frozenset("ñ¿¡ßäöåøłščžõãáíóúìò")
_MOST = 400
_ENOUGH = 1.2
_MARGIN = 1.35

_INDEX: dict[str, tuple[str, ...]] = {}


def _index() -> dict[str, tuple[str, ...]]:
    if not _INDEX:
        for language, words in _WORDS.items():
            for word in words.split():
                _INDEX[word] = (*_INDEX.get(word, ()), language)
    return _INDEX


def language_of(text: str) -> str:
    """Return "fr", "en", or "" when the text is too short, in doubt, or in another language."""
    scores = _scores(text)
    if not scores:
        return ""
    ranked = sorted(scores.items(), key=lambda each: -each[1])
    first, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if first not in ("fr", "en") or best < _ENOUGH or best < second * _MARGIN:
        return ""
    return first


def _scores(text: str) -> dict[str, float]:
    index = _index()
    scores: dict[str, float] = {}
    for found in _TOKEN.findall(text[:8000])[:_MOST]:
        word = found.lower()
        languages = index.get(word, ())
        for language in languages:
            scores[language] = scores.get(language, 0.0) + 1.0 / len(languages)
        if not languages:
            _add_shape(word, scores)
    return scores


def _add_shape(word: str, scores: dict[str, float]) -> None:
    letters = set(word)
    if letters & _FOREIGN_LETTERS:
        scores["other"] = scores.get("other", 0.0) + 0.6
    elif letters & _FRENCH_LETTERS:
        scores["fr"] = scores.get("fr", 0.0) + 0.7
    elif len(word) > 3:
        for language, endings in _ENDINGS.items():
            if word.endswith(endings):
                scores[language] = scores.get(language, 0.0) + 0.3
