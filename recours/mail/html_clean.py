"""HTML made harmless by nh3: once to read it, once more for what a page may show."""

import re

import nh3

_READ_TAGS = {
    "a",
    "abbr",
    "address",
    "article",
    "b",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "figcaption",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
}
_SHOWN_TAGS = _READ_TAGS - {
    "img",
    "font",
    "center",
    "main",
    "header",
    "footer",
    "article",
    "section",
}
_SILENT = {"script", "style", "title", "template", "noembed", "noframes"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_STAYING = re.compile(
    r"<(/?)(?!(?:br|hr|img|p|li|td|tr|th|meta|link|input|o:p|col|wbr|dd|dt|option|area|base)\b)"
    r"[a-zA-Z][^\s/>]*"
)
_DEEPEST = 400  # the work of the cleaner grows as the square of the depth

_READER = nh3.Cleaner(
    tags=_READ_TAGS,
    clean_content_tags=_SILENT,
    attributes={
        "*": {"class", "id", "style", "type"},
        "a": {"href"},
        "img": {"src", "alt"},
    },
    link_rel=None,
    url_schemes=_SCHEMES | {"cid"},
)
_SHOWER = nh3.Cleaner(
    tags=_SHOWN_TAGS,
    clean_content_tags=_SILENT,
    attributes={
        "a": {"href"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        "span": {"data-attachment"},
    },
    link_rel="noopener noreferrer nofollow",
    url_schemes=_SCHEMES,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SPOKEN_TAG = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[/!?a-zA-Z][^<>]{0,5000}>?")
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)


def canonical(html: str) -> str | None:
    """Return well-formed HTML fit to be read by machine, or None when it is nested too deep."""
    return None if _too_deep(html) else str(_READER.clean(html))


def shown(html: str) -> str:
    """Return the HTML a page may show: no image, no style, no identifier, nothing that acts."""
    return str(_SHOWER.clean(html))


def bare_words(html: str) -> str:
    """Return the words of HTML too heavy to be read properly."""
    text = _SCRIPT.sub(" ", _COMMENT.sub(" ", html))
    return _ANY_TAG.sub(" ", _SPOKEN_TAG.sub("\n", text))


def _too_deep(html: str) -> bool:
    """Count the elements that stay open until they are closed."""
    depth = 0
    for found in _STAYING.finditer(html):
        depth = max(depth - 1, 0) if found.group(1) else depth + 1
        if depth > _DEEPEST:
            return True
    return False
