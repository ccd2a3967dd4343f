"""The real client against a daemon that speaks clamd's protocol, and the fake, by the same tests."""

import io
import socket
import struct
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonwheel.integrations.antivirus.clamav import ClamAV
from commonwheel.integrations.antivirus.fake import TEST_SIGNATURE, AwayAntivirus, FakeAntivirus, NoAntivirus
from commonwheel.integrations.antivirus.port import Antivirus, AntivirusUnreachable, Verdict


class Daemon:
    """A clamd in a thread: answers INSTREAM as ClamAV 1.4 does, or with a fixed sentence."""

    def __init__(self, path: Path, fixed: bytes | None = None) -> None:
        self.address = f"unix:{path}"
        self._fixed = fixed
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(path))
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                connection.sendall(self._answer(stream))

    def _answer(self, stream: io.BufferedReader) -> bytes:
        if self._fixed is not None:
            return self._fixed
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(length)
        return b"stream: Eicar-Test-Signature FOUND\0" if TEST_SIGNATURE in content else b"stream: OK\0"


@pytest.fixture
def socket_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "clamd"


@pytest.fixture(params=["real", "fake"])
def antivirus(request: pytest.FixtureRequest, socket_path: Path) -> Iterator[Antivirus]:
    if request.param == "fake":
        yield FakeAntivirus()
        return
    daemon = Daemon(socket_path)
    yield ClamAV(daemon.address, timeout_seconds=5)
    daemon.close()


def test_a_harmless_file_is_clean(antivirus: Antivirus) -> None:
    assert antivirus.scan(io.BytesIO(b"a letter")) == Verdict("clean")


def test_the_standard_test_file_is_found_and_named(antivirus: Antivirus) -> None:
    assert antivirus.scan(io.BytesIO(b"X5O!P%@AP$" + TEST_SIGNATURE)) == Verdict("infected", "Eicar-Test-Signature")


def test_a_large_file_goes_through_whole(antivirus: Antivirus) -> None:
    assert antivirus.scan(io.BytesIO(b"\0" * 3_000_001 + TEST_SIGNATURE)).state == "infected"


def test_a_daemon_that_is_not_there_is_named_as_unreachable(socket_path: Path) -> None:
    with pytest.raises(AntivirusUnreachable):
        ClamAV(f"unix:{socket_path}").scan(io.BytesIO(b"a letter"))


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"\xff\xfe\0", b"stream: OK or so\0", b"x" * 9_000]
)
def test_an_answer_that_is_no_verdict_is_never_taken_for_clean(socket_path: Path, answer: bytes) -> None:
    daemon = Daemon(socket_path, fixed=answer)
    with pytest.raises(AntivirusUnreachable):
        ClamAV(daemon.address, timeout_seconds=5).scan(io.BytesIO(b"a letter" * 100_000))
    daemon.close()


@pytest.mark.parametrize("address", ["tcp:127.0.0.1:1", "tcp:localhost", "tcp::x", "unix:", "nonsense"])
def test_a_wrong_address_is_unreachable_not_a_traceback(address: str) -> None:
    with pytest.raises(AntivirusUnreachable):
        ClamAV(address, timeout_seconds=1).scan(io.BytesIO(b""))


def test_a_node_without_a_scanner_says_that_nothing_was_checked() -> None:
    assert NoAntivirus().scan(io.BytesIO(TEST_SIGNATURE)) == Verdict("unchecked")


def test_a_scanner_that_is_away_never_gives_a_verdict() -> None:
    with pytest.raises(AntivirusUnreachable):
        AwayAntivirus().scan(io.BytesIO(b""))
