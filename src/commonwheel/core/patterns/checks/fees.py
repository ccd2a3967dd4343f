"""Checks of fees: never below zero, always known to who owes them."""

from collections.abc import Mapping

from commonwheel.core.patterns.checks.conditions import NO_CALENDAR
from commonwheel.core.patterns.checks.conjuncts import conjuncts
from commonwheel.core.patterns.checks.subject import Asking, Subject
from commonwheel.core.patterns.expressions import Facts, compile_expression
from commonwheel.core.patterns.model.casework import FeeLine


def check_fee(subject: Subject) -> None:
    """Note a fee that is below zero, and lines that some who owe them would never know."""
    fee = subject.pattern.fee
    if fee is None:
        return
    amounts = {line.id: _fixed_amount(subject, line) for line in fee.lines}
    for line in fee.lines:
        total = _certain_total(fee.lines, amounts, line)
        if total is not None and total < 0:
            subject.report("fee-below-zero", f"fee.lines.{line.id}", found=f"{total} pence in all")
            break
    for line in fee.lines:
        _check_known(subject, line)


def _certain_total(lines: tuple[FeeLine, ...], amounts: Mapping[str, int | None], owed: FeeLine) -> int | None:
    """Return the pence owed by who owes one line and no more than must be; None where that is not certain."""
    held = _held(owed)
    certain = [line for line in lines if _held(line) <= held]
    others = [amount for line in lines if line not in certain and ((amount := amounts[line.id]) is None or amount > 0)]
    known = [amount for line in certain if (amount := amounts[line.id]) is not None]
    return None if others or len(known) < len(certain) else sum(known)


def _held(line: FeeLine) -> set[str]:
    return set(conjuncts(line.when)) if line.when else set()


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
    held = _held(line)
    for key, text in (("when", line.when), ("amount", line.amount)):
        reads = subject.analysis(text, subject.scope, "bool" if key == "when" else "int").reads if text else ()
        for name in sorted(reads):
            asking = subject.asked.get(name)
            if asking is not None and _may_be_missing(subject, asking, set() if key == "when" else held):
                subject.report("fee-not-known", f"{address}.{key}", found=name)


def _may_be_missing(subject: Subject, asking: Asking, held: set[str]) -> bool:
    """Tell whether a question may have no answer although the conditions in `held` are true."""
    return asking.optional or not subject.needs[asking.question.id] <= held
