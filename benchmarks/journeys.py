"""
Journey pages against a floor, whole journeys a second, with their printed copies too, one council against 400, memory.

The floor answers with the same HTML from a constant, through the same server, middleware and
database; for a form it writes one row in one transaction, for a page none. Floor and pages take
turns, so that a machine whose speed drifts does both the same.

usage: make bench NAME=journeys [ARGS="pages|whole|printed|councils|memory …"]
"""

import argparse
import asyncio
import contextlib
import datetime as dt
import itertools
import sqlite3
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from benchmarks import node
from benchmarks.load import Measured, Visitor, interval, last_line, measure, table

AT_ONCE = 8
COUNCILS = 400
ROUNDS = 7
SEEN = dt.date(2026, 11, 2)
ANSWERS: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    (
        "what",
        (
            ("kind", "street"),
            ("details", "A paving stone is loose, and water stands beside it after rain."),
            ("seen_on-day", str(SEEN.day)),
            ("seen_on-month", str(SEEN.month)),
            ("seen_on-year", str(SEEN.year)),
        ),
    ),
    ("where", (("road", "Outside the library"), ("danger", "false"), ("size", "2"))),
    ("you", (("full_name", "Sam Example"), ("email", "sam@residents.example"), ("phone", "01632 960001"))),
)


async def begin(visitor: Visitor, council: str) -> str:
    """Start a journey and return its address."""
    start = f"/{council}/{node.SERVICE}/"
    page = await visitor.get(start)
    assert page.status == 200, page
    reply = await visitor.post(start, [])
    assert reply.status == 302, reply
    return reply.location.rsplit("/", 2)[0] + "/"


async def whole_journey(visitor: Visitor, council: str) -> None:
    """Walk from the start page to the reference: each page fetched and posted."""
    journey = await begin(visitor, council)
    for step, answers in ANSWERS:
        page = await visitor.get(f"{journey}{step}/")
        assert page.status == 200, (step, page.status)
        reply = await visitor.post(f"{journey}{step}/", answers)
        assert reply.status == 302, (step, reply.status, reply.body[:3000])
    assert (await visitor.get(f"{journey}check-answers/")).status == 200
    reply = await visitor.post(f"{journey}check-answers/", [])
    assert reply.location.endswith("/sent/"), (reply.status, reply.body[:3000])
    sent = await visitor.get(reply.location)
    assert b"NQ-" in sent.body
    visitor.cookies.clear()


async def visitors(host: str, port: int) -> list[Visitor]:
    """Return as many visitors as come at once."""
    return [Visitor(host, port) for _ in range(AT_ONCE)]


def keep_page(data: Path, page: bytes) -> None:
    """Give the floor its constant page and its table."""
    (data / "floor.html").write_bytes(page)
    with sqlite3.connect(data / "commonwheel.sqlite3") as database:
        database.execute("CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, said TEXT)")


async def pages(data: Path) -> dict[str, float]:
    """Measure pages and forms against the floor, in turns."""
    with node.server() as (host, port, _):
        page_of = Visitor(host, port)
        journey = await begin(page_of, node.slug(0))
        keep_page(data, (await page_of.get(f"{journey}{ANSWERS[0][0]}/")).body)
        with node.server("benchmarks.floor_settings") as (_, floor_port, _):
            return await _in_turns(host, port, floor_port)


async def _in_turns(host: str, port: int, floor_port: int) -> dict[str, float]:
    people, floor_people = await visitors(host, port), await visitors(host, floor_port)
    journeys = [await begin(person, node.slug(0)) for person in people]
    floor = f"/{node.slug(0)}/floor/"
    first, answers = ANSWERS[0]
    gets: list[Callable[[], Awaitable[None]]] = [
        _get(person, f"{journey}{first}/") for person, journey in zip(people, journeys, strict=True)
    ]
    posts = [_post(person, f"{journey}{first}/", answers) for person, journey in zip(people, journeys, strict=True)]
    floor_gets = [_get(person, floor) for person in floor_people]
    floor_posts = [_post(person, floor, answers, own_token=True) for person in floor_people]
    for warm in (gets, posts, floor_gets, floor_posts):
        await measure(warm, count=300)
    rounds = [
        (
            await measure(gets, count=1_500), await measure(floor_gets, count=1_500),
            await measure(posts, count=800), await measure(floor_posts, count=800),
        )
        for _ in range(ROUNDS)
    ]  # fmt: skip
    return _report(rounds)


def _get(visitor: Visitor, path: str) -> Callable[[], Awaitable[None]]:
    async def call() -> None:
        reply = await visitor.get(path)
        assert reply.status == 200, (path, reply.status, reply.location)

    return call


def _post(
    visitor: Visitor, path: str, fields: Sequence[tuple[str, str]], *, own_token: bool = False
) -> Callable[[], Awaitable[None]]:
    async def call() -> None:
        reply = await visitor.post(path, fields, own_token=own_token)
        assert reply.status == 302, (path, reply.status, reply.body[:2000])

    return call


def _report(rounds: Sequence[tuple[Measured, Measured, Measured, Measured]]) -> dict[str, float]:
    get_ratio = interval([get.per_s / floor.per_s for get, floor, _, _ in rounds])
    post_ratio = interval([post.per_s / floor.per_s for _, _, post, floor in rounds])
    names = ("page (GET)", "floor (GET)", "form (POST)", "floor (POST)")
    rows = [
        (
            name,
            statistics.median(each[place].per_s for each in rounds),
            statistics.median(each[place].percentile_ms(0.5) for each in rounds),
            statistics.median(each[place].percentile_ms(0.95) for each in rounds),
        )
        for place, name in enumerate(names)
    ]
    table(rows, [f"{AT_ONCE} at once", "a second", "median ms", "p95 ms"])
    print(f"GET  {get_ratio[0]:.2f} of the floor ({get_ratio[1]:.2f} to {get_ratio[2]:.2f}); aim 0.60")
    print(f"POST {post_ratio[0]:.2f} of the floor ({post_ratio[1]:.2f} to {post_ratio[2]:.2f}); aim 0.60\n")
    return {
        "get_per_s": rows[0][1], "get_p95_ms": rows[0][3], "get_of_floor_ratio": get_ratio[0],
        "post_per_s": rows[2][1], "post_p95_ms": rows[2][3], "post_of_floor_ratio": post_ratio[0],
    }  # fmt: skip


async def whole() -> dict[str, float]:
    """Measure whole journeys, audit trail on."""
    with node.server() as (host, port, _):
        work = [walk(person, node.slug(0)) for person in await visitors(host, port)]
        await measure(work, count=80)
        found = await measure(work, count=1_000)
    per_s, p95 = found.per_s, found.percentile_ms(0.95)
    rows = [("start to reference", per_s, found.percentile_ms(0.5), p95, "62 a second")]
    table(rows, [f"{AT_ONCE} at once", "a second", "median ms", "p95 ms", "target"])
    print()
    return {"journeys_per_s": per_s, "journey_p95_ms": p95}


def walk(visitor: Visitor, council: str) -> Callable[[], Awaitable[None]]:
    """Return the work of walking one whole journey at a council."""

    async def call() -> None:
        await whole_journey(visitor, council)

    return call


async def printed(data: Path) -> dict[str, float]:
    """
    Measure whole journeys while the worker sends letters and makes each journey's printed copy.

    The queue does not grow where as many copies wait at the end as after the first fifth.
    """
    rows = []
    with node.server() as (host, port, _), node.worker():
        work = [walk(person, node.slug(0)) for person in await visitors(host, port)]
        await measure(work, count=80)
        found = []
        for share in range(1, 6):
            found.append(await measure(work, count=200))
            rows.append((200 * share, found[-1].per_s, float(_waiting(data))))
        after = until_all_are_made(data)
    table(rows, ["journeys", "a second", "copies waiting"])
    per_s = statistics.median(each.per_s for each in found)
    p95 = statistics.median(each.percentile_ms(0.95) for each in found)
    print(f"{per_s:.1f} a second, p95 {p95:.0f} ms; aim 19. All copies made {after:.1f} s after the last journey.\n")
    return {
        "printed_journeys_per_s": per_s, "printed_p95_ms": p95,
        "copies_waiting_after_a_fifth": rows[0][2], "copies_waiting_at_the_end": rows[-1][2], "copies_after_s": after,
    }  # fmt: skip


def until_all_are_made(data: Path) -> float:
    """Wait until the worker has made every printed copy; return the seconds."""
    began = time.perf_counter()
    while _waiting(data):
        time.sleep(0.2)
    return time.perf_counter() - began


def _waiting(data: Path) -> int:
    with contextlib.closing(sqlite3.connect(f"file:{data / 'commonwheel.sqlite3'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT COUNT(*) FROM cases_case WHERE copy_due_at IS NOT NULL").fetchone()[0])


async def councils(alone: Path, together: Path) -> dict[str, float]:
    """
    Measure whole journeys on a node of one council and on one of many, pair by pair.

    On the node of many each visitor walks through the councils in turn, so that all are in use.
    """
    with node.server(data=alone) as (host, port, _), node.server(data=together) as (_, other_port, _):
        one = [_walks(person, 1, number) for number, person in enumerate(await visitors(host, port))]
        many = [_walks(person, COUNCILS, number) for number, person in enumerate(await visitors(host, other_port))]
        await measure(one, count=80)
        await measure(many, count=COUNCILS)
        pairs = [(await measure(one, count=200), await measure(many, count=200)) for _ in range(ROUNDS)]
    # Times, not rates: above 1 is slower.
    ratio = interval([first.per_s / second.per_s for first, second in pairs])
    rows = [
        ("1 council", statistics.median(first.per_s for first, _ in pairs)),
        (f"{COUNCILS} councils", statistics.median(second.per_s for _, second in pairs)),
    ]
    table(rows, [f"{AT_ONCE} at once", "journeys a second"])
    print(f"{COUNCILS} councils take {ratio[0]:.2f} times as long ({ratio[1]:.2f} to {ratio[2]:.2f}); aim 1.20\n")
    return {
        "one_council_per_s": rows[0][1], "many_councils_per_s": rows[1][1], "many_to_one_councils_ratio": ratio[0],
        "many_to_one_lowest_ratio": ratio[1], "many_to_one_highest_ratio": ratio[2],
    }  # fmt: skip


def _walks(visitor: Visitor, count: int, first: int) -> Callable[[], Awaitable[None]]:
    turn = itertools.count(first * 47)

    async def call() -> None:
        await whole_journey(visitor, node.slug(next(turn) % count))

    return call


async def memory(count: int) -> dict[str, float]:
    """Measure a web process's memory as journeys go by."""
    rows = []
    with node.server() as (host, port, pid):
        work = [walk(person, node.slug(0)) for person in await visitors(host, port)]
        await measure(work, count=200)
        for share in range(1, 6):
            await measure(work, count=count // 5)
            rows.append((200 + count * share // 5, node.memory_mb(pid)))
    table(rows, ["journeys", "MB"])
    growth = rows[-1][1] - rows[0][1]
    print(f"From the first fifth to the last: {growth:+.1f} MB\n")
    return {"memory_after_mb": rows[-1][1], "memory_growth_mb": growth}


def main() -> None:
    """Measure what is asked for; everything where nothing is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["pages", "whole", "printed", "councils", "memory"])
    parser.add_argument("--journeys", type=int, default=10_000, help="journeys of the memory run")
    chosen = parser.parse_args()
    figures: dict[str, float] = {}
    with node.data_folder() as data:
        node.fill(1)
        if "pages" in chosen.parts:
            figures |= asyncio.run(pages(data))
        if "whole" in chosen.parts:
            figures |= asyncio.run(whole())
        if "printed" in chosen.parts:
            figures |= asyncio.run(printed(data))
        if "memory" in chosen.parts:
            figures |= asyncio.run(memory(chosen.journeys))
        if "councils" in chosen.parts:
            figures |= asyncio.run(councils(data, node.filled_elsewhere(data, COUNCILS)))
    last_line(figures)


if __name__ == "__main__":
    main()
