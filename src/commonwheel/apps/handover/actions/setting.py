"""Use cases: say where a service's requests go, and make the secrets that go with it."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from commonwheel.apps.handover.models import Destination
from commonwheel.apps.handover.queries import DestinationView, destination_view, hash_token
from commonwheel.apps.handover.rules import DestinationCannotBe, check_way, new_secret, new_token, sealed
from commonwheel.apps.services import api as services
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.transactions import action
from commonwheel.integrations.webhooks.port import AddressNotAllowed, WebhookCarrier

OLD_SECRET_LIFE = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDestination:
    """
    Where requests shall go.

    Attributes:
        way: HERE, EMAIL, WEBHOOK or CSV.
        system: what people call the place.
    """

    way: str
    system: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Set:
    """What was set; `secret` is shown now and never again, "" where none was made."""

    destination: DestinationView
    secret: str = field(default="", repr=False)


@action
def set_destination(
    council_id: uuid.UUID, *, slug: str, new: NewDestination, webhooks: WebhookCarrier, actor: Actor, now: dt.datetime
) -> Set:
    """
    Say where a service's new requests go; those under way keep the way they began with. Twice is as once.

    A webhook's first secret is made here; another address keeps it.

    Raises:
        ServiceNotFound, DestinationCannotBe: nothing is changed.
    """
    service = services.get_service(council_id, slug)
    protects = services.get_effective(service.digest).pattern.protect
    check_way(new.way, system=new.system, email=new.email, protects=protects)
    if new.way == Destination.Way.WEBHOOK:
        _check_url(new.url, webhooks)
    row = Destination.objects.select_for_update().filter(council_id=council_id, service_id=service.id).first()
    row = row or Destination(council_id=council_id, service_id=service.id, system=new.system)
    if not row._state.adding and _wanted(row, new) == (row.way, row.system, row.email, row.url):  # noqa: SLF001  # as Django leaves a new row
        return Set(destination_view(row))
    secret = new_secret() if new.way == Destination.Way.WEBHOOK and not row.secret else ""
    row.secret = sealed(secret) if secret else row.secret
    row.way, row.changed_at, row.rests_until = new.way, now, None
    row.system, row.email, row.url = new.system or row.system, new.email or row.email, new.url or row.url
    row.save()
    record(
        council_id,
        actor=actor,
        action="destination-set",
        subject=f"service:{service.id}",
        at=now,
        facts={"way": row.way, "system": row.system, "email": new.email, "url": new.url},
    )
    return Set(destination_view(row), secret)


@action
def renew_secret(council_id: uuid.UUID, *, slug: str, actor: Actor, now: dt.datetime) -> Set:
    """
    Make a new secret for a service's webhooks; for a day they carry the old signature as well.

    Raises:
        ServiceNotFound, DestinationCannotBe: where its requests go by no webhook.
    """
    row = _row(council_id, slug)
    if row is None or not row.secret:
        raise DestinationCannotBe("This service's requests go by no webhook, so there is no secret to renew.")
    secret = new_secret()
    row.old_secret, row.old_secret_until, row.secret = row.secret, now + OLD_SECRET_LIFE, sealed(secret)
    row.save(update_fields=["old_secret", "old_secret_until", "secret"])
    record(council_id, actor=actor, action="webhook-secret-renewed", subject=f"service:{row.service_id}", at=now)
    return Set(destination_view(row), secret)


@action
def renew_token(council_id: uuid.UUID, *, slug: str, actor: Actor, now: dt.datetime) -> Set:
    """
    Make a new token with which the other place sends a status back; the old one opens nothing from now on.

    Raises:
        ServiceNotFound, DestinationCannotBe: where its requests are worked here.
    """
    row = _row(council_id, slug)
    if row is None or row.way == Destination.Way.HERE:
        raise DestinationCannotBe("This service's requests are worked here, so nobody sends a status back.")
    token = new_token()
    row.token_hash = hash_token(token)
    row.save(update_fields=["token_hash"])
    record(council_id, actor=actor, action="status-token-renewed", subject=f"service:{row.service_id}", at=now)
    return Set(destination_view(row), token)


def _row(council_id: uuid.UUID, slug: str) -> Destination | None:
    service = services.get_service(council_id, slug)
    return Destination.objects.select_for_update().filter(council_id=council_id, service_id=service.id).first()


def _wanted(row: Destination, new: NewDestination) -> tuple[str, ...]:
    return (new.way, new.system or row.system, new.email or row.email, new.url or row.url)


def _check_url(url: str, webhooks: WebhookCarrier) -> None:
    try:
        webhooks.check(url)
    except AddressNotAllowed as reason:
        raise DestinationCannotBe(str(reason), part="url") from reason
