"""
The client that posts webhooks, signed as Standard Webhooks has it. Source: docs/sources.md#standard-webhooks.

An address is chosen by a council, and the node stands inside somebody's network: it must not become the way to
what only that network can reach. So the name is looked up once, each address it leads to must be public, and the
connection goes to the very address that was looked at. Nothing is followed, nothing of the answer but its status
is used, and the whole call has one deadline, however slowly somebody drips.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Collection, Iterable
from urllib.parse import SplitResult, urlsplit

from standardwebhooks.webhooks import Webhook

from commonwheel.integrations.webhooks.port import AddressNotAllowed, Call, WebhookRefused, WebhookUnavailable

SECONDS = 10.0
LONGEST_URL = 1_000
_TRY_LATER = frozenset({408, 425, 429})
_FAULT_OF_THEIRS = 500
_GOOD = range(200, 300)
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_SITE_LOCAL = ipaddress.ip_network("fec0::/10")
_CLOSED = "The receiver’s address is not open to this website"


class HttpsWebhooks:
    """
    Posts each call over a connection of its own; a dead one harms one call.

    Args:
        private_hosts: names, as they stand in addresses, that the operator opened although they lead into a
            private network; to these plain HTTP is spoken as well.
        seconds: for the whole of a call.
    """

    def __init__(self, *, private_hosts: Collection[str] = (), seconds: float = SECONDS) -> None:
        self._private_hosts = frozenset(host.lower() for host in private_hosts)
        self._seconds = seconds

    def check(self, url: str) -> None:
        """See the port."""
        self._parts(url)

    def post(self, call: Call) -> None:
        """See the port."""
        parts = self._parts(call.url)
        connection = _Connection(parts, timeout=self._seconds, may_be_private=self._is_private(parts))
        deadline = threading.Timer(self._seconds, connection.cut)
        deadline.start()
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body=call.body, headers=_headers(call))
            status = connection.getresponse().status
            connection.require_whole()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise WebhookUnavailable(_unreachable(error, was_cut=connection.is_cut, seconds=self._seconds)) from error
        finally:
            deadline.cancel()
            connection.close()
        _judge(status)

    def _is_private(self, parts: SplitResult) -> bool:
        return (parts.hostname or "").lower() in self._private_hosts

    def _parts(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise AddressNotAllowed("The receiver’s address cannot be read. Write it as https://host/path.") from None
        if not parts.hostname or port == 0 or len(url) > LONGEST_URL or not url.isascii() or any(map(_is_odd, url)):
            raise AddressNotAllowed("The receiver’s address cannot be read. Write it as https://host/path.")
        if parts.username is not None or parts.fragment:
            raise AddressNotAllowed("A receiver’s address has no user name, password or #. The signature proves us.")
        if parts.scheme != "https" and not (parts.scheme == "http" and self._is_private(parts)):
            raise AddressNotAllowed("A receiver’s address begins with https://: answers never travel in the open.")
        return parts


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked at first, and that can be cut from outside."""

    def __init__(self, parts: SplitResult, *, timeout: float, may_be_private: bool) -> None:
        self._is_secure = parts.scheme == "https"
        super().__init__(parts.hostname or "", parts.port or (443 if self._is_secure else 80), timeout=timeout)
        self._may_be_private = may_be_private
        self.is_cut = False

    def connect(self) -> None:
        """Connect to the first address that answers, all of them allowed."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not self._may_be_private and not all(map(_is_public, addresses)):
            raise AddressNotAllowed(f"{_CLOSED}: it leads into a private network. Its operator can allow it.")
        self.sock = self._reach(addresses)
        if self._is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End whatever is going on, from another thread."""
        self.is_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    def require_whole(self) -> None:
        """
        Make sure that the answer ended by itself.

        Raises:
            TimeoutError: it was cut, which reads like its end.
        """
        if self.is_cut:
            raise TimeoutError

    def _reach(self, addresses: Iterable[str]) -> socket.socket:
        problem = OSError("the name leads nowhere")
        for address in addresses:
            try:
                return socket.create_connection((address, self.port), timeout=self.timeout)
            except OSError as error:
                problem = error
        raise problem


def _headers(call: Call) -> dict[str, str]:
    body = call.body.decode()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Commonwheel",
        "webhook-id": call.key,
        "webhook-timestamp": str(int(call.at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(call.key, call.at, body) for secret in call.secrets),
        "Connection": "close",
    }


def _judge(status: int) -> None:
    if status in _GOOD:
        return
    if status in _TRY_LATER or status >= _FAULT_OF_THEIRS:
        raise WebhookUnavailable(f"The receiver answered that it cannot take anything now (status {status}).")
    raise WebhookRefused(f"The receiver did not take it (status {status}). Ask those who run it why.")


def _unreachable(error: Exception, *, was_cut: bool, seconds: float) -> str:
    if was_cut or isinstance(error, TimeoutError):
        return f"The receiver did not answer within {seconds:g} seconds."
    if isinstance(error, ssl.SSLError):
        return "The receiver’s certificate is not one that can be trusted, or it broke off."
    if isinstance(error, OSError):
        return "The receiver could not be reached."
    return "The receiver answered with something that is not HTTP."


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        # An IPv4 address in IPv6's clothes is judged by what it is; so are those that a gateway translates.
        found = found.ipv4_mapped or found.sixtofour or (_inside(found) if found in _TRANSLATED else found)
    return found.is_global and not found.is_multicast and found not in _SITE_LOCAL


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _is_odd(sign: str) -> bool:
    return sign <= " " or sign == "\x7f"
