"""What other apps may use of accounts."""

from commonwheel.apps.accounts.actions import (
    Invited,
    accept_invitation,
    add_person,
    end_work,
    enrol,
    invite,
    remove_person,
    reset_second_factor,
)
from commonwheel.apps.accounts.queries import account_of, email_of, missing_second_factor
from commonwheel.apps.accounts.rules import InvitationDoesNotHold

__all__ = [
    "InvitationDoesNotHold",
    "Invited",
    "accept_invitation",
    "account_of",
    "add_person",
    "email_of",
    "end_work",
    "enrol",
    "invite",
    "missing_second_factor",
    "remove_person",
    "reset_second_factor",
]
