"""ClamAV's daemon, asked over its socket with INSTREAM.

Our own few lines, because the published client connects without a time limit and may send part of
a chunk when the daemon is slow, which corrupts the stream.

Source: docs/sources.md#clamav-daemon-protocol
"""

import re
import socket
import struct
from typing import BinaryIO

from commonwheel.integrations.antivirus.port import AntivirusUnreachable, Verdict

_CHUNK_BYTES = 1 << 16
_MOST_ANSWER_BYTES = 4_096
_FOUND = re.compile(r"stream: (.+) FOUND")


class ClamAV:
    """A clamd at `unix:PATH` or `tcp:HOST:PORT`."""

    def __init__(self, address: str, *, timeout_seconds: float = 20.0) -> None:
        self._address = address
        self._timeout_seconds = timeout_seconds

    def scan(self, content: BinaryIO) -> Verdict:
        """See the port."""
        try:
            with self._connect() as connection:
                _send(connection, content)
                answer = _receive(connection)
        except (OSError, ValueError) as error:
            raise AntivirusUnreachable(str(error) or type(error).__name__) from error
        return _read_answer(answer)

    def _connect(self) -> socket.socket:
        kind, _, rest = self._address.partition(":")
        if kind == "tcp":
            host, _, port = rest.rpartition(":")
            return socket.create_connection((host, int(port)), timeout=self._timeout_seconds)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(self._timeout_seconds)
        try:
            connection.connect(rest)
        except OSError:
            connection.close()
            raise
        return connection


def _send(connection: socket.socket, content: BinaryIO) -> None:
    """Send the stream as chunks after their length; a length of nought ends it."""
    try:
        connection.sendall(b"zINSTREAM\0")
        while chunk := content.read(_CHUNK_BYTES):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
    except BrokenPipeError:
        # The daemon hangs up on a stream over its limit, but says so first: read what it said.
        return


def _receive(connection: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < _MOST_ANSWER_BYTES:
        part = connection.recv(_MOST_ANSWER_BYTES)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _read_answer(answer: str) -> Verdict:
    if answer == "stream: OK":
        return Verdict("clean")
    if found := _FOUND.fullmatch(answer):
        return Verdict("infected", found.group(1))
    raise AntivirusUnreachable(f"it answered {answer!r}"[:200])
