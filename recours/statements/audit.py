"""What must always be true of the sealed statements, looked at again from the files."""

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings

from recours.statements.errors import SealDamaged
from recours.statements.intake.scan import digest
from recours.statements.models import ImportBatch, LateFact, Shelf, Volume
from recours.statements.rules import SEALED_KINDS
from recours.statements.sealing.layout import MANIFEST
from recours.statements.sealing.shelf import root

SENTENCES = 20


def invariants(*, deep: bool = False) -> dict[str, list[str]]:
    """Return what does not hold; `deep` reads every sealed byte again."""
    return {
        "every sealed file is what was sealed": _first(_damaged(deep=deep)),
        "no folder is without its row": _first(_orphans()),
        "facts by API are counted": _first(_miscounted()),
    }


def _first(sentences: Iterator[str]) -> list[str]:
    return list(islice(sentences, SENTENCES))


def _damaged(*, deep: bool) -> Iterator[str]:
    sealed = ImportBatch.objects.filter(kind__in=SEALED_KINDS)
    for folder, content in sealed.order_by("folder").values_list("folder", "content_sha256"):
        try:
            check_folder(Path(settings.DATA) / folder, content, deep=deep)
        except SealDamaged as damage:
            yield f"{folder}: {damage}"


def check_folder(folder: Path, content_sha256: str, *, deep: bool = True) -> None:
    """Hold a sealed folder against its digest; raise `SealDamaged` with what differs."""
    try:
        manifest = (folder / MANIFEST).read_bytes()
    except OSError as missing:
        raise SealDamaged(f"{MANIFEST} cannot be read") from missing
    if hashlib.sha256(manifest).hexdigest() != content_sha256:
        raise SealDamaged(f"{MANIFEST} is not the one that was sealed")
    for name, sha256 in json.loads(manifest)["files"].items():
        path = folder / name
        if not path.is_file():
            raise SealDamaged(f"{name} is missing")
        if deep and digest(path) != sha256:
            raise SealDamaged(f"{name} is not what was sealed")


def _orphans() -> Iterator[str]:
    named = set(ImportBatch.objects.values_list("folder", flat=True))
    named |= set(Volume.objects.values_list("folder", flat=True))
    for path in sorted(root().glob("*/*/*")):
        folder = str(path.relative_to(settings.DATA))
        # A writer at work has its own folder; what it leaves when killed goes at the next writing.
        if path.is_dir() and path.name != ".staging" and folder not in named:
            yield f"{folder} is named by no batch: the next import removes it"


def _miscounted() -> Iterator[str]:
    for shelf in Shelf.objects.order_by("programme", "kind"):
        waiting = LateFact.objects.filter(
            programme=shelf.programme, kind=shelf.kind, sealed_batch__isnull=True
        ).count()
        if waiting != shelf.late:
            yield f"{shelf.programme} {shelf.kind}: {waiting} facts wait, {shelf.late} counted"
