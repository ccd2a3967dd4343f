"""Which answers still fit in another service: a preview's after a change, another council's, or one that follows on."""

from collections.abc import Mapping
from typing import Any

from commonwheel.core.patterns.answering.rules import check_value
from commonwheel.core.patterns.running.programme import Placed, Programme

_NOT_CARRIED = frozenset({"file", "signature", "group", "declaration"})
"""Files stay with what they were given for, and what somebody declares is declared anew."""


def fitting(answers: Mapping[str, Any], *, before: Programme, after: Programme) -> dict[str, Any]:
    """Return the answers to questions that are still asked in the same shape; the rest would not be readable."""
    return {
        name: value
        for name, value in answers.items()
        if name in before.questions
        and name in after.questions
        and _shape(before.questions[name]) == _shape(after.questions[name])
    }


def carried_over(
    carry: Mapping[str, str], answers: Mapping[str, Any], *, before: Programme, after: Programme
) -> dict[str, Any]:
    """
    Return the answers that a service takes over from another, by its own ids: those named, and no others.

    What the other one does not ask, asks in another shape or would refuse is left out, and so are files.

    Args:
        carry: `{their_id: our_id}`.
        answers: of the service that was sent.
    """
    named = {theirs: ours for theirs, ours in carry.items() if ours in answers and ours in before.questions}
    return {
        theirs: answers[ours]
        for theirs, ours in named.items()
        if theirs in after.questions
        and _shape(after.questions[theirs]) == _shape(before.questions[ours])
        and after.questions[theirs].type not in _NOT_CARRIED
        and not check_value(after.questions[theirs], answers[ours])
    }


def _shape(placed: Placed) -> tuple[str, dict[str, str]]:
    return placed.type, {member.id: member.type for member in placed.members}
