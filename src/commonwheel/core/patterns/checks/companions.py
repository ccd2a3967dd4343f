"""Checks of what stands beside the pattern: guidance, changes, and the ids that examples name."""

import re
from collections.abc import Iterable

from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.model.companions import Example, Expected
from commonwheel.core.patterns.running.facts import ACCOUNT

_NONE = "none"


def check_papers(subject: Subject) -> None:
    """Note missing guidance, and a version that nobody says anything about."""
    if not subject.bundle.guidance.strip():
        subject.report("guidance-missing", "", mark="guidance.md#")
    version = re.escape(subject.pattern.version)
    if not re.search(rf"^#+\s+\[?v?{version}\b", subject.bundle.changelog, re.MULTILINE):
        subject.report("changelog-missing", "version", found=subject.pattern.version)


def check_examples_name(subject: Subject) -> None:
    """Note the ids in examples that the pattern does not have."""
    for example in subject.bundle.examples.values():
        _check_example(subject, example)


def _check_example(subject: Subject, example: Example) -> None:
    mark = f"examples/{example.id}.yaml#"
    answerable = [name for name, asking in subject.asked.items() if asking.question.type != "show"]
    _check_names(subject, "answers", example.answers, answerable, mark)
    _check_names(subject, "settings", example.settings, subject.settings, mark)
    _check_names(subject, "account", example.account, ACCOUNT, mark)
    _check_expected(subject, "expect", example.expect, mark)
    for number, move in enumerate(example.then):
        _check_names(subject, f"then.{number}.go", [move.go] if move.go else (), subject.states, mark)
        if move.go is not None and move.go in subject.states:
            asked = [question.id for question in subject.states[move.go].ask]
            _check_names(subject, f"then.{number}.ask", move.ask, asked, mark)
        if move.expect is not None:
            _check_expected(subject, f"then.{number}.expect", move.expect, mark)


def _check_expected(subject: Subject, address: str, expected: Expected, mark: str) -> None:
    pattern = subject.pattern
    stops = [*(stop.id for stop in pattern.stops), _NONE]
    duties = [pattern.duty] if isinstance(pattern.duty, str) else [entry.duty for entry in pattern.duty]
    files = {name for name, _ in subject.bundle.messages}
    _check_names(subject, f"{address}.pages", expected.pages or (), [step.id for step in pattern.steps], mark)
    _check_names(subject, f"{address}.stop", [expected.stop] if expected.stop else (), stops, mark)
    _check_names(subject, f"{address}.duty", [expected.duty] if expected.duty else (), duties, mark)
    _check_names(subject, f"{address}.messages", expected.messages or (), files, mark)
    if expected.case is not None and expected.case.state is not None:
        _check_names(subject, f"{address}.case.state", [expected.case.state], subject.states, mark)


def _check_names(subject: Subject, address: str, names: Iterable[str], known: Iterable[str], mark: str) -> None:
    allowed = list(known)
    for name in names:
        if name not in allowed:
            expected = f"one of {', '.join(sorted(allowed))}"
            subject.report("example-names-unknown", f"{address}.{name}", found=name, expected=expected, mark=mark)
