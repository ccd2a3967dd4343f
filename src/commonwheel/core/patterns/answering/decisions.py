"""What an officer answers who moves a case: read from a form, and held to every rule.

An officer's form is one page and is stored whole or not at all, so its groups are read with it, entry by entry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from commonwheel.core.patterns.answering.answers import NO_LOOKUPS, Lookups, Reading, read_members
from commonwheel.core.patterns.answering.cel_values import Answers, Circumstances, decision_facts, facts_of
from commonwheel.core.patterns.answering.checks import check_answer, shown_members
from commonwheel.core.patterns.answering.errors import NOT_GIVEN, AnswerError
from commonwheel.core.patterns.answering.fields import Form, Posted
from commonwheel.core.patterns.expressions import Facts
from commonwheel.core.patterns.running.programme import Placed, Programme


@dataclass(frozen=True, slots=True)
class EntryRead:
    """
    One entry of a group.

    Attributes:
        values: good answers of its members.
        errors: of its members; () where nothing was given at all.
        asked: its members that are asked, words included.
        is_empty: nothing was given, so it is no entry.
    """

    values: Mapping[str, Any]
    errors: tuple[AnswerError, ...]
    asked: tuple[Placed, ...]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class DecisionRead:
    """
    A decision as it was read.

    Attributes:
        values: good answers by question, in order and in the notation of examples.
        errors: of the questions outside groups, and of groups as wholes.
        asked: the questions that are asked, words included, in order.
        entries: of each group that is asked, in order.
    """

    values: Mapping[str, Any]
    errors: tuple[AnswerError, ...]
    asked: tuple[Placed, ...]
    entries: Mapping[str, tuple[EntryRead, ...]]

    @property
    def is_good(self) -> bool:
        """Whether it can be stored."""
        return not self.errors and not any(one.errors for group in self.entries.values() for one in group)


def read_decision(
    programme: Programme,
    state: str,
    posted: Posted,
    *,
    answers: Answers,
    circumstances: Circumstances,
    entries: Mapping[str, Sequence[Posted]] = MappingProxyType({}),
    lookups: Lookups = NO_LOOKUPS,
) -> DecisionRead:
    """
    Read what an officer who moves a case to a state has posted.

    Args:
        posted: values by name of control, as for a page of a journey.
        answers: the resident's.
        entries: by group, what was posted in each of its entries, by the members' own names of controls.
        lookups: `files` are those kept already, by question.
    """
    outer = facts_of(programme, answers, circumstances)
    form = Form(posted, lookups.find_property, lookups.find_postcode, lookups.files)
    read, asked, found = Reading(form, {}), list[Placed](), dict[str, tuple[EntryRead, ...]]()
    for placed in programme.decisions[state]:
        facts = decision_facts(outer, programme, state, read.values)
        if not all(when.run(facts) is True for when in placed.when):
            continue
        asked.append(placed)
        if placed.type == "group":
            forms = [Form(one, form.find_property, form.find_postcode, {}) for one in entries.get(placed.id, ())]
            found[placed.id] = tuple(_entry(placed, one, facts=facts, circumstances=circumstances) for one in forms)
            read.stored = {**read.stored, placed.id: [dict(one.values) for one in found[placed.id] if not one.is_empty]}
        if placed.type != "show":
            read.field(placed)
    _check(read, asked, found, facts=decision_facts(outer, programme, state, read.values), circumstances=circumstances)
    result = read.result(asked)
    return DecisionRead(result.values, result.errors, tuple(asked), found)


# Private


def _entry(group: Placed, form: Form, *, facts: Facts, circumstances: Circumstances) -> EntryRead:
    read = read_members(group, form, facts=facts, circumstances=circumstances)
    is_empty = not read.values and all(error.code in NOT_GIVEN for error in read.errors)
    asked = shown_members(group, read.values, facts)
    return EntryRead(read.values, () if is_empty else read.errors, asked, is_empty)


def _check(
    read: Reading,
    asked: Sequence[Placed],
    found: Mapping[str, tuple[EntryRead, ...]],
    *,
    facts: Facts,
    circumstances: Circumstances,
) -> None:
    """Note what is wrong with answers that could be read; a group waits until each of its entries is good."""
    for placed in read.given(asked):
        if any(one.errors for one in found.get(placed.id, ())):
            del read.values[placed.id]
        else:
            value = read.values[placed.id]
            read.errors[placed.id] = check_answer(placed, value, facts=facts, circumstances=circumstances)
