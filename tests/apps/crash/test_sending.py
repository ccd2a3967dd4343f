"""Killed while a journey is sent: either no case and the answers kept, or one case, whole."""

import contextlib
import json
import os
import random
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from tests.apps.crash.sender import Ready, ready
from tests.support.killed_nodes import Died, Place, Served, kill, only, served
from tests.support.ports import free_port

SENT_AT_RANDOM = {"": 60, "postgresql": 20}
WHOLE_NODES = {"": 4, "postgresql": 3}
ENOUGH_LIVED = 4
MOST_MOMENTS = 80
"""Far more than sending has; so that a node that never dies ends the test."""


@dataclass(frozen=True)
class Kept:
    """What the database holds of one journey, read at one moment."""

    answers: dict[str, Any]
    reference: str
    is_closed: bool
    references: list[str]
    events: list[tuple[int, str]]
    clocks: list[str]
    letters: int
    links: int
    audited: int

    @property
    def is_untouched(self) -> bool:
        nothing = (self.references, self.events, self.clocks, self.letters, self.links, self.audited)
        return not any(nothing) and not self.is_closed and not self.reference

    @property
    def is_whole(self) -> bool:
        return (
            len(self.references) == 1
            and self.is_closed
            and self.reference == self.references[0]
            and [number for number, _ in self.events] == list(range(1, len(self.events) + 1))
            and self.events[0] == (1, "OPENED")
            and (self.clocks, self.letters, self.links, self.audited) == (["return"], 1, 1, 1)
        )


def kept(place: Place, handle: str) -> Kept:
    mine = f"SELECT id FROM cases_case WHERE journey_id = (SELECT id FROM journeys_journey WHERE handle = '{handle}')"
    subject = f"SELECT 'case:' || {_as_uuid(place)} FROM ({mine}) AS mine"
    journey, cases, events, clocks, letters, links, audited = place.rows(
        f"SELECT answers, reference, closed_at FROM journeys_journey WHERE handle = '{handle}'",
        f"SELECT reference FROM cases_case WHERE id IN ({mine})",
        f"SELECT number, kind FROM cases_caseevent WHERE case_id IN ({mine}) ORDER BY number",
        f"SELECT clock FROM cases_caseclock WHERE case_id IN ({mine})",
        f"SELECT COUNT(*) FROM messages_outboxmessage WHERE case_id IN ({mine})",
        f"SELECT COUNT(*) FROM cases_caselink WHERE case_id IN ({mine})",
        f"SELECT COUNT(*) FROM foundation_auditentry WHERE subject IN ({subject})",
    )
    ((answers, reference, closed_at),) = journey
    return Kept(
        answers=answers if isinstance(answers, dict) else json.loads(answers),
        reference=reference,
        is_closed=closed_at is not None,
        references=[each for (each,) in cases],
        events=events,
        clocks=[each for (each,) in clocks],
        letters=only(letters),
        links=only(links),
        audited=only(audited),
    )


def _as_uuid(place: Place) -> str:
    """SQLite keeps keys as 32 digits; the audit trail writes them with hyphens."""
    if place.database:
        return "id"
    parts = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)]
    return " || '-' || ".join(f"substr(id, {start}, {length})" for start, length in parts)


def assert_nothing_hangs_loose(place: Place) -> None:
    """Every row of a case has its case, every case its journey, every closed journey its case."""
    loose = place.rows(
        *(
            f"SELECT COUNT(*) FROM {table} WHERE case_id IS NOT NULL AND case_id NOT IN (SELECT id FROM cases_case)"
            for table in ("cases_caseevent", "cases_caseclock", "cases_caselink", "messages_outboxmessage")
        ),
        "SELECT COUNT(*) FROM cases_case WHERE journey_id NOT IN (SELECT id FROM journeys_journey WHERE closed_at IS NOT NULL)",
        "SELECT COUNT(*) FROM journeys_journey WHERE closed_at IS NOT NULL AND id NOT IN (SELECT journey_id FROM cases_case)",
        "SELECT COUNT(*) FROM (SELECT journey_id FROM cases_case GROUP BY journey_id HAVING COUNT(*) > 1) AS twice",
    )
    assert [only(rows) for rows in loose] == [0] * len(loose)


def assert_sends_in_the_end(place: Place, sender: Ready, *, answers: dict[str, Any]) -> None:
    """Whatever was there after the crash, the same POST leads to one case; a second time to the same."""
    after = kept(place, sender.handle)
    assert after.is_untouched or after.is_whole, after
    assert after.answers == answers
    if after.is_untouched:
        page = sender.resident.get(sender.check_url)
        # "Sent" where the dead had not taken the request from the queue of the listening socket: the next one did.
        assert page.heading in {"Check your answers before you send", "Sent"}
    for _again in range(2):
        shown = sender.send()
        assert shown.status_code == 200
        found = kept(place, sender.handle)
        assert found.is_whole, found
        assert found.reference.encode() in shown.content
    assert not after.references or found.references == after.references


def test_killed_at_every_moment_of_sending_leaves_no_case_or_one(dying: Served, node_place: Place) -> None:
    outcomes, lived = [], 0
    for moment in range(1, MOST_MOMENTS):
        sender = ready(dying)
        answers = kept(node_place, sender.handle).answers
        try:
            sender.send(at=moment)
        except Died:
            lived = 0
            outcomes.append(bool(kept(node_place, sender.handle).references))
            assert_sends_in_the_end(node_place, sender, answers=answers)
        else:
            lived += 1
            # One sending may have a moment less than the last: only where several outlive theirs was it the last.
            if lived == ENOUGH_LIVED:
                break
    assert len(outcomes) > 10, "Sending has more moments than that."
    assert len(outcomes) < MOST_MOMENTS - 1
    # Before the commit nothing is there, after it everything: never back again.
    assert outcomes == sorted(outcomes)
    assert {False, True} == set(outcomes)
    assert_nothing_hangs_loose(node_place)


def fire(node: Served, sender: Ready) -> None:
    """Press "Send" without waiting for what comes of it."""
    where = urlsplit(node.address)
    cookies = sender.browser.session.cookies
    pairs = "; ".join(f"{one.name}={one.value}" for one in cookies)
    body = urlencode({"version": sender.version, "csrfmiddlewaretoken": sender.browser.token})
    lines = [
        f"POST {sender.check_url} HTTP/1.1", f"Host: {where.netloc}", f"Cookie: {pairs}", "Connection: close",
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "", body,
    ]  # fmt: skip
    with socket.create_connection((str(where.hostname), int(where.port or 0))) as line:
        line.sendall("\r\n".join(lines).encode())
        yet = threading.Event()
        yet.wait(random.uniform(0, 0.03))


def test_killed_at_any_time_of_sending_leaves_no_case_or_one(dying: Served, node_place: Place) -> None:
    for _each in range(SENT_AT_RANDOM["postgresql" if node_place.database else ""]):
        sender = ready(dying)
        answers = kept(node_place, sender.handle).answers
        process = int(sender.resident.headers["X-Process"])
        fire(dying, sender)
        os.killpg(process, signal.SIGKILL)
        assert_sends_in_the_end(node_place, sender, answers=answers)
    assert_nothing_hangs_loose(node_place)


@contextlib.contextmanager
def whole_node(place: Place, port: int) -> Iterator[Served]:
    """Serve as `commonwheel run` does: the server, its web process, and the worker beside."""
    program = str(Path(sys.executable).with_name("commonwheel"))
    with served(place, program, "run", "--port", "PORT", port=port) as running:
        yield running


def test_a_whole_node_killed_with_its_worker_leaves_no_case_or_one(node_place: Place) -> None:
    port, sender, answers = free_port(), None, {}
    for last in [False] * WHOLE_NODES["postgresql" if node_place.database else ""] + [True]:
        with whole_node(node_place, port) as running:
            if sender is not None:
                assert_sends_in_the_end(node_place, sender, answers=answers)
            if not last:
                sender = ready(running)
                answers = kept(node_place, sender.handle).answers
                fire(running, sender)
                kill(running.process)
    assert_nothing_hangs_loose(node_place)


def test_a_journey_sent_from_many_devices_at_once_opens_one_case(node_place: Place) -> None:
    port = free_port()
    with whole_node(node_place, port) as running:
        for _round in range(5):
            sender = ready(running)
            with ThreadPoolExecutor(8) as pool:
                shown = list(pool.map(Ready.send, [same_device(running, sender) for _device in range(8)]))
            found = kept(node_place, sender.handle)
            assert found.is_whole, found
            assert all(found.reference.encode() in page.content for page in shown)
    assert_nothing_hangs_loose(node_place)


def same_device(node: Served, sender: Ready) -> Ready:
    """Return another window with the same right to the journey, and a connection of its own."""
    browser = node.browser()
    browser.session.cookies.update(sender.browser.session.cookies)
    browser.token = sender.browser.token
    return Ready(sender.resident, browser, sender.handle, sender.version)


@pytest.fixture(autouse=True)
def _seeded() -> None:
    """Draw the random times anew in each run, but say from what."""
    seed = random.randrange(1 << 32)
    random.seed(seed)
    sys.stdout.write(f"random times drawn from {seed}\n")
