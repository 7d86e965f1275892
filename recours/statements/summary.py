"""What a person reads after an import: what was taken, what was not, and why."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from recours.statements.report import ImportReport
from recours.statements.wording import labelled, sentence

SHOWN = 20
_KINDS = {
    "sale": _("ventes"),
    "return": _("retours"),
    "cancellation": _("annulations"),
    "adjustment": _("régularisations"),
    "earned": _("gagnés"),
    "bonus": _("bonus"),
    "redeemed": _("utilisés"),
    "expired": _("expirés"),
    "reversed": _("annulés"),
    "adjusted": _("ajustés"),
    "restored": _("rendus"),
    "opening": _("reprises de solde"),
}
_NOTHING = _("Rien n’a été importé.")
_TRIAL = _("Essai : rien n’est gardé.")
_READ = _("Lignes lues dans %(name)s : %(count)s.")
_NEW = _("Nouvelles : %(new)s. Déjà connues : %(known)s. Refusées : %(rejected)s.")
_WOULD = _("Un import en prendrait %(new)s. Déjà connues : %(known)s. Refusées : %(rejected)s.")
_MEMBERS = _("Membres ajoutés : %(new)s. Mis à jour : %(known)s. Lignes refusées : %(rejected)s.")
_SEALED = _("Lot %(batch)s scellé dans %(folder)s (SHA-256 %(digest)s).")
_UNCHANGED = _("Aucune ligne nouvelle : rien à sceller.")
_MORE = _("Autres lignes refusées : %(count)s.")


def number(value: int, language: str) -> str:
    """Return a count as people write it: 541 909, 541,909."""
    return f"{value:,}".replace(",", "\u202f") if language == "fr" else f"{value:,}"


def summary(report: ImportReport, language: str, *, trial: bool, refused: bool) -> Iterator[str]:
    """Give the lines of the summary."""
    with override(language):
        if report.rows_in:
            count = number(report.rows_in, language)
            yield str(_READ) % {"count": count, "name": report.source_name}
        yield from _notices(report, language)
        yield from _refusals(report, language)
        if refused:
            yield str(_NOTHING)
            return
        yield from _result(report, language, trial=trial)


def _notices(report: ImportReport, language: str) -> Iterator[str]:
    for notice in report.notices:
        yield f"  {sentence(notice, language)}"


def _refusals(report: ImportReport, language: str) -> Iterator[str]:
    for problem in report.problems[:SHOWN]:
        yield f"  {labelled(problem, language)}"
    lines = {problem.line for problem in report.problems[:SHOWN]}
    if (left := report.rows_rejected - len(lines)) > 0:
        yield "  " + str(_MORE) % {"count": number(left, language)}


def _result(report: ImportReport, language: str, *, trial: bool) -> Iterator[str]:
    counts = {
        "new": number(report.rows_new, language),
        "known": number(report.rows_known, language),
        "rejected": number(report.rows_rejected, language),
    }
    words = _WOULD if trial else _NEW
    if report.kind == "members" and not trial:
        words = _MEMBERS
    yield str(words) % counts
    colon = " : " if language == "fr" else ": "
    kinds = [f"{_KINDS[kind]}{colon}{number(count, language)}" for kind, count in report.by_kind]
    if kinds:
        yield f"  {', '.join(kinds)}"
    if trial:
        yield str(_TRIAL)
    elif report.folder:
        values = {"batch": report.batch, "folder": report.folder, "digest": report.content_sha256}
        yield str(_SEALED) % values
    elif report.kind != "members":
        yield str(_UNCHANGED)


def as_json(report: ImportReport, *, trial: bool, refused: bool) -> dict[str, Any]:
    """Return the report for a program: every listed refusal in both languages."""
    return {
        "done": not refused and not trial,
        "dry_run": trial,
        "kind": report.kind,
        "programme": report.programme,
        "file": report.source_name,
        "format": report.format,
        "mapping": report.mapping,
        "source_sha256": report.source_sha256,
        "rows_in": report.rows_in,
        "rows_new": 0 if refused else report.rows_new,
        "rows_known": report.rows_known,
        "rows_rejected": report.rows_rejected,
        "by_kind": dict(report.by_kind),
        "first": report.first and report.first.isoformat(),
        "last": report.last and report.last.isoformat(),
        "batch": report.batch,
        "content_sha256": report.content_sha256,
        "folder": report.folder,
        "notices": [
            {"code": n.code, "fr": sentence(n, "fr"), "en": sentence(n, "en")}
            for n in report.notices
        ],
        "problems": [
            {
                "line": problem.line,
                "column": problem.column,
                "value": problem.value,
                "code": problem.code,
                "fr": sentence(problem, "fr"),
                "en": sentence(problem, "en"),
            }
            for problem in report.problems
        ],
        "preview": list(report.preview) if trial else [],
    }
