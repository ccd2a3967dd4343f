"""
A connection to an address that somebody else chose.

The node stands inside somebody's network: it must not become the way to what only that network can reach. So the
name is looked up once, each address it leads to must be public, and the connection goes to the very address that was
looked at. Nothing is followed, and whoever connects can cut it at a deadline, however slowly the other side drips.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Collection, Iterable
from urllib.parse import SplitResult, urlsplit

from commonwheel.core.problems import Failure

LONGEST_URL = 1_000
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_SITE_LOCAL = ipaddress.ip_network("fec0::/10")


class AddressRefused(Failure):
    """An address is not one of the public web."""


def read_address(url: str, *, whose: str, private_hosts: Collection[str] = ()) -> SplitResult:
    """
    Return the parts of an address.

    Args:
        whose: what the address is called in a refusal, such as “The receiver’s address”.
        private_hosts: names, in small letters, to which plain HTTP is spoken as well.

    Raises:
        AddressRefused: it is none of HTTPS, or carries more than a place and a question.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused(f"{whose} cannot be read. Write it as https://host/path.") from None
    if not parts.hostname or port == 0 or len(url) > LONGEST_URL or not url.isascii() or any(map(_is_odd, url)):
        raise AddressRefused(f"{whose} cannot be read. Write it as https://host/path.")
    if parts.username is not None or parts.fragment:
        raise AddressRefused(f"{whose} has a user name, a password or a #. Leave them out.")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname.lower() in private_hosts):
        raise AddressRefused(f"{whose} does not begin with https://. Nothing travels in the open.")
    return parts


class PublicConnection(http.client.HTTPConnection):
    """
    A connection to an address that was looked at first, and that can be cut from outside.

    Args:
        parts: of `read_address`.
        timeout: seconds of silence.
        whose: what the address is called in a refusal.
        may_be_private: the operator opened this host.
    """

    def __init__(self, parts: SplitResult, *, timeout: float, whose: str, may_be_private: bool) -> None:
        self._is_secure = parts.scheme == "https"
        super().__init__(parts.hostname or "", parts.port or (443 if self._is_secure else 80), timeout=timeout)
        self._whose = whose
        self._may_be_private = may_be_private
        self.is_cut = False

    def connect(self) -> None:
        """
        Connect to the first address that answers, all of them allowed.

        Raises:
            AddressRefused: one of them is private.
        """
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not self._may_be_private and not all(map(is_public, addresses)):
            raise AddressRefused(
                f"{self._whose} is not open to this website: it leads into a private network."
                " Its operator can allow it."
            )
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


def why_unreachable(error: Exception, *, who: str, was_cut: bool, seconds: float) -> str:
    """Return a sentence on why there was no answer; `who` begins it, such as “The receiver”."""
    if was_cut or isinstance(error, TimeoutError):
        return f"{who} did not answer within {seconds:g} seconds."
    if isinstance(error, ssl.SSLError):
        return f"{who}’s certificate is not one that can be trusted, or it broke off."
    if isinstance(error, OSError):
        return f"{who} could not be reached."
    return f"{who} answered with something that is not HTTP."


def is_public(address: str) -> bool:
    """Return whether an IP address, whatever it wears, is one of the public internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        # An IPv4 address in IPv6's clothes is judged by what it is; so are those that a gateway translates.
        found = found.ipv4_mapped or found.sixtofour or (_inside(found) if found in _TRANSLATED else found)
    return found.is_global and not found.is_multicast and found not in _SITE_LOCAL


# Private


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _is_odd(sign: str) -> bool:
    return sign <= " " or sign == "\x7f"
