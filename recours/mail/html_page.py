"""The HTML a page shows: links say where they go, pictures are marks to be filled in later."""

import html as entities
from collections.abc import Mapping
from urllib.parse import unquote

from recours.mail.html_clean import shown
from recours.mail.html_text import ATTRIBUTE, TOKEN
from recours.mail.links import link_words


def page_html(canonical: str, pictures: Mapping[str, tuple[int, str]]) -> str:
    """Return strict HTML; `pictures` gives, by content-id, the place and name of an attachment.

    A picture of the message becomes `<span data-attachment="2">name</span>`: the page replaces it
    by our own preview of attachment 2. Any other picture is dropped: nothing is ever fetched.
    """
    out: list[str] = []
    links: list[tuple[str, int]] = []
    for found in TOKEN.finditer(canonical):
        words, tag = found.group("words"), found.group("tag")
        if words is not None:
            out.append("&lt;" if words == "<" else words)
        elif tag == "img":
            out.append(_picture(found.group("attrs"), pictures))
        elif tag == "a" and not found.group("close"):
            given = dict(ATTRIBUTE.findall(found.group("attrs")))
            links.append((given.get("href", ""), len(out)))
            out.append(found.group())
        elif tag == "a" and links:
            href, begun = links.pop()
            said = entities.unescape("".join(each for each in out[begun + 1 :] if each[:1] != "<"))
            out.append("</a>" + entities.escape(link_words(said, entities.unescape(href))))
        else:
            out.append(found.group())
    return shown("".join(out)).strip()


def _picture(attrs: str, pictures: Mapping[str, tuple[int, str]]) -> str:
    given = dict(ATTRIBUTE.findall(attrs))
    source = entities.unescape(given.get("src", ""))
    if source.lower().startswith("cid:"):
        place = pictures.get(source[4:].strip()) or pictures.get(unquote(source[4:]).strip())
        if place is not None:
            return f'<span data-attachment="{place[0]}">{entities.escape(place[1])}</span>'
    words = given.get("alt", "").strip().replace("<", "&lt;")
    return f" {words} " if words else ""
