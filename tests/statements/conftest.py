"""The few verbs that every test of this folder uses."""

from pathlib import Path

import pytest

from tests.statements.shop import AT


@pytest.fixture
def write(tmp_path):
    """Write a file of lines (or of bytes) and give its path."""

    def write_file(content, name="sales.csv", encoding="utf-8", end="\n") -> Path:
        path = tmp_path / name
        if isinstance(content, list):
            content = (end.join(content) + end).encode(encoding)
        path.write_bytes(content)
        return path

    return write_file


@pytest.fixture
def take(write):
    """Import lines (a list, bytes, or a path) and give the report."""
    # Models can be imported once Django is there, which is after this file is read.
    from recours.statements.commands.import_statements import import_statements  # noqa: PLC0415
    from recours.statements.mapping import load_mapping  # noqa: PLC0415

    def import_it(content, *, programme="cercle", kind="purchases", mapping="", **options):
        path = content if isinstance(content, Path) else write(content)
        return import_statements(
            path=path,
            programme=programme,
            mapping=load_mapping(mapping, kind),
            author="Basile Nguyen",
            at=AT,
            **options,
        )

    return import_it


@pytest.fixture
def refused(take):
    """Import what must be refused, and give what was said of it: (line, column, code)."""
    from recours.statements.errors import FileRefused  # noqa: PLC0415

    def import_it(content, **options):
        with pytest.raises(FileRefused) as refusal:
            take(content, **options)
        return [(p.line, p.column, p.code) for p in refusal.value.report.problems]

    return import_it
