"""Translations, with no gettext on the machine: Babel reads and writes the catalogues.

    scripts/compile_messages.py                 compile what is stale
    scripts/compile_messages.py --check         fail on each sentence without English
    scripts/compile_messages.py --update [APP]  add the missing sentences to their catalogues
    scripts/compile_messages.py --fill FILE     take English from a JSON object {French: English}

The source language is French: a msgid is a French sentence. Each application (the nearest
folder above a file that holds apps.py) owns one catalogue; a sentence translated in any of them is
translated everywhere. Code that belongs to no application is kept by web/ui.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "recours"
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to translate: `plural` and `context` when it has them."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(slots=True)
class Found:
    """Where a sentence was met, and by which applications."""

    apps: list[Path] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def keeper(self, package: Path, only: str) -> Path | None:
        """Choose the catalogue: the application asked for, else web/ui, shared, else the first."""
        if only:
            return next((app for app in self.apps if app.as_posix().endswith(only)), None)
        shared = package / "web" / "ui"
        return shared if shared in self.apps else self.apps[0]


def app_of(path: Path, package: Path) -> Path:
    """Name the application a file belongs to."""
    for folder in path.parents:
        if (folder / "apps.py").exists():
            return folder
        if folder == package:
            break
    return package / "web" / "ui"


def catalogue_of(app: Path) -> Path:
    return app / "locale" / "en" / "LC_MESSAGES" / "django.po"


def _sentences(path: Path) -> Iterator[tuple[int, Sentence]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix in {".html", ".txt"}:
        source = templatize(source, origin=str(path))
    for line, function, words, _comments in extract_python(
        BytesIO(source.encode()), KEYWORDS.keys(), [], {}
    ):
        sentence = _read(function, words)
        if sentence:
            yield line, sentence


def _read(function: str | None, words: object) -> Sentence | None:
    values = [words] if isinstance(words, str) else list(words or ())  # type: ignore[call-overload]
    context = ""
    if function and function.lstrip("n").startswith("pgettext"):
        context, *values = values
    if not values or not isinstance(values[0], str) or not values[0].strip():
        return None
    plural = values[1] if function and function.startswith("n") and len(values) > 1 else ""
    return Sentence(values[0], plural or "", context or "")


def gather(package: Path) -> dict[Sentence, Found]:
    """Read every sentence shown to people, from Python and templates."""
    met: dict[Sentence, Found] = {}
    files = sorted(
        path
        for path in package.rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts
    )
    for path in files:
        for line, sentence in _sentences(path):
            found = met.setdefault(sentence, Found())
            found.apps.append(app_of(path, package))
            found.places.append(f"{path.relative_to(package.parent)}:{line}")
    return met


def read_catalogue(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def _key(message: Message) -> Sentence:
    many = isinstance(message.id, tuple)
    return Sentence(
        message.id[0] if many else message.id,
        message.id[1] if many else "",
        message.context or "",
    )


def _is_translated(message: Message) -> bool:
    words = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(words) and all(words) and not message.fuzzy


def translated(package: Path) -> dict[Sentence, Message]:
    """Read every sentence that has its English, whichever catalogue gives it."""
    known: dict[Sentence, Message] = {}
    for path in sorted(package.rglob("locale/en/LC_MESSAGES/django.po")):
        known.update({_key(m): m for m in read_catalogue(path) if m.id and _is_translated(m)})
    return known


def _placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def check(package: Path) -> list[str]:
    """List each sentence without English, and each English that lost or invented a value."""
    known, faults = translated(package), []
    for sentence, found in gather(package).items():
        if sentence not in known:
            faults.append(f"{found.places[0]}: no English for {sentence.text!r}")
            continue
        words = known[sentence].string
        english = " ".join(words) if isinstance(words, (tuple, list)) else words
        if _placeholders(english) != _placeholders(f"{sentence.text} {sentence.plural}"):
            faults.append(f"{found.places[0]}: the English of {sentence.text!r} has other values")
    return faults


def write_catalogue(path: Path, catalog: Catalog) -> None:
    """Write a catalogue that a person and a diff can read: sorted, dateless."""
    body = BytesIO()
    write_po(body, catalog, width=100, no_location=True, omit_header=True, sort_output=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + body.getvalue().decode().strip() + "\n", encoding="utf-8")


def update(package: Path, only: str = "", english: dict[str, str] | None = None) -> list[Path]:
    """Add missing sentences to the catalogue of their application, drop those gone, fill some."""
    met, known, english = gather(package), translated(package), english or {}
    by_app: dict[Path, list[Sentence]] = {}
    for sentence, found in met.items():
        app = found.keeper(package, only.strip("/"))
        if app:
            by_app.setdefault(app, []).append(sentence)
    written = []
    for app, sentences in sorted(by_app.items()):
        path = catalogue_of(app)
        before, after = read_catalogue(path), Catalog(locale="en", fuzzy=False)
        own = {_key(message): message for message in before if message.id}
        for sentence in sentences:
            words = _words(sentence, own, known, english)
            if words is None:
                continue
            after.add(
                (sentence.text, sentence.plural) if sentence.plural else sentence.text,
                words,
                context=sentence.context or None,
                flags={"python-format"} if "%" in sentence.text else (),
            )
        write_catalogue(path, after)
        written.append(path)
    return written


def _words(
    sentence: Sentence,
    own: dict[Sentence, Message],
    known: dict[Sentence, Message],
    english: dict[str, str],
) -> str | tuple[str, ...] | None:
    """Choose the English of a sentence here; None when another catalogue already gives it."""
    if sentence.text in english:
        said = english[sentence.text]
        return (said, english.get(sentence.plural, said)) if sentence.plural else said
    if sentence in own and _is_translated(own[sentence]):
        words = own[sentence].string
        return tuple(words) if isinstance(words, (tuple, list)) else words
    if sentence in known:
        return None
    return ("", "") if sentence.plural else ""


def compile_stale(package: Path) -> list[Path]:
    """Compile each catalogue that changed since it was last compiled."""
    done = []
    for path in sorted(package.rglob("locale/*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parents[1].name, charset="utf-8")
        made = BytesIO()
        write_mo(made, catalog)
        beside = target.with_suffix(".mo.new")
        beside.write_bytes(made.getvalue())
        beside.replace(target)
        done.append(target)
    return done


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", nargs="?", const="", metavar="APP")
    parser.add_argument("--fill", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if options.check:
        faults = check(PACKAGE)
        print("\n".join(faults) or "Every sentence has its English.")
        return int(bool(faults))
    if options.update is not None or options.fill:
        english = json.loads(options.fill.read_text(encoding="utf-8")) if options.fill else {}
        for path in update(PACKAGE, options.update or "", english):
            print(path.relative_to(ROOT))
    for path in compile_stale(PACKAGE):
        print(f"compiled {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
