"""A commons for tests: the people who answer for it, publishers, a real web server, and somebody who stole its keys."""

import datetime as dt
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Snapshot, Targets, Timestamp

from commonwheel.integrations.trust import ceremony, metadata, publishing
from commonwheel.integrations.trust.client import HttpCommons
from commonwheel.integrations.trust.fetching import Limits
from commonwheel.integrations.trust.keys import key_set, make_key
from commonwheel.integrations.trust.repository import CommonsFolder

NOW = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
BINS = "lewes/bins/1.0.0.tar"
CONTENT = b"the pattern as Lewes signed it"


def signed(text: bytes, *signers: CryptoSigner) -> bytes:
    for signer in signers:
        text = metadata.sign(text, signer)
    return text


@dataclass
class House:
    """
    A commons in a folder, with every key that somebody has to it.

    Attributes:
        people: three who answer for it; two must sign.
        publishers: the keys of each.
    """

    folder: Path
    people: list[CryptoSigner] = field(default_factory=lambda: [make_key() for _ in range(3)])
    timestamp: CryptoSigner = field(default_factory=make_key)
    snapshot: CryptoSigner = field(default_factory=make_key)
    publishers: dict[str, list[CryptoSigner]] = field(default_factory=dict)
    root: bytes = b""

    @property
    def commons(self) -> CommonsFolder:
        return CommonsFolder(self.folder, online=[self.timestamp, self.snapshot])

    @property
    def served(self) -> Path:
        return self.commons.served

    @property
    def standing(self) -> ceremony.Standing:
        return ceremony.Standing(key_set(self.people, 2), self.timestamp.public_key, self.snapshot.public_key)

    def start(self, *, now: dt.datetime = NOW) -> None:
        root, publishers = (signed(text, *self.people[:2]) for text in ceremony.start(self.standing, now=now))
        self.root = root
        self.commons.start(root, publishers, now=now)

    def join(self, publisher: str, *, now: dt.datetime = NOW) -> None:
        self.publishers[publisher] = [make_key()]
        drafted = ceremony.join(self.commons.publishers(), publisher, key_set(self.publishers[publisher], 1), now=now)
        self.commons.install_publishers(signed(drafted, *self.people[1:]), now=now)

    def publish(self, path: str, content: bytes, *, now: dt.datetime = NOW, **facts: Any) -> None:
        publisher = path.split("/", maxsplit=1)[0]
        before = self.commons.releases_of(publisher)
        drafted = publishing.add_release(before, path, content, facts=facts, now=now)
        text = signed(drafted, *self.publishers[publisher])
        self.commons.publish(publisher, text, {path: content}, now=now)

    def set_state(self, path: str, state: Any, reason: str, *, now: dt.datetime = NOW) -> None:
        publisher = path.split("/", maxsplit=1)[0]
        drafted = publishing.set_state(self.commons.releases_of(publisher) or b"", path, state, reason=reason, now=now)
        self.commons.publish(publisher, signed(drafted, *self.publishers[publisher]), {}, now=now)

    def file(self, name: str) -> Path:
        return self.served / "metadata" / name

    def newest(self, kind: type[Any]) -> Metadata[Any]:
        """What counts now, read from the disk as a thief would."""
        timestamp = Metadata[Timestamp].from_file(str(self.file("timestamp.json")))
        if kind is Timestamp:
            return timestamp
        snapshot: Metadata[Snapshot] = Metadata.from_file(
            str(self.file(f"{timestamp.signed.snapshot_meta.version}.snapshot.json"))
        )
        return snapshot if kind is Snapshot else Metadata.from_bytes(self.commons.publishers())

    def forge(
        self,
        lists: Mapping[str, bytes],
        *,
        change: Callable[[Snapshot, Timestamp], None] = lambda snapshot, timestamp: None,
        name_them: bool = True,
        until: dt.datetime = NOW + dt.timedelta(days=9),
    ) -> None:
        """
        Serve these lists, with snapshot and timestamp signed by the stolen online keys.

        Args:
            lists: by role, whatever bytes; the version is read from them where they have one.
            name_them: let the snapshot name their lengths and digests.
        """
        snapshot, timestamp = self.newest(Snapshot).signed, self.newest(Timestamp).signed
        for role, text in lists.items():
            version = _version(text)
            self.file(f"{version}.{role}.json").write_bytes(text)
            hashes = {"sha256": hashlib.sha256(text).hexdigest()}
            snapshot.meta[f"{role}.json"] = MetaFile(version, len(text), hashes) if name_them else MetaFile(version)
        snapshot.version += 1
        timestamp.version += 1
        snapshot.expires = timestamp.expires = until
        change(snapshot, timestamp)
        text = signed(Metadata(snapshot).to_bytes(), self.snapshot)
        self.file(f"{snapshot.version}.snapshot.json").write_bytes(text)
        timestamp.snapshot_meta = MetaFile(snapshot.version, len(text), {"sha256": hashlib.sha256(text).hexdigest()})
        self.file("timestamp.json").write_bytes(signed(Metadata(timestamp).to_bytes(), self.timestamp))


def _version(text: bytes) -> int:
    return int(Metadata[Targets].from_bytes(text).signed.version)


def house(folder: Path) -> House:
    """A commons with Lewes and Hove as publishers, and one release of each."""
    made = House(folder)
    made.start()
    for publisher in ("lewes", "hove"):
        made.join(publisher)
    made.publish(BINS, CONTENT, title="Bins")
    made.publish("hove/trees/1.0.0.tar", b"trees of Hove")
    return made


@dataclass
class Served:
    """
    A web server over a folder.

    Attributes:
        instead: how some addresses are answered: bytes, a status, or "endless", "drip", "slow-head", "silent",
            "redirect", "short", "drop", "nonsense"; asked for by how the address ends.
        asked: the addresses that were asked for.
    """

    port: int = 0
    instead: dict[str, bytes | int | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    leave: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def node(self, folder: Path, root: bytes, *, name: str = "home", **limits: Any) -> HttpCommons:
        """A node that follows what is served here."""
        given = Limits(**{"seconds": 20, "silent_seconds": 10, **limits})
        return HttpCommons(name=name, address=self.address, pinned_root=root, folder=folder, limits=given)


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a folder for the length of the block."""
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:  # the library's name
            served.asked.append(self.path)
            how = next((how for end, how in served.instead.items() if self.path.endswith(end)), None)
            if isinstance(how, str):
                _misbehave(self, how, served)
                return
            path = folder / self.path.lstrip("/")
            content = how if isinstance(how, bytes) else path.read_bytes() if path.is_file() else b""
            self.send_response(how if isinstance(how, int) else 200 if content else 404)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *given: object) -> None:
            """A client that hangs up is what these tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        served.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield served
        finally:
            served.leave.set()
            server.shutdown()
            thread.join()


_BROKEN = {
    "short": b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{",
    "nonsense": b"\x00\xff nothing of HTTP\r\n\r\n",
    "drop": b"",
}


def _misbehave(handler: BaseHTTPRequestHandler, how: str, served: Served) -> None:
    handler.close_connection = True
    if how == "redirect":
        handler.send_response(302)
        handler.send_header("Location", f"{served.address}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()
    elif how in {"endless", "drip"}:
        handler.send_response(200)
        handler.end_headers()
        part = b"x" * 65_536 if how == "endless" else b" "
        while not served.leave.wait(0 if how == "endless" else 0.05):
            handler.wfile.write(part)
    elif how == "slow-head":
        while not served.leave.wait(0.05):
            handler.wfile.write(b"H")
    elif how == "silent":
        served.leave.wait(30)
    else:
        handler.wfile.write(_BROKEN[how])


def wait_for(true: Callable[[], bool]) -> None:
    """Wait until something has become so."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
