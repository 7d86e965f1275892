"""The rules of the law: list them, read one, compute a date."""

import argparse
import json
import re
import sys
import textwrap
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from recours.kernel.money import BadAmount, parse_cents
from recours.law import errors
from recours.law.due import Due, Moment
from recours.law.engine import due, inputs_of
from recours.law.holiday_calendar import holidays_of, region_of
from recours.law.pack import all_rules, load_rule, versions_of
from recours.law.question import legal_day
from recours.law.rule import Rule
from recours.law.words import en_amount, en_date, fr_amount, fr_date

NEEDS_SETUP = False
WIDTH = 96
DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?")
DATE_FORMS = "2026-11-21 / 2026-11-21T18:30+01:00"
YES_NO = {"yes": True, "oui": True, "true": True, "no": False, "non": False, "false": False}
BINDS = {
    "operator": ("l’opérateur", "the operator"),
    "customer": ("le client", "the customer"),
    "mediator": ("le médiateur", "the mediator"),
    "both": ("les deux parties", "both parties"),
}
ROLLS = {
    "forward": ("reporté au jour ouvré suivant", "rolled to the next working day"),
    "not_for_the_bound": (
        "report jamais retenu pour celui qui doit agir",
        "never rolled for the one who must act",
    ),
    "never": ("sans report", "never rolled"),
}
WITHOUT_LENGTH = {
    "window": ("fenêtre", "window"),
    "scale": ("barème", "scale"),
    "open": ("sans fin", "no end"),
}
EXTRAS = {
    "safe_start": ("Fenêtre sûre, début", "Safe window, start"),
    "safe_end_workday": ("Fenêtre sûre, fin", "Safe window, end"),
    "extended_raw": ("Avec prolongation", "Extended"),
    "extended_rolled": ("Prolongation reportée", "Extended, rolled"),
    "ouvrables_mon_sat": ("Du lundi au samedi", "Monday to Saturday"),
    "ouvres_mon_fri": ("Du lundi au vendredi", "Monday to Friday"),
    "repair_6m_raw": ("Réparation, + 6 mois", "Repair, + 6 months"),
    "repair_12m_raw": ("Réparation, + 12 mois", "Repair, + 12 months"),
    "initial_end": ("Fin initiale", "First end"),
    "extended_end": ("Fin prolongée", "Extended end"),
    "remaining_days": ("Jours restants", "Days left"),
    "days_late": ("Jours de retard", "Days late"),
    "surcharge_cents": ("Majoration, en centimes", "Increase, in cents"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `list`, `show`, `due` and `holidays`."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="for machines")
    shared.add_argument("--english", action="store_true", help="in English (default: French)")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|show|due|holidays")
    verbs.add_parser("list", parents=[shared], help="every rule of the packs")
    show = verbs.add_parser("show", parents=[shared], help="one rule, all its versions")
    show.add_argument("rule", metavar="RULE")
    compute = verbs.add_parser("due", parents=[shared], help="the dates of a rule from an event")
    compute.add_argument("rule", metavar="RULE")
    compute.add_argument(
        "--from", dest="start", required=True, metavar="DATE", help="2026-11-21, or with a time"
    )
    compute.add_argument("--until", metavar="DATE", help="day paid (scales), or period resumed")
    compute.add_argument("--region", default="FR", help="FR (default), FR-67, FR-AM, FR-972...")
    compute.add_argument(
        "--with",
        dest="inputs",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a value the rule asks for: info_missing=yes, sum=146.80, days=10",
    )
    days = verbs.add_parser("holidays", parents=[shared], help="the public holidays of a year")
    days.add_argument("year", type=int)
    days.add_argument("--region", default="FR")


def run(options: argparse.Namespace) -> int:
    """Answer on standard output; refuse with a sentence and status 2."""
    verbs: dict[str, Callable[[argparse.Namespace], None]] = {
        "list": _list,
        "show": _show,
        "due": _due,
        "holidays": _holidays,
    }
    try:
        verbs[options.verb](options)
    except errors.LawError as refusal:
        fr, en = explain(refusal)
        print(f"recours law: {en if options.english else fr}", file=sys.stderr)
        return 2
    return 0


def explain(refusal: errors.LawError) -> tuple[str, str]:
    """Say a refusal in French and in English, with what to do."""
    if isinstance(refusal, errors.UnknownRule):
        near = ", ".join(refusal.near)
        fr = f"Proches : {near}." if near else "« recours law list » les montre toutes."
        en = f"Near: {near}." if near else "'recours law list' shows them all."
        return (
            f"aucune règle « {refusal.rule_id} ». {fr}",
            f"no rule {refusal.rule_id!r}. {en}",
        )
    if isinstance(refusal, errors.UnknownRegion):
        known = ", ".join(refusal.known)
        return (
            f"région inconnue : « {refusal.region} ». Un département (FR-33), ou : {known}.",
            f"unknown region {refusal.region!r}. A département (FR-33), or: {known}.",
        )
    if isinstance(refusal, errors.BadDate):
        return (
            f"« {refusal.text} » n’est pas une date de 1900 à 2090. Forme : {DATE_FORMS}.",
            f"{refusal.text!r} is not a date from 1900 to 2090. Form: {DATE_FORMS}.",
        )
    return _explain_input(refusal)


def _explain_input(refusal: errors.LawError) -> tuple[str, str]:
    if isinstance(refusal, errors.TimeMissing):
        return (
            f"{refusal.rule_id} se compte en heures : donnez l’heure, 2026-11-21T18:30+01:00.",
            f"{refusal.rule_id} counts hours: give the time, 2026-11-21T18:30+01:00.",
        )
    if isinstance(refusal, errors.MissingInput):
        option = "--until DATE" if refusal.name == "until" else f"--with {refusal.name}=…"
        return (
            f"{refusal.rule_id} a besoin d’une valeur de plus : {option}.",
            f"{refusal.rule_id} needs one more value: {option}.",
        )
    if isinstance(refusal, errors.BadInput):
        allowed = ", ".join(refusal.allowed) or "-"
        return (
            f"{refusal.rule_id} ne prend pas « {refusal.name} ». Valeurs possibles : {allowed}.",
            f"{refusal.rule_id} does not take {refusal.name!r}. Possible values: {allowed}.",
        )
    return str(refusal), str(refusal)


def read_moment(text: str) -> Moment:
    """Read a day, or a time with its offset; refuse every other form."""
    bare = text.strip()
    found = DATE.fullmatch(bare)
    try:
        if found is None:
            raise errors.BadDate(text)
        return datetime.fromisoformat(bare) if found[1] else date.fromisoformat(bare)
    except ValueError as problem:
        raise errors.BadDate(text) from problem


def _read_inputs(rule_id: str, pairs: list[str]) -> dict[str, Any]:
    allowed = tuple(
        "sum" if name == "sum_cents" else name for name in inputs_of(load_rule(rule_id))
    )
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or name not in allowed:
            raise errors.BadInput(rule_id, pair, allowed)
        if name == "sum":
            found["sum_cents"] = _read_sum(rule_id, value)
        else:
            found[name] = _read_value(value)
    return found


def _read_sum(rule_id: str, text: str) -> int:
    try:
        return parse_cents(text)
    except BadAmount as problem:
        raise errors.BadInput(rule_id, f"sum={text}", ("sum=146.80",)) from problem


def _read_value(text: str) -> bool | int | Moment | str:
    if text.casefold() in YES_NO:
        return YES_NO[text.casefold()]
    if re.fullmatch(r"[0-9]{1,6}", text):
        return int(text)
    return read_moment(text) if DATE.fullmatch(text) else text


def _due(options: argparse.Namespace) -> None:
    rule_id: str = options.rule
    load_rule(rule_id)
    found = due(
        rule_id,
        read_moment(options.start),
        region=options.region,
        until=None if options.until is None else read_moment(options.until),
        **_read_inputs(rule_id, options.inputs),
    )
    if options.json:
        _print_json(found.as_json())
        return
    language = 1 if options.english else 0
    print(_bold(f"{found.rule}  {(found.title_fr, found.title_en)[language]}"))
    print(f"{found.article}; version {found.version}\n")
    for label, value in _lines(found, language):
        print(f"  {label:<24} {value}")
    print("\n" + ("Comment on y arrive", "How it is computed")[language])
    for number, step in enumerate(found.steps, start=1):
        text = step["text_en" if language else "text_fr"]
        print(
            textwrap.fill(
                f"{number}. {text}", WIDTH, initial_indent="  ", subsequent_indent="     "
            )
        )


def _lines(found: Due, language: int) -> list[tuple[str, str]]:
    written = (_fr, _en)[language]
    if found.kind == "scale":
        lines = [(("Majoration", "Increase")[language], _percent(found.percent, language))]
    elif found.kind in {"window", "open"}:
        lines = [
            (("Du", "From")[language], written(found.window_start)),
            (("Au", "To")[language], written(found.window_end)),
            (("Pour l’opérateur", "For the operator")[language], written(found.operator)),
        ]
    else:
        lines = [
            (("Pour l’opérateur", "For the operator")[language], written(found.operator)),
            (("Pour le client", "For the customer")[language], written(found.customer)),
            (("Compte brut", "Bare count")[language], written(found.raw)),
            (("Avec report", "Rolled")[language], written(found.rolled)),
        ]
    return lines + [
        (EXTRAS[name][language], written(value) if isinstance(value, date) else str(value))
        for name, value in found.extras.items()
        if name in EXTRAS
    ]


def _fr(moment: Moment | None) -> str:
    return "sans fin" if moment is None else fr_date(moment)


def _en(moment: Moment | None) -> str:
    return "no end" if moment is None else en_date(moment)


def _percent(percent: int | str | None, language: int) -> str:
    if isinstance(percent, int):
        return (f"{percent} %", f"{percent}%")[language]
    return ("taux de l’intérêt légal", "legal interest rate")[language]


def _list(options: argparse.Namespace) -> None:
    rules = all_rules()
    if options.json:
        _print_json([rule.as_frozen() for rule in rules])
        return
    language = 1 if options.english else 0
    for rule in rules:
        title = (rule.title_fr, rule.title_en)[language]
        print(f"{_bold(f'{rule.id:<18}')} {_length(rule, language):<20} {title}")
    count = len(rules)
    print(
        f"\n{count} "
        + ("règles ; « recours law show RÈGLE »", "rules; 'recours law show RULE'")[language]
    )


def _length(rule: Rule, language: int) -> str:
    if rule.fixed_on:
        return str(rule.fixed_on)
    if rule.duration is None:
        return WITHOUT_LENGTH.get(rule.kind, ("à fixer", "to be set"))[language]
    if rule.duration == 0:
        return ("aussitôt", "at once")[language]
    unit = rule.calendar if rule.unit == "working_days" else rule.unit
    return (fr_amount, en_amount)[language](rule.duration, unit)


def _show(options: argparse.Namespace) -> None:
    versions = versions_of(options.rule)
    if options.json:
        current = load_rule(options.rule)
        _print_json(current.as_frozen() | {"versions": [rule.as_frozen() for rule in versions]})
        return
    for rule in versions:
        _show_one(rule, 1 if options.english else 0)


def _show_one(rule: Rule, language: int) -> None:
    def of(name: str) -> Any:
        return getattr(rule, f"{name}_{('fr', 'en')[language]}")

    print(_bold(f"{rule.id}  {of('title')}"))
    standing = of("standing")
    lines = [
        (("Vaut comme", "Stands as"), f"{standing} ({rule.confidence})"),
        (("Qui est tenu", "Who is bound"), BINDS[rule.binds][language]),
        (("Champ", "Scope"), of("scope")),
        (("Part de", "Runs from"), of("trigger")),
        (("Durée", "Length"), _length(rule, language)),
        (("Calendrier", "Calendar"), f"{rule.calendar} ({ROLLS[rule.roll][language]})"),
        (("Prolongation", "Extension"), of("extension")),
        (("Suspension", "Suspension"), of("suspension")),
        (("Article", "Article"), rule.article),
        (("Source", "Source"), rule.source_url),
        (("Valable", "Valid"), f"{rule.valid_from or '…'} → {rule.valid_to or '…'}"),
        (("Relu le", "Reviewed on"), f"{rule.reviewed_on}; version {rule.version}"),
        (("Attention", "Beware"), of("caveat")),
        (("Valeurs", "Values"), ", ".join(inputs_of(rule))),
    ]
    for label, value in lines:
        if value:
            text = f"{label[language]:<14} {value}"
            print(_fold(text, 17))
    print()


def _holidays(options: argparse.Namespace) -> None:
    legal_day(date(min(max(options.year, 1), 9999), 1, 1), "UTC")
    days = holidays_of(region_of(options.region).code, options.year)
    if options.json:
        _print_json(
            [
                {"day": str(day), "name_fr": name.fr, "name_en": name.en}
                for day, name in days.items()
            ]
        )
        return
    for day, name in days.items():
        text = (f"{fr_date(day):<28} {name.fr}", f"{en_date(day):<28} {name.en}")
        print(text[1 if options.english else 0])


def _fold(text: str, margin: int) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent="  ",
        subsequent_indent=" " * margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _bold(text: str) -> str:
    return f"\033[1m{text}\033[0m" if sys.stdout.isatty() else text
