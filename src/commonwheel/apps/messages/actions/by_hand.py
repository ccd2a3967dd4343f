"""Use case: a letter was posted, a call was made, or nobody could be reached."""

import datetime as dt
import uuid
from collections.abc import Mapping

from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.transactions import action

_ENDS: Mapping[str, Mapping[str, str]] = {
    "POSTED": {"state": OutboxMessage.State.SENT, "channel": OutboxMessage.Channel.LETTER},
    "CALLED": {"state": OutboxMessage.State.SENT, "channel": OutboxMessage.Channel.CALL},
    "UNREACHED": {"state": OutboxMessage.State.GIVEN_UP},
}


@action
def finish_by_hand(
    council_id: uuid.UUID, *, message_id: uuid.UUID, how: str, staff: StaffView, now: dt.datetime
) -> bool:
    """
    Take a letter or a call off the list; say whether it was on it. The first of two officers is the one who did it.

    Args:
        how: POSTED, CALLED or UNREACHED.
    """
    waiting = OutboxMessage.objects.of(council_id).by_hand().filter(id=message_id, state=OutboxMessage.State.WAITING)
    sent_at = None if how == "UNREACHED" else now
    return waiting.update(**_ENDS[how], sent_at=sent_at, done_by_id=staff.id, done_by=staff.name, done_at=now) > 0
