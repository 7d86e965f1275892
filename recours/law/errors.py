"""What the law engine refuses to compute, each refusal with what a surface needs to say it."""


class LawError(ValueError):
    """The question asked of the law engine has no answer as it stands."""


class UnknownRule(LawError):
    """No rule of the packs bears this name; `near` lists the names that look like it."""

    def __init__(self, rule_id: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(f"no rule {rule_id!r}; near: {', '.join(near) or 'none'}")
        self.rule_id = rule_id
        self.near = near


class UnknownRegion(LawError):
    """No region, département or territory bears this code."""

    def __init__(self, region: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(f"no region {region!r}; those with their own holidays: {', '.join(known)}")
        self.region = region
        self.known = known


class BadDate(LawError):
    """The text is not a date the engine reads, or the date is out of its reach."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not a date from 1900 to 2090 written 2026-11-21")
        self.text = text


class TimeMissing(LawError):
    """The rule counts hours: a day alone does not say when the period starts."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(f"{rule_id} counts hours: give a date and a time, 2026-11-21T18:30+01:00")
        self.rule_id = rule_id


class MissingInput(LawError):
    """The rule cannot be computed without this value."""

    def __init__(self, rule_id: str, name: str) -> None:
        super().__init__(f"{rule_id} needs {name}")
        self.rule_id = rule_id
        self.name = name


class BadInput(LawError):
    """The value given has no meaning for this rule, or the rule does not ask for it."""

    def __init__(self, rule_id: str, name: str, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(f"{rule_id} does not take this {name}; it takes: {', '.join(allowed)}")
        self.rule_id = rule_id
        self.name = name
        self.allowed = allowed


class BadRecord(LawError):
    """A record of a pack, or one kept on a case, lacks what the engine needs."""
