"""The commonest slips in YAML, recognised from the lines around a syntax error, and how to mend each."""

import re
from collections.abc import Sequence

_VALUE = re.compile(r"^\s*(?:- +)*(?:[\w.-]+:(?:\s+|$))?(.*)$")
_QUOTE = "Put the whole text in quotes"

# In order: the first that matches a line near the error is the likeliest.
_SLIPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^\t|^ *\t"), "Indent with spaces: a tab cannot stand there."),
    (
        re.compile(r"""^(["']).*?\1\s*[^\s#,\]}]"""),
        f"{_QUOTE} of the other kind: after the closing quote nothing may follow.",
    ),
    (re.compile(r"""^[^"'].*\{\{|^\{\{"""), f'{_QUOTE}, because it holds `{{{{`: "… {{{{ name }}}} …".'),
    (re.compile(r"^!"), f"{_QUOTE}, because it begins with `!`."),
    (re.compile(r"^[@`%&*|>]"), f"{_QUOTE}, because of the character it begins with."),
    (re.compile(r"^[\[{].*:\s[^,}]*:\s"), f"{_QUOTE}, because it holds `: `."),
    (re.compile(r"^[\[{].*,"), f"{_QUOTE} between the brackets that hold a comma, and close every bracket."),
    (re.compile(r"^[\[{]"), "Close every bracket, and put text that begins with a bracket in quotes."),
    (re.compile(r"""^[^"'].*:(\s|$)"""), f"{_QUOTE}, because it holds `: `."),
    (re.compile(r"""^["']"""), "Close the quote; inside single quotes write a single quote twice."),
)


def help_with_syntax(nearby: Sequence[str], *, reason: str) -> tuple[str, str]:
    """
    Return what stands at a syntax error, and how to mend it.

    Args:
        nearby: the line of the error, the line where what failed began, and the one before, in that order.
        reason: what the parser said.
    """
    for line in nearby:
        for slip, mend in _SLIPS:
            if slip.search(line if slip is _SLIPS[0][0] else _value(line)):
                return line.strip(), mend
    found = nearby[0].strip() if nearby else ""
    return found, f"{reason[:1].upper()}{reason[1:]}. Look at the indentation of this line and the one above."


def _value(line: str) -> str:
    match = _VALUE.match(line)
    return match[1] if match else line
