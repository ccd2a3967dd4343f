"""
Bytes from a commons over HTTP: with one deadline for the whole, a limit on their number, and nothing followed.

TUF checks what came; this sees to it that something comes, or an error does, however the other side behaves. urllib3
limits only the time between two bytes, so a timer shuts the connections when the whole time has gone.
"""

import contextlib
import socket
import threading
import weakref
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError, SlowRetrievalError
from tuf.ngclient import FetcherInterface
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_CHUNK_BYTES = 1 << 16
_OK = 200
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What a node puts up with from a commons.

    Attributes:
        seconds: for one refresh, or one release with the refresh before it.
        silent_seconds: until the connection stands, and between two bytes.
        most_bytes: in all, for one of these.
        most_file_bytes: of one file, whatever length is signed for it: who stole the online keys can sign lengths.
    """

    seconds: float = 60.0
    silent_seconds: float = 10.0
    most_bytes: int = 256_000_000
    most_file_bytes: int = 16_000_000


class Carrier(FetcherInterface):
    """Fetches for one refresh; close it afterwards."""

    def __init__(self, address: str, limits: Limits) -> None:
        self._limits = limits
        self._live: weakref.WeakSet[HTTPConnection | socket.socket] = weakref.WeakSet()
        self._ready: dict[str, bytes] = {}
        self._left_bytes = limits.most_bytes
        self.is_cut = False
        self._pool = self._make_pool(address)
        self._timer = threading.Timer(limits.seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def prefetch(self, lengths: Mapping[str, int]) -> None:
        """
        Fetch several addresses at once, at most so many bytes of each, to be taken later.

        What does not come is left out: it is asked for again in its turn, and says then what is wrong.
        """
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for url, content in zip(lengths, pool.map(self._try, lengths, lengths.values()), strict=True):
                if content is not None:
                    self._ready[url] = content

    def post(self, url: str, body: bytes, *, content_type: str, most: int) -> tuple[int, bytes]:
        """
        Send bytes, and return the status and the answer, of which at most `most` bytes are taken.

        Raises:
            DownloadError: no answer came, or not in time.
        """
        silent = urllib3.Timeout(self._limits.silent_seconds)
        try:
            response = self._pool.request(
                "POST", url, body=body, preload_content=False, redirect=False, retries=False, timeout=silent,
                headers={"Accept-Encoding": "identity", "User-Agent": "Commonwheel", "Content-Type": content_type},
            )  # fmt: skip
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise self._reason(error) from error
        answer = b""
        for chunk in self._chunks(response):
            answer += chunk
            if len(answer) > most:
                raise DownloadLengthMismatchError("a longer answer than is read")
        return response.status, answer

    def close(self) -> None:
        """End the timer and all connections."""
        self._timer.cancel()
        self._pool.clear()

    def _try(self, url: str, most: int) -> bytes | None:
        try:
            return self.download_bytes(url, most)
        except DownloadError:
            return None

    def _fetch(self, url: str) -> Iterator[bytes]:
        if (ready := self._ready.pop(url, None)) is not None:
            return iter((ready,))
        silent = urllib3.Timeout(self._limits.silent_seconds)
        try:
            response = self._pool.request(
                "GET", url, preload_content=False, redirect=False, retries=False, timeout=silent,
                headers={"Accept-Encoding": "identity", "User-Agent": "Commonwheel"},
            )  # fmt: skip
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise self._reason(error) from error
        if response.status != _OK:
            response.close()
            raise DownloadHTTPError(f"status {response.status}", response.status)
        return self._chunks(response)

    def _chunks(self, response: Any) -> Iterator[bytes]:
        left_of_file = self._limits.most_file_bytes
        try:
            while chunk := response.read1(_CHUNK_BYTES, decode_content=False):
                self._left_bytes -= len(chunk)
                left_of_file -= len(chunk)
                if min(self._left_bytes, left_of_file) < 0:
                    raise DownloadLengthMismatchError("more bytes than are taken in all")
                if self.is_cut:
                    break
                yield chunk
            if self.is_cut:
                raise SlowRetrievalError("the time is up")
            response.release_conn()
        except (urllib3.exceptions.HTTPError, OSError, ValueError, AttributeError) as error:
            raise self._reason(error) from error
        finally:
            # A connection that was not read to its end is no use for the next request.
            if not response.closed:
                response.close()

    def _reason(self, error: Exception) -> DownloadError:
        slow = self.is_cut or isinstance(error, urllib3.exceptions.TimeoutError | TimeoutError)
        return SlowRetrievalError("the time is up") if slow else DownloadError(str(error))

    def _cut(self) -> None:
        self.is_cut = True
        for live in list(self._live):
            end = live if isinstance(live, socket.socket) else live.sock
            if end is not None:
                with contextlib.suppress(OSError, AttributeError):
                    end.shutdown(socket.SHUT_RDWR)

    def _make_pool(self, address: str) -> urllib3.PoolManager:
        parts = urlsplit(address)
        proxy = None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)
        pool = urllib3.ProxyManager(proxy, maxsize=_AT_ONCE) if proxy else urllib3.PoolManager(maxsize=_AT_ONCE)
        pool.pool_classes_by_scheme = _watched_pools(self)
        return pool


def _watched_pools(carrier: Carrier) -> dict[str, type[HTTPConnectionPool]]:
    """Return urllib3's own pools, whose connections the carrier can reach from the first moment."""

    def watch(live: HTTPConnection | socket.socket | None) -> None:
        if carrier.is_cut:
            raise TimeoutError
        if live is not None:
            carrier._live.add(live)  # noqa: SLF001  # this function is part of the carrier

    # The connection while it is being made; then its socket, which an answer without a length takes away from it.
    class Plain(HTTPConnection):
        def connect(self) -> None:
            watch(self)
            super().connect()
            watch(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            watch(self)
            super().connect()
            watch(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
