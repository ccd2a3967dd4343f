"""The programme: an effective pattern made ready to run, once per digest and process.

Blocks are expanded in place, options are resolved from settings, and every expression is compiled.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from commonwheel.core.patterns.expressions import (
    Batch,
    Compiled,
    ExpressionProblem,
    ExpressionRefused,
    Scope,
    compile_expression,
    decision_scope,
    group_scope,
    pattern_problem,
    pattern_scope,
)
from commonwheel.core.patterns.expressions.analysis import Expected
from commonwheel.core.patterns.expressions.limits import problem
from commonwheel.core.patterns.expressions.names import setting_sort
from commonwheel.core.patterns.expressions.values import as_fact
from commonwheel.core.patterns.model.casework import FeeLine, State
from commonwheel.core.patterns.model.pattern import Step, Stop
from commonwheel.core.patterns.model.questions import Answerable, Asked, Choice, Group, Use
from commonwheel.core.patterns.running.facts import ACCOUNT
from commonwheel.core.patterns.running.parts import (
    Page,
    Placed,
    PlacedCheck,
    PlacedDuty,
    PlacedLine,
    PlacedStop,
    PlacedThen,
)
from commonwheel.core.patterns.versions.effective import Choosable, Effective, settings_of
from commonwheel.core.problems import Failure, Problem

__all__ = [
    "Page", "PageIsUnknown", "Placed", "PlacedCheck", "PlacedDuty", "PlacedLine", "PlacedStop", "PlacedThen",
    "Programme", "ProgrammeDoesNotCompile", "compile_programme",
]  # fmt: skip

DEAREST_PATTERN = 500_000
"""Steps that all expressions of one pattern may take together: about 50 milliseconds."""
_BATCH = 16
"""Conditions of pages that are run in one call of the engine."""


class ProgrammeDoesNotCompile(Failure):
    """
    An effective pattern cannot be run.

    Attributes:
        problems: why, at least one; the address of each stands in its help.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"This service cannot be run: {self.problems[0].help} Run `check` on its pattern.")


@dataclass(frozen=True, eq=False)
class Programme:
    """
    A service ready to run.

    Attributes:
        effective: what it was made from.
        scope: the names its expressions read outside groups.
        pages: in order.
        questions: those residents are asked, by id; members of groups stand in their group.
        decisions, decision_scopes: what an officer who moves a case to a state is asked, and the names
            that expressions there read, by the state's id.
        stops, fee, duties, then: () where the pattern has none; `duties` is () where `duty` is one name.
        reads: every name that any of its expressions reads.
    """

    effective: Effective
    scope: Scope
    pages: tuple[Page, ...]
    questions: Mapping[str, Placed]
    decisions: Mapping[str, tuple[Placed, ...]]
    decision_scopes: Mapping[str, Scope]
    stops: tuple[PlacedStop, ...]
    fee: tuple[PlacedLine, ...]
    duties: tuple[PlacedDuty, ...]
    then: tuple[PlacedThen, ...]
    reads: frozenset[str]

    def page(self, name: str) -> Page:
        """
        Return a page by its id.

        Raises:
            PageIsUnknown: there is none of this id.
        """
        try:
            return self._by_id[name]
        except KeyError:
            raise PageIsUnknown(name) from None

    @cached_property
    def fixed(self) -> Mapping[str, Any]:
        """What is the same for every journey: the settings, as expressions see them."""
        return dict(_setting_facts(self.effective))

    @cached_property
    def batches(self) -> tuple[tuple[Batch, tuple[int, ...]], ...]:
        """The conditions of pages, a few at a time, each with the numbers of their pages."""
        conditional = [(page.number, page.when) for page in self.pages if page.when is not None]
        chunks = [conditional[start : start + _BATCH] for start in range(0, len(conditional), _BATCH)]
        return tuple((Batch(tuple(when for _, when in chunk)), tuple(n for n, _ in chunk)) for chunk in chunks)

    @cached_property
    def batch_of(self) -> Mapping[int, int]:
        """The number of the batch that holds a page's condition, by the page's number."""
        return {number: place for place, (_, numbers) in enumerate(self.batches) for number in numbers}

    @cached_property
    def _by_id(self) -> Mapping[str, Page]:
        return {page.id: page for page in self.pages}


class PageIsUnknown(Failure):
    """A service has no page of this id, any more or at all."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__("This page is not part of the service. Go back to where you were.")


def compile_programme(effective: Effective) -> Programme:
    """
    Return an effective pattern made ready to run.

    Raises:
        ProgrammeDoesNotCompile: with every expression that cannot be used. Nothing that `check` accepts raises it.
    """
    compiler = _Compiler(effective, pattern_scope(effective.pattern, effective.blocks, account=ACCOUNT))
    programme = compiler.programme()
    problems = [*compiler.problems, *compiler.whole()]
    if problems:
        raise ProgrammeDoesNotCompile(problems)
    return programme


# Private


@dataclass
class _Compiler:
    """Compiles the parts of one pattern in order, and gathers all that is wrong."""

    effective: Effective
    scope: Scope
    problems: list[Problem] = field(default_factory=list)
    _asked: dict[str, int] = field(default_factory=dict)
    _texts: list[str] = field(default_factory=list)
    _reads: set[str] = field(default_factory=set)
    _cost: int = 0

    def programme(self) -> Programme:
        """Return the whole, with gaps where `problems` says so."""
        pattern = self.effective.pattern
        pages = tuple(self._page(step, number) for number, step in enumerate(pattern.steps))
        scopes = {state.id: decision_scope(self.scope, state.ask) for state in pattern.case.states}
        duties = pattern.duty if isinstance(pattern.duty, tuple) else ()
        return Programme(
            effective=self.effective,
            scope=self.scope,
            pages=pages,
            questions={placed.id: placed for page in pages for placed in page.entries if placed.type != "show"},
            decisions={s.id: tuple(self._decisions(s, scopes[s.id])) for s in pattern.case.states},
            decision_scopes=scopes,
            stops=tuple(self._stops(pattern.stops)),
            fee=tuple(self._lines(pattern.fee.lines if pattern.fee else ())),
            duties=tuple(PlacedDuty(d, f"duty.{d.id}", self._when(d.when, f"duty.{d.id}")) for d in duties),
            then=tuple(PlacedThen(t, f"then.{t.id}", self._when(t.when, f"then.{t.id}")) for t in pattern.then),
            # Last: what stands above has to be compiled by then.
            reads=frozenset(self._reads),
        )

    def whole(self) -> Iterator[Problem]:
        """Yield what is wrong with all expressions together."""
        found = pattern_problem(self._texts)
        if found is not None:
            yield _placed_problem(found, "this pattern")
        if self._cost > DEAREST_PATTERN:
            expected = f"at most {DEAREST_PATTERN:,} steps for all expressions"
            mend = "Read shorter lists, or lower the `max` of what the expressions read."
            yield _placed_problem(problem("expressions-too-costly", f"{self._cost:,}", expected, mend), "this pattern")

    def _page(self, step: Step, number: int) -> Page:
        address = f"steps.{step.id}"
        when = self._when(step.when, address)
        entries: list[Placed] = []
        for entry in step.ask:
            entries += self._entry(entry, f"{address}.ask.{entry.id}", step.id, number)
        checked = tuple(self._checked(placed, self.scope) for placed in entries)
        return Page(step.id, address, number, step, when, checked)

    def _entry(self, entry: Asked | Use, address: str, page: str, number: int) -> Iterator[Placed]:
        """Yield the questions an entry stands for, without their checks; each counts as asked for the next one."""
        if not isinstance(entry, Use):
            yield self._question(entry, address, page, (), self.scope)
            self._asked[entry.id] = number
            return
        outer = self._when(entry.when, address)
        block = self.effective.blocks.get(entry.use)
        for question in block.ask if block else ():
            inside = f"{address}.ask.{question.id}"
            yield self._question(question, inside, page, (outer,) if outer else (), self.scope)
            self._asked[question.id] = number

    def _question(self, question: Asked, address: str, page: str, outer: tuple[Compiled, ...], scope: Scope) -> Placed:
        own = self._when(question.when, address, scope=scope)
        members, inner = self._members(question, address, page, scope)
        options = self._options(question, address)
        when = (*outer, own) if own else outer
        return Placed(question, address, page, when, members=members, options=options, scope=inner)

    def _options(self, question: Asked, address: str) -> tuple[Choosable, ...]:
        if not isinstance(question, Choice):
            return ()
        found = question.options
        if isinstance(found, str) and found.removeprefix("settings.") not in self.effective.settings:
            fault = problem("unknown-setting", found, "a setting of type options", "Declare the setting.")
            self.problems.append(_placed_problem(fault, f"{address}.options"))
            return ()
        return self.effective.choices(address, question)

    def _members(
        self, question: Asked, address: str, page: str, scope: Scope
    ) -> tuple[tuple[Placed, ...], Scope | None]:
        if not isinstance(question, Group):
            return (), None
        inner = group_scope(scope, question)
        placed = (self._question(member, f"{address}.ask.{member.id}", page, (), inner) for member in question.ask)
        return tuple(self._checked(member, inner) for member in placed), inner

    def _checked(self, placed: Placed, scope: Scope) -> Placed:
        """Return a question with its checks, which may read everything on its own page."""
        if not isinstance(placed.question, Answerable):
            return placed
        checks = []
        for check in placed.question.check:
            address = f"{placed.address}.check.{check.id}"
            that = self._compile(check.that, f"{address}.that", "bool", scope=scope)
            checks += [PlacedCheck(check, address, that)] if that else []
        return replace(placed, checks=tuple(checks))

    def _decisions(self, state: State, scope: Scope) -> Iterator[Placed]:
        for question in state.ask:
            address = f"case.states.{state.id}.ask.{question.id}"
            yield self._checked(self._question(question, address, "", (), scope), scope)

    def _stops(self, stops: Iterable[Stop]) -> Iterator[PlacedStop]:
        for stop in stops:
            address = f"stops.{stop.id}"
            when = self._compile(stop.when, f"{address}.when", "bool")
            if when:
                after = max((self._asked[name] for name in when.analysis.names if name in self._asked), default=0)
                yield PlacedStop(stop, address, when, after)

    def _lines(self, lines: Iterable[FeeLine]) -> Iterator[PlacedLine]:
        for line in lines:
            address = f"fee.lines.{line.id}"
            amount = self._compile(line.amount, f"{address}.amount", "int")
            if amount:
                yield PlacedLine(line, address, amount, self._when(line.when, address))

    def _when(self, text: str | None, address: str, *, scope: Scope | None = None) -> Compiled | None:
        return None if text is None else self._compile(text, f"{address}.when", "bool", scope=scope)

    def _compile(self, text: str, address: str, expected: Expected, *, scope: Scope | None = None) -> Compiled | None:
        """Return the compiled expression, or None with its problems noted; it reads only what has been asked."""
        scope = scope or self.scope
        self._texts.append(text)
        if pattern_problem(self._texts) is not None:
            return None
        try:
            compiled = compile_expression(text, scope, expected)
        except ExpressionRefused as refused:
            self.problems += [_placed_problem(found, address) for found in refused.problems]
            return None
        self._cost += compiled.analysis.cost
        self._reads |= compiled.analysis.names
        known = self._asked.keys() | (scope.names.keys() - self.scope.names.keys())
        later = {name for name in compiled.analysis.names - known if _is_answer(name)}
        self.problems += [_reads_later(name, address) for name in sorted(later)]
        return compiled


def _setting_facts(effective: Effective) -> Iterator[tuple[str, Any]]:
    """Yield `settings.x` and its value for each setting; of a list of options, their values."""
    for setting in settings_of(effective.pattern, effective.blocks):
        value = effective.settings[setting.id]
        plain = [option.value for option in value] if isinstance(value, tuple) else value
        yield f"settings.{setting.id}", as_fact(setting_sort(setting), plain)


def _is_answer(name: str) -> bool:
    return "." not in name and name != "today"


def _reads_later(name: str, address: str) -> Problem:
    mend = f"`{name}` is asked later. Ask it on an earlier page, or read something else."
    return _placed_problem(problem("reads-later", name, "a question asked earlier", mend), address)


def _placed_problem(found: ExpressionProblem, address: str) -> Problem:
    """Return an expression's problem as one of the pattern; the place in the file is `check`'s to find."""
    return Problem("pattern.yaml", 0, 0, found.code, "error", found.found, found.expected, f"{address}: {found.help}")
