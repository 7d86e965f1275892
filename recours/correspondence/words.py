"""Cleans what people write before it is kept."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # Cc and Cs, but \n and \t


def clean_text(text: str) -> str:
    """Return the text without control codes, its line ends made one kind."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
