"""Puts PDF pages together: for the printer, and for the copy of a correspondence."""

import io
from collections.abc import Sequence

import pypdfium2


def count_pages(pdf: bytes) -> int:
    """Return how many pages it has."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def join_pages(parts: Sequence[tuple[bytes, Sequence[int] | None]]) -> bytes:
    """Return one PDF of these pages, in order; no numbers means all of them."""
    whole = pypdfium2.PdfDocument.new()
    try:
        for pdf, pages in parts:
            with pypdfium2.PdfDocument(pdf) as document:
                whole.import_pages(document, None if pages is None else list(pages))
        written = io.BytesIO()
        whole.save(written)
        return written.getvalue()
    finally:
        whole.close()
