"""The client against a real ClamAV daemon, with one signature of our own, so that nothing is downloaded."""

import getpass
import io
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonwheel.integrations.antivirus.clamav import ClamAV
from commonwheel.integrations.antivirus.fake import TEST_SIGNATURE
from commonwheel.integrations.antivirus.port import AntivirusUnreachable

PROGRAM = "/usr/sbin/clamd"
START_SECONDS = 30
LARGEST_MB = 2


class Clamd:
    """A daemon in a folder of its own, which knows one signature."""

    def __init__(self, folder: Path) -> None:
        self.address = f"unix:{folder}/socket"
        self._path = folder / "socket"
        (folder / "signatures").mkdir()
        (folder / "signatures" / "own.ndb").write_text(f"Test.Marker:0:*:{TEST_SIGNATURE.hex()}\n")
        settings = folder / "clamd.conf"
        lines = [
            f"DatabaseDirectory {folder}/signatures", f"LocalSocket {self._path}", "Foreground yes",
            f"StreamMaxLength {LARGEST_MB}M", f"TemporaryDirectory {folder}", f"User {getpass.getuser()}",
        ]  # fmt: skip
        settings.write_text("\n".join(lines) + "\n")
        self._process = subprocess.Popen(
            [PROGRAM, "--config-file", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
                if probe.connect_ex(str(self._path)) == 0:
                    return
            assert self._process.poll() is None, "clamd did not start"
            time.sleep(0.05)
        raise AssertionError("clamd does not answer")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(30)


@pytest.fixture(scope="module")
def clamd() -> Iterator[Clamd]:
    assert os.access(PROGRAM, os.X_OK), "Install clamav-daemon: scripts/debian-packages names it."
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))
    daemon = Clamd(folder)
    try:
        daemon.wait()
        yield daemon
    finally:
        daemon.stop()
        shutil.rmtree(folder, ignore_errors=True)


def scan(clamd: Clamd, content: bytes) -> tuple[str, str]:
    verdict = ClamAV(clamd.address, timeout_seconds=10).scan(io.BytesIO(content))
    return verdict.state, verdict.name


def test_a_clean_file_is_clean(clamd: Clamd) -> None:
    assert scan(clamd, b"A letter about a bin.") == ("clean", "")
    assert scan(clamd, b"\0" * 1_500_000)[0] == "clean"


def test_the_marker_is_found_wherever_it_stands(clamd: Clamd) -> None:
    for before in (0, 10, 1_000_000):
        state, signature = scan(clamd, b"x" * before + TEST_SIGNATURE)
        assert state == "infected"
        assert signature.startswith("Test.Marker")


def test_a_file_over_the_daemons_own_limit_is_no_clean_file(clamd: Clamd) -> None:
    with pytest.raises(AntivirusUnreachable):
        scan(clamd, b"\0" * (LARGEST_MB * 1_048_576 * 4))


def test_a_daemon_that_died_is_unreachable() -> None:
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        daemon = Clamd(Path(folder))
        daemon.wait()
        daemon.stop()
        with pytest.raises(AntivirusUnreachable):
            scan(daemon, b"A letter")
