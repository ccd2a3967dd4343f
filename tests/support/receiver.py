"""A receiver of webhooks: a real server on this machine, that checks signatures and fails when told to."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook


@dataclass
class Receiver:
    """
    What a receiver got, and how it answers.

    Attributes:
        secret: with which each call is checked, as a receiver's own library does; "" checks none.
        instead: how the next calls are answered, one each: a status, or "slow", "drip", "drop", "nonsense", "redirect".
        taken: the ids of calls that were taken, repeats too; `bodies` by id.
    """

    port: int = 0
    secret: str = ""
    instead: list[int | str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)
    leave: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/take?from=us"

    def take(self, headers: dict[str, str], body: bytes) -> None:
        said = Webhook(self.secret).verify(body, headers) if self.secret else {}
        self.headers.append(headers)
        self.bodies[headers["webhook-id"]] = said
        self.taken.append(headers["webhook-id"])


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver for the length of the block."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # the library's name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            instead = receiver.instead.pop(0) if receiver.instead else 204
            if isinstance(instead, str):
                _misbehave(self, instead, receiver)
                return
            if 200 <= instead < 300:
                receiver.take({name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(instead)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        receiver.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield receiver
        finally:
            receiver.leave.set()
            server.shutdown()
            thread.join()


def _misbehave(handler: BaseHTTPRequestHandler, how: str, receiver: Receiver) -> None:
    handler.close_connection = True
    if how == "slow":
        receiver.leave.wait(30)
    elif how == "drip":
        _drip(handler, receiver)
    elif how == "nonsense":
        handler.wfile.write(b"\x00\xffI am not HTTP at all\r\n\r\n")
    elif how == "redirect":
        handler.send_response(307)
        handler.send_header("Location", f"{receiver.url}&again")
        handler.send_header("Content-Length", "0")
        handler.end_headers()
    else:
        handler.connection.shutdown(socket.SHUT_RDWR)


def _drip(handler: BaseHTTPRequestHandler, receiver: Receiver) -> None:
    """Answer one letter at a time, for ever."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not receiver.leave.is_set():
            handler.wfile.write(b"a")
            time.sleep(0.05)
    except OSError:
        return
