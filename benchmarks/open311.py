"""
Reports by Open311: lists, definitions, reports taken and requests told a second, eight at once, against a floor.

The floor is the same server and middleware: a constant of a kilobyte; and for a report one row in one transaction.
Each report opens a request with its clock, timeline, letter and audit. Then it is counted: a report that was answered
is one request, one that comes again opens none, and a wrong key or a report of 60,000 characters costs milliseconds.

usage: make bench NAME=open311 [ARGS="--reports 400"]
"""

import argparse
import asyncio
import datetime as dt
import itertools
import json
import sqlite3
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from benchmarks import node
from benchmarks.load import Visitor, last_line, measure, table

AT_ONCE = 8
TURNS = 5
WARM_UP = 100
PATTERN = node.ROOT / "patterns" / "report-street-problem"
COUNCIL = "lewes"
BASE = f"/api/{COUNCIL}/open311/v2"
FLOOR = f"/api/{COUNCIL}/floor"
CODE = "report-street-problem.litter"
Fields = Sequence[tuple[str, str]]
Work = Callable[[Visitor], Awaitable[None]]


def main() -> None:
    """Measure, print the table, and the figures as the last line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=400, help="calls of each kind in each turn")
    calls = parser.parse_args().reports
    with node.data_folder() as data:
        node.fill(0)
        key = _set_up(data)
        with node.server("benchmarks.open311_settings") as (host, port, _pid):
            rates, taken = asyncio.run(_rates(host, port, key, calls))
            hostile = asyncio.run(_hostile(host, port, key))
        with sqlite3.connect(data / "commonwheel.sqlite3") as database:
            ((opened,),) = database.execute("SELECT COUNT(*) FROM cases_case").fetchall()
    assert opened == taken, f"{taken} reports were taken, {opened} requests are there."
    _print(rates, taken, hostile)


def _print(rates: dict[str, list[float]], taken: int, hostile: dict[str, float]) -> None:
    found = {name: statistics.median(each) for name, each in rates.items()}
    floors = {name: found["floor, written" if name.startswith("report") else "floor, read"] for name in found}
    rows = [
        (name, f"{rate:.0f}", f"{min(rates[name]):.0f} to {max(rates[name]):.0f}", f"{rate / floors[name]:.0%}")
        for name, rate in found.items()
    ]
    table(rows, [f"{AT_ONCE} at once", "a second", "from turn to turn", "of the floor"])
    print(f"{taken:,} reports were answered, and {taken:,} requests opened")
    table([(name, f"{each:.1f}") for name, each in hostile.items()], ["hostile", "milliseconds"])
    short = {name: name.replace(",", "").replace(" ", "_") for name in (*found, *hostile)}
    last_line(
        {
            **{f"{short[name]}_per_s": rate for name, rate in found.items()},
            **{f"{short[name]}_ms": each for name, each in hostile.items()},
            "taken": taken,
        }
    )


def _set_up(data: Path) -> str:
    """Put a district's street service live, give a partner a key, and return it; make the floor's table."""
    from commonwheel.apps.accounts import api as accounts
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.open311 import api as open311
    from commonwheel.apps.services import api as services
    from commonwheel.foundation import audit
    from commonwheel.foundation.scope import council_scope
    from commonwheel.project.invented_facts import invented_page_facts

    now = dt.datetime.now(dt.UTC)
    council = authorities.add_council(
        COUNCIL, name="Lewes District", tier="district", phone="01632 960000", gss_code="E07000063", actor=audit.SYSTEM,
        now=now,
    )  # fmt: skip
    facts = invented_page_facts(council.name, council.slug)
    authorities.set_page_facts(council.id, actor=audit.SYSTEM, now=now, **facts)
    files = {str(file.relative_to(PATTERN)): file.read_bytes() for file in PATTERN.rglob("*") if file.is_file()}
    person = accounts.add_person("streets@measured.example", name="Streets", password=None)
    key = open311.new_key()
    with council_scope(council.id):
        service = services.adopt(council.id, files=files, phone="01632 960000", actor=audit.SYSTEM, now=now)
        services.put_live(
            council.id, slug=service.slug, signed_off_by=person, must_be_welsh=False, actor=audit.SYSTEM, now=now
        )
        open311.give_key(council.id, name="Measured", key=key, most_a_minute=100_000, actor=audit.SYSTEM, now=now)
    with sqlite3.connect(data / "commonwheel.sqlite3") as database:
        database.execute("CREATE TABLE floor (id INTEGER PRIMARY KEY, said TEXT)")
    return key


def _report(key: str, words: str) -> Fields:
    return (
        ("api_key", key), ("service_code", CODE), ("lat", "50.8739"), ("long", "0.0088"), ("description", words),
        ("address_string", "By the pond"), ("email", "amina@residents.example"), ("first_name", "Amina"),
        ("last_name", "Yusuf"), ("attribute[land]", "street"), ("attribute[danger]", "no"),
    )  # fmt: skip


def _kinds(key: str, taken: set[str]) -> dict[str, Work]:
    """Return what is asked of each kind, so that no two reports are alike but those that come again."""
    numbers = itertools.count()

    async def ask(visitor: Visitor, path: str) -> None:
        reply = await visitor.get(path)
        assert reply.status == 200, (path, reply)

    async def send(visitor: Visitor, path: str, words: str) -> bytes:
        reply = await visitor.post(path, _report(key, words))
        assert reply.status == 200, reply
        return reply.body

    async def report(visitor: Visitor) -> None:
        body = await send(visitor, f"{BASE}/requests.json", f"A bin runs over, number {next(numbers)}.")
        taken.add(json.loads(body)[0]["service_request_id"])

    async def again(visitor: Visitor) -> None:
        await send(visitor, f"{BASE}/requests.json", "A bin runs over, number 0.")

    async def floor_written(visitor: Visitor) -> None:
        await send(visitor, FLOOR, f"A bin runs over, number {next(numbers)}.")

    return {
        "floor, read": lambda visitor: ask(visitor, FLOOR),
        "services": lambda visitor: ask(visitor, f"{BASE}/services.json"),
        "definition": lambda visitor: ask(visitor, f"{BASE}/services/{CODE}.xml"),
        "one request": lambda visitor: ask(visitor, f"{BASE}/requests/{min(taken)}.json?api_key={key}"),
        "floor, written": floor_written,
        "report": report,
        "report, again": again,
    }


async def _rates(host: str, port: int, key: str, calls: int) -> tuple[dict[str, list[float]], int]:
    """Return the calls a second of each kind, turn by turn, and how many reports were taken."""
    visitors = [Visitor(host, port) for _ in range(AT_ONCE)]
    taken: set[str] = set()
    kinds = _kinds(key, taken)
    rates: dict[str, list[float]] = {name: [] for name in kinds}
    await kinds["report"](visitors[0])
    for turn in range(TURNS + 1):
        for name, work in kinds.items():
            measured = await measure([_of(visitor, work) for visitor in visitors], count=calls if turn else WARM_UP)
            if turn:
                rates[name].append(measured.per_s)
    for visitor in visitors:
        visitor.close()
    return rates, len(taken)


def _of(visitor: Visitor, work: Work) -> Callable[[], Awaitable[None]]:
    return lambda: work(visitor)


async def _hostile(host: str, port: int, key: str) -> dict[str, float]:
    """Return the milliseconds that each kind of bad report takes, by the median of a few."""
    visitor = Visitor(host, port)
    good = dict(_report(key, "A bin runs over."))
    kinds: dict[str, Fields] = {
        "a wrong key": tuple((good | {"api_key": "cwp_" + "x" * 43}).items()),
        "60,000 characters": tuple((good | {"description": "x" * 60_000}).items()),
        "400 attributes": (*good.items(), *((f"attribute[x{number}]", "1") for number in range(400))),
        "control characters": tuple((good | {"description": "\x00" * 900}).items()),
    }
    found: dict[str, float] = {}
    for name, fields in kinds.items():
        took = []
        for _ in range(9):
            began = time.perf_counter()
            reply = await visitor.post(f"{BASE}/requests.json", fields)
            took.append((time.perf_counter() - began) * 1_000)
            assert reply.status in {400, 403}, (name, reply)
        found[name] = statistics.median(took)
    visitor.close()
    return found


if __name__ == "__main__":
    main()
