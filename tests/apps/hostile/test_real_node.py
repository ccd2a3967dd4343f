"""A whole node over real HTTP: what is too large is refused early, and what opens something stays out of the log."""

import contextlib
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.apps.crash.sender import ready
from tests.support.killed_nodes import Place, Served, filled, served
from tests.support.resident import Resident

PROGRAM = str(Path(sys.executable).with_name("commonwheel"))
GIGABYTE = 1 << 30


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Place]:
    with filled(tmp_path_factory, "hostile") as made:
        yield made


@pytest.fixture(scope="module")
def node(here: Place) -> Iterator[Served]:
    with served(here, PROGRAM, "run", "--port", "PORT") as running:
        yield running


def exchange(node: Served, request: bytes, *, hang_up: bool = False) -> bytes:
    """Send bytes as they are and return all that comes back within ten seconds."""
    where = urlsplit(node.address)
    with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=10) as line:
        line.sendall(request)
        if hang_up:
            return b""
        answer = b""
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            while part := line.recv(65_536):
                answer += part
                if b"</html>" in answer:
                    break
        return answer


def head(*lines: str) -> bytes:
    return "\r\n".join(["POST /harbourside/try-it/ HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""]).encode()


def test_a_gigabyte_that_is_only_announced_is_refused_at_once(node: Served) -> None:
    answer = exchange(node, head("Content-Type: multipart/form-data; boundary=b", f"Content-Length: {GIGABYTE}"))
    assert b" 413 " in answer.partition(b"\r\n")[0]
    assert b"What you sent is too large" in answer


@pytest.mark.parametrize("length", ["-1", "x", "9" * 40, "1e9"])
def test_an_announced_length_that_is_no_length_is_refused(node: Served, length: str) -> None:
    answer = exchange(node, head("Connection: close", f"Content-Length: {length}"))
    assert re.match(rb"HTTP/1.1 4\d\d |$", answer)
    assert b"Traceback" not in answer


def test_one_who_hangs_up_half_way_harms_nobody(node: Served) -> None:
    begun = ready(node)
    for _each in range(8):
        exchange(node, head("Content-Type: text/plain", "Content-Length: 50000") + b"x" * 100, hang_up=True)
    exchange(node, b"\x16\x03\x01\x00\x00" * 100)
    assert begun.send().status_code == 200


def test_what_opens_something_is_not_in_the_log(node: Served, here: Place) -> None:
    sender = ready(node)
    secret = sender.browser.session.cookies["answers"]
    saved = sender.resident.post(f"{sender.resident.base}save/", {"email": "amina@residents.example"})
    token = re.search(r"/resume/([^/\s\"]+)/", saved.text)
    assert token is not None
    Resident(node.browser(), "").get(f"/harbourside/resume/{token[1]}/")  # type: ignore[arg-type]  # the same two calls
    Resident(node.browser(), "").get(f"/harbourside/resume/{token[1]}x/")  # type: ignore[arg-type]
    Resident(node.browser(), "").get(f"/harbourside/resume/{token[1]}/nowhere/?link={token[1]}")  # type: ignore[arg-type]
    sender.send()
    (links, references) = here.rows(
        "SELECT link FROM messages_outboxmessage WHERE link <> ''", "SELECT reference FROM journeys_journey WHERE reference <> ''"
    )  # fmt: skip
    for (link,) in links:
        node.browser().get(urlsplit(link).path)
    log = (here.data / "node.log").read_text()
    opening = [urlsplit(link).path.rstrip("/").rpartition("/")[2] for (link,) in links]
    assert "commonwheel.requests" in log
    for word in (secret, token[1], sender.browser.token, *opening, *(each for (each,) in references)):
        assert word not in log
    for words in ("Amina", "amina@", "1 Harbour Street", "Traceback"):
        assert words not in log
