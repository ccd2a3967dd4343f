"""A small HTTP client that takes little of the machine it measures, and what it measured."""

import asyncio
import json
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

HIDDEN = re.compile(rb'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said: status, the target of a redirect ("" for none), body."""

    status: int
    location: str
    body: bytes


@dataclass
class Visitor:
    """
    One browser over one kept-open connection: keeps cookies by name and path.

    Only what our own server sends is understood: HTTP/1.1 with a Content-Length.
    """

    host: str
    port: int
    cookies: dict[tuple[str, str], str] = field(default_factory=dict)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Reply:
        """Fetch a page, and keep the hidden fields of its forms for the form that is sent next."""
        reply = await self._send("GET", path, b"")
        self.hidden = [(name.decode(), value.decode()) for name, value in HIDDEN.findall(reply.body)]
        return reply

    async def post(self, path: str, fields: Sequence[tuple[str, str]], *, own_token: bool = False) -> Reply:
        """
        Send a form with its hidden fields.

        Args:
            own_token: send the token of one's cookie instead: a page from a constant holds somebody else's.
        """
        token = next((value for (name, _), value in self.cookies.items() if name == "csrftoken"), "")
        hidden = [("csrfmiddlewaretoken", token)] if own_token else self.hidden
        return await self._send("POST", path, urlencode([*hidden, *fields]).encode())

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _send(self, method: str, path: str, body: bytes) -> Reply:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        cookies = "; ".join(f"{name}={value}" for (name, at), value in self.cookies.items() if path.startswith(at))
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nCookie: {cookies}\r\n"
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        writer.write(head.encode() + b"\r\n" + body)
        try:
            return await self._read(reader)
        except asyncio.IncompleteReadError as ended:
            if ended.partial:
                raise
        # The server let go of a connection that was idle; a browser opens another and asks again.
        self.close()
        return await self._send(method, path, body)

    async def _read(self, reader: asyncio.StreamReader) -> Reply:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        length, location = 0, ""
        for line in head[1:]:
            name, _, value = line.partition(": ")
            name = name.lower()
            if name == "content-length":
                length = int(value)
            elif name == "location":
                location = value
            elif name == "set-cookie":
                self._keep(value)
        body = await reader.readexactly(length) if length else b""
        return Reply(int(head[0].split(" ")[1]), location, body)

    def _keep(self, line: str) -> None:
        first, *rest = line.split("; ")
        name, _, value = first.partition("=")
        path = next((part[5:] for part in rest if part.lower().startswith("path=")), "/")
        self.cookies[name.strip(), path] = value


@dataclass(frozen=True, slots=True)
class Measured:
    """Times of single calls, in seconds, and how long all of them took together."""

    times: tuple[float, ...]
    wall_s: float

    @property
    def per_s(self) -> float:
        """Calls a second."""
        return len(self.times) / self.wall_s

    def percentile_ms(self, share: float) -> float:
        """The time that this share of the calls stayed under, in milliseconds."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


async def measure(work: Sequence[Callable[[], Awaitable[None]]], *, count: int) -> Measured:
    """Run each of `work` (one for each visitor at once) again and again until `count` calls are done."""
    left = count
    times: list[float] = []

    async def one(call: Callable[[], Awaitable[None]]) -> None:
        nonlocal left
        while left > 0:
            left -= 1
            began = time.perf_counter()
            await call()
            times.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(one(call) for call in work))
    return Measured(tuple(times), time.perf_counter() - began)


def interval(ratios: Sequence[float]) -> tuple[float, float, float]:
    """Return the median of some ratios with the smallest and the largest of them."""
    return statistics.median(ratios), min(ratios), max(ratios)


def table(rows: Sequence[Sequence[object]], heads: Sequence[str]) -> None:
    """Print rows under their heads, each column as wide as it needs."""
    cells = [list(heads), *([f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[index]) for row in cells) for index in range(len(heads))]
    for row in cells:
        print(
            "  ".join(
                cell.ljust(width) if not index else cell.rjust(width)
                for index, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
        )


def last_line(figures: dict[str, float]) -> None:
    """Print the figures as one line of JSON; each key ends in its unit."""
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
