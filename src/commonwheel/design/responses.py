"""Responses with a council's stylesheet or logo, at addresses that change with their content."""

import hashlib

from django.http import Http404, HttpResponse

from commonwheel.design.theme import digest

# An SVG may hold scripts, so a logo is one of these.
LOGO_TYPES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
_FOREVER = "public, max-age=31536000, immutable"


def stylesheet_response(sheet: str, *, asked_for: str) -> HttpResponse:
    """
    Return the stylesheet for good, or for a minute where the address is of an older one.

    Args:
        asked_for: the digest in the address.
    """
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = _FOREVER if asked_for == digest(sheet) else "public, max-age=60"
    return response


def logo_digest(logo: bytes) -> str:
    """Return the part of the logo's address that changes with it: 16 hexadecimal digits."""
    return hashlib.sha256(logo).hexdigest()[:16]


def logo_response(logo: bytes, *, kind: str, asked_for: str) -> HttpResponse:
    """
    Return the logo, for good where the address is its own.

    Raises:
        Http404: where there is none, or it is of a kind that could hold a script.
    """
    if not logo or kind not in LOGO_TYPES:
        raise Http404
    response = HttpResponse(logo, content_type=kind)
    response["Cache-Control"] = _FOREVER if asked_for == logo_digest(logo) else "public, max-age=60"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
