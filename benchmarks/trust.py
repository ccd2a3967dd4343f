"""
How long a node takes to bring what it knows of a commons up to date.

    make bench NAME=trust ARGS="400 10000"

Makes a commons with that many publishers and releases, serves it on this machine from a process of its own, and
refreshes a node: cold (nothing known), warm (nothing new) and after one new release. The floor is a plain fetch of the
same files over one connection, in the same run. Aims: under 2 s cold, under 200 ms warm, with 400 and 10,000.
"""

import datetime as dt
import functools
import http.server
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import urllib3

from commonwheel.integrations.trust import ceremony, metadata, publishing
from commonwheel.integrations.trust.client import HttpCommons
from commonwheel.integrations.trust.keys import key_set, make_key
from commonwheel.integrations.trust.repository import CommonsFolder

NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
COLD_SECONDS, WARM_SECONDS = 2.0, 0.2
TIMES = 5


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together

    def log_message(self, *given: object) -> None:
        """Say nothing."""


def serve(folder: Path, port: Connection) -> None:
    """Serve a folder, in a process of its own."""
    handler = functools.partial(_Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    port.send(server.server_port)
    server.serve_forever()


def make_commons(folder: Path, publishers: int, releases: int) -> tuple[bytes, Callable[[], None]]:
    """Return the root of a commons with so many, and what publishes one more release."""
    people, timestamp, snapshot = [make_key() for _ in range(3)], make_key(), make_key()
    standing = ceremony.Standing(key_set(people, 2), timestamp.public_key, snapshot.public_key)

    def by_people(text: bytes) -> bytes:
        return metadata.sign(metadata.sign(text, people[0]), people[1])

    root, listed = map(by_people, ceremony.start(standing, now=NOW))
    commons = CommonsFolder(folder, online=[timestamp, snapshot])
    commons.start(root, listed, now=NOW)
    names = [f"council-{number:03}" for number in range(publishers)]
    keys = {name: make_key() for name in names}
    for name in names:
        listed = ceremony.join(listed, name, key_set([keys[name]], 1), now=NOW)
        # The commons takes each version; here only the last counts, so the numbers in between are skipped.
        listed = listed.replace(b'"version":3', b'"version":2')
    each = releases // publishers
    lists, files = {}, {}
    for name in names:
        signed = None
        for number in range(each):
            facts = {"title": f"Service {number}", "languages": ["en", "cy"], "weight": "minor"}
            path = f"{name}/service-{number % 5}/1.{number}.0.tar"
            files[path] = path.encode()
            signed = publishing.add_release(signed, path, path.encode(), facts=facts, now=NOW)
            signed = signed.replace(b'"version":2', b'"version":1')
        lists[name] = metadata.sign(signed or b"", keys[name])
    commons.install_publishers(by_people(listed), now=NOW)
    for name in names:
        mine = {path: content for path, content in files.items() if path.startswith(f"{name}/")}
        commons.publish(name, lists[name], mine, now=NOW)

    def publish_one() -> None:
        text = publishing.add_release(
            commons.releases_of(names[0]), f"{names[0]}/new/1.0.0.tar", b"new", facts={}, now=NOW
        )
        commons.publish(names[0], metadata.sign(text, keys[names[0]]), {f"{names[0]}/new/1.0.0.tar": b"new"}, now=NOW)

    return root, publish_one


def seconds_of(doing: Callable[[], object]) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    doing()
    return time.perf_counter() - began


def fetch_all(address: str, names: list[str]) -> None:
    """Fetch files one after the other over one connection, and do nothing with them."""
    pool = urllib3.PoolManager()
    for name in names:
        assert pool.request("GET", f"{address}/metadata/{name}", retries=False).status == 200


def measure(folder: Path, root: bytes, address: str, publish_one: Callable[[], None]) -> dict[str, float]:
    """Return the seconds of everything."""
    newest = max((int(path.name.split(".")[0]), path.name) for path in folder.glob("served/metadata/*.snapshot.json"))[
        1
    ]
    lists = [path.name for path in folder.glob("served/metadata/1.council-*.json")]
    everything = ["timestamp.json", newest, "2.targets.json", *lists]
    nodes = [
        HttpCommons(name="home", address=address, pinned_root=root, folder=folder / f"node-{number}")
        for number in range(TIMES)
    ]
    found = {
        "floor, the same files": statistics.median(
            [seconds_of(lambda: fetch_all(address, everything)) for _ in range(TIMES)]
        ),
        "cold": statistics.median([seconds_of(functools.partial(node.refresh, now=NOW)) for node in nodes]),
        "floor, the timestamp": statistics.median(
            [seconds_of(lambda: fetch_all(address, ["timestamp.json"])) for _ in range(TIMES)]
        ),
        "warm": statistics.median([seconds_of(functools.partial(node.refresh, now=NOW)) for node in nodes]),
        "listing all releases": statistics.median([seconds_of(node.list_releases) for node in nodes]),
    }
    publish_one()
    found["after one release"] = statistics.median(
        [seconds_of(functools.partial(node.refresh, now=NOW)) for node in nodes]
    )
    return found


def main(publishers: int = 400, releases: int = 10_000) -> None:
    """Make, serve, measure, print."""
    with tempfile.TemporaryDirectory(prefix="trust-") as name:
        folder = Path(name)
        root, publish_one = make_commons(folder, publishers, releases)
        here, there = multiprocessing.Pipe()
        server = multiprocessing.Process(target=serve, args=(folder / "served", there), daemon=True)
        server.start()
        try:
            found = measure(folder, root, f"http://127.0.0.1:{here.recv()}", publish_one)
        finally:
            server.terminate()
            server.join()
    print(f"{publishers} publishers, {releases:,} releases; medians of {TIMES}")
    for what, seconds in found.items():
        print(f"{what:<24}{seconds * 1000:>10.1f} ms")
    aims = {"cold": found["cold"] < COLD_SECONDS, "warm": found["warm"] < WARM_SECONDS}
    print(json.dumps({"publishers": publishers, "releases": releases, "seconds": found, "aims_met": aims}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
