"""The press: a process that sets one letter and ends. `typesetting` starts it; nothing imports it.

Typst and its fonts weigh forty megabytes that no other process needs to hold, and a letter that
would never end, or would bring its process down, takes nothing else with it.

In: one JSON line (path, root, document, only_ours). Out: the PDF; or, with status 3, the reason.
"""

import json
import sys

import typst

REFUSED = 3


def main() -> int:
    """Read what to set, write the PDF."""
    asked = json.loads(sys.stdin.readline())
    try:
        pdf = typst.compile(
            asked["path"],
            root=asked["root"],
            sys_inputs={"document": asked["document"]},
            pdf_standards=["a-3a", "ua-1"],
            ignore_system_fonts=asked["only_ours"],
        )
    except typst.TypstError as problem:
        sys.stdout.write(str(problem))
        return REFUSED
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no document")
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
