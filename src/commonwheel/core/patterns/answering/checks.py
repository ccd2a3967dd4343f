"""The rules of an answer that need the rest of the journey: the council's area, and the pattern's own checks."""

from collections.abc import Iterator, Mapping
from typing import Any

from commonwheel.core.patterns.answering.cel_values import Circumstances, entry_facts
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.answering.rules import check_value, entry_errors, error
from commonwheel.core.patterns.expressions import Facts
from commonwheel.core.patterns.running.programme import Placed

AUTHORITY_AREA = "authority"
"""The name by which `in_area` knows the council's own area."""


def check_answer(placed: Placed, value: Any, *, facts: Facts, circumstances: Circumstances) -> tuple[AnswerError, ...]:
    """
    Return everything that is wrong with an answer.

    Args:
        facts: what is known on its page, this answer included.
    """
    found = check_value(placed, value)
    if not found:
        found = (*_outside(placed, value, circumstances), *_failed(placed, facts))
    if not found and placed.scope is not None:
        found = tuple(_entries(placed, value, facts, circumstances))
    return found


def is_good(placed: Placed, value: Any, *, facts: Facts, circumstances: Circumstances) -> bool:
    """Say whether nothing is wrong with an answer but what its own checks say, which the caller has run."""
    if check_value(placed, value) or any(_outside(placed, value, circumstances)):
        return False
    return placed.scope is None or not any(_entries(placed, value, facts, circumstances))


def check_entry(
    group: Placed, entry: Mapping[str, Any], *, facts: Facts, circumstances: Circumstances
) -> tuple[AnswerError, ...]:
    """Return everything that is wrong with one entry of a group; the errors are of its members."""
    found = tuple(entry_errors(group, entry))
    return found or tuple(_members(group, entry, facts, circumstances))


def shown_members(group: Placed, entry: Mapping[str, Any], facts: Facts) -> tuple[Placed, ...]:
    """Return the members that are asked in an entry: each condition sees what the earlier members shown say."""
    if not any(member.when for member in group.members):
        return group.members
    shown: list[Placed] = []
    known: dict[str, Any] = {}
    for member in group.members:
        inside = entry_facts(facts, group, known) if member.when else facts
        if all(when.run(inside) is True for when in member.when):
            shown.append(member)
            known.update({member.id: entry[member.id]} if member.id in entry else {})
    return tuple(shown)


def clean_entry(group: Placed, entry: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return an entry without the answers of members that are not asked in it."""
    asked = {member.id for member in shown_members(group, entry, facts)}
    return {name: value for name, value in entry.items() if name in asked}


def _entries(group: Placed, value: Any, facts: Facts, circumstances: Circumstances) -> Iterator[AnswerError]:
    for number, entry in enumerate(value):
        for found in _members(group, entry, facts, circumstances):
            yield AnswerError(group.id, f"{number}.{found.question}", found.code, found.values, found.address)


def _members(
    group: Placed, entry: Mapping[str, Any], facts: Facts, circumstances: Circumstances
) -> Iterator[AnswerError]:
    shown = shown_members(group, entry, facts)
    inside = entry_facts(facts, group, entry) if any(member.checks for member in shown) else facts
    for member in shown:
        if member.id in entry:
            yield from _outside(member, entry[member.id], circumstances)
            yield from _failed(member, inside)
        elif not member.optional:
            yield error(member, "required")


def _failed(placed: Placed, facts: Facts) -> Iterator[AnswerError]:
    """Yield the checks that are plainly not satisfied; one that is unknown passes, and a fault is for staff to mend."""
    for check in placed.checks:
        if check.that.run(facts) is False:
            yield AnswerError(placed.id, "", "check", address=f"{check.address}.say")


def _outside(placed: Placed, value: Any, circumstances: Circumstances) -> Iterator[AnswerError]:
    """Yield whether an address or place is known to lie outside the council's area, where it must be within."""
    if getattr(placed.question, "within", "anywhere") != "authority":
        return
    own, other = circumstances.authority.get("id"), value.get("authority")
    if placed.type == "address" and other is not None:
        outside = own is not None and own != other
    else:
        # A typed address says of no authority that it is its own; where its postcode lies may be known.
        where = "postcode" if placed.type == "address" else "lat"
        outside = where in value and circumstances.in_area(value, AUTHORITY_AREA) is False
    if outside:
        yield error(placed, "outside-authority", "" if other or placed.type == "place" else "postcode")
