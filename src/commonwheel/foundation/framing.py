"""Pages of ours that stand in a frame of another page of ours; every other page stands in none."""

from typing import Any

from csp.constants import SELF
from django.http.response import HttpResponseBase


def may_be_framed(response: HttpResponseBase) -> HttpResponseBase:
    """Let a page stand in a frame of the same site."""
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return _saying(response, "frame-ancestors")


def may_frame(response: HttpResponseBase) -> HttpResponseBase:
    """Let a page have frames with pages of the same site."""
    return _saying(response, "frame-src")


# Private


def _saying(response: HttpResponseBase, directive: str) -> HttpResponseBase:
    changed: Any = response
    changed._csp_replace = {directive: [SELF]}  # noqa: SLF001  # how django-csp is told
    return response
