"""A question, or the top of a form, as the administrator's page sends it."""

from collections.abc import Mapping
from typing import Any

from recours.forms.rules.document import NO, TYPES, YES
from recours.forms.rules.editing import option_code, page_number
from recours.forms.rules.shipped import whole_question
from recours.forms.rules.taxonomy import in_language
from recours.web.casefile.words import readable

TEXTS = ("fr", "en", "help_fr", "help_en")
WALL_TEXTS = ("title_fr", "title_en", "text_fr", "text_en", "go_fr", "go_en")
MOST_OPTIONS, MORE = 20, 3


def _said(posted: Mapping[str, str], name: str) -> str:
    return readable(posted.get(name, "")).strip()


def blank_question() -> dict[str, Any]:
    """Return a question nobody has written yet."""
    return whole_question({"code": "", "type": "text", "fr": "", "en": "", "serves": "story"})


def read_question(posted: Any, present: Mapping[str, Any]) -> dict[str, Any]:
    """Return the question as sent; its code stays."""
    kind = posted.get("type", "")
    kind = kind if kind in TYPES else present["type"]
    return {
        "code": present["code"],
        "type": kind,
        **{name: _said(posted, name) for name in TEXTS},
        "required": posted.get("required", "") == "1",
        "if": _condition(posted.getlist("if")),
        "options": _options(posted) if kind == "choice" else [],
        "serves": posted.get("serves", present["serves"]),
    }


def _condition(chosen: list[str]) -> dict[str, Any] | None:
    """Return on which answers it hangs; those of two questions at once are refused later."""
    pairs = [text.partition(":") for text in chosen if ":" in text]
    if not pairs:
        return None
    questions = {question for question, _sep, _answer in pairs}
    if len(questions) > 1:
        return {"questions": sorted(questions)}
    return {"question": pairs[0][0], "is": [answer for _question, _sep, answer in pairs]}


def _options(posted: Mapping[str, str]) -> list[dict[str, str]]:
    options: list[dict[str, str]] = []
    taken: set[str] = set()
    for number in range(MOST_OPTIONS):
        fr, en = _said(posted, f"option_fr_{number}"), _said(posted, f"option_en_{number}")
        if not fr and not en:
            continue
        code = _said(posted, f"option_code_{number}") or option_code(fr or en, taken)
        taken.add(code)
        options.append({"code": code, "fr": fr, "en": en})
    return options


def rows_of(question: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the answers of a choice with room for more."""
    held = list(question["options"])
    room = min(MOST_OPTIONS, len(held) + MORE)
    blank = {"code": "", "fr": "", "en": ""}
    rows = [*held, *[blank] * (room - len(held))]
    return [{**row, "number": number, "shown": number + 1} for number, row in enumerate(rows)]


def choices_before(
    document: Mapping[str, Any], page: str, question: Mapping[str, Any], language: str
) -> list[dict[str, Any]]:
    """Return the questions of earlier pages something may hang on, with their answers."""
    condition = question["if"] or {}
    found = []
    for earlier in document["pages"][: page_number(document, page)]:
        for one in earlier["questions"]:
            answers = _answers(one, language)
            if answers:
                found.append(
                    {
                        "label": in_language(language, one["fr"], one["en"]),
                        "answers": [
                            {
                                "value": f"{one['code']}:{code}",
                                "label": label,
                                "checked": condition.get("question") == one["code"]
                                and code in condition["is"],
                            }
                            for code, label in answers
                        ],
                    }
                )
    return found


def _answers(one: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    if one["type"] == "yes-no":
        return [
            (YES, in_language(language, "Oui", "Yes")),
            (NO, in_language(language, "Non", "No")),
        ]
    return [(o["code"], in_language(language, o["fr"], o["en"])) for o in one["options"]]


def read_head(posted: Mapping[str, str], document: dict[str, Any]) -> dict[str, Any]:
    """Return the form with what stands at its top as sent."""
    lines = [line.partition("|") for line in _said(posted, "at_hand").split("\n") if line.strip()]
    wall = {name: _said(posted, name) for name in WALL_TEXTS}
    kind = (document["wall"] or {}).get("kind", "information")
    return {
        **document,
        "intro_fr": _said(posted, "intro_fr"),
        "intro_en": _said(posted, "intro_en"),
        "at_hand": [{"fr": fr.strip(), "en": en.strip()} for fr, _sep, en in lines],
        "wall": {"kind": kind, **wall} if any(wall.values()) else None,
    }
