"""Where a case can go from each state, and every place in a pattern that sends a message."""

from collections.abc import Iterable, Iterator

from commonwheel.core.patterns.model.casework import State, Tell
from commonwheel.core.patterns.model.pattern import Pattern

_STATE = "state:"


def ways_from(state: State) -> tuple[str, ...]:
    """Return the states that a state leads to, by hand and by itself."""
    return state.next if state.after is None else (*state.next, state.after.go)


def reached_from_start(states: Iterable[State], *, without: str = "") -> frozenset[str]:
    """
    Return the states that a case can come to, the first one included.

    Args:
        without: a state that is not entered; "" for none.
    """
    ways = {state.id: ways_from(state) for state in states}
    reached: set[str] = set()
    pending = list(ways)[:1]
    while pending:
        state = pending.pop()
        if state not in reached and state != without:
            reached.add(state)
            pending += ways.get(state, ())
    return frozenset(reached)


def states_in_time(pattern: Pattern) -> frozenset[str]:
    """Return the states in which the time that is renewed has surely begun; none where nothing is renewed."""
    if pattern.renew is None:
        return frozenset()
    every = frozenset(state.id for state in pattern.case.states)
    if not pattern.renew.starts.startswith(_STATE):
        return every
    return every - reached_from_start(pattern.case.states, without=pattern.renew.starts.removeprefix(_STATE))


def tells_of(pattern: Pattern) -> Iterator[tuple[str, Tell]]:
    """Yield everything that sends messages, with its address: each state that does, and the notice of a renewal."""
    for state in pattern.case.states:
        if state.tell is not None:
            yield f"case.states.{state.id}.tell", state.tell
    if pattern.renew is not None:
        yield "renew.tell", pattern.renew.tell
