"""What a condition says: the parts that must all be true, found in one look at its text."""

import pytest

from commonwheel.core.patterns.checks.conjuncts import conjuncts
from commonwheel.core.patterns.expressions.limits import LONGEST_EXPRESSION


@pytest.mark.parametrize(
    ("condition", "parts"),
    [
        ("a", ("a",)),
        ("  (a)  ", ("a",)),
        ("a && b", ("a", "b")),
        ("a && (b && (c || d))", ("a", "b", "c || d")),
        ("(a && b) || c", ("(a && b) || c",)),
        ("a ? b : c && d", ("a ? b : c && d",)),
        ("( ( a && b ) ) && c", ("a", "b", "c")),
        ("a == 'x && y' && b", ("a == 'x && y'", "b")),
        (r"a == 'it\'s && so' && b", (r"a == 'it\'s && so'", "b")),
        ("f(a && b) && c", ("f(a && b)", "c")),
        ("a == 'never closed && b", ("a == 'never closed && b",)),
        ("a) && (b", ("a)", "(b")),
    ],
)  # fmt: skip
def test_a_condition_is_taken_apart_at_each_and_outside_brackets_and_quotes(
    condition: str, parts: tuple[str, ...]
) -> None:
    assert conjuncts(condition) == parts


def test_a_condition_that_is_too_long_to_be_used_is_left_whole() -> None:
    longest = ("a && " * LONGEST_EXPRESSION)[: LONGEST_EXPRESSION - 1] + "a"
    assert len(conjuncts(longest)) > 1
    assert conjuncts(longest + "a") == (longest + "a",)


def test_brackets_within_brackets_are_looked_through_however_many_there_are() -> None:
    deep = LONGEST_EXPRESSION // 2 - 1
    assert conjuncts("(" * deep + "a" + ")" * deep) == ("a",)
    assert len(conjuncts("(a && " * 120 + "b" + ")" * 120)) == 121
