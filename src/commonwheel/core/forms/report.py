"""What came of each part of a form: kept, changed, or not carried, with the place in the source and why."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_MADE_UP = re.compile(r"(?=[A-Za-z0-9]*[A-Z0-9])[A-Za-z0-9]{10}")
PARTS = ("pages", "questions", "options", "conditions", "texts")


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """
    One part of the source that did not come across as it was.

    Attributes:
        what: the part, in a few words.
        where: its place in the source: a JSON Pointer, a cell or a field. With `*` where many are alike.
        why: what became of it, or why nothing did; a sentence.
        times: how many parts this stands for.
    """

    what: str
    where: str
    why: str
    times: int = 1

    def __str__(self) -> str:
        times = f" ({self.times} times)" if self.times > 1 else ""
        return f"{self.what}{times}, at {self.where}: {self.why}"

    def summary(self) -> dict[str, Any]:
        """Return it as commands print it in JSON."""
        said = {"what": self.what, "where": self.where, "why": self.why}
        return said | ({"times": self.times} if self.times > 1 else {})


@dataclass(slots=True)
class Report:
    """
    What came of a form.

    Attributes:
        total, kept: counts of `PARTS`.
        changed: what came across as something else.
        not_carried: what did not come across.
        names: the id of each question in the pattern, by its key in the source.
        steps: the id of each step and stop, by the key of its page.
    """

    total: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    changed: list[Note] = field(default_factory=list)
    not_carried: list[Note] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)

    def count(self, part: str, number: int = 1, *, kept: bool = True) -> None:
        """Count parts of the source, and whether they came across."""
        self.total[part] += number
        if kept:
            self.kept[part] += number

    def change(self, what: str, where: str, why: str) -> None:
        """Note that a part came across as something else."""
        self.changed.append(Note(what, where, why))

    def leave(self, what: str, where: str, why: str) -> None:
        """Note that a part did not come across."""
        self.not_carried.append(Note(what, where, why))


def gathered(notes: Iterable[Note]) -> list[Note]:
    """Return notes with those that say the same of many places as one, at the place they share."""
    alike: dict[tuple[str, str, str], list[Note]] = {}
    for note in notes:
        alike.setdefault((note.what, note.why, "/".join(_pattern(note.where))), []).append(note)
    return [
        Note(what, same[0].where if len(same) == 1 else where, why, sum(note.times for note in same))
        for (what, why, where), same in alike.items()
    ]


def _pattern(where: str) -> Iterable[str]:
    """Yield the parts of a place with a star for each position in a list, and for each id that is made of chance."""
    return ("*" if part.isdigit() or _MADE_UP.fullmatch(part) else part for part in where.split("/"))
