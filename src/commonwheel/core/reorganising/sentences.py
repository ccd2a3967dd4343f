"""Numbers, lists and values in a sentence."""

from collections.abc import Sequence

LONGEST_VALUE = 80


def many(count: int, one: str, several: str = "") -> str:
    """Return a number and its noun: "1 request", "12 requests"."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: "A, B and C"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def quoted(value: str) -> str:
    """Return a value as a sentence names it: on one line, cut where it is long; "nothing" for none."""
    line = " / ".join(value.split("\n"))
    if not line:
        return "nothing"
    return f"“{line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1] + '…'}”"
