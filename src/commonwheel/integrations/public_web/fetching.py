"""Fetches a small file from an address that somebody else chose."""

import http.client
import threading
from collections.abc import Collection

from commonwheel.core.problems import Failure
from commonwheel.integrations.public_web.connection import PublicConnection, read_address, why_unreachable

SECONDS = 15.0
_WHOSE = "The address"
_GOOD = 200
_MOVED = range(300, 400)


class FileUnavailable(Failure):
    """Nothing could be fetched; says why, and what to try."""


def fetch(url: str, *, most: int, private_hosts: Collection[str] = (), seconds: float = SECONDS) -> bytes:
    """
    Return the bytes at an address. Redirects are not followed, and nothing is sent but the question.

    Args:
        most: bytes that are taken.
        private_hosts: names that the operator opened although they lead into a private network.
        seconds: for the whole of it.

    Raises:
        AddressRefused: it is none of the public web.
        FileUnavailable: nothing came, or too much.
    """
    hosts = {host.lower() for host in private_hosts}
    parts = read_address(url, whose=_WHOSE, private_hosts=hosts)
    is_private = (parts.hostname or "").lower() in hosts
    connection = PublicConnection(parts, timeout=seconds, whose=_WHOSE, may_be_private=is_private)
    deadline = threading.Timer(seconds, connection.cut)
    deadline.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "Commonwheel", "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        data = answer.read(most + 1)
        connection.require_whole()
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = why_unreachable(error, who="The other side", was_cut=connection.is_cut, seconds=seconds)
        raise FileUnavailable(why) from error
    finally:
        deadline.cancel()
        connection.close()
    if answer.status in _MOVED:
        raise FileUnavailable(f"The address leads elsewhere (status {answer.status}), which is not followed.")
    if answer.status != _GOOD:
        raise FileUnavailable(f"There is no such file (status {answer.status}). Check the address.")
    if len(data) > most:
        raise FileUnavailable(f"The file is larger than {most:,} bytes.")
    return data
