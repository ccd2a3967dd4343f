"""What changes people's sign-in."""

import uuid

from commonwheel.apps.accounts.models import User
from commonwheel.foundation.transactions import action


@action
def add_person(email: str, *, name: str, password: str | None = None) -> uuid.UUID:
    """
    Add a person who can sign in, and return their key; one who is here already stays as they are.

    Args:
        email: unique whatever its case; kept in lower case.
        password: None for one that cannot be used until they set their own.
    """
    wanted = email.strip().lower()
    user, is_new = User.objects.get_or_create(email=wanted, defaults={"name": name})
    if is_new:
        user.set_password(password)
        user.save(update_fields=["password"])
    return user.id
