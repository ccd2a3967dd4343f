"""An officer enters for somebody what came by post, email or phone, at the counter or through a councillor."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils import timezone

from commonwheel.apps.journeys.actions.answering import Started, start_journey
from commonwheel.apps.journeys.models import Channel, Journey
from commonwheel.apps.journeys.queries import JourneyNotHere
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
    facts = {"channel": row.channel, "received_on": arrival.received_on.isoformat()}
    _audit(row, staff, "journey-entered", now=now, facts=facts)
    return started


@action
def take_up(council_id: uuid.UUID, *, journey_id: uuid.UUID, staff: StaffView, now: dt.datetime) -> Started:
    """
    Let this browser open what the officer began to enter and did not send.

    Raises:
        JourneyNotHere: where the officer has none of that key that can still be answered.
    """
    mine = Journey.objects.of(council_id).open_at(now).filter(id=journey_id, entered_by_id=staff.id)
    row = mine.select_for_update(of=("self",)).first()
    if row is None:
        raise JourneyNotHere
    secret = new_secret()
    row.secret_hashes = with_device(row.secret_hashes, secret=secret)
    row.save(update_fields=["secret_hashes"])
    _audit(row, staff, "journey-taken-up", now=now, facts={})
    return Started(handle=row.handle, secret=secret)


def _audit(row: Journey, staff: StaffView, what: str, *, now: dt.datetime, facts: dict[str, str]) -> None:
    actor = Actor("STAFF", str(staff.id))
    record(row.council_id, actor=actor, action=what, subject=f"journey:{row.id}", at=now, facts=facts)
