"""Write the messages of this folder and the table of what is read in them: `python make.py`."""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import hostile  # noqa: E402
import machines  # noqa: E402
import mailers  # noqa: E402


def main() -> None:
    cases = [*mailers.CASES, *machines.CASES, *hostile.CASES]
    table = {}
    for each in cases:
        file = f"{each.name}.eml"
        assert file not in table, file
        (HERE / file).write_bytes(each.raw)
        table[file] = {"outcome": each.outcome, **each.expected}
    for stale in {path.name for path in HERE.glob("*.eml")} - table.keys():
        (HERE / stale).unlink()
    text = json.dumps(table, ensure_ascii=False, indent=1)
    (HERE / "expected.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(cases)} messages")  # noqa: T201


if __name__ == "__main__":
    main()
