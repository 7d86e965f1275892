"""One change at a time to a form document; each returns a new one. Pure."""

import copy
import re
from collections.abc import Mapping
from typing import Any

from recours.forms.errors import NoSuchQuestion
from recours.forms.rules.checking import RESERVED, RESERVED_PAGES
from recours.forms.rules.shipped import whole_page, whole_question
from recours.forms.rules.taxonomy import plain

Document = dict[str, Any]
UP, DOWN = "up", "down"
LONGEST_CODE = 40


def copied(document: Mapping[str, Any]) -> Document:
    """Return the document, to be changed."""
    return copy.deepcopy(dict(document))


def place_of(document: Mapping[str, Any], code: str) -> tuple[int, int]:
    """Return the page and the place of a question; raise `NoSuchQuestion`."""
    for number, page in enumerate(document["pages"]):
        for place, one in enumerate(page["questions"]):
            if one["code"] == code:
                return number, place
    raise NoSuchQuestion(code)


def question_in(document: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Return a question; raise `NoSuchQuestion`."""
    number, place = place_of(document, code)
    return dict(document["pages"][number]["questions"][place])


def page_number(document: Mapping[str, Any], code: str) -> int:
    """Return where a page is; raise `NoSuchQuestion`."""
    for number, page in enumerate(document["pages"]):
        if page["code"] == code:
            return number
    raise NoSuchQuestion(code)


def put_question(document: Mapping[str, Any], *, page: str, record: Mapping[str, Any]) -> Document:
    """Return the form with a question at the end of a page, or changed where it stands there."""
    changed = copied(document)
    wanted = changed["pages"][page_number(changed, page)]
    code, whole = record["code"], whole_question(record)
    for number, one in enumerate(wanted["questions"]):
        if one["code"] == code:
            wanted["questions"][number] = whole
            return changed
    wanted["questions"].append(whole)
    for other in changed["pages"]:
        if other is not wanted and any(one["code"] == code for one in other["questions"]):
            other["questions"] = [one for one in other["questions"] if one["code"] != code]
            _drop_if_empty(changed, other["code"])
            break
    return changed


def remove_question(document: Mapping[str, Any], code: str) -> Document:
    """Return the form without a question; a page that asks nothing any more goes with it."""
    changed = copied(document)
    number, place = place_of(changed, code)
    page = changed["pages"][number]
    del page["questions"][place]
    _drop_if_empty(changed, page["code"])
    return changed


def _drop_if_empty(document: Document, code: str) -> None:
    document["pages"] = [
        page for page in document["pages"] if page["questions"] or page["code"] != code
    ]


def move_question(document: Mapping[str, Any], code: str, way: str) -> Document:
    """Return the form with a question one place up or down, onto the next page at the edge."""
    changed = copied(document)
    number, place = place_of(changed, code)
    pages = changed["pages"]
    page = pages[number]
    step = -1 if way == UP else 1
    if 0 <= place + step < len(page["questions"]):
        page["questions"].insert(place + step, page["questions"].pop(place))
        return changed
    if not 0 <= number + step < len(pages):
        return changed
    moved = page["questions"].pop(place)
    neighbour = pages[number + step]["questions"]
    neighbour.insert(len(neighbour) if way == UP else 0, moved)
    _drop_if_empty(changed, page["code"])
    return changed


def put_page(document: Mapping[str, Any], record: Mapping[str, Any]) -> Document:
    """Return the form with a page's words changed, or with a new page at the end."""
    changed = copied(document)
    for page in changed["pages"]:
        if page["code"] == record["code"]:
            page.update({**record, "questions": page["questions"]})
            return changed
    changed["pages"].append(whole_page({**record, "questions": list(record["questions"])}))
    return changed


def new_code(document: Mapping[str, Any], words: str) -> str:
    """Return a code for a new question, made of its words, that no question has."""
    taken = {one["code"] for page in document["pages"] for one in page["questions"]} | RESERVED
    return _free(_stem(words, "_") or "question", taken, "_")


def new_page_code(document: Mapping[str, Any], words: str) -> str:
    """Return an address for a new page, made of its words, that no page has."""
    taken = {page["code"] for page in document["pages"]} | RESERVED_PAGES
    return _free(_stem(words, "-") or "page", taken, "-")


def option_code(words: str, taken: set[str]) -> str:
    """Return a code for a new answer, made of its words."""
    return _free(_stem(words, "_") or "answer", taken, "_")


def _stem(words: str, joint: str) -> str:
    found = re.findall(r"[a-z0-9]+", plain(words))[:4]
    return joint.join(found).lstrip("0123456789_-")[: LONGEST_CODE - 4].rstrip("_-")


def _free(stem: str, taken: set[str] | frozenset[str], joint: str) -> str:
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}{joint}{number}", number + 1
    return code
