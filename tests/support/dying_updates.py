"""An update of a service that a node which may be killed publishes (`tests/support/dying_node.py`)."""

import datetime as dt

SLUG, TITLE = "report-missed-bin", "Which box was left?"


def begin(*, now: dt.datetime) -> None:
    """Change a heading, have a newer version come into the draft, and send it for sign-off."""
    from functools import partial

    from commonwheel.apps.changes import api as changes
    from commonwheel.apps.changes.actions import drafts
    from commonwheel.apps.services import api as services
    from commonwheel.core.layers import editing
    from commonwheel.foundation.scope import council_scope

    council, owner = _council_and_owner()
    with council_scope(council.id):
        files = services.get_files(council.id, SLUG)
        newer = files["pattern.yaml"].replace(b"version: 1.1.0", b"version: 1.2.0", 1)
        drafts.begin(council, SLUG, by=owner, now=now)
        edit = partial(editing.give, at="steps.bin", values={"title": TITLE})
        drafts.change(council, SLUG, seen=_seen(council), edit=edit, by=owner, now=now)
        changes.begin_update(council, SLUG, files={**files, "pattern.yaml": newer}, by=owner, now=now)
        drafts.send(council, SLUG, seen=_seen(council), by=owner, now=now)


def publish(*, now: dt.datetime) -> None:
    """Press the button that publishes it: the same press again where the last one died."""
    from commonwheel.apps.changes.actions import publishing
    from commonwheel.foundation.scope import council_scope

    council, owner = _council_and_owner()
    with council_scope(council.id):
        publishing.publish(council, SLUG, seen=_seen(council), note="", can_be_paid=False, by=owner, now=now)


def _council_and_owner():  # type: ignore[no-untyped-def]  # the apps can only be imported within a node
    from commonwheel.apps.accounts import api as accounts
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.scope import council_scope

    council = authorities.get_council("harbourside")
    person = accounts.add_person("dev@harbourside.example", name="Dev", password=None)
    with council_scope(council.id):
        authorities.add_staff(council.id, user_id=person, roles=("SERVICE_OWNER",))
        return council, authorities.find_staff(council.id, user_id=person)


def _seen(council) -> str:  # type: ignore[no-untyped-def]  # as above
    from commonwheel.apps.changes.models import Publication
    from commonwheel.apps.changes.queries.drafts import find_draft

    draft = find_draft(council.id, SLUG)
    if draft is not None:
        return str(draft.seen)
    return str(Publication.objects.of(council.id).order_by("-at").first().draft_seen)
