"""What a condition says about single answers, where that can be told from its text: conjuncts and allowed values.

Only what is certain is told; anything else is taken as possible.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_TEXT = r"'([^'\\]*)'|\"([^\"\\]*)\""
_NAME = r"([a-z][a-z0-9_]*)"
_COMPARED = re.compile(rf"{_NAME}\s*(==|!=)\s*(?:{_TEXT})|(?:{_TEXT})\s*(==|!=)\s*{_NAME}")
_AMONG = re.compile(rf"{_NAME}\s+in\s+\[([^\]]*)\]")
_WITHIN = re.compile(rf"(?:{_TEXT})\s+in\s+{_NAME}\b(?!\.)")
_VALUES = re.compile(_TEXT)
_TRUTH = re.compile(rf"(!?)\s*{_NAME}|{_NAME}\s*(==|!=)\s*(true|false)")


@dataclass(frozen=True, slots=True)
class Said:
    """What one conjunct says of one answer: it is among `values`, or, where `negated`, it is not."""

    name: str
    values: frozenset[str]
    negated: bool = False


def conjuncts(condition: str) -> tuple[str, ...]:
    """Return the parts of a condition that must all be true, without the brackets around them."""
    parts = _split(_unwrapped(condition.strip()))
    return tuple(parts) if len(parts) == 1 else tuple(inner for part in parts for inner in conjuncts(part))


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


def _comparison(found: re.Match[str]) -> tuple[str, str, bool]:
    left, sign, single, double, single_first, double_first, sign_after, right = found.groups()
    value = next((each for each in (single, double, single_first, double_first) if each is not None), "")
    return left or right, value, (sign or sign_after) == "=="


def _truth(found: re.Match[str]) -> Said:
    mark, plain, name, sign, value = found.groups()
    if plain:
        return Said(plain, frozenset(("false" if mark else "true",)))
    return Said(name, frozenset((value,)), negated=sign == "!=")


def _unwrapped(text: str) -> str:
    """Return a text without brackets that hold it whole."""
    while text.startswith("(") and _closes_at(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closes_at(text: str) -> int:
    return next((position for position, depth, _ in _scan(text) if depth == 0), -1)


def _split(text: str) -> list[str]:
    """Return the parts between `&&` outside brackets and quotes; the whole where `||` or `?` stand outside too."""
    outside = [position for position, depth, quoted in _scan(text) if depth == 0 and not quoted]
    marks = {position: text[position : position + 2] for position in outside}
    if any(mark == "||" or mark[:1] == "?" for mark in marks.values()):
        return [text]
    cuts = [position for position, mark in marks.items() if mark == "&&"]
    starts, ends = [0, *(cut + 2 for cut in cuts)], [*cuts, len(text)]
    return [_unwrapped(text[start:end].strip()) for start, end in zip(starts, ends, strict=True)]


def _scan(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield each position with the depth of brackets after it, and whether it stands in quotes."""
    depth, quote = 0, ""
    for position, char in enumerate(text):
        if quote:
            quote = "" if char == quote and text[position - 1] != "\\" else quote
            yield position, depth, True
            continue
        quote = char if char in "'\"" else ""
        depth += (char in "([{") - (char in ")]}")
        yield position, depth, bool(quote)
