"""The form on which an officer answers: its controls, and how many entries its groups have on the page.

The control of a member stands as `GROUP-2-CONTROL`, of the second entry; `GROUP-entries` says how many there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from commonwheel.core.patterns.answering.decisions import DecisionRead, EntryRead
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.running.programme import Placed, Programme

Posted = Mapping[str, Sequence[str]]
_LONGEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """
    What stands on the page.

    Attributes:
        posted: values by name of control; {} before anything is typed.
        counts: by group, how many entries it has.
    """

    posted: Posted
    counts: Mapping[str, int]

    def entries(self) -> dict[str, list[Posted]]:
        """Return what was posted in each entry of each group, by the members' own names of controls."""
        return {group: [self._entry(group, n) for n in range(1, count + 1)] for group, count in self.counts.items()}

    def _entry(self, group: str, number: int) -> Posted:
        before = entry_control(group, number)
        return {name.removeprefix(before): values for name, values in self.posted.items() if name.startswith(before)}


def entry_control(group: str, number: int) -> str:
    """Return what goes before the names of the controls of an entry (from 1)."""
    return f"{group}-{number}-"


def blank_form(programme: Programme, state: str) -> DecisionForm:
    """Return the form before anything is typed: each group has as many entries as it must."""
    return DecisionForm({}, {group.id: _fewest(group) for group in _groups(programme, state)})


def sent_form(programme: Programme, state: str, posted: Posted, *, pressed: str = "") -> DecisionForm:
    """
    Return the form as it was sent.

    Args:
        pressed: the button: `add.GROUP` adds an entry, `without.GROUP.2` takes the second away; others change nothing.
    """
    counts: dict[str, int] = {}
    for group in _groups(programme, state):
        given = _number(_last(posted, f"{group.id}-entries"))
        counts[group.id] = min(_fewest(group) if given is None else given, _most(group))
    what, name, number = (*pressed.split("."), "", "")[:3]
    group_pressed = next((one for one in _groups(programme, state) if one.id == name), None)
    gone = _number(number)
    if group_pressed is None:
        return DecisionForm(posted, counts)
    if what == "add" and counts[name] < _most(group_pressed):
        counts[name] += 1
    if what == "without" and gone is not None and 1 <= gone <= counts[name]:
        posted = _without_entry(posted, name, gone, counts[name])
        counts[name] -= 1
    return DecisionForm(posted, counts)


def asked_on(read: DecisionRead) -> frozenset[str]:
    """Return the names on the page of the questions that are asked, an entry's as `GROUP-2-MEMBER`."""
    members = (
        entry_control(group, number) + placed.id for group, number, entry in _numbered(read) for placed in entry.asked
    )
    return frozenset((*(placed.id for placed in read.asked), *members))


def errors_on(read: DecisionRead) -> tuple[AnswerError, ...]:
    """Return everything that is wrong, each under its question's name on the page."""
    members = (
        replace(error, question=entry_control(group, number) + error.question)
        for group, number, entry in _numbered(read)
        for error in entry.errors
    )
    return (*read.errors, *members)


# Private


def _numbered(read: DecisionRead) -> Iterator[tuple[str, int, EntryRead]]:
    for group, entries in read.entries.items():
        yield from ((group, number, entry) for number, entry in enumerate(entries, 1))


def _groups(programme: Programme, state: str) -> list[Placed]:
    return [one for one in programme.decisions[state] if one.type == "group"]


def _fewest(group: Placed) -> int:
    return int(getattr(group.question, "min", 1))


def _most(group: Placed) -> int:
    return int(getattr(group.question, "max", 1))


def _last(posted: Posted, control: str) -> str:
    values = posted.get(control, ())
    return values[-1] if values else ""


def _number(text: str) -> int | None:
    is_one = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_one else None


def _without_entry(posted: Posted, group: str, gone: int, count: int) -> Posted:
    """Return what was posted without one entry; those that follow move up."""
    kept = {name: values for name, values in posted.items() if not name.startswith(entry_control(group, gone))}
    for number in range(gone + 1, count + 1):
        before = entry_control(group, number)
        for name in [name for name in kept if name.startswith(before)]:
            kept[entry_control(group, number - 1) + name.removeprefix(before)] = kept.pop(name)
    return kept
