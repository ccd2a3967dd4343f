"""The graph of a flow: its nodes in the order in which residents come to them, and what leads to each.

Source: PlanX shows, of the nodes that are led to and were not seen, the first in depth-first order. The children of
the root and of folders are led to with them, those of an answer where it was chosen. A node in several places is seen
once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

from commonwheel.core.forms.cursor import Cursor, escaped, says_something
from commonwheel.core.forms.planx.kinds import ANSWER, DECISIONS, FOLDERS, ROOT
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import FormCannotBeRead

UNREACHED = "\0unreached"
"""Stands before the nodes that no way from the root leads to."""
MOST_NODES = 40_000
MOST_EDGES = 200_000


@dataclass(frozen=True, slots=True)
class Node:
    """
    One node.

    Attributes:
        kind: its number in `kinds`; 0 where it has none.
        data: what it says.
        children: the ids of nodes that it leads to; of a decision, of its answers.
    """

    id: str
    kind: int
    data: Cursor
    children: tuple[str, ...]

    @property
    def where(self) -> str:
        """Its place in the source."""
        return f"/{escaped(self.id)}"


@dataclass(frozen=True, slots=True)
class Flow:
    """
    A flow without ways back.

    Attributes:
        nodes: by id.
        order: the ids of all nodes that are led to, folders and answers too, each after all that lead to it.
        parents: what leads to each: answers, folders, decisions, `ROOT` or `UNREACHED`.
        moved: ids of nodes that stand in several places, and so come at the last of them.
    """

    nodes: Mapping[str, Node]
    order: tuple[str, ...]
    parents: Mapping[str, tuple[str, ...]]
    moved: tuple[str, ...]


def read_flow(value: Mapping[str, Any], report: Report) -> Flow:
    """
    Return the graph of a flow; what of it leads nowhere or back is noted.

    Raises:
        FormCannotBeRead: it is larger than any flow.
    """
    if len(value) > MOST_NODES:
        raise FormCannotBeRead(f"The flow has {len(value):,} nodes. {MOST_NODES:,} are the most that can be read.")
    return _Reading(value, report).flow()


# Private


@dataclass(slots=True)
class _Reading:
    value: Mapping[str, Any]
    report: Report
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[str, list[str]] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)

    def flow(self) -> Flow:
        for key, one in self.value.items():
            node = Cursor(one, f"/{escaped(key)}")
            kind = node.take("type", 0)
            self.nodes[key] = Node(key, kind if isinstance(kind, int) else 0, node.inside("data"), ())
        self.edges = {key: list(self._edges(key)) for key in self.nodes}
        if sum(map(len, self.edges.values())) > MOST_EDGES:
            raise FormCannotBeRead(f"The flow has more than {MOST_EDGES:,} edges. Nobody could read it.")
        self._place(ROOT)
        self._join_unreached()
        self._shorten()
        order, parents = self._order()
        nodes = {key: Node(key, one.kind, one.data, tuple(self.edges[key])) for key, one in self.nodes.items()}
        moved = tuple(key for key in order if len(self._homes(key, parents)) > 1)
        return Flow(nodes, tuple(order), parents, moved)

    def _edges(self, key: str) -> Iterator[str]:
        """Yield the ids that a node leads to; what PlanX does not follow is noted."""
        kind = self.nodes[key].kind
        one = self.value[key]
        edges = one.get("edges") if isinstance(one, dict) else None
        where, seen = f"/{escaped(key)}/edges", set[str]()
        if not isinstance(edges, list):
            if says_something(edges):
                self.report.leave("`edges`", where, "It is no list of ids.")
            return
        for number, to in enumerate(edges):
            if not isinstance(to, str) or to not in self.nodes:
                self.report.leave(f"The way to {str(to)[:40]}", f"{where}/{number}", "The file has no such node.")
            elif to in seen:
                self.report.change(f"The second way to {to}", f"{where}/{number}", "One way is enough.")
            elif not _follows(key, kind, self.nodes[to].kind):
                self.report.leave(f"The way to {to}", f"{where}/{number}", "Nothing of this kind stands here in PlanX.")
            else:
                seen.add(to)
                yield to

    def _place(self, start: str) -> None:
        """Number what is led to, depth first and without recursion, and cut the ways back."""
        self.place[start] = len(self.place)
        open_now, way = {start}, [(start, iter(list(self.edges[start])))]
        while way:
            key, following = way[-1]
            to = next(following, None)
            if to is None:
                way.pop()
                open_now.discard(key)
            elif to in open_now:
                self.edges[key].remove(to)
                self.report.leave(f"The way back to {to}", f"/{escaped(key)}/edges", "It leads round in a circle.")
            elif to not in self.place:
                self.place[to] = len(self.place)
                open_now.add(to)
                way.append((to, iter(list(self.edges[to]))))

    def _join_unreached(self) -> None:
        """Lead to what nobody comes to from the root; a lone answer is told of."""
        reached = set(self.place)
        led_to = {to for key, edges in self.edges.items() if key not in reached for to in edges}
        left = [key for key in self.nodes if key not in reached]
        self.edges[UNREACHED] = []
        self.place[UNREACHED] = len(self.place)
        for key in (*(key for key in left if key not in led_to), *left):
            self.edges[key] = [to for to in self.edges[key] if to not in reached]
            if key in self.place:
                continue
            if self.nodes[key].kind == ANSWER:
                self.report.leave(f"The answer {key}", f"/{escaped(key)}", "No question has it.")
            self.edges[UNREACHED].append(key)
            self._place(key)

    def _shorten(self) -> None:
        """Leave out the ways to what everybody comes to anyway, beside the first that leads everybody there."""
        for start in (ROOT, UNREACHED):
            everybody, pending, first = {start}, [start], dict[str, str]()
            while pending:
                key = pending.pop()
                for to in self.edges[key]:
                    if to not in first or self.place[key] < self.place[first[to]]:
                        first[to] = key
                    if to not in everybody and (to not in self.nodes or self.nodes[to].kind in FOLDERS):
                        pending.append(to)
                    everybody.add(to)
            for key, edges in self.edges.items():
                self.edges[key] = [to for to in edges if to not in first or first[to] == key]

    def _order(self) -> tuple[list[str], dict[str, tuple[str, ...]]]:
        """Return all ids, each after those that lead to it and otherwise depth first, and what leads to each."""
        parents: dict[str, list[str]] = {key: [] for key in self.place}
        for key in sorted(self.place, key=self.place.__getitem__):
            for to in self.edges[key]:
                parents[to].append(key)
        waiting = {key: len(ways) for key, ways in parents.items()}
        ready = [(self.place[key], key) for key in (ROOT, UNREACHED)]
        order: list[str] = []
        while ready:
            _, key = heappop(ready)
            if key in self.nodes and key != ROOT:
                order.append(key)
            for to in self.edges[key]:
                waiting[to] -= 1
                if not waiting[to]:
                    heappush(ready, (self.place[to], to))
        return order, {key: tuple(ways) for key, ways in parents.items()}

    def _homes(self, key: str, parents: Mapping[str, tuple[str, ...]]) -> set[str]:
        """Return the decisions, folders or roots in which a node stands."""
        kind = self.nodes[key].kind
        if kind == ANSWER:
            return set()
        return {parents[one][0] if self._is_answer(one) and parents[one] else one for one in parents[key]}

    def _is_answer(self, key: str) -> bool:
        return key in self.nodes and self.nodes[key].kind == ANSWER


def _follows(key: str, kind: int, to: int) -> bool:
    """Whether PlanX goes from a node of one kind to one of another."""
    if kind in DECISIONS:
        return to == ANSWER
    return to != ANSWER and (key == ROOT or kind == ANSWER or kind in FOLDERS)
