"""When an invitation's link holds, and what each role is called."""

import uuid
from datetime import timedelta

from django.core import signing

from commonwheel.apps.authorities.api import Role
from commonwheel.core.problems import Failure

INVITATION_LASTS = timedelta(days=7)
SALT = "commonwheel.accounts.invitation"
ROLES = (
    (Role.OFFICER, "Work requests"),
    (Role.ADVISER, "Help residents by phone or at the counter"),
    (Role.SERVICE_OWNER, "Change services"),
    (Role.ADMINISTRATOR, "Manage staff and the council’s details"),
)


class InvitationDoesNotHold(Failure):
    """The link is not one of ours, too old, or used."""

    def __init__(self) -> None:
        super().__init__("This invitation was used before or is too old. Ask your administrator for a new one.")


def sign(invitation_id: uuid.UUID, *, council_id: uuid.UUID) -> str:
    """Return the token of an invitation's link."""
    return signing.dumps([str(invitation_id), str(council_id)], salt=SALT)


def read_token(token: str) -> tuple[uuid.UUID, uuid.UUID]:
    """
    Return the keys of the invitation and its council from a link.

    Raises:
        InvitationDoesNotHold: where we did not sign it, or it is too old.
    """
    try:
        invitation_id, council_id = signing.loads(token, salt=SALT, max_age=INVITATION_LASTS)
        return uuid.UUID(invitation_id), uuid.UUID(council_id)
    except (signing.BadSignature, ValueError, TypeError) as reason:
        raise InvitationDoesNotHold from reason
