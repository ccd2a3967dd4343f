"""What a request carries in our views, and the line that each leaves in the log."""

import datetime as dt
import logging
import re
import secrets
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from commonwheel.foundation.councils import CouncilView, StaffView

Respond = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger("commonwheel.requests")


# Whatever looks like chance (a token, a reference, a key) in an address or a message. One token in forty has
# no digit, so in an address capitals are enough: our own words there have none.
LIKE_CHANCE = re.compile(r"(?<![\w-])(?=[\w:-]*\d)[\w:-]{16,}|(?<=/)(?=[\w:-]*[A-Z])[\w:-]{16,}|(?<=\?)\S+")


class HideTokens(logging.Filter):
    """Takes tokens out of what is logged, whoever logs it: what opens something must not lie in a file."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: the line stays, its tokens do not."""
        if record.name.startswith("django"):
            record.msg = LIKE_CHANCE.sub("…", record.getMessage())
            record.args = ()
        return True


class NodeRequest(HttpRequest):
    """
    A request that has come through our middleware.

    Attributes:
        request_id: ties the log lines of one request together; 16 hexadecimal digits.
        scopes: what is left at the request's end.
        languages: codes that the page is offered in: the council's, or in My account those of all councils.
        language: code of the page's language, "en" or "cy".
        chosen_language: the language that this request chose; "" for none.
        has_failed: whether the view raised.
    """

    request_id: str
    has_failed: bool
    chosen_language: str
    scopes: ExitStack
    council: CouncilView | None
    staff: StaffView | None
    language: str
    languages: tuple[str, ...]


class CouncilRequest(NodeRequest):
    """A request for a council's page: views marked `open_to_residents` receive this."""

    council: CouncilView


class AccountRequest(NodeRequest):
    """A request by a resident who signed in: views marked `open_to_account` receive this."""

    account_id: uuid.UUID


class StaffRequest(CouncilRequest):
    """A request by the council's staff: views marked `staff_only` receive this."""

    staff: StaffView


def moment_of(request: HttpRequest) -> dt.datetime:
    """Return the moment that a page counts from: now, or the one on which a preview has put this request."""
    put: dt.datetime | None = getattr(request, "moment", None)
    return put or timezone.now()


def account_facts_of(request: HttpRequest) -> Mapping[str, Any]:
    """
    Return what is known of whoever asks, by fact and in the notation of examples.

    Nothing: residents have no accounts on a node yet. A preview puts what its designer chose on the request.
    """
    put: Mapping[str, Any] | None = getattr(request, "account_facts", None)
    return put or {}


def client_address(meta: Mapping[str, Any], *, proxies: int) -> str:
    """
    Return the address that the request came from, by which tries are limited.

    Args:
        proxies: how many proxies of ours stand in front. Each adds whom it was asked by at the end of
            X-Forwarded-For; what stands before those anybody can have made up.
    """
    direct = str(meta.get("REMOTE_ADDR", ""))
    if not proxies:
        return direct
    told = [one.strip() for one in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if one.strip()]
    return told[-proxies] if len(told) >= proxies else direct


class RequestLog:
    """Gives each request an id and logs what came of it, without the path's tokens."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, timed."""
        ours = cast("NodeRequest", request)
        ours.request_id = secrets.token_hex(8)
        ours.has_failed = False
        ours.chosen_language = ""
        request.META["REMOTE_ADDR"] = client_address(request.META, proxies=settings.PROXIES)
        began = time.perf_counter()
        response = self.get_response(request)
        response.headers["X-Request-Id"] = ours.request_id
        if log.isEnabledFor(logging.INFO):
            self._write(ours, response, took_ms=(time.perf_counter() - began) * 1000)
        return response

    def _write(self, request: NodeRequest, response: HttpResponseBase, *, took_ms: float) -> None:
        # The route, not the path: paths may hold tokens and references.
        route = request.resolver_match.route if request.resolver_match else "-"
        log.info("%s %s /%s %s %.1f ms", request.request_id, request.method, route, response.status_code, took_ms)
