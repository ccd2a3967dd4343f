"""Answers, settings and circumstances as expressions see them.

Answers come in the notation of examples. What is not in it is treated as not answered: it never
reaches an expression, where it could be mistaken for something else.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonwheel.core.patterns.expressions import Facts
from commonwheel.core.patterns.expressions.engine import Calendar, InArea, as_timestamp
from commonwheel.core.patterns.expressions.names import AUTHORITY
from commonwheel.core.patterns.expressions.values import as_fact
from commonwheel.core.patterns.running.facts import ACCOUNT
from commonwheel.core.patterns.running.programme import Placed, Programme

Answers = Mapping[str, Any]
"""Answers by question, in the notation of examples."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """
    What a journey runs in, beside its answers.

    Attributes:
        today: the authority's calendar date.
        calendar: the authority's working days.
        account: facts known of the resident by name, without `account.`; in the notation of examples.
        authority: facts of the council by name, without `authority.`.
        in_area: whether a place or an address lies in a named area; None where that is not known.
    """

    today: dt.date
    calendar: Calendar
    account: Mapping[str, Any]
    authority: Mapping[str, Any]
    in_area: InArea


def facts_of(programme: Programme, answers: Answers, circumstances: Circumstances) -> Facts:
    """Return what the programme's expressions are run over; answers that are malformed, or to nothing, are left out."""
    values: dict[str, Any] = {"today": as_timestamp(circumstances.today), **programme.fixed}
    for name, value in answers.items():
        placed = programme.questions.get(name)
        fact = None if placed is None else answer_fact(placed, value)
        if fact is not None:
            values[name] = fact
    for name, value in circumstances.account.items():
        if name in ACCOUNT and (fact := as_fact(ACCOUNT[name], value)) is not None:
            values[f"account.{name}"] = fact
    for name, value in circumstances.authority.items():
        if name in AUTHORITY and (fact := as_fact(AUTHORITY[name], value)) is not None:
            values[f"authority.{name}"] = fact
    return Facts(programme.scope, values, circumstances.calendar, circumstances.in_area)


def answer_fact(placed: Placed, value: Any) -> Any:
    """Return an answer as expressions see it; None where it is malformed."""
    return None if placed.sort is None else as_fact(placed.sort, value)


def entry_facts(facts: Facts, group: Placed, entry: Answers) -> Facts:
    """Return the facts that expressions inside a group see for one of its entries: its members, and `item`."""
    if group.scope is None or group.sort is None or group.sort.of is None:
        return facts
    item = as_fact(group.sort.of, entry)
    members = {name: answer_fact(member, entry.get(name)) for name, member in group.by_id.items()}
    return facts.within(
        group.scope, {"item": item, **{name: fact for name, fact in members.items() if fact is not None}}
    )


def decision_facts(facts: Facts, programme: Programme, state: str, decision: Answers) -> Facts:
    """Return the facts with what an officer answered who moves the case to `state`, as `decision.x`."""
    known = {f"decision.{p.id}": answer_fact(p, decision.get(p.id)) for p in programme.decisions[state]}
    return facts.within(programme.decision_scopes[state], {n: fact for n, fact in known.items() if fact is not None})
