"""Jumps from page to page, turned into conditions of pages: the pattern language has an order and no jumps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from commonwheel.core.forms.source import FormCannotBeRead
from commonwheel.core.forms.terms import TRUE, Answer, Call, Constant, Term, both, either, names, negated

UNREACHED = Answer("settings.ask_unreached_pages")
"""Stands for a setting that is off: pages that no way of the source leads to are kept behind it."""
MOST_PAGES = 1_000
_ROOT, _EXIT = "\0start", "\0end"
_LEAVES = 3
"""Leaves of a way so far beyond which an answer on it stands for the whole."""


@dataclass(frozen=True, slots=True)
class Jump:
    """
    A link from one page to another.

    Attributes:
        to: the key of the page it leads to.
        when: what must be true to take it; None for the one that is taken when no other is.
    """

    to: str
    when: Term | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """
    A page with the links that leave it.

    Attributes:
        key: of the page.
        jumps: tried in order; the first whose condition is true is taken, or else the last without one.
        marker: the key of a question that everybody answers who comes by; "" where there is none.
        ends: whether the journey ends here early.
    """

    key: str
    jumps: tuple[Jump, ...]
    marker: str = ""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Routed:
    """
    Pages in an order without jumps.

    Attributes:
        order: keys, each after all from which one can come to it.
        shown: when each is shown; `TRUE` for always.
        unreached: keys of pages that no way from the first leads to.
        loops: links back to an earlier page, which were cut: from, to.
    """

    order: tuple[str, ...]
    shown: Mapping[str, Term]
    unreached: frozenset[str]
    loops: tuple[tuple[str, str], ...]


def route(stops: Sequence[Stop], start: str) -> Routed:
    """
    Return the pages in order, each with the condition under which the jumps lead to it.

    Raises:
        FormCannotBeRead: there are more pages than a pattern can have.
    """
    if len(stops) > MOST_PAGES:
        raise FormCannotBeRead(f"The form has {len(stops):,} pages. A pattern has {MOST_PAGES:,} at most: split it.")
    graph = _Graph(stops, start)
    order = graph.order()
    ways = _Ways(graph, order)
    return Routed(
        tuple(key for key in order if key != _ROOT),
        {key: ways.arrive(key) for key in order if key != _ROOT},
        frozenset(graph.unreached),
        tuple(graph.loops),
    )


# Private


@dataclass(slots=True)
class _Graph:
    """The pages with a start of their own before the first, and without links back."""

    stops: Sequence[Stop]
    start: str
    by_key: dict[str, Stop] = field(init=False)
    edges: dict[str, dict[str, Term]] = field(init=False)
    unreached: set[str] = field(init=False)
    loops: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_key = {stop.key: stop for stop in self.stops}
        self.edges = {stop.key: picks(stop.jumps, self.by_key) for stop in self.stops}
        self.edges[_ROOT] = {self.start: TRUE}
        self._cut_loops(self.start)
        reached = self._from(self.start)
        self.unreached = {stop.key for stop in self.stops} - reached
        for stop in self.stops:
            if stop.key in self.unreached:
                self.edges[stop.key] = {to: when for to, when in self.edges[stop.key].items() if to not in reached}
        self._join_unreached()

    def _join_unreached(self) -> None:
        """Lead to pages that nobody comes to from the start, behind a setting."""
        led_to = {to for key in self.unreached for to in self.edges[key]}
        roots = [stop.key for stop in self.stops if stop.key in self.unreached and stop.key not in led_to]
        rest = [stop.key for stop in self.stops if stop.key in self.unreached]
        joined: set[str] = set()
        for key in (*roots, *rest):
            if key not in joined:
                self._cut_loops(key)
                joined |= self._from(key)
                self.edges[_ROOT][key] = UNREACHED

    def _from(self, key: str) -> set[str]:
        found, left = {key}, [key]
        while left:
            for to in self.edges[left.pop()]:
                if to not in found:
                    found.add(to)
                    left.append(to)
        return found

    def _cut_loops(self, start: str) -> None:
        """Cut the links that lead back, found by going deep without recursion."""
        open_now, done = {start}, set[str]()
        way = [(start, iter(list(self.edges[start])))]
        while way:
            key, following = way[-1]
            to = next(following, None)
            if to is None:
                way.pop()
                open_now.discard(key)
                done.add(key)
            elif to in open_now:
                del self.edges[key][to]
                self.loops.append((key, to))
            elif to not in done:
                open_now.add(to)
                way.append((to, iter(list(self.edges[to]))))

    def order(self) -> list[str]:
        """Return all keys, each after those that lead to it, and otherwise as the source has them."""
        place = {stop.key: number for number, stop in enumerate(self.stops)} | {_ROOT: -1}
        waiting = dict.fromkeys(place, 0)
        for following in self.edges.values():
            for to in following:
                waiting[to] += 1
        ready, order = [(-1, _ROOT)], list[str]()
        while ready:
            _, key = heappop(ready)
            order.append(key)
            for to in self.edges[key]:
                waiting[to] -= 1
                if not waiting[to]:
                    heappush(ready, (place[to], to))
        return order


def picks(jumps: Iterable[Jump], known: Mapping[str, Stop]) -> dict[str, Term]:
    """Return for each page that is led to when it is the one taken."""
    found: dict[str, list[Term]] = {}
    before: list[Term] = []
    otherwise: str | None = None
    for jump in jumps:
        if jump.to not in known:
            continue
        if jump.when is None:
            otherwise = jump.to
            continue
        others = (negated(one) for one in before if not _exclude_each_other(one, jump.when))
        found.setdefault(jump.to, []).append(both(jump.when, *others))
        before.append(jump.when)
    if otherwise is not None:
        found.setdefault(otherwise, []).append(both(*map(negated, before)))
    return {to: either(*terms) for to, terms in found.items()}


def _exclude_each_other(one: Term, other: Term) -> bool:
    """Whether two conditions ask the same answer for different values."""
    first, second = _equals(one), _equals(other)
    return first is not None and second is not None and first[0] == second[0] and first[1] != second[1]


def _equals(term: Term) -> tuple[str, object] | None:
    if isinstance(term, Call) and term.op == "==":
        left, right = term.args
        if isinstance(left, Answer) and isinstance(right, Constant):
            return left.key, right.value
    return None


class _Ways:
    """When one comes to each page."""

    def __init__(self, graph: _Graph, order: Sequence[str]) -> None:
        self.graph, self.order = graph, order
        self.before: dict[str, list[str]] = {key: [] for key in order}
        for key in order:
            for to in graph.edges[key]:
                self.before[to].append(key)
        self.dominators = _dominators(order, self.before, None)
        after = {key: list(graph.edges[key]) or [_EXIT] for key in order}
        self.after_all = _dominators([*reversed(order)], after, _EXIT)
        self.position = {key: number for number, key in enumerate(order)}
        self._known: dict[str, Term] = {_ROOT: TRUE}
        for key in order[1:]:
            self._known[key] = self._find(key)

    def arrive(self, key: str) -> Term:
        return self._known[key]

    def _find(self, key: str) -> Term:
        nearest = max(self.dominators[key] - {key}, key=self.position.__getitem__)
        if key in self.after_all[nearest]:
            return self._known[nearest]
        ends = self.graph.by_key[key].ends
        ways = (self._through(one, self.graph.edges[one][key], ends=ends) for one in self.before[key])
        return either(*ways)

    def _through(self, key: str, taken: Term, *, ends: bool) -> Term:
        """Return when one comes through a page and takes a link there."""
        so_far = self._known[key]
        marker = self.graph.by_key[key].marker if key != _ROOT else ""
        if marker:
            given = Call("given", (Answer(marker),))
            if ends or sum(1 for _ in names(so_far)) > _LEAVES:
                return both(given, taken)
        return both(so_far, taken)


def _dominators(order: Sequence[str], before: Mapping[str, Sequence[str]], first: str | None) -> dict[str, set[str]]:
    """Return for each key those that every way to it goes by, itself among them; `order` has no way back."""
    found: dict[str, set[str]] = {} if first is None else {first: {first}}
    for key in order:
        sets = [found[one] for one in before[key]]
        found[key] = set.intersection(*sets) | {key} if sets else {key}
    return found
