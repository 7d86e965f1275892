"""What is refused when facts are brought in."""

from recours.statements.report import ImportReport, Problem


class StatementRefused(Exception):
    """Nothing was taken."""


class FileRefused(StatementRefused):
    """A file holds lines that cannot be taken; nothing was posted. `report` says which and why."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(report.source_name)
        self.report = report


class FactsRefused(StatementRefused):
    """Facts sent by API cannot be taken; nothing was kept. `line` counts facts from 1."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(sorted({problem.code for problem in problems})))
        self.problems = problems


class MappingRefused(StatementRefused):
    """A mapping says something outside its closed vocabulary."""


class BadProgrammeCode(StatementRefused):
    """A programme's code is made of 1 to 40 lower-case letters, digits and hyphens."""


class EngineStopped(StatementRefused):
    """The engine could not go on (no room on the disk, no memory); nothing was kept."""


class SealDamaged(StatementRefused):
    """A sealed folder no longer holds what was sealed."""
