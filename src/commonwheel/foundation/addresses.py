"""
The addresses of the web: which first words are ours, and how an app's pages are mounted.

An app's `urls.py` may hold `node_urlpatterns` (below `/`), `council_urlpatterns` (below
`/COUNCIL/`), `staff_urlpatterns` (below `/staff/COUNCIL/`) and `api_urlpatterns` (below `/api/COUNCIL/`).
On a council's own host the council's part of the path is left out. A name is `<app>:<page>` on either.
"""

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.resolvers import RoutePattern

Patterns = list[URLPattern | URLResolver]

# First words of paths that no council may have as its slug.
_RESERVED = """
account accounts admin api assets clinic commons council councils demonstration favicon.ico feedback files
health help login logout media messages my-account node open311 places robots.txt security.txt service services shared
sign-in sign-out staff static survey track www
"""
RESERVED_SLUGS = frozenset(_RESERVED.split())


class CouncilConverter:
    """A council's slug in a path."""

    regex = rf"(?!(?:{'|'.join(sorted(RESERVED_SLUGS)).replace('.', '[.]')})/)[a-z][a-z0-9-]{{1,59}}"

    def to_python(self, value: str) -> str:
        """Return the slug."""
        return value

    def to_url(self, value: str) -> str:
        """Return the slug."""
        return value


def is_free_slug(slug: str) -> bool:
    """Return whether a council may have the slug: it can stand in a path, and is no word of ours."""
    return slug not in RESERVED_SLUGS and re.fullmatch(r"[a-z][a-z0-9-]{1,59}", slug) is not None


register_converter(CouncilConverter, "council")


def mounted(apps: Sequence[str], *, own_host: bool) -> Patterns:
    """
    Return the patterns of the apps' pages, in this order.

    Args:
        apps: packages; one without a `urls` module has no pages.
        own_host: whether for a host that belongs to one council.
    """
    return [pattern for app in apps for pattern in _pages(app, own_host=own_host)]


def _pages(app: str, *, own_host: bool) -> Patterns:
    module_name = f"{app}.urls"
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as missing:
        if missing.name == module_name:
            return []
        raise
    node: Patterns = getattr(module, "node_urlpatterns", [])
    council: Patterns = getattr(module, "council_urlpatterns", [])
    staff: Patterns = getattr(module, "staff_urlpatterns", [])
    programs: Patterns = getattr(module, "api_urlpatterns", [])
    prefix = "" if own_host else "<council:council>/"
    below = ((f"staff/{prefix}", staff), (f"api/{prefix}", programs), (prefix, council))
    # Nothing is tried in vain: an app without pages for staff, or for a council's residents, has no such branch.
    pages = [*node, *(_branch(place, those) for place, those in below if those)]
    return [path("", include((pages, module.app_name)))] if pages else []


class _BranchRoute(RoutePattern):
    """The route of an app's pages below a council: says no by a look at the next word, before it takes a path apart."""

    def __init__(self, route: str, *, first_words: frozenset[str] | None) -> None:
        super().__init__(route, is_endpoint=False)
        self._fixed, _, council = route.partition("<")
        self._words_stand_at = 1 if council else 0
        self._first_words = first_words

    def match(self, path: str) -> tuple[str, tuple[Any, ...], dict[str, Any]] | None:
        """Return what is left of the path, and the council in it; None where no page of the branch can follow."""
        if not path.startswith(self._fixed):
            return None
        if self._first_words is not None:
            words = path[len(self._fixed) :].split("/", self._words_stand_at + 1)
            if len(words) > self._words_stand_at and words[self._words_stand_at] not in self._first_words:
                return None
        return super().match(path)


def _branch(route: str, pages: Patterns) -> URLResolver:
    routes = [str(page.pattern) for page in pages]
    words = None if any(route.startswith("<") for route in routes) else {route.partition("/")[0] for route in routes}
    return URLResolver(_BranchRoute(route, first_words=frozenset(words) if words is not None else None), pages)
