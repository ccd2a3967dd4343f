"""Checks of expressions: that each can be read, reads only what is known by then, and can matter."""

import datetime as dt
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from commonwheel.core.patterns.checks.conjuncts import compared_values, contradict
from commonwheel.core.patterns.checks.subject import Asking, Subject
from commonwheel.core.patterns.expressions import (
    Analysis,
    Facts,
    Scope,
    compile_expression,
    group_scope,
    pattern_problem,
)
from commonwheel.core.patterns.expressions.analysis import Expected
from commonwheel.core.patterns.model.questions import Answerable, Group, Question, Use
from commonwheel.core.patterns.running.programme import DEAREST_PATTERN
from commonwheel.core.values.working_days import WorkingCalendar

_EVERYTHING = 10_000
_MOST_TOGETHER = 30
"""Conditions that are held against one another: in the longest patterns all of them would cost minutes."""
NO_CALENDAR = WorkingCalendar(holidays=frozenset(), known_until=dt.date.min)
"""Stands in where what is run depends on no day."""


@dataclass(frozen=True, slots=True)
class Written:
    """
    One expression of a pattern.

    Attributes:
        address: of the expression.
        before: it may read the answers of steps before this one.
        shows: whether it decides that something is shown or tried, so that it must be possible.
        more: ids it may read besides: those on its own page, or of its own entry.
        outer: conditions that hold wherever it is tried.
    """

    address: str
    text: str
    scope: Scope
    expected: Expected
    before: int = _EVERYTHING
    shows: bool = False
    more: frozenset[str] = frozenset()
    outer: tuple[str, ...] = ()


def check_expressions(subject: Subject) -> None:
    """Note every expression that cannot be read, reads too early, or can never matter."""
    every = list(expressions_of(subject))
    whole = pattern_problem([written.text for written in every])
    if whole is not None:
        subject.report(whole.code, "steps", found=whole.found, expected=whole.expected, mend=whole.help)
        return
    cost = sum(_check(subject, written) for written in every)
    if cost > DEAREST_PATTERN:
        subject.report("expressions-too-costly", "steps", found=f"{cost:,} steps")


def expressions_of(subject: Subject) -> Iterator[Written]:
    """Yield every expression of a pattern and of the blocks it uses, each where it stands."""
    yield from _of_steps(subject)
    for asking in subject.askings:
        yield from _of_question(subject, asking)
    pattern, scope = subject.pattern, subject.scope
    for stop in pattern.stops:
        yield Written(f"stops.{stop.id}.when", stop.when, scope, "bool", shows=True)
    if not isinstance(pattern.duty, str):
        for duty in pattern.duty:
            yield from _maybe(f"duty.{duty.id}.when", duty.when, scope, shows=True)
    for line in pattern.fee.lines if pattern.fee else ():
        yield Written(f"fee.lines.{line.id}.amount", line.amount, scope, "int")
        yield from _maybe(f"fee.lines.{line.id}.when", line.when, scope, shows=True)
    for then in pattern.then:
        yield from _maybe(f"then.{then.id}.when", then.when, scope, shows=True)
    yield from _of_states(subject)


def _of_steps(subject: Subject) -> Iterator[Written]:
    for number, step in enumerate(subject.pattern.steps):
        yield from _maybe(f"steps.{step.id}.when", step.when, subject.scope, before=number, shows=True)
        outer = () if step.when is None else (step.when,)
        for entry in step.ask:
            if isinstance(entry, Use):
                here = f"steps.{step.id}.ask.{entry.id}.when"
                yield from _maybe(here, entry.when, subject.scope, before=number, shows=True, outer=outer)


def _of_question(subject: Subject, asking: Asking) -> Iterator[Written]:
    question, scope = asking.question, subject.scope_of(asking)
    own = _own_entry(asking)
    earlier = _earlier_on_page(subject, asking) if question.when is not None else frozenset()
    outer = asking.conditions[:-1] if question.when is not None else asking.conditions
    yield from _maybe(
        f"{asking.address}.when",
        question.when,
        scope,
        before=asking.step,
        shows=True,
        more=(own | earlier) - {question.id},
        outer=outer,
    )
    for check in question.check if isinstance(question, Answerable) else ():
        here = f"{asking.address}.check.{check.id}.that"
        yield Written(here, check.that, scope, "bool", before=asking.step + 1, more=own)


def _of_states(subject: Subject) -> Iterator[Written]:
    for state in subject.pattern.case.states:
        scope = subject.decisions(state) if state.ask else subject.scope
        for question in state.ask:
            yield from _of_decision(question, f"case.states.{state.id}.ask.{question.id}", scope)


def _of_decision(question: Question, here: str, scope: Scope) -> Iterator[Written]:
    yield from _maybe(f"{here}.when", question.when, scope, shows=True)
    for check in question.check if isinstance(question, Answerable) else ():
        yield Written(f"{here}.check.{check.id}.that", check.that, scope, "bool")
    if isinstance(question, Group):
        inside = group_scope(scope, question)
        for member in question.ask:
            yield from _of_decision(member, f"{here}.ask.{member.id}", inside)


def _maybe(
    address: str,
    text: str | None,
    scope: Scope,
    *,
    before: int = _EVERYTHING,
    shows: bool = False,
    more: frozenset[str] = frozenset(),
    outer: tuple[str, ...] = (),
) -> Iterator[Written]:
    if text is not None:
        yield Written(address, text, scope, "bool", before=before, shows=shows, more=more, outer=outer)


def _own_entry(asking: Asking) -> frozenset[str]:
    if asking.group is None:
        return frozenset()
    return frozenset(member.id for member in asking.group.ask) | {"item"}


def _earlier_on_page(subject: Subject, asking: Asking) -> frozenset[str]:
    """Return the questions asked above one on its page: it shows once they are answered."""
    ids = [each.question.id for each in subject.asked.values() if each.step == asking.step]
    above = asking.question.id if asking.group is None else asking.group.id
    # Where two questions have one id, which is reported elsewhere, the other may be on another page.
    return frozenset(ids[: ids.index(above)]) if above in ids else frozenset()


def _check(subject: Subject, written: Written) -> int:
    """Note what is wrong with one expression, and return what it costs."""
    analysis = subject.analysis(written.text, written.scope, written.expected)
    for problem in analysis.problems:
        subject.report(problem.code, written.address, found=problem.found, expected=problem.expected, mend=problem.help)
    if analysis.problems:
        return 0
    _check_order(subject, written, analysis)
    _check_options(subject, written)
    _check_guards(subject, written, analysis)
    if written.shows:
        _check_possible(subject, written, analysis)
    return analysis.cost


def _check_order(subject: Subject, written: Written, analysis: Analysis) -> None:
    for name in sorted(analysis.names - written.more):
        asking = subject.asked.get(name)
        too_early = asking is not None and asking.step >= written.before
        if too_early or (name.startswith("decision.") and written.shows):
            subject.report("read-too-early", written.address, found=name)


def _check_options(subject: Subject, written: Written) -> None:
    for name, value in compared_values(written.text):
        asking = subject.asked.get(name)
        options = subject.options(asking.question) if asking else None
        if asking is None or options is None or value in {option.value for option in options}:
            continue
        from_setting = isinstance(getattr(asking.question, "options", None), str)
        known = ", ".join(option.value for option in options)
        code = "option-not-in-default" if from_setting else "unknown-option"
        subject.report(code, written.address, found=value, expected=f"one of {known}")


def _check_guards(subject: Subject, written: Written, analysis: Analysis) -> None:
    for name in sorted(analysis.reads):
        asking = subject.asked.get(name)
        own = asking is not None and written.address.startswith(f"{asking.address}.")
        if asking is not None and asking.optional and not own:
            subject.report("optional-not-guarded", written.address, found=name, expected=f'answered("{name}") && …')


def _check_possible(subject: Subject, written: Written, analysis: Analysis) -> None:
    """Note a condition that is false, or a stop that is true, whatever is answered."""
    stop = written.address.startswith("stops.")
    constant = _constant(written) if not analysis.names else None
    impossible = constant is False or _contradicts_itself(subject, written, analysis)
    if impossible:
        subject.report("never-true", written.address, found=written.text)
    elif stop and constant is True:
        subject.report("always-stops", written.address, found=written.text)


def _contradicts_itself(subject: Subject, written: Written, analysis: Analysis) -> bool:
    conditions = map(subject.said, _all_conditions(subject, written, analysis))
    return contradict(conditions, subject.fixed_values)


def _constant(written: Written) -> object:
    compiled = compile_expression(written.text, written.scope, written.expected)
    return compiled.run(Facts(written.scope, {}, NO_CALENDAR, lambda _spot, _area: None))


def _all_conditions(subject: Subject, written: Written, analysis: Analysis) -> set[str]:
    """
    Return what must hold where a condition is true: it, those around it, and those of the questions it reads.

    The nearest come first, and not more than `_MOST_TOGETHER`: what is not looked at is taken as possible.
    """
    found = {written.text, *written.outer}
    pending = deque(sorted(analysis.reads))
    seen: set[str] = set()
    while pending and len(found) < _MOST_TOGETHER:
        name = pending.popleft()
        asking = subject.asked.get(name)
        if name in seen or asking is None:
            continue
        seen.add(name)
        for condition in asking.conditions:
            found.add(condition)
            pending += sorted(subject.analysis(condition, subject.scope, "bool").reads)
    return found
