"""What somebody had typed when we had to refuse: kept, shown, sent again."""

import time
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

KEY = "kept"
LIFE = 3600
MAX_LETTERS = 100_000
RESUMED = "_repris"
_SECRET_WORDS = ("csrf", "password", "token", "code", "credential", RESUMED)


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was refused: where it went, what was in it, whose it is ("" when unknown)."""

    path: str
    fields: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    whose: str = ""

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Return what a person wrote, as far as one can tell: sentences, not keys."""
        return tuple((name, text) for name, text in self.fields if " " in text.strip())


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET_WORDS)


def typed(request: HttpRequest, *, whose: str = "") -> Kept:
    """Return what this request was carrying, without secrets and without files."""
    path = request.get_full_path()
    try:
        pairs = [(name, text) for name, texts in request.POST.lists() for text in texts]
        files = tuple(
            file.name or "" for name in request.FILES for file in request.FILES.getlist(name)
        )
    except (
        RequestDataTooBig,
        SuspiciousOperation,
        TooManyFilesSent,
        MultiPartParserError,
        OSError,
    ):
        return Kept(path=path, whose=whose)
    fields: list[tuple[str, str]] = []
    room = MAX_LETTERS
    for name, text in pairs:
        room -= len(name) + len(text)
        if room >= 0 and not _is_secret(name):
            fields.append((name, text))
    return Kept(path=path, fields=tuple(fields), files=files, whose=whose)


def keep(request: HttpRequest, form: Kept) -> None:
    """Put the form aside in the session until the person is back."""
    request.session[KEY] = {
        "path": form.path,
        "fields": [list(pair) for pair in form.fields],
        "files": list(form.files),
        "whose": form.whose,
        "at": int(time.time()),
    }


def kept(request: HttpRequest) -> Kept | None:
    """Return the form put aside within the hour, if there is one."""
    held = request.session.get(KEY)
    if not isinstance(held, dict) or time.time() - held["at"] > LIFE:
        return None
    return Kept(
        path=held["path"],
        fields=tuple((name, text) for name, text in held["fields"]),
        files=tuple(held["files"]),
        whose=held["whose"],
    )


def forget(request: HttpRequest) -> None:
    """Drop the form put aside."""
    request.session.pop(KEY, None)
