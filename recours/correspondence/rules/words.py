"""The few words of ours that stand for codes, in both languages."""

CHANNELS: dict[str, tuple[str, str]] = {
    "web": ("formulaire en ligne", "online form"),
    "form": ("formulaire en ligne", "online form"),
    "portal": ("espace client", "customer space"),
    "api": ("application", "application"),
    "email": ("e-mail", "e-mail"),
    "post": ("courrier", "post"),
    "letter": ("lettre", "letter"),
    "phone": ("téléphone", "telephone"),
    "telephone": ("téléphone", "telephone"),
    "chat": ("conversation en ligne", "online chat"),
    "counter": ("en magasin", "in a shop"),
    "desk": ("notre service", "our desk"),
    "follow-up": ("réponse à notre question", "reply to our question"),
}

DECISIONS: dict[str, tuple[str, str]] = {
    "accepted": ("Acceptée", "Accepted"),
    "partly": ("Acceptée en partie", "Accepted in part"),
    "refused": ("Refusée", "Refused"),
}


def word(table: dict[str, tuple[str, str]], code: str, language: str) -> str:
    """Return the word of a code; a code we do not know says nothing."""
    french, english = table.get(code, ("", ""))
    return english if language == "en" else french
