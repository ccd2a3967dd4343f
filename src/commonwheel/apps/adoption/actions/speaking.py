"""Says what a council runs, where the council agrees: statements made, signed, sent until they are taken."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.utils import timezone
from securesystemslib.signer import CryptoSigner

from commonwheel.apps.adoption.models import FollowedCommons, Speaking, Statement
from commonwheel.apps.adoption.queries.library import Origin, list_origins
from commonwheel.apps.services import api as services
from commonwheel.core.packages.statement import Statement as Said
from commonwheel.core.packages.statement import Used, months_told_of, read_statement, told_of
from commonwheel.foundation import audit, deliveries
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.deliveries import Delivered, Swept
from commonwheel.foundation.sealing import seal, unseal
from commonwheel.foundation.transactions import action
from commonwheel.integrations.trust.door import SendingRefused
from commonwheel.integrations.trust.failures import CommonsUnavailable
from commonwheel.integrations.trust.keys import make_key, private_text, public_text, read_private
from commonwheel.integrations.trust.statements import sign_statement, unsigned_text

if TYPE_CHECKING:
    from commonwheel.apps.cases.api import Counted

_PURPOSE = b"statements of use"
Clock = Callable[[], dt.datetime]


class Door(Protocol):
    """Where statements are sent: `integrations.trust.door.CommonsDoor`."""

    def send_statement(self, signed: bytes) -> Mapping[str, object]:
        """
        Send one; again does nothing more.

        Raises:
            SendingRefused, CommonsUnavailable.
        """
        ...  # pragma: no cover  # a protocol has no body


@action
def agree(council: CouncilView, *, by: StaffView | None, now: dt.datetime) -> str:
    """
    Let the node say from now on what the council runs; again changes nothing.

    Args:
        by: who agreed; None for the node's operator.

    Returns:
        The public key that those who run a shared library register for the council.
    """
    row = Speaking.objects.select_for_update().filter(council_id=council.id).first()
    if row is None:
        key = make_key()
        row = Speaking(council_id=council.id, sealed_key=_sealed(key), public_key=public_text(key.public_key).decode())
    elif row.ended_at is None:
        return row.public_key
    row.agreed_at, row.agreed_by_id, row.ended_at = now, by.id if by else None, None
    row.save()
    _record(council.id, "use-told", by, now)
    return row.public_key


@action
def fall_silent(council: CouncilView, *, by: StaffView | None, now: dt.datetime) -> None:
    """Say nothing more; what was not sent yet is not sent. Again changes nothing."""
    row = Speaking.objects.select_for_update().filter(council_id=council.id, ended_at=None).first()
    if row is None:
        return
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    waiting = Statement.objects.filter(council_id=council.id, state=Delivered.State.WAITING)
    waiting.update(state=Delivered.State.GIVEN_UP, last_error="The council no longer says what it runs.")
    _record(council.id, "use-no-longer-told", by, now)


@action
def make_statements(council: CouncilView, *, now: dt.datetime) -> int:
    """
    Make what is to be said to each shared library that a live service of the council came from; returns how many.

    A new one is made where the months it tells of, or the versions that run, are others than it said last.
    """
    row = Speaking.objects.select_for_update().filter(council_id=council.id, ended_at=None).first()
    if row is None:
        return 0
    news = [(name, run) for name, run in _run_by_commons(council.id).items() if _is_news(council.id, name, run, now)]
    counts = _counts(council.id, now) if news else {}
    for name, run in news:
        row.last_number += 1
        _write(council, row, name, [_used(one, counts) for one in run], now)
    if news:
        row.save(update_fields=["last_number"])
    return len(news)


def sweep_statements(council: CouncilView, *, door: Callable[[str], Door], clock: Clock) -> Swept:
    """
    Make what is to be said, and send what is due.

    Args:
        door: where statements go, by the address of a shared library.
    """
    now = clock()
    make_statements(council, now=now)
    return Swept.of(list(_sent(council.id, door, clock)))


# Private


@dataclass(frozen=True, slots=True)
class _Run:
    """One of a council's live services that came from a shared library."""

    origin: Origin
    since: dt.datetime

    @property
    def key(self) -> tuple[str, str, str]:
        """Which service, version and bytes: what a statement says of it beside counts."""
        return self.origin.service.pattern_name, self.origin.service.version, self.origin.sha256


def _run_by_commons(council_id: uuid.UUID) -> dict[str, list[_Run]]:
    """Return what runs by the library that it came from; nothing of it is counted yet."""
    run: dict[str, list[_Run]] = {name: [] for name in FollowedCommons.objects.values_list("name", flat=True)}
    since = services.list_live_since(council_id)
    for origin in sorted(list_origins(council_id), key=lambda one: one.service.pattern_name):
        if origin.service.is_live and origin.commons in run:
            run[origin.commons].append(_Run(origin, since[origin.service.id]))
    return run


def _counts(council_id: uuid.UUID, now: dt.datetime) -> "Mapping[uuid.UUID, Counted]":
    # Not above: requests bring letters, paper and payments with them, and `commonwheel adopt` needs none of those.
    from commonwheel.apps.cases import api as cases

    first, until = months_told_of(timezone.localdate(now))
    return cases.count_requests(council_id, first=first, until=until)


def _used(run: _Run, counts: "Mapping[uuid.UUID, Counted]") -> Used:
    service, version, digest = run.key
    counted = counts.get(run.origin.service.id)
    return Used(
        service=service,
        version=version,
        digest=digest,
        live_since=timezone.localdate(run.since).isoformat(),
        requests=told_of(counted.requests if counted else 0),
        closed=told_of(counted.closed if counted else 0),
        within=told_of(counted.within if counted else 0),
    )


def _is_news(council_id: uuid.UUID, name: str, run: Sequence[_Run], now: dt.datetime) -> bool:
    last = Statement.objects.filter(council_id=council_id, commons=name).order_by("-number").first()
    if last is None:
        return bool(run)
    said = read_statement(unsigned_text(last.signed.encode()))
    if [(one.service, one.version, one.digest) for one in said.services] != [one.key for one in run]:
        return True
    return bool(run) and said.first_month != _first_month(now)


def _first_month(now: dt.datetime) -> str:
    first, _ = months_told_of(timezone.localdate(now))
    return f"{first:%Y-%m}"


def _write(council: CouncilView, row: Speaking, name: str, used: Sequence[Used], now: dt.datetime) -> None:
    said = Said(
        format=1,
        council=council.slug,
        number=row.last_number,
        said_on=timezone.localdate(now).isoformat(),
        first_month=_first_month(now),
        services=tuple(used),
    )
    signed = sign_statement(said.to_json(), _unsealed(row.sealed_key)).decode()
    # What was not sent yet has nothing to say any more.
    waiting = Statement.objects.filter(council_id=council.id, commons=name, state=Delivered.State.WAITING)
    waiting.update(state=Delivered.State.GIVEN_UP, last_error="A newer one took its place.")
    Statement.objects.create(
        council_id=council.id, commons=name, number=row.last_number, signed=signed, made_at=now, due_at=now
    )


def _sent(council_id: uuid.UUID, door: Callable[[str], Door], clock: Clock) -> Iterator[str]:
    addresses = dict(FollowedCommons.objects.values_list("name", "address"))
    due = Statement.objects.filter(deliveries.due(clock()), council_id=council_id).order_by("due_at", "id")
    for key in list(due.values_list("id", flat=True)):
        for row in deliveries.lease_all(Statement, council_id, [key], now=clock()):
            yield _send(row, addresses.get(row.commons), door, clock)


def _send(row: Statement, address: str | None, door: Callable[[str], Door], clock: Clock) -> str:
    if address is None:
        return deliveries.record_failure(row, "This library is followed no longer.", lasting=True, now=clock())
    try:
        door(address).send_statement(row.signed.encode())
    except (SendingRefused, CommonsUnavailable) as why:
        # Also what was refused is tried again: those who run the library may register the council's key any day.
        return deliveries.record_failure(row, str(why), lasting=False, now=clock())
    deliveries.record_sent([row], now=clock())
    return Delivered.State.SENT


def _sealed(key: CryptoSigner) -> str:
    return seal(private_text(key, passphrase="").decode(), purpose=_PURPOSE)


def _unsealed(sealed: str) -> CryptoSigner:
    return read_private(unseal(sealed, purpose=_PURPOSE).encode(), passphrase="", called="the key of these statements")


def _record(council_id: uuid.UUID, what: str, by: StaffView | None, now: dt.datetime) -> None:
    actor = audit.Actor("STAFF", str(by.id)) if by else audit.SYSTEM
    audit.record(council_id, actor=actor, action=what, subject=f"council:{council_id}", at=now)
