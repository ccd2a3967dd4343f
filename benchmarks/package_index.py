"""
Project pages a second of the package index, beside devpi-server and pypiserver with the same projects.

    make bench NAME=package_index ARGS="1000"

Makes that many wheels, gives them to each index, and asks eight at once for the page of one project after another, in
turns, each index in processes of its own. The other two are installed into an environment that is thrown away. Ours
is measured as the node serves it (`commonwheel run`, two web processes), and as plain static files by the server
that the node has anyway (granian's own static files, one process). Aim: ahead of both others.
"""

import asyncio
import base64
import contextlib
import datetime as dt
import hashlib
import io
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path

import requests
from tests.support.ports import free_port
from tuf.api.metadata import Targets

from benchmarks import node
from benchmarks.load import Measured, Visitor, last_line, measure, table
from commonwheel.core.connectors.facts import facts_of, path_of
from commonwheel.core.connectors.wheels import read_wheel
from commonwheel.integrations.trust import ceremony, metadata, publishing
from commonwheel.integrations.trust.keys import key_set, make_key
from commonwheel.integrations.trust.package_index import write_index
from commonwheel.integrations.trust.repository import CommonsFolder

NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
AT_ONCE = 8
ROUNDS = 5
SECONDS = 3.0
ACCEPT = (
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01"
)  # fmt: skip
HTML_ONLY = "text/html"
DEVPI_USER = "root"
DEVPI_INDEX = f"/{DEVPI_USER}/bench"
PEERS = ("devpi-server", "pypiserver[cache]")  # the second reads its folder anew for each page without its cache


def project(number: int) -> str:
    """Return the name of an invented project."""
    return f"connector-{number:04}"


def wheel(number: int) -> tuple[str, bytes]:
    """Return the file name and the bytes of a small wheel."""
    name = project(number).replace("-", "_")
    info = f"{name}-1.0.0.dist-info"
    text = (
        f"Metadata-Version: 2.4\nName: {project(number)}\nVersion: 1.0.0\nSummary: Measured\n"
        "License-Expression: MIT\nMaintainer: Nobody\nRequires-Python: >=3.11\n"
    )
    files = {
        f"{name}.py": b"",
        f"{info}/METADATA": text.encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""]).encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path), content)
    return f"{name}-1.0.0-py3-none-any.whl", held.getvalue()


def make_commons(folder: Path, wheels: Mapping[str, bytes]) -> None:
    """Publish the wheels in a commons, and write its index."""
    people, timestamp, snapshot, publisher = [make_key() for _ in range(3)], make_key(), make_key(), make_key()
    standing = ceremony.Standing(key_set(people, 2), timestamp.public_key, snapshot.public_key)

    def by_people(text: bytes) -> bytes:
        return metadata.sign(metadata.sign(text, people[0]), people[1])

    root, listed = map(by_people, ceremony.start(standing, now=NOW))
    commons = CommonsFolder(folder, online=[timestamp, snapshot])
    commons.start(root, listed, now=NOW)
    commons.install_publishers(by_people(ceremony.join(listed, "lewes", key_set([publisher], 1), now=NOW)), now=NOW)
    signed, files = None, {}
    for file, data in wheels.items():
        found = read_wheel(data, file=file)
        files[path_of("lewes", found)] = data
        signed = publishing.add_release(signed, path_of("lewes", found), data, facts=facts_of(found), now=NOW)
        # Only the last list counts: what lies between would have numbers of its own.
        signed = signed.replace(b'"version":2', b'"version":1')
    releases = metadata.sign(signed or b"", publisher)
    commons.publish("lewes", releases, files, now=NOW)
    listed_releases = metadata.list_releases("lewes", metadata.read(releases, Targets).signed)
    began = time.perf_counter()
    written = write_index(folder, listed_releases.values())
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    again = write_index(folder, listed_releases.values())
    print(
        f"Index of {len(written.projects)} projects written in {seconds:.1f} s; when nothing has changed,"
        f" {time.perf_counter() - began:.2f} s and {again.changed} files.\n"
    )


@contextlib.contextmanager
def running(command: Sequence[str], port: int, path: str, folder: Path) -> Iterator[int]:
    """Run a server until the block ends; yield its port once it answers."""
    log = folder / f"{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, cwd=folder)
    try:
        deadline = time.monotonic() + 60
        while not _answers(port, path):
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit(f"{command[0]} did not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.1)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def install_peers(folder: Path) -> Path:
    """Install the other two into an environment of their own; return the folder of their commands."""
    uv = str(Path(sys.executable).with_name("uv"))
    subprocess.run([uv, "venv", "-q", str(folder / "peers")], check=True)
    python = str(folder / "peers" / "bin" / "python")
    subprocess.run([uv, "pip", "install", "-q", "--python", python, *PEERS], check=True)
    listed = subprocess.run([uv, "pip", "list", "--python", python], check=True, capture_output=True, text=True).stdout
    print(
        ", ".join(
            " ".join(line.split()) for line in listed.splitlines() if line.startswith(("devpi-server", "pypiserver"))
        )
    )
    return folder / "peers" / "bin"


def fill_devpi(port: int, wheels: Mapping[str, bytes]) -> None:
    """Make an index in devpi-server, and upload the wheels to it."""
    here = f"http://127.0.0.1:{port}"
    session = requests.Session()
    token = session.post(f"{here}/+login", json={"user": DEVPI_USER, "password": ""}, timeout=60).json()["result"]
    sealed = base64.b64encode(f"{DEVPI_USER}:{token['password']}".encode()).decode()
    session.headers["X-Devpi-Auth"] = sealed
    session.put(f"{here}{DEVPI_INDEX}", json={"type": "stage", "bases": [], "volatile": True}, timeout=60)
    for number, (file, data) in enumerate(wheels.items()):
        fields = {
            ":action": "file_upload", "name": project(number), "version": "1.0.0", "metadata_version": "2.1",
            "filetype": "bdist_wheel", "pyversion": "py3", "requires_python": ">=3.11",
        }  # fmt: skip
        reply = session.post(f"{here}{DEVPI_INDEX}/", data=fields, files={"content": (file, data)}, timeout=60)
        assert reply.ok, reply.text


class Installer(Visitor):
    """A visitor that asks as pip does, or for HTML alone."""

    accept = ACCEPT

    async def ask(self, path: str) -> bytes:
        """Fetch a page, its body whole; a server that hangs up after each is asked anew."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nAccept: {self.accept}\r\n\r\n".encode())
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        except (asyncio.IncompleteReadError, ConnectionResetError):
            self.close()
            return await self.ask(path)
        assert head.split(" ")[1] == "200", head
        body = await _body(reader, head)
        if "connection: close" in head or head.startswith("http/1.0"):
            self.close()
        return body


async def _body(reader: asyncio.StreamReader, head: str) -> bytes:
    lengths = [line.partition(":")[2] for line in head.split("\r\n") if line.startswith("content-length:")]
    if lengths:
        return await reader.readexactly(int(lengths[0]))
    if "transfer-encoding: chunked" not in head:
        return await reader.read()
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return body


async def pages(port: int, prefix: str, number: int, *, accept: str) -> Measured:
    """Ask for one project's page after another for a few seconds, eight at once."""
    next_one = iter(range(10**9))

    def work(visitor: Installer) -> Callable[[], Awaitable[None]]:
        async def call() -> None:
            name = project(next(next_one) % number)
            body = await visitor.ask(f"{prefix}{name}/")
            assert name.replace("-", "_").encode() in body

        return call

    visitors = [Installer("127.0.0.1", port) for _ in range(AT_ONCE)]
    for visitor in visitors:
        visitor.accept = accept
    calls = [work(visitor) for visitor in visitors]
    probe = await measure(calls, count=40)
    found = await measure(calls, count=max(40, int(probe.per_s * SECONDS)))
    for visitor in visitors:
        visitor.close()
    return found


def compare(indexes: Mapping[str, tuple[int, str, str]], number: int) -> dict[str, float]:
    """Measure the indexes in turns, and print what was found."""
    found: dict[str, list[Measured]] = {name: [] for name in indexes}
    for _ in range(ROUNDS):
        for name, (port, prefix, accept) in indexes.items():
            found[name].append(asyncio.run(pages(port, prefix, number, accept=accept)))
    rates = {name: statistics.median(one.per_s for one in runs) for name, runs in found.items()}
    rows = [
        (
            name, rates[name], min(one.per_s for one in runs), max(one.per_s for one in runs),
            statistics.median(one.percentile_ms(0.95) for one in runs),
        )
        for name, runs in found.items()
    ]  # fmt: skip
    table(rows, [f"{AT_ONCE} at once", "pages a second", "lowest", "highest", "p95 ms"])
    return {f"{name.replace(' ', '_').replace(',', '')}_per_s": rate for name, rate in rates.items()}


def main() -> None:
    """Run it."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    wheels = dict(wheel(one) for one in range(number))
    with tempfile.TemporaryDirectory(prefix="commonwheel-index-") as temporary, node.data_folder():
        folder = Path(temporary)
        (folder / "wheels").mkdir()
        for file, data in wheels.items():
            (folder / "wheels" / file).write_bytes(data)
        make_commons(folder / "commons", wheels)
        os.environ["COMMONWHEEL_COMMONS_FOLDER"] = str(folder / "commons")
        node.fill(0)
        last_line(_beside(folder, wheels, number))


def _beside(folder: Path, wheels: Mapping[str, bytes], number: int) -> dict[str, float]:
    bin_ = install_peers(folder)
    subprocess.run([str(bin_ / "devpi-init"), "--serverdir", str(folder / "devpi")], check=True, capture_output=True)
    devpi, pypi, plain = free_port(), free_port(), free_port()
    devpi_command = [str(bin_ / "devpi-server"), "--serverdir", str(folder / "devpi"), "--port", str(devpi)]
    pypi_command = [str(bin_ / "pypi-server"), "run", "-i", "127.0.0.1", "-p", str(pypi), str(folder / "wheels")]
    (folder / "nothing.py").write_text(
        "def application(environ, start):\n    start('404 Not Found', [])\n    return []\n"
    )
    granian = str(Path(sys.executable).with_name("granian"))
    static_command = [
        granian, "--interface", "wsgi", "--port", str(plain), "nothing:application",
        "--static-path-route", "/simple", "--static-path-mount", str(folder / "commons" / "served" / "simple"),
        "--static-path-dir-to-file", "index.html",
    ]  # fmt: skip
    with (
        running([*devpi_command, "--offline-mode"], devpi, "/+api", folder),
        running(pypi_command, pypi, "/simple/", folder),
        running(static_command, plain, f"/simple/{project(0)}/", folder),
        node.server() as (_, ours, _),
        node.server(workers=1) as (_, alone, _),
    ):
        fill_devpi(devpi, wheels)
        return compare(
            {
                "the node, JSON": (ours, "/commons/simple/", ACCEPT),
                "the node, HTML": (ours, "/commons/simple/", HTML_ONLY),
                "the node, one process, JSON": (alone, "/commons/simple/", ACCEPT),
                "plain static files": (plain, "/simple/", HTML_ONLY),
                "devpi-server, JSON": (devpi, f"{DEVPI_INDEX}/+simple/", ACCEPT),
                "devpi-server, HTML": (devpi, f"{DEVPI_INDEX}/+simple/", HTML_ONLY),
                "pypiserver, HTML": (pypi, "/simple/", HTML_ONLY),
            },
            number,
        )


def _answers(port: int, path: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20):
        return True
    return False


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")


if __name__ == "__main__":
    main()
