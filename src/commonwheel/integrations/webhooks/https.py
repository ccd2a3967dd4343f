"""
The client that posts webhooks, signed as Standard Webhooks has it. Source: docs/sources.md#standard-webhooks.

An address is chosen by a council, so it is reached as `integrations.public_web` reaches one. Nothing of the answer
but its status is used, and the whole call has one deadline.
"""

import http.client
import threading
from collections.abc import Collection
from urllib.parse import SplitResult

from standardwebhooks.webhooks import Webhook

from commonwheel.integrations.public_web.connection import (
    AddressRefused,
    PublicConnection,
    read_address,
    why_unreachable,
)
from commonwheel.integrations.webhooks.port import AddressNotAllowed, Call, WebhookRefused, WebhookUnavailable

SECONDS = 10.0
_TRY_LATER = frozenset({408, 425, 429})
_FAULT_OF_THEIRS = 500
_GOOD = range(200, 300)
_WHOSE = "The receiver’s address"


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
        is_private = (parts.hostname or "").lower() in self._private_hosts
        connection = PublicConnection(parts, timeout=self._seconds, whose=_WHOSE, may_be_private=is_private)
        deadline = threading.Timer(self._seconds, connection.cut)
        deadline.start()
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body=call.body, headers=_headers(call))
            status = connection.getresponse().status
            connection.require_whole()
        except AddressRefused as refused:
            raise AddressNotAllowed(str(refused)) from refused
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = why_unreachable(error, who="The receiver", was_cut=connection.is_cut, seconds=self._seconds)
            raise WebhookUnavailable(why) from error
        finally:
            deadline.cancel()
            connection.close()
        _judge(status)

    def _parts(self, url: str) -> SplitResult:
        try:
            return read_address(url, whose=_WHOSE, private_hosts=self._private_hosts)
        except AddressRefused as refused:
            raise AddressNotAllowed(str(refused)) from refused


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
