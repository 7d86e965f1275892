"""format=flowed (RFC 3676): the lines a mailer wrapped become the paragraphs that were typed."""

_LONGEST = 20_000


def unflowed(text: str, *, delsp: bool) -> str:
    """Return the text with its soft line ends undone, quote depth by quote depth."""
    out: list[str] = []
    open_depth = -1  # the depth of the paragraph being put together, -1 when none is
    for line in text.split("\n"):
        depth, words = _depth(line)
        flows = words.endswith(" ") and words != "-- "
        if words == "-- ":
            open_depth = -1
        kept = words[:-1] if flows and delsp else words
        if depth == open_depth and len(out[-1]) < _LONGEST:
            out[-1] += kept
        else:
            out.append(f"{'>' * depth} {kept}" if depth else kept)
        open_depth = depth if flows else -1
    return "\n".join(out)


def _depth(line: str) -> tuple[int, str]:
    words = line.lstrip(">")
    depth = len(line) - len(words)
    return depth, words.removeprefix(" ")
