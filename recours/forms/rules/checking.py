"""Whether a form document is whole: each fault says where, and what. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from typing_extensions import override

from recours.forms.rules.document import EVIDENCE, FORMAT, NO, TYPES, WALLS, YES
from recours.forms.rules.taxonomy import leaves

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
PAGE_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
# What the rest of the form already calls by these names.
RESERVED = frozenset(
    {
        *("kind", "family", "programme", "name", "email", "phone", "purchase", "movement"),
        *("again", "files", "attachment", "attachment_name", "known", "csrfmiddlewaretoken", "do"),
    }
)
RESERVED_PAGES = frozenset({"quoi", "precisement", "programme", "avant", "contact", "fait"})
MOST_PAGES, MOST_QUESTIONS, MOST_OPTIONS, MOST_FILES = 12, 40, 20, 3
LONGEST = {"label": 200, "help": 400, "text": 3000}
DOCUMENT = {"format", "leaf", "intro_fr", "intro_en", "at_hand", "wall", "pages"}
PAGE = {"code", "fr", "en", "hint_fr", "hint_en", "aside_fr", "aside_en", "questions"}
QUESTION = {
    *("code", "type", "fr", "en", "help_fr", "help_en"),
    *("required", "if", "options", "serves"),
}
WALL = {"kind", "title_fr", "title_en", "text_fr", "text_en", "go_fr", "go_en"}
CHOSEN = {"choice", "yes-no"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the place in the document, and the name of what is wrong."""

    where: str
    what: str

    @override
    def __str__(self) -> str:
        """Return both."""
        return f"{self.where}: {self.what}"


def faults_of(document: Any) -> list[Fault]:
    """Return everything wrong with a form document; empty when it can be published."""
    if not isinstance(document, Mapping) or set(document) != DOCUMENT:
        return [Fault("form", "keys")]
    return [*_head(document), *_wall(document["wall"]), *_pages(document["pages"])]


def _head(document: Mapping[str, Any]) -> Iterator[Fault]:
    if document["format"] != FORMAT:
        yield Fault("form", "format")
    if document["leaf"] not in {one.code for one in leaves()}:
        yield Fault("form", "leaf-unknown")
    yield from _texts("form", document, ("intro",), "text")
    at_hand = document["at_hand"]
    if not isinstance(at_hand, list) or len(at_hand) > MOST_OPTIONS:
        yield Fault("form", "at-hand")
        return
    for one in at_hand:
        if not isinstance(one, Mapping) or set(one) != {"fr", "en"}:
            yield Fault("form", "at-hand")
        else:
            yield from _said("form", one, "label")


def _wall(wall: Any) -> Iterator[Fault]:
    if wall is None:
        return
    if not isinstance(wall, Mapping) or set(wall) != WALL:
        yield Fault("wall", "keys")
        return
    if wall["kind"] not in WALLS:
        yield Fault("wall", "type-unknown")
    for name in ("title", "text", "go"):
        yield from _pair("wall", wall[f"{name}_fr"], wall[f"{name}_en"], "text", owed=True)


@dataclass(slots=True)
class _Seen:
    """What stood before the place being checked."""

    pages: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    chosen: dict[str, set[str]] = field(default_factory=dict)  # on earlier pages
    files: int = 0


def _pages(pages: Any) -> Iterator[Fault]:
    if not isinstance(pages, list) or not pages:
        yield Fault("form", "no-page")
        return
    if len(pages) > MOST_PAGES:
        yield Fault("form", "too-many-pages")
    seen = _Seen()
    for page in pages:
        yield from _page(page, seen)
    if len(seen.questions) > MOST_QUESTIONS:
        yield Fault("form", "too-many-questions")
    if seen.files > MOST_FILES:
        yield Fault("form", "too-many-files")


def _page(page: Any, seen: _Seen) -> Iterator[Fault]:
    if not isinstance(page, Mapping) or set(page) != PAGE:
        yield Fault("page", "keys")
        return
    yield from _page_head(page, seen.pages)
    seen.pages.append(str(page["code"]))
    questions = page["questions"] if isinstance(page["questions"], list) else []
    if not questions:
        yield Fault(str(page["code"]), "no-question")
    for one in questions:
        yield from _question(one, seen)
        if isinstance(one, Mapping):
            seen.questions.append(str(one.get("code")))
            seen.files += one.get("type") == "file"
    seen.chosen |= {str(one.get("code")): _answers(one) for one in questions if _is_record(one)}


def _is_record(one: Any) -> bool:
    return isinstance(one, Mapping)


def _page_head(page: Mapping[str, Any], codes: Sequence[str]) -> Iterator[Fault]:
    code = str(page["code"])
    if not PAGE_CODE.fullmatch(code):
        yield Fault(code, "code-bad")
    elif code in RESERVED_PAGES:
        yield Fault(code, "code-reserved")
    elif code in codes:
        yield Fault(code, "code-twice")
    yield from _said(code, page, "label")
    yield from _texts(code, page, ("hint", "aside"), "help")


def _question(one: Any, seen: _Seen) -> Iterator[Fault]:
    if not isinstance(one, Mapping) or set(one) != QUESTION:
        yield Fault("question", "keys")
        return
    code = str(one["code"])
    yield from _code(code, seen)
    if one["type"] not in TYPES:
        yield Fault(code, "type-unknown")
    if not isinstance(one["required"], bool):
        yield Fault(code, "required")
    if one["serves"] not in EVIDENCE:
        yield Fault(code, "serves-unknown")
    yield from _said(code, one, "label")
    yield from _texts(code, one, ("help",), "help")
    yield from _options(code, one)
    yield from _condition(code, one["if"], seen)


def _code(code: str, seen: _Seen) -> Iterator[Fault]:
    if not CODE.fullmatch(code):
        yield Fault(code, "code-bad")
    elif code in RESERVED:
        yield Fault(code, "code-reserved")
    elif code in seen.questions:
        yield Fault(code, "code-twice")


def _options(code: str, one: Mapping[str, Any]) -> Iterator[Fault]:
    options = one["options"]
    if not isinstance(options, list) or len(options) > MOST_OPTIONS:
        yield Fault(code, "options")
        return
    if one["type"] != "choice":
        if options:
            yield Fault(code, "options-without-choice")
        return
    if len(options) < 2:  # noqa: PLR2004  # one answer is not a choice
        yield Fault(code, "options-missing")
    codes: set[str] = set()
    for option in options:
        if not isinstance(option, Mapping) or set(option) != {"code", "fr", "en"}:
            yield Fault(code, "options")
            continue
        if not CODE.fullmatch(str(option["code"])) or option["code"] in codes:
            yield Fault(code, "option-code")
        codes.add(str(option["code"]))
        yield from _said(code, option, "label")


def _condition(code: str, condition: Any, seen: _Seen) -> Iterator[Fault]:
    if condition is None:
        return
    if not isinstance(condition, Mapping) or set(condition) != {"question", "is"}:
        yield Fault(code, "if")
        return
    asked = condition["question"]
    if asked not in seen.chosen:
        yield Fault(code, "if-same-page" if asked in seen.questions else "if-unknown")
    elif not seen.chosen[asked]:
        yield Fault(code, "if-not-chosen")
    elif not condition["is"] or not set(condition["is"]) <= seen.chosen[asked]:
        yield Fault(code, "if-answer")


def _answers(one: Mapping[str, Any]) -> set[str]:
    """Return the answers something may hang on; none when the question is not a choice."""
    if one.get("type") == "yes-no":
        return {YES, NO}
    if one.get("type") != "choice" or not isinstance(one.get("options"), list):
        return set()
    return {str(option.get("code")) for option in one["options"] if isinstance(option, Mapping)}


def _said(where: str, record: Mapping[str, Any], kind: str) -> Iterator[Fault]:
    yield from _pair(where, record["fr"], record["en"], kind, owed=True)


def _texts(
    where: str, record: Mapping[str, Any], names: Sequence[str], kind: str
) -> Iterator[Fault]:
    for name in names:
        yield from _pair(where, record[f"{name}_fr"], record[f"{name}_en"], kind, owed=False)


def _pair(where: str, fr: Any, en: Any, kind: str, *, owed: bool) -> Iterator[Fault]:
    if not isinstance(fr, str) or not isinstance(en, str):
        yield Fault(where, "text")
        return
    if max(len(fr), len(en)) > LONGEST[kind]:
        yield Fault(where, "text-too-long")
    missing = [bool(fr.strip()), bool(en.strip())]
    if owed and not all(missing):
        yield Fault(where, "text-missing")
    elif any(missing) and not all(missing):
        yield Fault(where, "one-language")
