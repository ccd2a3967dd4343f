"""The limits an expression must keep before the engine sees it, and the shape of what is wrong with one."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_EXPRESSION = 2_000
"""Characters."""
MOST_EXPRESSIONS = 3_000
"""In one effective pattern: the longest form that we know has 2,700. To check so many costs a second or two."""
LONGEST_PATTERN = 500_000
"""Characters of all expressions of one effective pattern together."""
DEEPEST_BRACKETS = 24
"""Brackets within brackets; the engine's own limit for its recursion is 32."""

_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class ExpressionProblem:
    """
    One fault of an expression, placed relative to its own text.

    Attributes:
        line, column: 1 for the first; 0 where the fault is of the expression as a whole.
        code: what kind of fault, lower case with hyphens.
        found: what stands there, at most 80 characters.
        expected: what could stand there instead.
        help: one or two sentences on how to mend it.
    """

    line: int
    column: int
    code: str
    found: str
    expected: str
    help: str


def problem(code: str, found: str, expected: str, mend: str, *, line: int = 0, column: int = 0) -> ExpressionProblem:
    """Return a problem whose `found` is short enough to print."""
    return ExpressionProblem(max(line, 0), max(column, 0), code, printable(found, 80), expected, mend)


def printable(words: str, size: int) -> str:
    """Return `words` shortened to `size` characters, with what cannot be printed or encoded replaced."""
    clean = "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cs") else char for char in words[: size + 1])
    return clean if len(clean) <= size else f"{clean[: size - 1]}…"


def text_problem(text: str) -> ExpressionProblem | None:
    """Return what keeps a text from being handed to the engine: its length, its characters, its nesting."""
    if len(text) > LONGEST_EXPRESSION:
        return problem(
            "expression-too-long",
            text,
            f"at most {LONGEST_EXPRESSION:,} characters",
            f"This one has {len(text):,}. Split it into several conditions.",
        )
    if not text.strip():
        return problem("expression-empty", text, "an expression", "Write a condition, or leave the key out.")
    if not text.isprintable() and any(
        unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r" for char in text
    ):
        return problem(
            "expression-character", text, "printable characters", "Remove the control characters from the expression."
        )
    if _depth(text) > DEEPEST_BRACKETS:
        return too_deep(text)
    return None


def too_deep(text: str) -> ExpressionProblem:
    """Return the problem of an expression that nests more deeply than the engine reads."""
    return problem(
        "expression-too-deep",
        text,
        f"at most {DEEPEST_BRACKETS} brackets within brackets, and chains of at most 30 steps",
        "Write it more simply, for example as several conditions.",
    )


def pattern_problem(texts: Sequence[str]) -> ExpressionProblem | None:
    """Return what is wrong with all expressions of an effective pattern taken together: their number, their length."""
    if len(texts) > MOST_EXPRESSIONS:
        found = f"{len(texts):,} expressions"
        return problem("expressions-too-many", found, f"at most {MOST_EXPRESSIONS}", "Leave some conditions out.")
    total = sum(map(len, texts))
    if total > LONGEST_PATTERN:
        expected = f"at most {LONGEST_PATTERN:,} characters of expressions in all"
        return problem("expressions-too-long", f"{total:,} characters", expected, "Shorten or remove some conditions.")
    return None


def _depth(text: str) -> int:
    """Return how deeply brackets nest, those within quoted text left out."""
    deepest = depth = 0
    for char in _QUOTED.sub("", text):
        if char in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in ")]}":
            depth -= 1
    return deepest
