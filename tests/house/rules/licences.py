"""Under which licences the programs we ship with are given: nothing that would bind ours."""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ALLOWED = re.compile(
    r"\b(MIT|MIT-0|BSD|[0-3]-?BSD|Apache|ISC|PSF|Python Software Foundation|Python-2\.0|MPL|"
    r"Mozilla Public|LGPL\w*|Lesser General Public|Unlicense|Zlib|HPND|CC0|Public Domain)\b",
    re.IGNORECASE,
)
REFUSED = re.compile(r"(?<!L)\bA?GPL|(?<!Lesser )\b(Affero )?General Public", re.IGNORECASE)


def locked(lock: Path) -> Iterator[str]:
    """The names in a lock."""
    for line in lock.read_text().splitlines():
        if found := re.match(r"^([A-Za-z0-9._-]+)==", line):
            yield found.group(1)


def said(package: Distribution) -> str:
    """What a package says of its licence: the expression, else the classifiers, else the text."""
    data = package.metadata
    classifiers = [c for c in data.get_all("Classifier", []) if c.startswith("License ::")]
    shortest = (data.get("License") or "").strip().splitlines()[:1]
    return data.get("License-Expression") or " ".join(classifiers) or " ".join(shortest)


def refused(names: Iterable[str]) -> list[str]:
    """Packages whose licence is unknown or not among the allowed ones; absent ones are skipped."""
    breaches = []
    for name in names:
        try:
            licence = said(distribution(name))
        except PackageNotFoundError:
            continue  # for another system: the lock is universal
        if (problem := judge(licence)) is not None:
            breaches.append(f"{name}: {problem}")
    return breaches


def judge(licence: str) -> str | None:
    """Return what is wrong with a licence; one allowed branch of an OR is enough."""
    branches = re.split(r"\bOR\b", licence)
    if any(ALLOWED.search(branch) and not REFUSED.search(branch) for branch in branches):
        return None
    return f"licence {licence or 'not said'!r} is not among the allowed ones"
