"""Which answers still fit when the service beneath a journey is another: only a preview changes it."""

from collections.abc import Mapping
from typing import Any

from commonwheel.core.patterns.running.programme import Placed, Programme


def fitting(answers: Mapping[str, Any], *, before: Programme, after: Programme) -> dict[str, Any]:
    """Return the answers to questions that are still asked in the same shape; the rest would not be readable."""
    return {
        name: value
        for name, value in answers.items()
        if name in before.questions
        and name in after.questions
        and _shape(before.questions[name]) == _shape(after.questions[name])
    }


def _shape(placed: Placed) -> tuple[str, dict[str, str]]:
    return placed.type, {member.id: member.type for member in placed.members}
