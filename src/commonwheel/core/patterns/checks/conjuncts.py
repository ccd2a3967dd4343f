"""What a condition says about single answers, where that can be told from its text: conjuncts and allowed values.

Only what is certain is told; anything else is taken as possible.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from commonwheel.core.patterns.expressions.limits import LONGEST_EXPRESSION

_TEXT = r"'([^'\\]*)'|\"([^\"\\]*)\""
_NAME = r"([a-z][a-z0-9_]*)"
_COMPARED = re.compile(rf"{_NAME}\s*(==|!=)\s*(?:{_TEXT})|(?:{_TEXT})\s*(==|!=)\s*{_NAME}")
_AMONG = re.compile(rf"{_NAME}\s+in\s+\[([^\]]*)\]")
_WITHIN = re.compile(rf"(?:{_TEXT})\s+in\s+{_NAME}\b(?!\.)")
_VALUES = re.compile(_TEXT)
_SIGN = re.compile(r"(['\"]).*?(?:(?<!\\)\1|\Z)|[(\[{)\]}]|&&|\|\||\?", re.DOTALL)
"""A text in quotes, as a whole, or a sign outside them."""
_OPENING, _CLOSING, _EITHER = frozenset("([{"), frozenset(")]}"), frozenset(("||", "?"))
_TOP = -1
_TRUTH = re.compile(rf"(!?)\s*{_NAME}|{_NAME}\s*(==|!=)\s*(true|false)")


@dataclass(frozen=True, slots=True)
class Said:
    """What one conjunct says of one answer: it is among `values`, or, where `negated`, it is not."""

    name: str
    values: frozenset[str]
    negated: bool = False


def conjuncts(condition: str) -> tuple[str, ...]:
    """Return the parts of a condition that must all be true, without the brackets around them."""
    if len(condition) > LONGEST_EXPRESSION:
        return (condition,)
    levels, closes = _levels(condition)
    found: list[str] = []
    pending: list[tuple[int, int, int | None]] = [(0, len(condition), _TOP)]
    while pending:
        start, end, at = pending.pop()
        start, end = _stripped(condition, start, end)
        while condition.startswith("(", start, end) and closes.get(start) == end - 1:
            at = start
            start, end = _stripped(condition, start + 1, end - 1)
        level = _Level() if at is None else levels[at]
        if level.either or not level.cuts:
            found.append(condition[start:end])
        else:
            starts, ends = [start, *(cut + 2 for cut in level.cuts)], [*level.cuts, end]
            pending += [(first, last, None) for first, last in zip(reversed(starts), reversed(ends), strict=True)]
    return tuple(found)


def said(parts: Iterable[str]) -> Iterator[Said]:
    """Yield what the conjuncts of a condition say of single answers."""
    for part in parts:
        if compared := _COMPARED.fullmatch(part):
            name, value, same = _comparison(compared)
            yield Said(name, frozenset((value,)), negated=not same)
        elif among := _AMONG.fullmatch(part):
            yield Said(among[1], frozenset(first or second for first, second in _VALUES.findall(among[2])))
        elif truth := _TRUTH.fullmatch(part):
            yield _truth(truth)


def compared_values(expression: str) -> Iterator[tuple[str, str]]:
    """Yield each name with a text it is compared with by `==`, `!=` or `in`, anywhere in an expression."""
    if "'" not in expression and '"' not in expression:
        return
    for found in _COMPARED.finditer(expression):
        name, value, _ = _comparison(found)
        yield name, value
    for found in _AMONG.finditer(expression):
        yield from ((found[1], first or second) for first, second in _VALUES.findall(found[2]))
    for found in _WITHIN.finditer(expression):
        yield found[3], found[1] or found[2] or ""


def contradict(conditions: Iterable[Iterable[Said]], options: Mapping[str, frozenset[str]]) -> bool:
    """
    Tell whether conditions can never all be true, as far as single answers show it.

    Args:
        conditions: what each says of single answers.
        options: the values an answer can have, by name, where they are known.
    """
    allowed: dict[str, frozenset[str] | None] = {}
    refused: dict[str, frozenset[str]] = {}
    for each in (each for condition in conditions for each in condition):
        if each.negated:
            refused[each.name] = refused.get(each.name, frozenset()) | each.values
        else:
            known = allowed.get(each.name)
            allowed[each.name] = each.values if known is None else known & each.values
    names = allowed.keys() | refused.keys()
    return any(_none_left(allowed.get(name), refused.get(name, frozenset()), options.get(name)) for name in names)


# Private


def _none_left(allowed: frozenset[str] | None, refused: frozenset[str], options: frozenset[str] | None) -> bool:
    possible = options if allowed is None else allowed
    return possible is not None and not possible - refused


@dataclass(slots=True)
class _Level:
    """What stands directly within one pair of brackets: where `&&` does, and whether `||` or `?` do."""

    cuts: list[int] = field(default_factory=list)
    either: bool = False


def _levels(text: str) -> tuple[dict[int, _Level], dict[int, int]]:
    """Return what is within each bracket, by its position (`_TOP` for outside all), and where each bracket closes."""
    levels = {_TOP: _Level()}
    closes: dict[int, int] = {}
    opened = [_TOP]
    for found in _SIGN.finditer(text):
        sign, position = found[0], found.start()
        if sign in _OPENING:
            levels[position] = _Level()
            opened.append(position)
        elif sign in _CLOSING:
            if len(opened) > 1:
                closes[opened.pop()] = position
        elif sign == "&&":
            levels[opened[-1]].cuts.append(position)
        elif sign in _EITHER:
            levels[opened[-1]].either = True
    return levels, closes


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a part of a text, as its start and end, without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _comparison(found: re.Match[str]) -> tuple[str, str, bool]:
    left, sign, single, double, single_first, double_first, sign_after, right = found.groups()
    value = single or double or single_first or double_first or ""
    return left or right, value, (sign or sign_after) == "=="


def _truth(found: re.Match[str]) -> Said:
    mark, plain, name, sign, value = found.groups()
    if plain:
        return Said(plain, frozenset(("false" if mark else "true",)))
    return Said(name, frozenset((value,)), negated=sign == "!=")
