"""The words of a notification: which complaint moves, and nothing that says whose or why."""

import json

_WORDS = {
    "fr": "Votre dossier {about} avance : voyez votre espace.",
    "en": "Your case {about} moves on: see your space.",
}


def notice_words(*, house: str, about: str, language: str, address: str) -> bytes:
    """Return what the browser shows, and where it leads, as it is sealed."""
    body = _WORDS.get(language, _WORDS["fr"]).format(about=about)
    told = {"title": house[:40], "body": body, "tag": about, "url": address}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
