"""The route through a journey: which pages are shown, what is asked next, what no longer applies, what it costs.

Everything here is a function of the programme, the answers and the circumstances; nothing is remembered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonwheel.core.patterns.answering.cel_values import Answers, Circumstances, answer_fact, facts_of
from commonwheel.core.patterns.answering.checks import clean_entry, is_good
from commonwheel.core.patterns.expressions import Compiled, Facts, Fault, Outcome, Unknown
from commonwheel.core.patterns.running.programme import Page, Placed, PlacedDuty, PlacedStop, PlacedThen, Programme

__all__ = [
    "Circumstances", "FaultAt", "Fee", "Next", "OwedLine", "ShownPage", "Walk", "next_page", "offered_next", "walk",
]  # fmt: skip

NEGATIVE = Fault("failed", "the lines of the fee come to less than nothing")


@dataclass(frozen=True, slots=True)
class ShownPage:
    """
    A page that is shown.

    Attributes:
        questions: what is shown on it, in order, words included.
        complete: every question that must be answered is, and every answer is good.
    """

    page: Page
    questions: tuple[Placed, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class OwedLine:
    """A line of the fee that is owed: its id, the address of its label, and pence."""

    id: str
    address: str
    pence: int


@dataclass(frozen=True, slots=True)
class Fee:
    """
    What is owed as far as it is known.

    Attributes:
        lines: those known to be owed.
        total_pence: their sum, zero or more; None while any line is not known.
    """

    lines: tuple[OwedLine, ...]
    total_pence: int | None


@dataclass(frozen=True, slots=True)
class FaultAt:
    """An expression that went wrong, for staff to see."""

    address: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Walk:
    """
    A journey walked from its beginning.

    Attributes:
        pages: those shown, in order; up to the page after which a stop fired.
        stop: the stop that fired and was not passed; None for none.
        next: the first page shown that is not complete; None where a stop fired or nothing is left to ask.
        answers: what was given, without what no longer applies.
        dropped: ids of the answers that no longer apply, in order; a group's member as `group.member`.
        complete: it can be sent: no stop, every page complete, and the fee known.
        duty: the duty's name, None while undecided.
        duty_case: the entry that decided it; None where the pattern has one duty.
        fee: None where the service costs nothing.
        faults: expressions that went wrong on the way.
    """

    pages: tuple[ShownPage, ...]
    stop: PlacedStop | None
    next: Page | None
    answers: Mapping[str, Any]
    dropped: tuple[str, ...]
    complete: bool
    duty: str | None
    duty_case: PlacedDuty | None
    fee: Fee | None
    faults: tuple[FaultAt, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """What comes after a page: a stop, a page, or neither (check your answers)."""

    page: Page | None
    stop: PlacedStop | None


def walk(
    programme: Programme, answers: Answers, circumstances: Circumstances, *, passed_stops: frozenset[str] = frozenset()
) -> Walk:
    """
    Walk a journey from its beginning.

    Args:
        answers: everything given so far, in the notation of examples; ids nobody asks are left out.
        passed_stops: ids of stops the resident chose to pass; one with a law is not passed by this.
    """
    given = {name: value for name, value in answers.items() if name in programme.questions}
    state = _State(programme, circumstances, facts_of(programme, given, circumstances), given)
    pages: list[ShownPage] = []
    stop = None
    for page in programme.pages:
        shown = state.show(page)
        if shown is not None:
            pages.append(shown)
        if not state.pending:
            stop = state.stop_after(page.number, page.number, passed_stops)
        if stop is not None:
            break
    return state.finished(tuple(pages), stop)


def next_page(
    programme: Programme,
    answers: Answers,
    circumstances: Circumstances,
    *,
    after: Page,
    passed_stops: frozenset[str] = frozenset(),
) -> Next:
    """
    Return what comes after a page that has just been completed: the fast path.

    Args:
        answers: without any that no longer apply; `walk` gives them so.
    """
    state = _State(programme, circumstances, facts_of(programme, answers, circumstances), dict(answers))
    stop = state.stop_after(0, after.number, passed_stops)
    if stop is not None:
        return Next(None, stop)
    for page in programme.pages[after.number + 1 :]:
        if state.is_shown(page):
            return Next(page, None)
        state.drop(page.entries)
        stop = state.stop_after(page.number, page.number, passed_stops)
        if stop is not None:
            return Next(None, stop)
    return Next(None, None)


def offered_next(programme: Programme, answers: Answers, circumstances: Circumstances) -> tuple[PlacedThen, ...]:
    """Return the services to offer once this one is sent, given its answers as `walk` kept them."""
    facts = facts_of(programme, answers, circumstances)
    return tuple(then for then in programme.then if then.when is None or then.when.run(facts) is True)


# Private


@dataclass
class _State:
    """A walk under way: what is known so far, and what has been found."""

    programme: Programme
    circumstances: Circumstances
    facts: Facts
    answers: dict[str, Any]
    pending: bool = False
    next: Page | None = None
    dropped: list[str] = field(default_factory=list)
    faults: list[FaultAt] = field(default_factory=list)
    _changed: set[str] = field(default_factory=set)
    _outcomes: dict[int, Outcome] = field(default_factory=dict)

    def show(self, page: Page) -> ShownPage | None:
        """Return a page as it is shown, or None where it is hidden; hidden questions lose their answers."""
        whole = self._page_outcome(page)
        shown: list[Placed] = []
        for placed in page.entries:
            outcome = whole if whole is not True else self._entry_outcome(placed)
            if outcome is True:
                shown.append(placed)
                self._clean(placed)
            else:
                self._hide(placed, final=self._is_final(placed, page, outcome))
        if not shown:
            return None
        complete = all(self._is_complete(placed) for placed in shown)
        if not complete and not self.pending:
            self.pending, self.next = True, page
        return ShownPage(page, tuple(shown), complete)

    def is_shown(self, page: Page) -> bool:
        """Say whether anything on a page is shown."""
        if self._page_outcome(page) is not True:
            return False
        return any(self._entry_outcome(placed) is True for placed in page.entries)

    def stop_after(self, first: int, last: int, passed: frozenset[str]) -> PlacedStop | None:
        """Return the first stop that fires after the pages numbered `first` to `last`."""
        for stop in self.programme.stops:
            if not first <= stop.after <= last or (stop.stop.law is None and stop.stop.id in passed):
                continue
            if self._run(stop.when, f"{stop.address}.when") is True:
                return stop
        return None

    def drop(self, entries: tuple[Placed, ...]) -> None:
        """Make the answers of questions that are not shown unknown to what follows."""
        self._forget({placed.id for placed in entries})

    def finished(self, pages: tuple[ShownPage, ...], stop: PlacedStop | None) -> Walk:
        """Return the walk as it stands at its end."""
        fee = self._fee()
        known = fee is None or fee.total_pence is not None
        duty, case = self._duty()
        return Walk(
            pages=pages,
            stop=stop,
            next=None if stop else self.next,
            answers=self.answers,
            dropped=tuple(self.dropped),
            complete=stop is None and not self.pending and known,
            duty=duty,
            duty_case=case,
            fee=fee,
            faults=tuple(dict.fromkeys(self.faults)),
        )

    def _run(self, expression: Compiled, address: str) -> Outcome:
        outcome = expression.run(self.facts)
        if isinstance(outcome, Fault):
            self.faults.append(FaultAt(address, outcome))
        return outcome

    def _page_outcome(self, page: Page) -> Outcome:
        """Return whether a page's condition holds; conditions that no drop has touched are run several at a time."""
        if page.when is None:
            return True
        if not self._changed.isdisjoint(page.when.analysis.names):
            return self._run(page.when, f"{page.address}.when")
        if page.number not in self._outcomes:
            batch, numbers = self.programme.batches[self.programme.batch_of[page.number]]
            self._outcomes.update(zip(numbers, batch.run(self.facts), strict=True))
        outcome = self._outcomes[page.number]
        if isinstance(outcome, Fault):
            self.faults.append(FaultAt(f"{page.address}.when", outcome))
        return outcome

    def _entry_outcome(self, placed: Placed) -> Outcome:
        for when in placed.when:
            outcome = self._run(when, f"{placed.address}.when")
            if outcome is not True:
                return outcome
        return True

    def _is_final(self, placed: Placed, page: Page, outcome: Outcome) -> bool:
        """Say whether a hidden question's answer no longer applies; while more is asked, only what is plainly false."""
        if not self.pending:
            return True
        conditions = (*placed.when, *((page.when,) if page.when else ()))
        return outcome is False and all(when.analysis.names <= self.facts.values.keys() for when in conditions)

    def _hide(self, placed: Placed, *, final: bool) -> None:
        if placed.id in self.answers and final:
            del self.answers[placed.id]
            self.dropped.append(placed.id)
        self._forget({placed.id})

    def _forget(self, names: set[str]) -> None:
        known = names & self.facts.values.keys()
        if known:
            self._changed |= known
            self.facts = self.facts.without(frozenset(known))

    def _clean(self, placed: Placed) -> None:
        """Take out of a group's entries what is not asked in them."""
        value = self.answers.get(placed.id)
        if placed.scope is None or not isinstance(value, list | tuple):
            return
        clean = [clean_entry(placed, entry, self.facts) if isinstance(entry, Mapping) else entry for entry in value]
        if clean != list(value):
            pairs = [(old, new) for old, new in zip(value, clean, strict=True) if isinstance(old, Mapping)]
            gone = [name for old, new in pairs for name in old if name not in new]
            self.dropped += [f"{placed.id}.{name}" for name in dict.fromkeys(gone)]
            self.answers[placed.id] = clean
            self._changed.add(placed.id)
            self.facts = self.facts.within(self.facts.scope, {placed.id: answer_fact(placed, clean)})

    def _is_complete(self, placed: Placed) -> bool:
        if placed.type == "show":
            return True
        if placed.id not in self.answers:
            return placed.optional
        # All of them, so that each fault shows.
        outcomes = [self._run(check.that, f"{check.address}.that") for check in placed.checks]
        if any(outcome is False for outcome in outcomes):
            return False
        return is_good(placed, self.answers[placed.id], facts=self.facts, circumstances=self.circumstances)

    def _duty(self) -> tuple[str | None, PlacedDuty | None]:
        """Return the duty: the first of which the condition is true, provided that those before it are known."""
        named = self.programme.effective.pattern.duty
        if isinstance(named, str):
            return named, None
        for duty in self.programme.duties:
            outcome = True if duty.when is None else self._run(duty.when, f"{duty.address}.when")
            if outcome is True:
                return duty.case.duty, duty
            if outcome is not False:
                return None, None
        return None, None

    def _fee(self) -> Fee | None:
        if not self.programme.fee:
            return None
        lines = list(self._lines())
        owed = tuple(line for line in lines if line is not None)
        total = None if None in lines else sum(line.pence for line in owed)
        if total is not None and total < 0:
            self.faults.append(FaultAt("fee", NEGATIVE))
            total = None
        return Fee(owed, total)

    def _lines(self) -> Iterator[OwedLine | None]:
        """Yield each line that is owed, and None for each of which that or the amount is not known."""
        for placed in self.programme.fee:
            owed = True if placed.when is None else self._run(placed.when, f"{placed.address}.when")
            if owed is False:
                continue
            pence = self._run(placed.amount, f"{placed.address}.amount") if owed is True else Unknown()
            yield OwedLine(placed.line.id, f"{placed.address}.label", pence) if isinstance(pence, int) else None
