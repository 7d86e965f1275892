"""French typography, put on at the edge: narrow spaces, apostrophes, numbers, dates, 1er.

Translators and programmers write plain spaces and straight apostrophes; pages come out set.
Both functions are idempotent: text already set is left alone.
"""

import re

NARROW = "\u202f"
HARD = "\u00a0"

_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    r"janv\.|févr\.|avr\.|juil\.|sept\.|oct\.|nov\.|déc\."
)
_UNITS = (
    "points?|jours?|ans?|mois|semaines?|h|min|pièces?|clients?|réclamations?|adhérents?|articles?|"
    "lignes?|heures?|minutes?|secondes?|octets|Mo|Ko|euros?|chiffres?|fois"
)
_BEFORE_YEAR = (
    "".join(f"(?<={month} )|" for month in _MONTHS.replace("\\", "").split("|"))
    .removesuffix("|")
    .replace(".", r"\.")
)
_BEFORE_FIGURE = (
    "".join(
        f"(?<={word} )|"
        for word in (
            "art.",
            "Art.",
            "n°",
            "N°",
            "Pièce",
            "pièce",
            " p.",
            "ligne",
            "étape",
            "Étape",
            "§",
            "v.",
        )
    )
    .removesuffix("|")
    .replace(".", r"\.")
)
_BEFORE_NAME = (
    "".join(f"(?<={word} )|" for word in ("M.", "Mme", "Me", "Dr"))
    .removesuffix("|")
    .replace(".", r"\.")
)

_PLACES = re.compile(
    rf"""
      (?P<apostrophe> (?<=[^\W\d_]) (?: ' | &\#x27; | &\#39; ) )
    | (?P<narrow> [ ] (?:
          (?= [;:?!»] ) (?<= \S[ ] )
        | (?= [€%‰] ) (?<= \d[ ] )
        | (?= \d{{3}} (?!\d) ) (?<= \d[ ] ) (?<! \d{{4}}[ ] ) (?<! \d{{3}}[ ]\d{{2}}[ ])
        | (?<= «[ ] )
      ) )
    | (?P<hard> [ ] (?:
          (?<= \d[ ] ) (?= (?: {_UNITS} ) \b )
        | (?<= \d[ ] ) (?= (?: {_MONTHS} ) )
        | (?<= 1er[ ] ) (?= (?: {_MONTHS} ) )
        | (?= \d ) (?: (?<= \d[ ]h[ ] ) | (?<= \d\u00a0h[ ] ) | (?<= [+−][ ] ) | {_BEFORE_FIGURE.replace(" ", "[ ]")} )
        | (?= \d{{4}} \b ) (?: {_BEFORE_YEAR.replace(" ", "[ ]")} )
        | (?= [A-ZÀ-Ý] ) (?: {_BEFORE_NAME.replace(" ", "[ ]")} )
      ) )
    """,
    re.VERBOSE,
)
_SET = {"apostrophe": "’", "narrow": NARROW, "hard": HARD}
_FIRST = re.compile(r"\b1er\b")

# What is not read as prose, whole; then any other tag with the line break and margin after it.
_OPAQUE = re.compile(
    r"(<(?:(script|style|code|pre|textarea|kbd|samp|title|svg)\b.*?</\2>|!--.*?-->|[^>]*>)(?:\n\s*)?)",
    re.DOTALL,
)
_READ_ATTRIBUTES = (' aria-label="', ' title="', ' placeholder="', ' alt="', ' label="')


def typography(text: str) -> str:
    """Set a piece of plain French text."""
    return _PLACES.sub(_set, text)


def plain(text: str) -> str:
    """Undo what is invisible, to compare pages with sentences in tests and searches."""
    return (
        text.replace(NARROW, " ")
        .replace(HARD, " ")
        .replace("’", "'")
        .replace("<sup>er</sup>", "er")
    )


def typography_of_page(html: str) -> str:
    """Set the text and the read attributes of an HTML page, never its code, values or addresses."""
    pieces = _OPAQUE.split(_set_attributes(html))
    texts = "\0".join(pieces[0::3])
    texts = _FIRST.sub("1<sup>er</sup>", _PLACES.sub(_set, texts))
    pieces[0::3] = texts.split("\0")
    pieces[2::3] = [""] * len(pieces[2::3])
    return "".join(pieces)


def _set(found: re.Match[str]) -> str:
    return _SET[found.lastgroup or ""]


def _set_attributes(html: str) -> str:
    """Set the values of the attributes that are read aloud or shown."""
    changes: list[tuple[int, int, str]] = []
    for name in _READ_ATTRIBUTES:
        start = html.find(name)
        while start != -1:
            start += len(name)
            end = html.find('"', start)
            if end == -1:
                break
            value = html[start:end]
            after = _PLACES.sub(_set, value)
            if after != value:
                changes.append((start, end, after))
            start = html.find(name, end)
    if not changes:
        return html
    parts, last = [], 0
    for start, end, after in sorted(changes):
        parts += [html[last:start], after]
        last = end
    return "".join([*parts, html[last:]])
