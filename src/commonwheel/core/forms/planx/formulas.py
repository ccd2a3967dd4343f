"""What PlanX works out as true or false of a number, such as `smaller(proposal.area, 100)`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from commonwheel.core.forms.terms import Answer, Call, Constant, Operator, Term, both, compared, either, negated

_COMPARES: Mapping[str, Operator] = {
    "smaller": "<", "smallerEq": "<=", "larger": ">", "largerEq": ">=", "equal": "==", "unequal": "!=",
    "<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "==", "!=": "!=",
}  # fmt: skip
_MIRRORED: Mapping[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NUMBER, _NAME = r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?", r"[A-Za-z_][A-Za-z0-9_.]{0,200}"
_CALL = re.compile(rf"\s*([a-zA-Z]+)\(\s*({_NAME}|{_NUMBER})\s*,\s*({_NAME}|{_NUMBER})\s*\)\s*")
_SIGN = re.compile(rf"\s*({_NAME}|{_NUMBER})\s*([<>]=?|[=!]=)\s*({_NAME}|{_NUMBER})\s*")


def read_comparison(formula: str) -> tuple[str, Operator, float] | None:
    """Return the name, the comparison and the number of a formula; None where it is another."""
    if call := _CALL.fullmatch(formula):
        sign, left, right = call.groups()
    elif signed := _SIGN.fullmatch(formula):
        left, sign, right = signed.groups()
    else:
        return None
    op = _COMPARES.get(sign)
    numbers = [bool(re.fullmatch(_NUMBER, part)) for part in (left, right)]
    if op is None or numbers[0] == numbers[1]:
        return None
    return (right, _MIRRORED.get(op, op), float(left)) if numbers[0] else (left, op, float(right))


def outcomes(keys: Sequence[str], op: Operator, number: float, default: Any) -> tuple[Term, Term]:
    """
    Return when a comparison is true, and when it is false: of the answer there is, or else of what stands in for it.

    Args:
        keys: of the questions of which one has the number.
        default: what stands in; None for nothing, and then it is neither.
    """
    value = Constant(int(number) if number.is_integer() else number)
    given: list[Term] = [Call("given", (Answer(key),)) for key in keys]
    met: list[Term] = [Call(op, (Answer(key), value)) for key in keys]
    unmet = [both(there, negated(one)) for there, one in zip(given, met, strict=True)]
    missing = both(*map(negated, given))
    if isinstance(default, (int, float)) and not isinstance(default, bool):
        (met if compared(op, float(default), number) else unmet).append(missing)
    return either(*met), either(*unmet)
