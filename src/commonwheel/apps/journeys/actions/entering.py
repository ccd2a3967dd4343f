"""An officer enters for somebody what came by post, email or phone, at the counter or through a councillor."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils import timezone

from commonwheel.apps.journeys.actions.answering import Started, start_journey
from commonwheel.apps.journeys.actions.saving import open_by_link
from commonwheel.apps.journeys.models import Channel, Journey
from commonwheel.apps.journeys.queries import JourneyNotHere, get_saved
from commonwheel.apps.journeys.rules.receiving import check_received
from commonwheel.apps.journeys.rules.secrets import new_secret, with_device
from commonwheel.core.problems import Failure
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.transactions import action

CHANNELS: tuple[str, ...] = tuple(channel for channel in Channel.values if channel != Channel.WEB)
"""How something can reach the council that an officer enters."""


class ChannelUnknown(Failure):
    """Nothing is entered for somebody by this channel."""

    def __init__(self) -> None:
        super().__init__("Choose how it reached the council.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """
    How something reached the council that an officer enters.

    Attributes:
        channel: one of `CHANNELS`.
        received_on: the day on which it did.
        language: in which the person is written to.
    """

    channel: str
    received_on: dt.date
    language: str


@action
def enter_for(
    council_id: uuid.UUID, *, service_id: uuid.UUID, digest: str, arrival: Arrival, staff: StaffView, now: dt.datetime
) -> Started:
    """
    Begin a journey that an officer goes through for somebody.

    Raises:
        ChannelUnknown: for WEB, and for what is no channel.
        DayOutOfRange: where it cannot have been received on the day, or too long ago.
    """
    if arrival.channel not in CHANNELS:
        raise ChannelUnknown
    check_received(arrival.received_on, today=timezone.localdate(now))
    started = start_journey(council_id, service_id=service_id, digest=digest, language=arrival.language, now=now)
    row = Journey.objects.of(council_id).get(handle=started.handle)
    row.channel, row.received_on, row.entered_by_id = arrival.channel, arrival.received_on, staff.id
    row.save(update_fields=["channel", "received_on", "entered_by"])
    audit_entering(row, staff, "journey-entered", now=now, facts=how_it_came(row))
    return started


@action
def take_up(council_id: uuid.UUID, *, journey_id: uuid.UUID, staff: StaffView, now: dt.datetime) -> tuple[str, Started]:
    """
    Let this browser open what an officer began to enter and did not send: that officer's, or a colleague's.

    Returns its service's slug with what opens it.

    Raises:
        JourneyNotHere: where no officer began one of that key that can still be answered.
    """
    begun = Journey.objects.of(council_id).open_at(now).filter(id=journey_id, entered_by__isnull=False)
    row = begun.select_related("service").select_for_update(of=("self",)).first()
    if row is None:
        raise JourneyNotHere
    secret = new_secret()
    row.secret_hashes = with_device(row.secret_hashes, secret=secret)
    row.save(update_fields=["secret_hashes"])
    audit_entering(row, staff, "journey-taken-up", now=now, facts={})
    return row.service.slug, Started(handle=row.handle, secret=secret)


@action
def take_up_saved(council_id: uuid.UUID, *, token: str, staff: StaffView, now: dt.datetime) -> tuple[str, Started]:
    """
    Let an officer go on with what somebody saved, by the link that they read out; return its service's slug with it.

    It stays the resident's: it is sent as theirs, and their own devices open it still.

    Raises:
        LinkNotGood: for what is no link, or one whose time is over.
    """
    saved = get_saved(council_id, token=token, now=now)
    started = open_by_link(council_id, token=token, now=now)
    row = Journey.objects.of(council_id).get(id=saved.journey_id)
    audit_entering(row, staff, "journey-taken-up", now=now, facts={"by": "link"})
    return saved.service_slug, started


def how_it_came(row: Journey) -> dict[str, str]:
    """Return how, and on which day, what is entered for somebody reached a council."""
    return {"channel": row.channel, "received_on": row.received_on.isoformat() if row.received_on else ""}


def audit_entering(row: Journey, staff: StaffView, what: str, *, now: dt.datetime, facts: dict[str, str]) -> None:
    """Write down, at the journey's council, what an officer did with it."""
    actor = Actor("STAFF", str(staff.id))
    record(row.council_id, actor=actor, action=what, subject=f"journey:{row.id}", at=now, facts=facts)
