"""Links to a council's pages, whether by path or on the council's own host."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_urlconf, reverse

from commonwheel.foundation.councils import CouncilView


def council_url(council: CouncilView, name: str, **kwargs: object) -> str:
    """
    Return the address of the council's page of that name.

    On the council's own host and on the node's this is a path; from the node to a council that
    has a host of its own it is the whole address, because the page is only there.
    """
    if council.host is None:
        return reverse(name, urlconf=settings.ROOT_URLCONF, kwargs={"council": council.slug, **kwargs})
    path = reverse(name, urlconf=settings.OWN_HOST_URLCONF, kwargs=kwargs)
    return path if get_urlconf() == settings.OWN_HOST_URLCONF else f"{scheme()}://{council.host}{path}"


def absolute_council_url(council: CouncilView, name: str, **kwargs: object) -> str:
    """Return the whole address of the council's page, for a message."""
    address = council_url(council, name, **kwargs)
    return address if "://" in address else f"{scheme()}://{council.host or settings.NODE_ADDRESS}{address}"


def absolute_node_url(path: str) -> str:
    """Return the whole address of a path on the node's own host."""
    return f"{scheme()}://{settings.NODE_ADDRESS}{path}"


def node_url(name: str, **kwargs: object) -> str:
    """Return the address of a page of the node's own host: a path there, the whole address from a council's host."""
    path = reverse(name, urlconf=settings.ROOT_URLCONF, kwargs=kwargs or None)
    return absolute_node_url(path) if get_urlconf() == settings.OWN_HOST_URLCONF else path


def scheme() -> str:
    """Return "https", or "http" for a demonstration on one's own machine."""
    return "http" if settings.DEMONSTRATION else "https"


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give templates the council of the page, its staff, and links to its pages."""
    council: CouncilView | None = getattr(request, "council", None)
    if council is None:
        return {}
    return {
        "council": council,
        "staff": getattr(request, "staff", None),
        "council_url": partial(council_url, council),
    }
