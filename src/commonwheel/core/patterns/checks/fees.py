"""Checks of fees: never below zero, always known to who owes them."""

from collections.abc import Sequence

from commonwheel.core.patterns.checks.conditions import NO_CALENDAR
from commonwheel.core.patterns.checks.subject import Asking, Subject
from commonwheel.core.patterns.expressions import Facts, compile_expression
from commonwheel.core.patterns.model.casework import FeeLine


def check_fee(subject: Subject) -> None:
    """Note a fee that is below zero, and lines that some who owe them would never know."""
    fee = subject.pattern.fee
    if fee is None:
        return
    amounts = {line.id: _fixed_amount(subject, line) for line in fee.lines}
    owed = [(amounts[line.id], _held(subject, line)) for line in fee.lines]
    for line in fee.lines:
        total = _certain_total(owed, _held(subject, line))
        if total is not None and total < 0:
            subject.report("fee-below-zero", f"fee.lines.{line.id}", found=f"{total} pence in all")
            break
    for line in fee.lines:
        _check_known(subject, line)


def _certain_total(owed: Sequence[tuple[int | None, frozenset[str]]], held: frozenset[str]) -> int | None:
    """
    Return the pence owed by whom some conditions hold for and no more than must; None where that is not certain.

    Args:
        owed: the pence of each line, None where that is not certain, and the conditions under which it is owed.
        held: the conditions that hold.
    """
    total = 0
    for amount, conditions in owed:
        is_certain = conditions <= held
        if is_certain and amount is not None:
            total += amount
        elif is_certain or amount is None or amount > 0:
            return None
    return total


def _held(subject: Subject, line: FeeLine) -> frozenset[str]:
    return frozenset(subject.conjuncts(line.when) if line.when else ())


def _fixed_amount(subject: Subject, line: FeeLine) -> int | None:
    """Return the pence of a line that depends on no answer, settings at their defaults; None of another."""
    analysis = subject.analysis(line.amount, subject.scope, "int")
    if analysis.problems or not all(name.startswith("settings.") for name in analysis.names):
        return None
    values = {
        name: getattr(subject.settings[name.removeprefix("settings.")], "default", None) for name in analysis.names
    }
    outcome = compile_expression(line.amount, subject.scope, "int").run(
        Facts(subject.scope, values, NO_CALENDAR, _nowhere)
    )
    return outcome if isinstance(outcome, int) else None


def _nowhere(_spot: object, _area: str) -> None:
    """Know nothing of areas."""


def _check_known(subject: Subject, line: FeeLine) -> None:
    address = f"fee.lines.{line.id}"
    held = _held(subject, line)
    for key, text in (("when", line.when), ("amount", line.amount)):
        reads = subject.analysis(text, subject.scope, "bool" if key == "when" else "int").reads if text else ()
        for name in sorted(reads):
            asking = subject.asked.get(name)
            if asking is not None and _may_be_missing(subject, asking, frozenset() if key == "when" else held):
                subject.report("fee-not-known", f"{address}.{key}", found=name)


def _may_be_missing(subject: Subject, asking: Asking, held: frozenset[str]) -> bool:
    """Tell whether a question may have no answer although the conditions in `held` are true."""
    return asking.optional or not subject.needs[asking.question.id] <= held
