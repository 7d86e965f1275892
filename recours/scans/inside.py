"""The child: takes limits, does one task on the bytes it is given, answers, ends. Never imported.

In: the size of a JSON question, the question, the bytes of the file. Out: `child.pack`.
"""

import json
import resource
import sys
from collections.abc import Callable, Mapping
from typing import Any

from recours.scans.child import MEGABYTE, SIZE, pack
from recours.scans.errors import ScanFailed

Task = Callable[[bytes, Mapping[str, Any]], bytes]


def _draw(data: bytes, asked: Mapping[str, Any]) -> bytes:
    from recours.scans.drawing import draw  # noqa: PLC0415  # only what the task needs

    pictures, pages = draw(data, str(asked["type"]), sizes=asked["sizes"], pages=asked["pages"])
    rows = [
        {"kind": one.kind, "page": one.page, "width": one.width, "height": one.height}
        for one in pictures
    ]
    return pack({"pictures": rows, "pages": pages}, [one.data for one in pictures])


def _read(data: bytes, asked: Mapping[str, Any]) -> bytes:
    from recours.scans.reading import read_document  # noqa: PLC0415

    found = read_document(
        data, str(asked["type"]), engine=str(asked["engine"]), pages=asked["pages"]
    )
    return pack(found.as_json())


TASKS: dict[str, Task] = {"draw": _draw, "read": _read}


def _take_limits(asked: Mapping[str, Any]) -> None:
    most = asked["megabytes"] * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    seconds = 2 * asked["seconds"]  # two processors may work at once
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> int:
    """Answer one question."""
    source = sys.stdin.buffer
    (length,) = SIZE.unpack(source.read(SIZE.size))
    asked = json.loads(source.read(length))
    data = source.read()
    _take_limits(asked)
    try:
        answer = TASKS[asked["task"]](data, asked)
    except ScanFailed as failed:
        answer = pack({"reason": failed.reason, "detail": str(failed)})
    except MemoryError:
        answer = pack({"reason": "out-of-memory"})
    except Exception as problem:  # noqa: BLE001  # whatever a hostile file does, it is said in one word
        answer = pack({"reason": "unreadable", "detail": type(problem).__name__})
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
