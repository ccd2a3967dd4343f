"""Nodes as an operator runs them: each a process of its own with its own folder, talked to over HTTP and by command."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.node import NodeDidNotStart
from tests.support.databases import lay_tables
from tests.support.ports import free_port

PROGRAM = Path(sys.executable).with_name("commonwheel")
START_SECONDS = 120


@dataclass
class RunningNode:
    """
    A node.

    Attributes:
        folder: where its data are, and the commons it serves where it serves one.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def repository(self) -> str:
        return f"{self.address}/commons/repository"

    @property
    def commons(self) -> Path:
        return self.folder / "commons"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMONWHEEL_")}
        ours = {
            "COMMONWHEEL_DATA": str(self.folder / "var"),
            "COMMONWHEEL_DEMONSTRATION": "yes",
            "COMMONWHEEL_COMMONS_FOLDER": str(self.commons),
            "COMMONWHEEL_KEY_PASSPHRASE": "correct horse battery",
        }
        return {**kept, **ours}

    def command(self, *words: object, fails: int = 0) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [PROGRAM, *map(str, words)], env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == fails, done.stdout + done.stderr
        return done

    def json(self, *words: object) -> Any:
        return json.loads(self.command(*words, "--json").stdout)

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=30) as answer:
            return json.loads(answer.read())

    def start(self) -> None:
        """Serve, and wait until it answers."""
        log = self.folder / "node.log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [PROGRAM, "run", "--port", str(self.port)], env=self.environment, stdout=out, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/health/", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        raise NodeDidNotStart(log.read_text()[-4000:])

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=30)


@contextmanager
def running_nodes(folder: Path, *names: str) -> Iterator[list[RunningNode]]:
    """Make nodes that are not started yet; end at the end those that were. Asks for `django_db_setup` first."""
    nodes = [RunningNode(folder / name) for name in names]
    for node in nodes:
        node.folder.mkdir(parents=True)
        lay_tables(node.folder / "var")
    try:
        yield nodes
    finally:
        for node in nodes:
            node.kill()


def until(true: Any) -> None:
    """Wait until something has become so."""
    deadline = time.monotonic() + START_SECONDS
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.3)
