"""The page that draws the states of a service, and says the same in a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from commonwheel.apps.journeys.presenters.wording import Wording
from commonwheel.core.patterns.answering.shown import words_of
from commonwheel.core.patterns.model.casework import Clock, State
from commonwheel.core.patterns.wording.words import ValueDoesNotFit, ValueIsMissing
from commonwheel.project.preview.drawing import Drawing, Named, Way, draw
from commonwheel.project.preview.front import Shelf, StateRow, state_row, wording_on

REASONS = {"required": "with a reason", "optional": "with a reason, or without", "none": ""}


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move that an officer may make; `given` is what they give with it, as a few words each."""

    label: str
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnState:
    """A state with what can be done in it, who is told on entering it, and what clocks do in it."""

    row: StateRow
    moves: tuple[MoveRow, ...]
    told: tuple[tuple[str, str], ...]
    clocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatesPage:
    """What the page prints; `drawing` is None where there is too much to draw."""

    title: str
    lang: str
    drawing: Drawing | None
    states: tuple[DrawnState, ...]
    has_own_moves: bool
    messages_url: str


def states_page(shelf: Shelf) -> StatesPage:
    """Return what the page of states prints."""
    wording = wording_on(shelf)
    case = wording.effective.pattern.case
    rows = {state.id: state_row(state, case.states, wording) for state in case.states}
    ways = [way for state in case.states for way in _ways(state)]
    return StatesPage(
        title=wording.title(),
        lang=shelf.language,
        drawing=draw([Named(row.id, row.label, row.ending) for row in rows.values()], ways),
        states=tuple(_drawn(state, rows, wording) for state in case.states),
        has_own_moves=any(way.by_itself for way in ways),
        messages_url=reverse("preview:messages") + shelf.query(),
    )


# Private


def _ways(state: State) -> Iterator[Way]:
    yield from (Way(state.id, name) for name in state.next)
    if state.after and state.after.go not in state.next:
        yield Way(state.id, state.after.go, by_itself=True)


def _drawn(state: State, rows: Mapping[str, StateRow], wording: Wording) -> DrawnState:
    case = wording.effective.pattern.case
    there = {one.id: one for one in case.states}
    tell = state.tell
    told = (("Resident", tell.resident), ("Officers", tell.officer)) if tell else ()
    return DrawnState(
        row=rows[state.id],
        moves=tuple(
            MoveRow(rows[name].label, tuple(_given(there[name], wording))) for name in state.next if name in rows
        ),
        told=tuple((who, file) for who, file in told if file),
        clocks=tuple(words for clock in case.clocks for words in _does(clock, state, case.states[0])),
    )


def _given(state: State, wording: Wording) -> Iterator[str]:
    """Yield what an officer gives who moves a request there."""
    if REASONS[state.reason]:
        yield REASONS[state.reason]
    for question in state.ask:
        label = getattr(question, "label", None)
        if label:
            yield f"answers “{_said(f'case.states.{state.id}.ask.{question.id}.label', str(label), wording)}”"


def _said(address: str, source: str, wording: Wording) -> str:
    try:
        return words_of(wording.effective, address, source, wording.language, wording.settings)
    except (ValueIsMissing, ValueDoesNotFit):
        return source


def _does(clock: Clock, state: State, first: State) -> Iterator[str]:
    """Yield what a clock does in a state, as a few words."""
    name = str(clock.label or clock.id)
    begins = clock.starts == f"state:{state.id}" or (state.id == first.id and not clock.starts.startswith("state:"))
    for holds, words in (
        (begins, "begins"),
        (state.id in clock.restarts, "begins anew"),
        (state.id in (*clock.pauses, *clock.disregards), "stands still"),
        (any(one.after == state.id for one in clock.longer), "gets longer"),
        (state.id in clock.ends, "is met"),
    ):
        if holds:
            yield f"“{name}” {words}"
