"""A node does not share its address with another."""

import socket

import pytest

from commonwheel.project.ports import AddressIsTaken, free_port


def test_an_address_that_nobody_listens_on_is_free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert free_port("127.0.0.1", port) == port


def test_port_zero_is_any_that_is_free():
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port("127.0.0.1", 0)))


def test_an_address_on_which_somebody_listens_is_refused_with_what_to_do():
    with socket.socket() as other:
        # As the web server does: without the check, two nodes would take turns in answering.
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(AddressIsTaken, match="--port"):
            free_port("127.0.0.1", other.getsockname()[1])


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(AddressIsTaken):
        free_port("192.0.2.1", 8000)
