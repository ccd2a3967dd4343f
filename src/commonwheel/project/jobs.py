"""
What happens by itself: sweeps over rows whose time has come, and the loop that runs them.

Nothing is queued. A row says when it is due; a sweep takes what is due now. So nothing is lost when
a worker dies, and a second worker does no harm.
"""

import datetime as dt
import logging
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from commonwheel.apps.adoption import api as adoption
from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.commons import api as commons
from commonwheel.apps.files import api as files
from commonwheel.apps.handover import api as handover
from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.messages import api as messages
from commonwheel.apps.my_account import api as my_account
from commonwheel.apps.open311 import api as open311
from commonwheel.apps.payments import api as payments
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.drop.disk import DiskDrop
from commonwheel.integrations.mail.kept import KeptMail
from commonwheel.integrations.mail.port import Letter, MailCarrier, MailUnavailable
from commonwheel.integrations.mail.smtp import SmtpMail, SmtpServer
from commonwheel.integrations.trust.door import CommonsDoor
from commonwheel.integrations.webhooks.https import HttpsWebhooks
from commonwheel.integrations.webhooks.port import WebhookCarrier

log = logging.getLogger("commonwheel.jobs")
PAUSE_SECONDS = 1.0
SIDE_BY_SIDE = 4
"""Letters, or webhooks, that wait for another server at once: enough for 200 a second, few enough for any server."""

CouncilWork = Callable[[uuid.UUID, dt.datetime], object]


@dataclass(frozen=True, slots=True)
class Sweep:
    """
    One thing that is done for each council again and again.

    Attributes:
        work: does what is due at that time; says how much it did, for the log.
        every: the least time between two sweeps.
    """

    name: str
    work: CouncilWork
    every: dt.timedelta


@dataclass(frozen=True, slots=True)
class NodeSweep:
    """One thing that is done for the node as a whole again and again; otherwise as `Sweep`."""

    name: str
    work: Callable[[dt.datetime], object]
    every: dt.timedelta


NODE_SWEEPS: Sequence[NodeSweep] = (
    NodeSweep("sessions", lambda _now: call_command("clearsessions"), dt.timedelta(hours=6)),
    NodeSweep("shared library", lambda _now: commons.sweep_index(), dt.timedelta(seconds=10)),
    NodeSweep("libraries that are followed", lambda now: adoption.sweep_followed(now=now), dt.timedelta(hours=1)),
    NodeSweep("signatures of what is newest", lambda now: commons.renew_newest(now=now), dt.timedelta(hours=1)),
)


class NoMailServer:
    """Stands where no mail server is set: letters wait until one is."""

    def send(self, letter: Letter) -> None:
        """Send nothing, and say why."""
        del letter
        raise MailUnavailable("No mail server is set. Set COMMONWHEEL_MAIL_URL; letters wait until then.")


@contextmanager
def carrier() -> Iterator[MailCarrier]:
    """Yield what carries letters: the mail server that is set, or the mailbox of the demonstration."""
    server: SmtpServer | None = settings.MAIL_SERVER
    if server:
        with closing(SmtpMail(server)) as mail:
            yield mail
    else:
        yield KeptMail(messages.keep_in_mailbox) if settings.DEMONSTRATION else NoMailServer()


def _deliver(council_id: uuid.UUID, now: dt.datetime) -> object:
    del now  # Each letter is leased by the time at which its turn comes.
    if not (settings.MAIL_SERVER or settings.DEMONSTRATION):
        return "none: no mail server is set"  # A try would count against a letter that nobody refused.
    # The mailbox of the demonstration is in the database: only letters to a server may leave side by side.
    side_by_side = SIDE_BY_SIDE if settings.MAIL_SERVER else 1
    with carrier() as post:
        return messages.sweep_outbox(council_id, carrier=post, clock=timezone.now, side_by_side=side_by_side)


def webhooks() -> WebhookCarrier:
    """Return what posts webhooks."""
    return HttpsWebhooks(private_hosts=settings.HANDOVER_PRIVATE_HOSTS)


def _hand_over(council_id: uuid.UUID, now: dt.datetime) -> object:
    del now  # Each request is leased by the time at which its turn comes.
    return handover.sweep_handovers(
        council_id, webhooks=webhooks(), content=cases.handed, clock=timezone.now, side_by_side=SIDE_BY_SIDE
    )


def _write_files(council_id: uuid.UUID, now: dt.datetime) -> object:
    del now  # As above.
    drop = DiskDrop(settings.HANDOVER_FOLDER)
    return handover.sweep_daily_files(council_id, drop=drop, content=cases.handed, clock=timezone.now)


def _say_what_runs(council_id: uuid.UUID, now: dt.datetime) -> object:
    del now  # Each statement is leased by the time at which its turn comes.
    council = authorities.get_council_by_id(council_id)
    return adoption.sweep_statements(council, door=CommonsDoor, clock=timezone.now)


SWEEPS: Sequence[Sweep] = (
    Sweep("messages", _deliver, dt.timedelta(seconds=2)),
    Sweep("requests worked elsewhere", _hand_over, dt.timedelta(seconds=2)),
    Sweep("daily files of requests worked elsewhere", _write_files, dt.timedelta(minutes=1)),
    Sweep("printed copies", lambda council, now: cases.make_due_copies(council, now=now), dt.timedelta(seconds=1)),
    Sweep("renewals", lambda council, now: cases.tell_due_renewals(council, now=now), dt.timedelta(minutes=1)),
    Sweep("requests that move", lambda council, now: cases.move_due_cases(council, now=now), dt.timedelta(minutes=1)),
    Sweep("payments", lambda council, now: payments.sweep_payments(council, now=now), dt.timedelta(minutes=1)),
    Sweep("journeys that end", lambda council, now: journeys.sweep_expired(council, now=now), dt.timedelta(minutes=10)),
    Sweep(
        "requests kept long enough", lambda council, now: cases.tidy_cases(council, now=now), dt.timedelta(minutes=10)
    ),
    Sweep("uploads of nobody", lambda council, now: files.sweep_orphans(council, now=now), dt.timedelta(hours=1)),
    Sweep(
        "what reports were known by",
        lambda council, now: open311.forget_repeats(council, now=now),
        dt.timedelta(hours=1),
    ),
    Sweep("what councils say they run", _say_what_runs, dt.timedelta(hours=1)),
    Sweep("tries at tracking", lambda council, now: my_account.sweep_tries(council, now=now), dt.timedelta(hours=1)),
)


@dataclass(slots=True)
class Worker:
    """Runs the sweeps when their time has come; one that fails is logged, and the others run on."""

    sweeps: Sequence[Sweep]
    clock: Callable[[], dt.datetime]
    node_sweeps: Sequence[NodeSweep] = ()
    _due_at: dict[str, dt.datetime] = field(default_factory=dict)

    def turn(self) -> None:
        """Run each sweep that is due, over all councils; then those for the node as a whole."""
        now = self.clock()
        self._sweep_councils(now)
        for sweep in self.node_sweeps:
            if self._due_at.get(sweep.name, now) <= now:
                self._sweep_node(sweep, now=now)
                self._due_at[sweep.name] = now + sweep.every

    def _sweep_councils(self, now: dt.datetime) -> None:
        due = [sweep for sweep in self.sweeps if self._due_at.get(sweep.name, now) <= now]
        if not due:
            return
        for council in authorities.list_councils():
            self._sweep(council.id, due, now=now)
        for sweep in due:
            self._due_at[sweep.name] = now + sweep.every

    def _sweep(self, council_id: uuid.UUID, due: Iterable[Sweep], *, now: dt.datetime) -> None:
        for sweep in due:
            try:
                with council_scope(council_id):
                    sweep.work(council_id, now)
            except Exception:
                log.exception("The sweep of %s failed for council %s", sweep.name, council_id)

    def _sweep_node(self, sweep: NodeSweep, *, now: dt.datetime) -> None:
        try:
            sweep.work(now)
        except Exception:
            log.exception("The sweep of %s failed", sweep.name)


def run_worker(*, stop: Callable[[], bool], pause: Callable[[float], object] = time.sleep) -> None:
    """Sweep until told to stop."""
    worker = Worker(SWEEPS, clock=timezone.now, node_sweeps=NODE_SWEEPS)
    while not stop():
        try:
            close_old_connections()
            worker.turn()
        except Exception:
            log.exception("The worker could not begin its turn; it tries again")
        pause(PAUSE_SECONDS)
