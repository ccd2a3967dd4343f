"""
How fast requests and messages leave for a receiver on this machine, with the worker killed at random.

    make bench NAME=handover ARGS="webhook 2000"
    make bench NAME=handover ARGS="mail 2000"

Opens that many requests, then runs the worker and kills it (SIGKILL) every half to three seconds until everything
has left. What a killed worker held waits for its lease to run out; that time is skipped, and said. Aim: 200 a second,
none lost; what came twice came under the same id. The rate counts the time from the first arrival
after each start of the worker to its death.
"""

import asyncio
import collections
import contextlib
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import node

AIM = 200
PATTERN = node.ROOT / "patterns" / "report-missed-bin"
ANSWERS = {
    "property": {"uprn": "10000000001", "line": "1 Invented Street", "postcode": "BN1 1JE"},
    "container": "refuse",
    "missed_on": "2026-11-20",
    "assisted": False,
    "out_on_time": True,
    "tag": "none",
    "full_name": "Amina Yusuf",
    "email": "amina@residents.example",
}
READY = "ready "


def receive(kind: str) -> None:
    """Take everything on a free port, in a process of its own; print the id of each thing that came."""
    asyncio.run(_webhooks() if kind == "webhook" else _mail())


async def _webhooks() -> None:
    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A worker that is killed breaks off in the middle of what it says.
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError), contextlib.closing(writer):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            await reader.readexactly(int(fields["content-length"]))
            print(fields["webhook-id"], flush=True)
            writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            await writer.drain()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    print(f"{READY}{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


class _Letters:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the library's name
        del server, session
        # Only the line that is wanted: reading a whole message would cost more than taking it.
        print(next(line for line in envelope.content.splitlines() if line.startswith(b"Message-ID:")), flush=True)
        return "250 OK"


async def _mail() -> None:
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(_Letters(), loop=loop), "127.0.0.1", 0)
    print(f"{READY}{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


@contextlib.contextmanager
def receiving(kind: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the port of a receiver and the ids of what came, which grows."""
    command = [sys.executable, "-m", "benchmarks.handover", "receive", kind]
    process = subprocess.Popen(command, cwd=node.ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = int(process.stdout.readline().removeprefix(READY))
    came: list[str] = []
    reader = threading.Thread(target=lambda: came.extend(line.strip() for line in process.stdout or ()), daemon=True)
    reader.start()
    try:
        yield port, came
    finally:
        process.terminate()
        process.wait()
        reader.join(5)


def open_requests(count: int, *, url: str) -> None:
    """Let a council adopt the missed bins, hand them over to `url` where there is one, and get this many reports."""
    from django.utils import timezone

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.cases import api as cases
    from commonwheel.apps.handover import api as handover
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope
    from commonwheel.foundation.transactions import atomic
    from commonwheel.project.jobs import webhooks

    council, now = authorities.list_councils()[0], timezone.now()
    files = {str(file.relative_to(PATTERN)): file.read_bytes() for file in PATTERN.rglob("*") if file.is_file()}
    with council_scope(council.id), atomic():
        service = services.adopt(council.id, files=files, phone="01632 960000", actor=SYSTEM, now=now)
        if url:
            new = handover.NewDestination(way="WEBHOOK", system="Contractor", url=url)
            handover.set_destination(
                council.id, slug=service.slug, new=new, webhooks=webhooks(), actor=SYSTEM, now=now
            )  # fmt: skip
        for _ in range(count):
            receipt = cases.Receipt(channel="WEB", received_at=now, entered_at=now)
            cases.open_case(
                council.id, journey_id=uuid.uuid4(), service_id=service.id, digest=service.digest, answers=ANSWERS,
                language="en", receipt=receipt,
            )  # fmt: skip


def run_and_kill(table: str, came: list[str]) -> tuple[float, int]:
    """Run the worker and kill it at random until everything has left; return the seconds it sent in, and its deaths."""
    seconds, deaths = 0.0, 0
    while _waiting(table):
        _end_leases(table)
        before = len(came)
        # It ends when whoever started it lets go of its input.
        command = [sys.executable, "-m", "commonwheel.project.worker"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        while len(came) == before and _waiting(table):
            time.sleep(0.005)
        began = time.perf_counter()
        ends_at = began + random.uniform(0.5, 3.0)
        while time.perf_counter() < ends_at and _waiting(table):
            time.sleep(0.02)
        seconds += time.perf_counter() - began
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        deaths += 1
    return seconds, deaths


def _waiting(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE state = 'WAITING'")  # noqa: S608  # a name of our own
        return int(cursor.fetchone()[0])


def _end_leases(table: str) -> None:
    from django.db import connection

    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC).isoformat(" ").removesuffix("+00:00")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET leased_until = %s WHERE leased_until IS NOT NULL", [past])  # noqa: S608  # as above


def measure(kind: str, count: int, port: int, came: list[str]) -> None:
    """Open the requests, let everything leave, and print what came of it."""
    table = "handover_delivery" if kind == "webhook" else "messages_outboxmessage"
    open_requests(count, url=f"http://127.0.0.1:{port}/" if kind == "webhook" else "")
    wanted = _waiting(table)
    seconds, deaths = run_and_kill(table, came)
    time.sleep(1)
    times = collections.Counter(came)
    print(f"{kind}: {wanted} in {seconds:.1f} s, the worker killed {deaths} times: {wanted / seconds:.0f} a second")
    again = sum(times.values()) - len(times)
    print(f"lost: {wanted - len(times)}; came again under the same id: {again}; aim {AIM} a second")
    assert len(times) == wanted


def main(kind: str = "webhook", count: str = "2000") -> None:
    """Measure one kind: `webhook` or `mail`."""
    with node.data_folder() as data, receiving(kind) as (port, came):
        os.environ["COMMONWHEEL_HANDOVER_PRIVATE_HOSTS"] = "127.0.0.1"
        if kind == "mail":
            os.environ["COMMONWHEEL_MAIL_URL"] = f"smtp://127.0.0.1:{port}"
        assert Path(data).is_dir()
        node.fill(1)
        measure(kind, int(count), port, came)


if __name__ == "__main__":
    receive(sys.argv[2]) if sys.argv[1:2] == ["receive"] else main(*sys.argv[1:])
