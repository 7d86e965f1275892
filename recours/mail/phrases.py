"""Sentences that machines write, told as alternatives one may read, compiled once."""

import re


def any_of(*phrases: str) -> re.Pattern[str]:
    """Return what matches any of the phrases, with capitals or without."""
    return re.compile("|".join(f"(?:{each})" for each in phrases), re.IGNORECASE)
