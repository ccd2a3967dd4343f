"""Ports for servers that tests start, also again and again on the same one."""

import random
import socket

BELOW_WHAT_THE_SYSTEM_GIVES = range(20_000, 32_000)
"""Linux gives out 32768 and above to whoever asks for any: one of those may be taken before a server is back."""


def free_port() -> int:
    """Return a port of this machine that nobody listens at, and that nobody is given by chance."""
    for port in random.sample(BELOW_WHAT_THE_SYSTEM_GIVES, 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    message = "None of a hundred ports is free."
    raise OSError(message)
