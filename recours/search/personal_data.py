"""What the index holds about people: the words of their cases, and nothing of its own.

Beside these tables, SQLite keeps the terms in the virtual table `search_words` and PostgreSQL in
the column `vector` of Sheet: `commands/forget.py` empties them too.
"""

HOLDS: dict[str, tuple[str, ...]] = {
    "Entry": ("customer",),
    "Part": ("title", "by", "text"),
    "Sheet": ("terms",),
    "Waiting": (),
}
