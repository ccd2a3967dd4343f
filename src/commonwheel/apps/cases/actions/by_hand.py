"""Use case: an officer posted a letter, called somebody, or could reach nobody."""

import datetime as dt
import uuid

from commonwheel.apps.cases.actions.entering import next_number
from commonwheel.apps.cases.actions.working import held
from commonwheel.apps.cases.models import CaseEvent
from commonwheel.apps.messages import api as messages
from commonwheel.core.problems import Failure
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.transactions import action

AUDITED = {"POSTED": "letter-posted", "CALLED": "call-made", "UNREACHED": "resident-not-reached"}


class NoSuchLetter(Failure):
    """The council has no letter or call with that key."""

    def __init__(self) -> None:
        super().__init__("There is no such letter or call here. It may have gone with its request.")


@action
def finish_letter(
    council_id: uuid.UUID, *, message_id: uuid.UUID, how: str, note: str, staff: StaffView, now: dt.datetime
) -> None:
    """
    Take a letter or a call off the list, and write into its request's timeline who did it, and how.

    One that is done already stays as the first officer left it, and nothing is written.

    Args:
        how: one of `AUDITED`.
        note: what only officers read; "" for none.

    Raises:
        NoSuchLetter: where the council has none with that key.
        RequestNotFound: where its request is gone.
    """
    found = messages.find_by_hand(council_id, message_id=message_id)
    if found is None or found.case_id is None:
        raise NoSuchLetter
    case = held(council_id, found.case_id)
    if not messages.finish_by_hand(council_id, message_id=message_id, how=how, staff=staff, now=now):
        return
    CaseEvent.objects.create(
        council_id=council_id,
        case_id=case.id,
        kind=CaseEvent.Kind(how),
        number=next_number(case),
        at=now,
        actor_id=staff.id,
        actor_name=staff.name,
        to_state="resident",
        note=note,
        about=found.subject[:300],
    )
    actor, facts = Actor("STAFF", str(staff.id)), {"message": str(message_id)}
    record(council_id, actor=actor, action=AUDITED[how], subject=f"case:{case.id}", at=now, facts=facts)
