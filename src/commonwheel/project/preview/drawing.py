"""
States drawn one below the other, and the moves between them as lines: where each box and each line stands.

Moves down the page leave and enter on the right, moves back up it and to the same state on the left; a move to the
state just below is a line straight down. Lines that begin at one state share a lane.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

MOST_STATES = 40
MOST_MOVES = 160
"""More than this is no picture any more."""
WIDTH, LINE, PORT, GAP, LANE, EDGE, ROUND = 200, 20, 12, 36, 14, 16, 6
"""Pixels: of a box, of a line of text, between ports, between boxes, between lanes, around all, and of corners."""
LETTERS = 20
MOST_LINES = 3
DOWN, UP = "down", "up"
_Port = tuple[bool, int, bool]


@dataclass(frozen=True, slots=True)
class Named:
    """A state: its id, its name, and how the case ended there; "" where it goes on."""

    id: str
    label: str
    ending: str


@dataclass(frozen=True, slots=True)
class Way:
    """A move from one state to another, by an officer or, after a time, by itself."""

    source: str
    target: str
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text in the middle of a box."""

    y: int
    text: str
    is_ending: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A state as drawn."""

    id: str
    x: int
    y: int
    height: int
    words: tuple[Words, ...]
    is_end: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A move as drawn: the path in SVG's notation."""

    path: str
    by_itself: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture, in pixels."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]


def draw(states: Sequence[Named], ways: Iterable[Way]) -> Drawing | None:
    """Return the picture of states, the first being where cases begin; None where it would be too full to read."""
    known = {state.id for state in states}
    kept = [way for way in dict.fromkeys(ways) if {way.source, way.target} <= known]
    if len(states) > MOST_STATES or len(kept) > MOST_MOVES:
        return None
    ordered = _ordered(states, kept)
    return _Plan(ordered, kept, {state.id: row for row, state in enumerate(ordered)}).drawing()


# Private


def _ordered(states: Sequence[Named], ways: Sequence[Way]) -> list[Named]:
    """Return the states so that moves lead down wherever they can; those that nothing leads to come last."""
    leads: Mapping[str, list[str]] = defaultdict(list)
    for way in ways:
        leads[way.source].append(way.target)
    seen: set[str] = set()
    ended: list[str] = []

    def visit(name: str) -> None:
        if name not in seen:
            seen.add(name)
            for target in reversed(leads[name]):
                visit(target)
            ended.append(name)

    visit(states[0].id)
    reached = list(reversed(ended))
    places = {name: place for place, name in enumerate(reached)}
    return sorted(states, key=lambda state: places.get(state.id, len(reached)))


@dataclass
class _Plan:
    """What is worked out step by step: the lane of each trunk, the port of each line, the box of each state."""

    states: list[Named]
    ways: list[Way]
    row: Mapping[str, int]
    ports: dict[tuple[str, int], set[_Port]] = field(default_factory=lambda: defaultdict(set))

    def drawing(self) -> Drawing:
        """Return the picture."""
        beside = [way for way in self.ways if not self._is_next(way)]
        for way in beside:
            side = self._side(way)
            self.ports[side, self.row[way.source]].add(self._port(way, leaves=True))
            self.ports[side, self.row[way.target]].add(self._port(way, leaves=False))
        lanes = {side: self._lanes([way for way in beside if self._side(way) == side]) for side in (DOWN, UP)}
        left = EDGE + LANE * (1 + max(lanes[UP].values(), default=-1)) + (LANE if lanes[UP] else 0)
        right = LANE * (1 + max(lanes[DOWN].values(), default=-1)) + (LANE if lanes[DOWN] else 0) + EDGE
        boxes = self._boxes(left)
        strokes = [self._stroke(way, boxes, lanes) for way in self.ways]
        height = boxes[-1].y + boxes[-1].height + EDGE
        return Drawing(left + WIDTH + right, height, tuple(boxes), tuple(strokes))

    def _is_next(self, way: Way) -> bool:
        return self.row[way.target] == self.row[way.source] + 1

    def _side(self, way: Way) -> str:
        return DOWN if self.row[way.target] > self.row[way.source] else UP

    def _lanes(self, ways: Sequence[Way]) -> dict[tuple[str, bool], int]:
        """Return the lane of each trunk, from 0 nearest to the boxes; short trunks stand nearest."""
        spans: dict[tuple[str, bool], set[int]] = defaultdict(set)
        for way in ways:
            ends = sorted((self.row[way.source], self.row[way.target]))
            spans[way.source, way.by_itself].update(range(ends[0], ends[1] + 1))
        taken: list[set[int]] = []
        lanes: dict[tuple[str, bool], int] = {}
        for trunk in sorted(spans, key=lambda one: (len(spans[one]), self.row[one[0]], one[1])):
            lane = next((n for n, rows in enumerate(taken) if not rows & spans[trunk]), len(taken))
            if lane == len(taken):
                taken.append(set())
            taken[lane] |= spans[trunk]
            lanes[trunk] = lane
        return lanes

    def _boxes(self, left: int) -> list[Box]:
        boxes, y = [], EDGE
        for row, state in enumerate(self.states):
            lines = wrap(state.label, LETTERS) or [state.id]
            if len(lines) > MOST_LINES:
                lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1][: LETTERS - 1]}…"]
            texts = [(line, False) for line in lines] + ([(state.ending, True)] if state.ending else [])
            fullest = max(len(self.ports[side, row]) for side in (DOWN, UP))
            height = max(LINE * len(texts) + 24, PORT * (fullest + 1))
            first = y + (height - LINE * len(texts)) // 2 + LINE - 5
            words = tuple(Words(first + LINE * n, line, is_ending) for n, (line, is_ending) in enumerate(texts))
            boxes.append(Box(state.id, left, y, height, words, bool(state.ending)))
            y += height + GAP
        return boxes

    def _stroke(self, way: Way, boxes: Sequence[Box], lanes: Mapping[str, Mapping[tuple[str, bool], int]]) -> Stroke:
        start, end = boxes[self.row[way.source]], boxes[self.row[way.target]]
        if self._is_next(way):
            middle = start.x + WIDTH // 2
            return Stroke(f"M{middle} {start.y + start.height}V{end.y - 2}", way.by_itself)
        side = self._side(way)
        out = self._height(self._port(way, leaves=True), start, side)
        into = self._height(self._port(way, leaves=False), end, side)
        away = 1 if side == DOWN else -1
        edge = start.x + (WIDTH if side == DOWN else 0)
        lane = edge + away * LANE * (1 + lanes[side][way.source, way.by_itself])
        turn = ROUND if into > out else -ROUND
        return Stroke(
            f"M{edge} {out}H{lane - away * ROUND}Q{lane} {out} {lane} {out + turn}"
            f"V{into - turn}Q{lane} {into} {lane - away * ROUND} {into}H{edge + away * 2}",
            way.by_itself,
        )

    def _port(self, way: Way, *, leaves: bool) -> _Port:
        """Return where a line leaves or enters a box: what comes down enters above what leaves, what goes up below."""
        is_lower = leaves if self._side(way) == DOWN else not leaves
        return is_lower, self.row[way.source], way.by_itself

    def _height(self, port: _Port, box: Box, side: str) -> int:
        ports = sorted(self.ports[side, self.row[box.id]])
        return box.y + box.height * (ports.index(port) + 1) // (len(ports) + 1)
