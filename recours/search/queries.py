"""Ask the index: one door, the same answers on both databases."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min

from recours.search.engines import SHEETS
from recours.search.finding import Scope, in_order
from recours.search.models import Entry, Part, Waiting
from recours.search.rules.excerpts import Piece, excerpt
from recours.search.rules.marks import ANY, fact_mark
from recours.search.rules.questions import Leaf, Matcher, Question, Way, parse
from recours.search.rules.words import RECIPE

MOST = 200  # cases: the latest ones, when more answer
LAST_KEY = 2**62
EVERY = (Leaf((Way((ANY,)),)),)


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search: one of the values of each fact, a customer, days of reception."""

    facts: Mapping[str, Sequence[str]] | None = None
    customer: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def __bool__(self) -> bool:
        """Say whether anything is narrowed."""
        return bool(self.facts or self.customer or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Hit:
    """One case that answers; `by_name` when it does by a name, a number or an address."""

    about: str
    by_name: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The cases that answer, names first, then the words as they were typed, then the latest.

    `capped` when more answer: these are the latest ones.
    """

    question: Question
    hits: tuple[Hit, ...]
    capped: bool


@dataclass(frozen=True, slots=True)
class Extract:
    """Where the words were found in a case, and the lines around them."""

    kind: str
    title: str
    by: str
    at: datetime | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class InLine:
    """A case that waits for the index: the mark of its last change, attempts so far."""

    about: str
    mark: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Line:
    """How many cases wait for the index, and since when the first one does."""

    waiting: int
    since: datetime | None
    failing: int


def search(
    *,
    words: str,
    programmes: Collection[str] | None,
    audiences: Collection[str],
    filters: Filters | None = None,
    most: int = MOST,
) -> Found:
    """Return the cases of these programmes (None: all) that answer, as these audiences may read.

    Whatever was typed is understood somehow. Nothing typed and nothing narrowed finds nothing.
    """
    question, narrowed = parse(words), filters or Filters()
    if programmes is not None and not programmes:
        return Found(question, (), capped=False)
    if not (question.asks or (narrowed and not question.without)):
        return Found(question, (), capped=False)
    bounds = _bounds(narrowed)
    if bounds is None:
        return Found(question, (), capped=False)
    facts = tuple(_facts(programmes, narrowed)) or (() if question.asks else EVERY)
    scope = Scope(facts, *bounds, most)
    found, capped = in_order(question, audiences, scope)
    return Found(question, tuple(_hits(found)), capped=capped)


def _facts(programmes: Collection[str] | None, filters: Filters) -> Iterable[Leaf]:
    if programmes is not None:
        yield _one_of("p", sorted(programmes))
    if filters.customer:
        yield _one_of("u", [filters.customer])
    for name, values in (filters.facts or {}).items():
        yield _one_of(name, values)


def _one_of(name: str, values: Sequence[str]) -> Leaf:
    return Leaf(tuple(Way((fact_mark(name, value),)) for value in values))


def _bounds(filters: Filters) -> tuple[int, int] | None:
    """Return the keys between which the days asked stand; nothing when there is none."""
    rows = Entry.objects.all()
    if not (filters.since or filters.until):
        return 0, LAST_KEY
    if filters.since:
        rows = rows.filter(received_at__gte=filters.since)
    if filters.until:
        rows = rows.filter(received_at__lt=filters.until)
    edges = rows.aggregate(first=Min("pk"), last=Max("pk"))
    if edges["first"] is None:
        return None
    return edges["first"] * SHEETS, edges["last"] * SHEETS + SHEETS - 1


def _hits(found: Mapping[int, bool]) -> Iterable[Hit]:
    abouts = dict(Entry.objects.filter(pk__in=found).values_list("pk", "about"))
    return [Hit(abouts[key], by_name) for key, by_name in found.items() if key in abouts]


def extracts(
    *, question: Question, abouts: Sequence[str], audiences: Collection[str]
) -> dict[str, Extract]:
    """Return, for each case, the text that holds the most of what was asked, words marked."""
    rows = (
        Part.objects.filter(entry__about__in=abouts, audience__in=list(audiences))
        .order_by("entry", "position")
        .values_list("entry__about", "kind", "title", "by", "at", "text")
    )
    matcher = Matcher(question)
    best: dict[str, tuple[int, Extract]] = {}
    for about, kind, title, by, at, text in rows.iterator():
        if about in best and best[about][0] >= len(question.must):
            continue
        names = kind == "identity"
        spans = matcher.spans(text, names=names)
        telling = len({key for _, _, key in spans}) if spans else 0
        telling += bool(title and not telling and matcher.spans(title, names=names))
        if about not in best or telling > best[about][0]:
            best[about] = (telling, Extract(kind, title, by, at, excerpt(text, spans)))
    return {about: extract for about, (_, extract) in best.items()}


def missing(abouts: Sequence[str]) -> list[str]:
    """Return which of these cases are not in the index as it is cut now, nor in line for it."""
    entries = Entry.objects.filter(about__in=abouts, recipe=RECIPE)
    known = set(entries.values_list("about", flat=True))
    known |= set(Waiting.objects.filter(about__in=abouts).values_list("about", flat=True))
    return [about for about in abouts if about not in known]


def indexed() -> int:
    """Return how many cases are in the index."""
    return Entry.objects.count()


def waiting(*, at: datetime, limit: int) -> list[InLine]:
    """Return the cases to index now, the oldest change first."""
    rows = Waiting.objects.filter(next_try_at__lte=at).order_by("next_try_at", "since", "about")
    return [InLine(*row) for row in rows.values_list("about", "mark", "attempts")[:limit]]


def mark_of(about: str) -> int | None:
    """Return the mark of the last change that waits, nothing when none does."""
    return Waiting.objects.filter(about=about).values_list("mark", flat=True).first()


def line() -> Line:
    """Return how far the index is behind."""
    rows = Waiting.objects.all()
    oldest = rows.aggregate(first=Min("since"))["first"]
    return Line(rows.count(), oldest, rows.filter(attempts__gt=0).count())
