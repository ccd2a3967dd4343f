"""What other apps may use of accounts."""

from commonwheel.apps.accounts.actions.council_sign_in import disconnect
from commonwheel.apps.accounts.actions.people import (
    Invited,
    accept_invitation,
    add_person,
    end_work,
    enrol,
    invite,
    remove_person,
    reset_second_factor,
)
from commonwheel.apps.accounts.actions.providers import (
    let_back,
    map_group,
    remove_provider,
    set_local_accounts,
    set_provider,
)
from commonwheel.apps.accounts.queries import (
    account_of,
    check_provider,
    email_of,
    find_provider,
    missing_second_factor,
    saw_second_factor,
    sign_in_first,
    sign_in_page,
)
from commonwheel.apps.accounts.rules import InvitationDoesNotHold

__all__ = [
    "InvitationDoesNotHold",
    "Invited",
    "accept_invitation",
    "account_of",
    "add_person",
    "check_provider",
    "disconnect",
    "email_of",
    "end_work",
    "enrol",
    "find_provider",
    "invite",
    "let_back",
    "map_group",
    "missing_second_factor",
    "remove_person",
    "remove_provider",
    "reset_second_factor",
    "saw_second_factor",
    "set_local_accounts",
    "set_provider",
    "sign_in_first",
    "sign_in_page",
]
