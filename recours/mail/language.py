"""French or English, told by the small words: light enough for each message, silent when unsure.

Other languages have their small words here too, so that a German message is not called English.
"""

import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "small_words"
_TOKEN = re.compile(r"[^\W\d_]+")
_ENDINGS = {
    "fr": ("ez", "aux", "eux", "euse", "ais", "ait", "aient", "ement", "elle", "oir", "eur", "que"),
    "en": ("ing", "ed", "ly", "ness", "ght", "sh", "th", "wn", "ck", "ould"),
}  # fmt: skip
_FRENCH_LETTERS = frozenset("éèêàâçîïôùûëœ")
_FOREIGN_LETTERS = frozenset("ñ¿¡ßäöåøłščžõãáíóúìò")
_MOST = 400
_SHORTEST = 4  # letters of a word whose ending is looked at
_ENOUGH = 1.2
_MARGIN = 1.35

_INDEX: dict[str, tuple[str, ...]] = {}


def _index() -> dict[str, tuple[str, ...]]:
    if not _INDEX:
        for file in sorted(_FOLDER.glob("*.txt")):
            for word in file.read_text(encoding="utf-8").split():
                _INDEX[word] = (*_INDEX.get(word, ()), file.stem)
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
    elif len(word) >= _SHORTEST:
        for language, endings in _ENDINGS.items():
            if word.endswith(endings):
                scores[language] = scores.get(language, 0.0) + 0.3
