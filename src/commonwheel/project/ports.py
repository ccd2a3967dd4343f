"""Whether an address is free to listen on."""

import socket

from commonwheel.core.problems import Failure


class AddressIsTaken(Failure):
    """Something listens there already, or this machine has no such address."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Cannot listen on {host}:{port}: something else does already, or the address is not this machine’s. "
            "Choose another with --port."
        )
        self.host = host
        self.port = port


def require_free(host: str, port: int) -> None:
    """
    Make sure that nobody listens there: the web server would share the port without a word.

    Raises:
        AddressIsTaken: where somebody does, or the address cannot be listened on.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as reason:
        raise AddressIsTaken(host, port) from reason
