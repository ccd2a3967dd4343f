"""The base of all named failures, and the shape in which a fault in a text is reported."""

from dataclasses import dataclass
from typing import Literal


class Failure(Exception):
    """
    Something expected went wrong, and has a name.

    A subclass is named after what happened (`CaseAlreadyClosed`), carries the data that
    explains it as attributes, and says in plain English what to do next.
    """


Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """
    One fault in a file somebody wrote.

    Attributes:
        file: path inside the folder, with forward slashes; "" for the folder itself.
        line: 1 for the first line; 0 where the fault has no line (a missing file, say).
        column: 1 for the first character; 0 where the fault has no column.
        code: what kind of fault, lower case with hyphens; never changes its meaning.
        severity: an error would break a journey or a case; a warning would not.
        found: what stands there, shortened to 80 characters; "" for nothing.
        expected: what could stand there instead.
        help: one or two sentences on how to mend it.
    """

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    found: str
    expected: str
    help: str
