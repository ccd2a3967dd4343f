"""Names in the pattern for what a source calls otherwise: questions, pages and choices."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from slugify import slugify

from commonwheel.core.forms.leaves import Known, text_of
from commonwheel.core.forms.prose import line
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import Asked, Choice, Page
from commonwheel.core.patterns.model.reserved import FORM_FIELDS, RESERVED

_LONGEST = 41
_SHORT = 32
"""Characters of a name that is made of words: room is left for a number."""
_SPOKEN = re.compile(r"[a-z]+(?:[A-Z][a-z]+|[_-][a-z0-9]+|[0-9]+)*")
_RANDOM = re.compile(r"[A-Za-z]{6}")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_VALUE = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
_NAMES_CHANGED = "In the pattern it has an id made of its own words; `names` has both."
_VALUES_CHANGED = "Values are lower-case letters, digits, _ and -; what residents read stays."


@dataclass(slots=True)
class Ids:
    """
    Hands out ids that are not taken.

    Attributes:
        join: "_" for questions and settings, "-" for everything else.
    """

    join: str
    taken: set[str] = field(default_factory=set)

    def give(self, *wanted: str) -> str:
        """Return an id made of the first of these words that make one, with a number where it is taken."""
        made = next((slug for one in wanted if (slug := self._slug(one))), f"part{self.join}1")
        number, found = 2, made
        while found in self.taken or (self.join == "_" and found in RESERVED | FORM_FIELDS):
            found = f"{made[: _LONGEST - 1 - len(str(number))]}{self.join}{number}"
            number += 1
        self.taken.add(found)
        return found

    def _slug(self, words: str) -> str:
        made = slugify(words, separator=self.join, max_length=_SHORT, word_boundary=True)
        return made.lstrip("0123456789_-")


def named(pages: Sequence[Page], report: Report) -> dict[str, Known]:
    """Return the questions of a form by key, each with its id and the values of its choices."""
    ids, found = Ids("_"), dict[str, Known]()
    for page in pages:
        for asked in page.questions:
            found[asked.key] = _known(asked, ids, report, inside=False)
            inside = Ids("_")
            for member in asked.members:
                found[asked.member_key(member)] = _known(member, inside, report, inside=True)
    _keep_apart(pages, found, ids)
    report.names.update({key: known.id for key, known in found.items()})
    return found


def values_of(choices: Iterable[Choice]) -> dict[str, str]:
    """Return what the pattern keeps for each choice, by the value of the source as text."""
    found, ids = dict[str, str](), Ids("-")
    for choice in choices:
        value = text_of(choice.value)
        if value in found:
            continue
        if _VALUE.fullmatch(value) and value not in ids.taken:
            ids.taken.add(value)
            found[value] = value
        else:
            found[value] = ids.give(value, line(choice.label))
    return found


# Private


def _known(asked: Asked, ids: Ids, report: Report, *, inside: bool) -> Known:
    own = asked.key.partition(" /")[0].rpartition(".")[2]
    spoken = bool(_SPOKEN.fullmatch(own)) and not _is_random(own)
    wanted = [_CAMEL.sub(" ", own)] if spoken else []
    given = ids.give(*wanted, line(asked.label), line(asked.hint), asked.kind.replace("-", " "))
    if own and given != own:
        report.change("The name of a question", f"{asked.where}/name", _NAMES_CHANGED)
    values = values_of(asked.choices)
    for choice in asked.choices:
        if values[text_of(choice.value)] != choice.value:
            report.change("The value of a choice", f"{choice.where}/value", _VALUES_CHANGED)
    return Known(given, asked.kind, values, decimals=bool(asked.limits.get("decimals")), in_group=inside)


def _is_random(name: str) -> bool:
    """Whether a name is six letters that a builder made up, such as `tYzJxB`."""
    return bool(_RANDOM.fullmatch(name)) and name.lower() != name


def _keep_apart(pages: Sequence[Page], found: dict[str, Known], ids: Ids) -> None:
    """Give a member of a group another id where a question outside groups has it."""
    from_outside = set(ids.taken)
    for page in pages:
        for asked in page.questions:
            inside = Ids("_", from_outside | {found[asked.member_key(member)].id for member in asked.members})
            for member in asked.members:
                key = asked.member_key(member)
                if found[key].id in from_outside:
                    found[key] = _renamed(found[key], inside.give)


def _renamed(known: Known, give: Callable[[str], str]) -> Known:
    return Known(give(known.id), known.kind, known.values, known.decimals, known.in_group)


def by_value(values: Mapping[str, str], choice: Choice) -> str:
    """Return what the pattern keeps for a choice."""
    return values[text_of(choice.value)]
