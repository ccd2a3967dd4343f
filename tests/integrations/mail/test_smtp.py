"""The SMTP client against a real server on this machine."""

import datetime as dt
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.support.ports import free_port

from commonwheel.integrations.mail.port import Letter, MailRefused, MailUnavailable
from commonwheel.integrations.mail.smtp import SmtpMail, SmtpServer

LETTER = Letter(
    message_id="<one@mail.example.org>",
    sender="Example council <noreply@example.org>",
    to="amina@example.org",
    written_at=dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC),
    subject="Bin a gasglwyd – diolch",
    text="Diolch.\n",
    html="<p>Diolch.</p>",
    language="cy",
)


@dataclass
class Server:
    """What the server is told to answer, and what reached it."""

    to_recipient: str = "250 OK"
    to_data: str = "250 OK"
    received: list[Any] = field(default_factory=list)
    ports: set[int] = field(default_factory=set)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  # aiosmtpd's name
        if self.to_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        if self.to_data.startswith("2"):
            self.received.append(envelope)
            self.ports.add(session.peer[1])
        return self.to_data


@pytest.fixture
def server() -> Iterator[tuple[Server, SmtpMail]]:
    handler = Server()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    with closing(SmtpMail(SmtpServer(host="127.0.0.1", port=port, security="none", timeout_seconds=5))) as mail:
        yield handler, mail
    controller.stop()


def test_a_letter_arrives_with_its_message_id_and_both_parts(server: tuple[Server, SmtpMail]) -> None:
    handler, mail = server
    mail.send(LETTER)
    (envelope,) = handler.received
    content = envelope.content.decode()
    assert envelope.rcpt_tos == ["amina@example.org"]
    assert envelope.mail_from == "noreply@example.org"
    assert "Message-ID: <one@mail.example.org>" in content
    assert "text/plain" in content
    assert "text/html" in content
    assert "Content-Language: cy" in content
    assert "Date: Mon, 23 Nov 2026 09:00:00" in content


def test_letters_that_follow_one_another_share_a_connection(server: tuple[Server, SmtpMail]) -> None:
    handler, mail = server
    for number in range(5):
        mail.send(replace(LETTER, message_id=f"<{number}@mail.example.org>"))
    assert (len(handler.received), len(handler.ports)) == (5, 1)
    mail.close()
    mail.send(LETTER)
    assert (len(handler.received), len(handler.ports)) == (6, 2)


def test_letters_at_once_never_share_one(server: tuple[Server, SmtpMail]) -> None:
    handler, mail = server
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(mail.send, [replace(LETTER, message_id=f"<{one}@mail.example.org>") for one in range(40)]))
    ids = [envelope.content.decode().split("Message-ID: ")[1].split()[0] for envelope in handler.received]
    assert sorted(ids) == sorted(f"<{one}@mail.example.org>" for one in range(40))
    assert len(handler.ports) <= 4


def test_a_server_that_hung_up_meanwhile_is_asked_again(server: tuple[Server, SmtpMail]) -> None:
    handler, mail = server
    mail.send(LETTER)
    (idle,) = mail._idle
    assert idle.sock is not None
    idle.sock.shutdown(socket.SHUT_RDWR)
    mail.send(LETTER)
    assert (len(handler.received), len(handler.ports)) == (2, 2)


def test_a_lasting_refusal_is_told_apart_from_a_passing_one(server: tuple[Server, SmtpMail]) -> None:
    handler, mail = server
    handler.to_recipient = "550 No such person"
    with pytest.raises(MailRefused, match="No such person"):
        mail.send(LETTER)
    handler.to_recipient = "451 Try later"
    with pytest.raises(MailUnavailable, match="Try later"):
        mail.send(LETTER)
    handler.to_recipient, handler.to_data = "250 OK", "452 Disk is full"
    with pytest.raises(MailUnavailable, match="Disk is full"):
        mail.send(LETTER)
    assert handler.received == []


def test_no_server_is_a_passing_failure() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        mail = SmtpMail(SmtpServer(host="127.0.0.1", port=port, security="none", timeout_seconds=1))
        with pytest.raises(MailUnavailable, match="could not be reached"):
            mail.send(LETTER)


def test_a_server_without_encryption_is_not_trusted_when_it_was_asked_for(server: tuple[Server, SmtpMail]) -> None:
    handler, mail = server
    careful = SmtpMail(replace(mail._server, security="starttls"))
    with pytest.raises(MailUnavailable, match="does not offer"):
        careful.send(LETTER)
    assert handler.received == []


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, subject="Hello\nBcc: everyone@example.org"),
        replace(LETTER, to="amina@example.org\r\nBcc: everyone@example.org"),
        replace(LETTER, sender="a@example.org\nX: y"),
    ],
)
def test_a_new_line_in_a_header_is_refused_before_anything_is_sent(
    server: tuple[Server, SmtpMail], letter: Letter
) -> None:
    handler, mail = server
    with pytest.raises(MailRefused):
        mail.send(letter)
    assert handler.received == []
