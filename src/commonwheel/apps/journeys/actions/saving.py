"""Saving a journey, to come back to it by a link on this device or another."""

import datetime as dt
import uuid

from commonwheel.apps.journeys.actions.answering import Started
from commonwheel.apps.journeys.models import Journey, ResumeLink
from commonwheel.apps.journeys.queries import OpenJourney, get_saved
from commonwheel.apps.journeys.rules.secrets import hash_secret, new_secret, with_device
from commonwheel.foundation.transactions import action


@action
def make_resume_link(journey: OpenJourney, *, now: dt.datetime) -> str:
    """Return the token of a new link to a journey; it works until the journey expires, and is kept only as a hash."""
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
