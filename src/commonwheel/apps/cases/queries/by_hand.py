"""Letters and calls that wait for an officer, each with the request that it is about."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries.request import CaseView, case_view
from commonwheel.apps.messages import api as messages

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class ByHand:
    """One letter or call, with its request."""

    message: messages.SentMessage
    case: CaseView

    @property
    def is_letter(self) -> bool:
        """Whether it is posted, and not said."""
        return self.message.channel == "LETTER"


def list_letters_and_calls(council_id: uuid.UUID, *, limit: int = MOST_LISTED) -> list[ByHand]:
    """Return what waits, the oldest first, at most `limit`."""
    return _with_cases(council_id, messages.list_by_hand(council_id, limit=limit))


def find_letter(council_id: uuid.UUID, *, message_id: uuid.UUID) -> ByHand | None:
    """Return one letter or call, done or not; None where the council has none with that key."""
    found = messages.find_by_hand(council_id, message_id=message_id)
    return next(iter(_with_cases(council_id, [found])), None) if found else None


def _with_cases(council_id: uuid.UUID, found: Sequence[messages.SentMessage]) -> list[ByHand]:
    rows = Case.objects.of(council_id).in_bulk([one.case_id for one in found if one.case_id])
    return [ByHand(one, case_view(rows[one.case_id])) for one in found if one.case_id in rows]
