"""By which names the files are kept that officers give: first while a move is prepared, then with what happened."""

import uuid

_DIGITS = 32
"""Of the key of a member of staff, in hexadecimal; more than any number of an event has."""


def prepared_prefix(staff_id: uuid.UUID, state: str) -> str:
    """Return what goes before a question's id while somebody prepares a move to a state."""
    return f"{staff_id.hex}.{state}."


def is_prepared(name: str) -> bool:
    """Say whether a file belongs to a move that somebody prepares."""
    return len(name.partition(".")[0]) == _DIGITS


def kept_prefix(number: int) -> str:
    """Return what goes before a question's id once the move is an event, of this number in the timeline."""
    return f"{number}."
