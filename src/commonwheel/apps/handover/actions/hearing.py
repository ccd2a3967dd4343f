"""Hearing back: who may send a status, and that each is taken once."""

import datetime as dt
import uuid
from dataclasses import dataclass

from commonwheel.apps.handover.models import Delivery, Destination, HeardStatus
from commonwheel.apps.handover.queries import hash_token
from commonwheel.core.problems import Failure
from commonwheel.foundation.transactions import action


class SaidOtherwise(Failure):
    """A status came before under this key, and said something else."""

    def __init__(self) -> None:
        super().__init__("A status with this id came before and said something else. Give each status its own id.")


@dataclass(frozen=True, slots=True)
class Speaker:
    """The place that shows a token: which destination, which service, what people call it."""

    destination_id: uuid.UUID
    service_id: uuid.UUID
    system: str


def find_speaker(council_id: uuid.UUID, *, token: str) -> Speaker | None:
    """Return who shows this token, or None where nobody of the council's may."""
    rows = Destination.objects.filter(council_id=council_id, token_hash=hash_token(token)).exclude(way="HERE")
    row = rows.first()
    return Speaker(row.id, row.service_id, row.system) if row else None


def was_handed_to(speaker: Speaker, council_id: uuid.UUID, *, case_id: uuid.UUID) -> bool:
    """Return whether a case went to this place."""
    rows = Delivery.objects.of(council_id).filter(case_id=case_id, destination_id=speaker.destination_id)
    return rows.exists()


@action
def hear(
    speaker: Speaker,
    council_id: uuid.UUID,
    *,
    case_id: uuid.UUID,
    key: str,
    state: str,
    said_at: dt.datetime,
    now: dt.datetime,
) -> bool:
    """
    Write down that a status came; False where it came before, and nothing is to be done.

    The caller holds the case's row.

    Raises:
        SaidOtherwise: what came before under its key was not the same.
    """
    row, is_new = HeardStatus.objects.get_or_create(
        council_id=council_id,
        destination_id=speaker.destination_id,
        key=key,
        defaults={"case_id": case_id, "state": state, "said_at": said_at, "taken_at": now},
    )
    if not is_new and (row.case_id, row.state, row.said_at) != (case_id, state, said_at):
        raise SaidOtherwise
    return is_new
