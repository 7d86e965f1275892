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


def _after(*words: str) -> str:
    """Match a place just after one of these words and one space (each has its own length)."""
    edge = {True: r"\b", False: ""}
    return "|".join(f"(?<={edge[word[0].isalpha()]}{re.escape(word)}[ ])" for word in words)


_AFTER_MONTH = _after(*_MONTHS.replace("\\", "").split("|"))
_AFTER_MARK = _after(
    *("art.", "Art.", "n°", "N°", "Pièce", "pièce", "p.", "ligne", "étape", "Étape", "§", "v.")
)
_AFTER_TITLE = _after("M.", "Mme", "Me", "Dr")

# Every place is an apostrophe or a space. Most spaces stand between two small letters: the first
# look on each side discards them. Each branch begins with its character: the search jumps to it.
_PLACES = re.compile(
    rf"""
      ' (?<= [^\W\d_]' ) | &\#x27; (?<= [^\W\d_]&\#x27; ) | &\#39; (?<= [^\W\d_]&\#39; )
    | [ ] (?:
        (?= [;:?!»€%‰] ) (?P<before_mark> (?= [€%‰] ) (?<= \d[ ] ) | (?= [;:?!»] ) (?<= \S[ ] ) )
      | (?= \d ) (?:
            (?P<thousands> (?= \d{{3}} (?!\d) ) (?<= \d[ ] ) (?<! \d{{4}}[ ] ) )
          | (?P<figure> (?<= \d[ ]h[ ] ) | (?<= \d\u00a0h[ ] ) | (?<= [+−][ ] ) | {_AFTER_MARK} )
          | (?P<year> (?= \d{{4}} \b ) (?: {_AFTER_MONTH} ) )
        )
      | (?<= \d[ ] ) (?P<unit> (?= (?: (?: {_UNITS} ) \b | {_MONTHS} ) ) )
      | (?P<inside> (?<= «[ ] ) )
      | (?P<first> (?<= 1er[ ] ) (?= {_MONTHS} ) )
      | (?P<name> (?= [A-ZÀ-Ý] ) (?: {_AFTER_TITLE} ) )
    )
    """,
    re.VERBOSE,
)
_SET = {None: "’"} | dict.fromkeys(("before_mark", "thousands", "inside"), NARROW)
_FIRST = re.compile(r"1er\b(?<!\w1er)")

# What is not read as prose, whole; then any other tag, with the line break and margin after it.
_WHOLE = "|".join(
    rf"{name}\b.*?</{name}>"
    for name in ("svg", "code", "script", "style", "pre", "textarea", "kbd", "samp", "title")
)
_OPAQUE = re.compile(rf"(<(?:{_WHOLE}|!--.*?-->|[^>]*>)(?:\n\s*)?)", re.DOTALL)
# Read aloud or shown, though inside a tag; a title holds text only.
_READ = tuple(
    (f' {name}="', '"') for name in ("aria-label", "title", "placeholder", "alt", "label")
)
_READ += (("<title>", "</title>"),)


def typography(text: str) -> str:
    """Set a piece of plain French text."""
    return _PLACES.sub(_set, text)


def plain(text: str) -> str:
    """Undo what is invisible, to compare pages with sentences in tests and searches."""
    return (
        text.replace(NARROW, " ")
        .replace(HARD, " ")
        .replace("’", "'")
        .replace("&#x27;", "'")
        .replace("<sup>er</sup>", "er")
    )


def typography_of_page(html: str) -> str:
    """Set the text and the read attributes of an HTML page, never its code, values or addresses."""
    if "\0" in html:  # what separates the pieces below; no page of ours holds it
        return html
    pieces = _OPAQUE.split(_set_attributes(html))
    texts = _PLACES.sub(_set, "\0".join(pieces[0::2]))
    if "1er" in texts:
        texts = _FIRST.sub("1<sup>er</sup>", texts)
    pieces[0::2] = texts.split("\0")
    return "".join(pieces)


def _set(found: re.Match[str]) -> str:
    return _SET.get(found.lastgroup, HARD)


def _set_attributes(html: str) -> str:
    """Set the values of the attributes that are read aloud or shown."""
    changes: list[tuple[int, int, str]] = []
    for opening, closing in _READ:
        start = html.find(opening)
        while start != -1:
            start += len(opening)
            end = html.find(closing, start)
            if end == -1:
                break
            value = html[start:end]
            after = _PLACES.sub(_set, value)
            if after != value:
                changes.append((start, end, after))
            start = html.find(opening, end)
    if not changes:
        return html
    parts, last = [], 0
    for start, end, after in sorted(changes):
        parts += [html[last:start], after]
        last = end
    return "".join([*parts, html[last:]])
