"""Whether an address is free to listen on."""

import socket

from commonwheel.core.problems import Failure


class AddressIsTaken(Failure):
    """Something listens there already, or this machine has no such address."""

    def __init__(self, host: str, port: int, *, reason: OSError) -> None:
        said = (reason.strerror or str(reason)).lower()
        super().__init__(f"Nothing can listen on {host}, port {port}: {said}. Choose another with --port or --host.")
        self.host = host
        self.port = port


def free_port(host: str, port: int) -> int:
    """
    Make sure that nobody listens there: the web server would share the port without a word.

    Returns:
        The port; where 0 is asked for, any that is free.

    Raises:
        AddressIsTaken: where somebody does, or the address cannot be listened on.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as reason:
        raise AddressIsTaken(host, port, reason=reason) from reason
