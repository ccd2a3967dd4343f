"""Letters reach the mail server that is set: those of the outbox by the worker, Django's own at once."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.utils import timezone
from tests.support.ports import free_port

from commonwheel.apps.messages import api as messages
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.mail.port import MailUnavailable
from commonwheel.integrations.mail.smtp import SmtpServer
from commonwheel.project import jobs
from commonwheel.project.mail import CarriedMail


class Taken:
    """What reached the server."""

    def __init__(self) -> None:
        self.to: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.to += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def post(settings: LazySettings) -> Iterator[Taken]:
    taken = Taken()
    port = free_port()
    controller = Controller(taken, hostname="127.0.0.1", port=port)
    controller.start()
    settings.DEMONSTRATION = False
    settings.MAIL_SERVER = SmtpServer(host="127.0.0.1", port=port, security="none", timeout_seconds=5)
    with contextlib.closing(_Ending(controller)):
        yield taken


class _Ending:
    def __init__(self, controller: Controller) -> None:
        self.close = controller.stop


def deliver(council: CouncilView) -> object:
    (sweep,) = [one for one in jobs.SWEEPS if one.name == "messages"]
    return sweep.work(council.id, timezone.now())


def write(council: CouncilView) -> None:
    new = messages.NewMessage(
        dedup_key="fact:1", to="amina@residents.example", sender_name="Harbourside", subject="Thanks", text="Thanks.",
        html="",
    )  # fmt: skip
    with council_scope(council.id):
        messages.queue_message(council.id, message=new, now=timezone.now())


def test_the_worker_hands_letters_to_the_server(council_a: CouncilView, post: Taken) -> None:
    write(council_a)
    assert deliver(council_a) == messages.Swept(sent=1)
    assert post.to == ["amina@residents.example"]


def test_where_no_server_is_set_letters_wait_and_no_try_counts(
    council_a: CouncilView, post: Taken, settings: LazySettings
) -> None:
    write(council_a)
    server, settings.MAIL_SERVER = settings.MAIL_SERVER, None
    assert "no mail server is set" in str(deliver(council_a))
    settings.MAIL_SERVER = server
    assert deliver(council_a) == messages.Swept(sent=1)


def test_djangos_own_letters_leave_at_once_by_the_same_server(post: Taken) -> None:
    letter = EmailMessage(
        "A new password", "Follow the link.", "noreply@council.example", ["a@x.example", "b@x.example"]
    )
    assert CarriedMail().send_messages([letter]) == 2
    assert post.to == ["a@x.example", "b@x.example"]


def test_one_that_cannot_leave_raises_only_where_the_caller_wants_to_know(settings: LazySettings) -> None:
    settings.DEMONSTRATION, settings.MAIL_SERVER = False, None
    letter = EmailMessage("A new password", "Follow the link.", "noreply@council.example", ["a@x.example"])
    with pytest.raises(MailUnavailable, match="COMMONWHEEL_MAIL_URL"):
        CarriedMail().send_messages([letter])
    assert CarriedMail(fail_silently=True).send_messages([letter]) == 0
