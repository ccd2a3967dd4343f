"""What examples have reached of a pattern, and what none of them does."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from commonwheel.core.casework.states import notices_of
from commonwheel.core.patterns.checks.codes import CODES
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.checks.ways import tells_of

_ADD = CODES["not-reached"].help


@dataclass(slots=True)
class Reached:
    """What the examples have reached, by kind; of checks, those that refused an answer, by address."""

    steps: set[str] = field(default_factory=set)
    stops: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    messages: set[str] = field(default_factory=set)
    checks: set[str] = field(default_factory=set)
    duties: set[str] = field(default_factory=set)


def report_unreached(subject: Subject, reached: Reached) -> None:
    """Note every part of a pattern that no example reaches."""
    for kind, address, name in _unreached(subject, reached):
        subject.report(
            "not-reached", address, found=f"{kind} {name}", mend=f"No example reaches the {kind} {name}. {_ADD}"
        )


def _unreached(subject: Subject, reached: Reached) -> Iterator[tuple[str, str, str]]:
    pattern = subject.pattern
    yield from (("step", f"steps.{each.id}", each.id) for each in pattern.steps if each.id not in reached.steps)
    yield from (("stop", f"stops.{each.id}", each.id) for each in pattern.stops if each.id not in reached.stops)
    for state in pattern.case.states:
        if state.id not in reached.states:
            yield "state", f"case.states.{state.id}", state.id
    for address, tell in tells_of(pattern):
        told = (notice.file for notice in notices_of(tell))
        yield from (("message", address, file) for file in told if file not in reached.messages)
    yield from _unreached_checks(subject, reached)
    for duty in pattern.duty if isinstance(pattern.duty, tuple) else ():
        if duty.duty not in reached.duties:
            yield "duty", f"duty.{duty.id}", duty.duty


def _unreached_checks(subject: Subject, reached: Reached) -> Iterator[tuple[str, str, str]]:
    for asking in subject.askings:
        for check in getattr(asking.question, "check", ()):
            address = f"{asking.address}.check.{check.id}"
            if address not in reached.checks:
                yield "check", address, f"{asking.question.id}.{check.id}"
