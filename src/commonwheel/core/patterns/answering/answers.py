"""Answers: what was posted on a page, read into values and held to every rule.

Answers are stored in the notation of examples. Reading changes nothing: the caller stores what
comes back, where there are no errors.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from commonwheel.core.patterns.answering.cel_values import Answers, Circumstances, answer_fact, entry_facts, facts_of
from commonwheel.core.patterns.answering.checks import check_answer, check_entry
from commonwheel.core.patterns.answering.errors import AnswerCode, AnswerError
from commonwheel.core.patterns.answering.fields import (
    BLANK,
    FindPostcode,
    FindProperty,
    Form,
    Misread,
    Posted,
    controls,
    read_field,
)
from commonwheel.core.patterns.answering.rules import check_value, error
from commonwheel.core.patterns.expressions import Facts
from commonwheel.core.patterns.running.programme import Page, Placed, Programme

__all__ = [
    "AnswerCode", "AnswerError", "Lookups", "PageRead", "Posted", "check_answer", "check_value", "read_entry",
    "read_page",
]  # fmt: skip


def _nothing(_: str) -> None:
    """Find nothing."""


@dataclass(frozen=True, slots=True)
class Lookups:
    """
    What reading a page asks the council's registers, and the files that came with it.

    Attributes:
        find_property: by UPRN; gives {uprn, line, postcode, authority} or None.
        find_postcode: the middle of a postcode; gives {lat, lon} or None.
        files: by question, already stored: {name, type, size} and what else the caller keeps with them.
            A question of type file that is not named here keeps the files it has.
    """

    find_property: FindProperty = _nothing
    find_postcode: FindPostcode = _nothing
    files: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PageRead:
    """
    A page as it was read.

    Attributes:
        values: the answer to each question that is asked on the page and was given one, in order.
        blank: ids of those left unanswered: an answer they had is withdrawn.
        errors: in the order of the page; () where everything may be stored.
        typed: what was posted, by control, for showing it again.
    """

    values: Mapping[str, Any]
    blank: tuple[str, ...]
    errors: tuple[AnswerError, ...]
    typed: Mapping[str, Sequence[str]]

    def applied(self, answers: Answers) -> dict[str, Any]:
        """Return answers with this page's over them, and without those left blank."""
        kept = {name: value for name, value in answers.items() if name not in self.blank}
        return {**kept, **self.values}


NO_LOOKUPS = Lookups()


def read_page(
    programme: Programme,
    page: Page,
    posted: Posted,
    *,
    answers: Answers,
    circumstances: Circumstances,
    lookups: Lookups = NO_LOOKUPS,
) -> PageRead:
    """
    Read what was posted on a page.

    Args:
        posted: values by name of control: the question's id, with `-part` where it has several.
        answers: what was given so far; groups, which are read entry by entry, and files are taken from it.
    """
    own = {placed.id for placed in page.entries}
    before = {name: value for name, value in answers.items() if name not in own}
    facts = facts_of(programme, before, circumstances)
    stored = {name: value for name, value in answers.items() if name in own}
    read = Reading(_form(posted, lookups, stored), stored)
    for placed in page.entries:
        if placed.type != "show" and all(when.run(facts) is True for when in placed.when):
            value = read.field(placed)
            facts = _knowing(facts, placed, value)
    for placed in read.given(page.entries):
        value = read.values[placed.id]
        read.errors[placed.id] = check_answer(placed, value, facts=facts, circumstances=circumstances)
    return read.result(page.entries)


def read_entry(
    programme: Programme,
    group: Placed,
    posted: Posted,
    *,
    answers: Answers,
    circumstances: Circumstances,
    entry: Mapping[str, Any] = MappingProxyType({}),
    lookups: Lookups = NO_LOOKUPS,
) -> PageRead:
    """
    Read what was posted for one entry of a group; the values and errors are of its members.

    Args:
        answers: what was given so far.
        entry: the entry as it stands, when it is changed.
    """
    outer = facts_of(programme, answers, circumstances)
    return read_members(group, _form(posted, lookups, entry), facts=outer, circumstances=circumstances)


def read_members(group: Placed, form: Form, *, facts: Facts, circumstances: Circumstances) -> PageRead:
    """Read one entry of a group; `facts` are what is known outside of it."""
    read = Reading(form, {})
    for placed in group.by_id.values():
        inside = entry_facts(facts, group, read.values)
        if all(when.run(inside) is True for when in placed.when):
            read.field(placed)
    if not read.wrong():
        found = check_entry(group, read.values, facts=facts, circumstances=circumstances)
        for placed in group.members:
            read.errors[placed.id] = tuple(one for one in found if one.question == placed.id)
    return read.result(group.members)


class Reading:
    """The fields of a page as they are read one after another; `stored` are the groups of the page."""

    def __init__(self, form: Form, stored: Mapping[str, Any]) -> None:
        self.form = form
        self.stored = stored
        self.values: dict[str, Any] = {}
        self.errors: dict[str, tuple[AnswerError, ...]] = {}
        self.blank: list[str] = []

    def field(self, placed: Placed) -> Any:
        """Read one question; return its answer, None where there is no good one."""
        try:
            value = self._value(placed)
        except Misread as misread:
            decimals = getattr(placed.question, "decimals", None) or 0
            self.errors[placed.id] = tuple(
                error(placed, code, part, **({"decimals": decimals} if code == "too-precise" else {}))
                for code, part in misread.faults
            )
            return None
        if value is not BLANK:
            self.values[placed.id] = value
            return value
        self.blank.append(placed.id)
        if not placed.optional:
            self.errors[placed.id] = (error(placed, "not-agreed" if placed.type == "declaration" else "required"),)
        return None

    def given(self, entries: Iterable[Placed]) -> list[Placed]:
        """Return the questions that were given an answer, in order."""
        return [placed for placed in entries if placed.id in self.values]

    def wrong(self) -> bool:
        """Say whether anything is wrong so far."""
        return any(self.errors.values())

    def result(self, entries: Iterable[Placed]) -> PageRead:
        """Return the page as it was read; an answer with an error is not among the values."""
        entries = tuple(entries)
        errors = tuple(found for placed in entries for found in self.errors.get(placed.id, ()))
        good = {name: value for name, value in self.values.items() if not self.errors.get(name)}
        typed = {name: said for placed in entries for name, said in controls(placed, self.form.posted).items()}
        return PageRead(good, tuple(self.blank), errors, typed)

    def _value(self, placed: Placed) -> Any:
        if placed.type != "group":
            return read_field(placed, self.form)
        entries = self.stored.get(placed.id, BLANK)
        if entries in (BLANK, [], ()):
            return [] if getattr(placed.question, "min", 1) == 0 else BLANK
        return entries


# Private


def _form(posted: Posted, lookups: Lookups, stored: Mapping[str, Any]) -> Form:
    """Return what was posted, with the files that are stored already where no others came."""
    kept = {name: value for name, value in stored.items() if _are_files(value)}
    return Form(posted, lookups.find_property, lookups.find_postcode, {**kept, **lookups.files}, stored)


def _are_files(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, Mapping) and one.get("size") for one in value)


def _knowing(facts: Facts, placed: Placed, value: Any) -> Facts:
    fact = None if value is None else answer_fact(placed, value)
    return facts if fact is None else facts.within(facts.scope, {placed.id: fact})
