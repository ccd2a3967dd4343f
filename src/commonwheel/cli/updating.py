"""What the two commands that begin an update share: who does it, and what came of it."""

from typing import TYPE_CHECKING, Any

from commonwheel.cli.on_node import wrong

if TYPE_CHECKING:
    from commonwheel.foundation.councils import CouncilView, StaffView


def own_staff(council: "CouncilView", email: str) -> "StaffView":
    """Return who works for a council itself; end the command where nobody is called so."""
    from commonwheel.apps.authorities import api as authorities

    own = [one for one in authorities.list_staff(council.id) if one.services is None]
    person = next((one for one in own if one.email == email.strip().lower()), None)
    if person is None:
        wrong(f"{email} does not work for {council.name}. See `commonwheel staff list {council.slug}`.")
    return person


def service_owner(council: "CouncilView", email: str) -> "StaffView":
    """Return who owns services of a council; end the command where nobody called so does."""
    person = own_staff(council, email)
    if "change-services" not in person.permissions:
        wrong(f"{email} is no service owner at {council.name}. See `commonwheel staff list {council.slug}`.")
    return person


def told_update(council: "CouncilView", slug: str) -> tuple[str, dict[str, Any]]:
    """Return what came of an update that was begun: a sentence, and the value for programs."""
    from commonwheel.apps.changes import api as changes

    made = changes.get_update(council, slug)
    left = f"{len(made.open)} to decide" if made.open else "nothing to decide"
    words = f"{made.service.title_in('en')}: a draft takes version {made.after}, {made.kept} changes kept, {left}."
    value = {
        "slug": slug, "from": made.before, "to": made.after, "kept": made.kept,
        "open": [{"at": one.at, "kind": one.kind, "says": one.says} for one in made.open],
    }  # fmt: skip
    return words, value
