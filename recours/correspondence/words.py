"""Cleans what people write before it is kept."""

import unicodedata


def clean_text(text: str) -> str:
    """Return the text without control codes, its line ends made one kind."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
