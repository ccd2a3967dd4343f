"""Saving a journey, to come back to it by a link on this device or another."""

import datetime as dt
import hashlib
import uuid

from django.utils.translation import gettext as _

from commonwheel.apps.journeys.actions.answering import Started
from commonwheel.apps.journeys.models import Journey, ResumeLink
from commonwheel.apps.journeys.queries import OpenJourney, get_saved
from commonwheel.apps.journeys.rules.secrets import hash_secret, new_secret, with_device
from commonwheel.apps.messages import api as messages
from commonwheel.design.moments import day
from commonwheel.foundation.transactions import action

LINK_MARK = "LINK-TO-YOUR-ANSWERS"
"""Stands in the letter for the link, which is kept only until the letter has left."""


@action
def make_resume_link(journey: OpenJourney, *, now: dt.datetime) -> str:
    """
    Return the token of a new link to a journey; it works until the journey expires, and is kept only as a hash.

    Raises:
        TrialEnds: of one that staff only try.
    """
    journey.require_real()
    token = new_secret()
    ResumeLink.objects.create(
        council_id=journey.council_id,
        journey_id=journey.id,
        token_hash=hash_secret(token),
        created_at=now,
        expires_at=journey.expires_at,
    )
    return token


@action
def email_resume_link(
    journey: OpenJourney, *, address: str, link: str, title: str, sender_name: str, language: str, now: dt.datetime
) -> None:
    """
    Send a link by email; to one address once a day for each journey, whatever is asked.

    Args:
        link: whole, with its token; it goes from the outbox when the letter has left.
        title: of the service.
    """
    whose = hashlib.sha256(address.lower().encode()).hexdigest()[:16]
    text = _(
        "You saved your answers.\n\n%(title)s\n\nCarry on with this link until %(until)s:\n\n%(link)s\n\n"
        "Anyone who has the link can see and change your answers. If you did not ask for this, delete this email."
    )
    message = messages.NewMessage(
        dedup_key=f"journey:{journey.id}:link:{whose}:{now:%Y-%m-%d}",
        to=address,
        sender_name=sender_name,
        subject=_("Carry on where you left off: %(title)s") % {"title": title},
        text=text % {"title": title, "until": day(journey.expires_at), "link": LINK_MARK},
        language=language,
        link_mark=LINK_MARK,
        link=link,
        service_id=journey.service_id,
    )
    messages.queue_message(journey.council_id, message=message, now=now)


@action
def open_by_link(council_id: uuid.UUID, *, token: str, now: dt.datetime) -> Started:
    """
    Give one more device the right to a saved journey; the other devices keep theirs.

    Raises:
        LinkNotGood: for a token that is unknown or whose time is over.
    """
    saved = get_saved(council_id, token=token, now=now)
    row = Journey.objects.of(council_id).select_for_update(of=("self",)).only("secret_hashes").get(id=saved.journey_id)
    secret = new_secret()
    hashes = with_device(row.secret_hashes, secret=secret)
    Journey.objects.of(council_id).filter(id=saved.journey_id).update(secret_hashes=hashes)
    return Started(handle=saved.handle, secret=secret)
