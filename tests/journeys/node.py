"""A demonstration node as a process of its own, with the fixture pattern that uses every type of question beside it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.ports import free_port

PROGRAM = Path(sys.executable).with_name("commonwheel")
SEED = Path(__file__).with_name("adopt_fixture.py")
START_SECONDS = 120
BROWSER_SAYS = {"COMMONWHEEL_HOSTS": "", "COMMONWHEEL_DATA": ""}


@dataclass(frozen=True)
class Node:
    """A running demonstration node."""

    address: str
    data: Path

    def url(self, path: str) -> str:
        return self.address + path

    def people(self) -> dict[str, dict[str, str]]:
        """Everybody one can be, by email address, with the codes of this half minute."""
        command: list[str | Path] = [PROGRAM, "demo", "--data", self.data, "--people", "--json"]
        listed = subprocess.run(command, check=True, capture_output=True, env=environment())
        return {person["email"]: person for person in json.loads(listed.stdout)}


class NodeDidNotStart(Exception):
    """The node ended, or did not answer, before it was up."""


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, **BROWSER_SAYS, **more}


@contextmanager
def demonstration(folder: Path, *, fixtures: Sequence[Path] = (), publisher: Path | None = None) -> Iterator[Node]:
    """
    Serve a new demonstration node until the block ends.

    Args:
        folder: where its data and its log go.
        fixtures: pattern folders that one of its councils takes up as well.
        publisher: key with which the staff of Brighton & Hove publish in the library that the node serves itself.
    """
    data, port, log = folder / "var", free_port(), folder / "node.log"
    address = f"http://127.0.0.1:{port}"
    if fixtures:
        subprocess.run([sys.executable, SEED, data, *fixtures], check=True, capture_output=True, env=environment())
    with log.open("wb") as out:
        process = subprocess.Popen(
            [PROGRAM, "demo", "--data", data, "--port", str(port)],
            stdout=out, stderr=subprocess.STDOUT, env=environment(**_publishing(publisher, address)),
            start_new_session=True,
        )  # fmt: skip
    try:
        wait_until_up(address, process, log)
        yield Node(address, data)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _publishing(key: Path | None, address: str) -> dict[str, str]:
    if key is None:
        return {}
    return {"COMMONWHEEL_PUBLISHER_KEYS": f"brighton-and-hove={key}", "COMMONWHEEL_PUBLISH_TO": address}


def wait_until_up(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise NodeDidNotStart(log.read_text()[-4000:])
