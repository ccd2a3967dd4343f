"""What other apps may use of accounts."""

from commonwheel.apps.accounts.actions import (
    Invited,
    accept_invitation,
    add_person,
    end_work,
    enrol,
    invite,
    reset_second_factor,
)
from commonwheel.apps.accounts.queries import missing_second_factor
from commonwheel.apps.accounts.rules import InvitationDoesNotHold

__all__ = [
    "InvitationDoesNotHold",
    "Invited",
    "accept_invitation",
    "add_person",
    "end_work",
    "enrol",
    "invite",
    "missing_second_factor",
    "reset_second_factor",
]
