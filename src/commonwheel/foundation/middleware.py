"""From a request to its council, its transaction and its right to be answered."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import set_urlconf
from django.utils import translation

from commonwheel.foundation.access import Audience, openness_of
from commonwheel.foundation.councils import CouncilView, directory
from commonwheel.foundation.gate import answer_instead
from commonwheel.foundation.links import absolute_node_url
from commonwheel.foundation.requests import NodeRequest, Respond
from commonwheel.foundation.scope import council_scope

LANGUAGE_COOKIE_SECONDS = 365 * 24 * 60 * 60
SERVER_FAULT = 500


class CouncilHost:
    """Finds the council that has the host for itself; refuses hosts that nobody has."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Choose the addresses that this host serves."""
        ours = cast("NodeRequest", request)
        ours.council = None
        ours.staff = None
        ours.language = "en"
        ours.languages = ("en",)
        host = _host_name(request)
        if not _is_node_host(host):
            council = directory().find_council_by_host(host)
            if council is None:
                message = "Nothing is served under this host name."
                raise Http404(message)
            ours.council = council
            request.urlconf = settings.OWN_HOST_URLCONF
            set_urlconf(settings.OWN_HOST_URLCONF)
        return self.get_response(request)


class RequestTransaction:
    """
    Ends each request's scopes, and on PostgreSQL makes the request one transaction.

    It is undone when a view raised anything or the answer is a server fault. On SQLite none is
    opened: only actions open them, so that readers never wait. A streamed answer is read after
    the transaction: it must not query.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on within its transaction."""
        with ExitStack() as scopes:
            cast("NodeRequest", request).scopes = scopes
            if connection.vendor != "postgresql":
                return self.get_response(request)
            with transaction.atomic():
                response = self.get_response(request)
                if response.status_code >= SERVER_FAULT or cast("NodeRequest", request).has_failed:
                    transaction.set_rollback(True)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember that the view raised, whatever page is made of it."""
        del exception
        cast("NodeRequest", request).has_failed = True


class CouncilOfAddress:
    """Finds the council in the path, opens its scope, and speaks the resident's language."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Begin in English, and keep a language that was chosen."""
        translation.activate(settings.LANGUAGE_CODE)
        response = self.get_response(request)
        chosen = cast("NodeRequest", request).chosen_language
        if chosen:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=LANGUAGE_COOKIE_SECONDS,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Take the council out of the address, for `request.council`, and speak; officers' pages are in English."""
        del args
        ours = cast("NodeRequest", request)
        slug = kwargs.pop("council", None)
        if slug is not None:
            ours.council = _council_by_path(slug)
        if ours.council is not None:
            ours.scopes.enter_context(council_scope(ours.council.id))
            if not _is_for_staff(view):
                ours.languages = ours.council.languages
                _speak(ours, ours.languages)
        elif request.path_info.startswith(settings.SPOKEN_PATHS):
            ours.languages = directory().spoken_languages()
            _speak(ours, ours.languages)


class Access:
    """Refuses every view that is not marked open to whoever asks."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Return None where the view may answer."""
        del args, kwargs
        if _is_elsewhere(request):
            return HttpResponseRedirect(absolute_node_url(request.get_full_path()))
        openness = openness_of(view)
        if openness is None:
            message = "This page is not open to anybody."
            raise PermissionDenied(message)
        return answer_instead(cast("NodeRequest", request), openness)


def _is_for_staff(view: Callable[..., Any]) -> bool:
    openness = openness_of(view)
    return openness is not None and openness.audience is Audience.STAFF


def _is_elsewhere(request: HttpRequest) -> bool:
    """Return whether a page of My account was asked for on a council's own host: accounts live on the node's."""
    is_own_host = getattr(request, "urlconf", None) == settings.OWN_HOST_URLCONF
    return is_own_host and request.path_info.startswith(settings.RESIDENTS_PATH)


def _council_by_path(slug: str) -> CouncilView:
    council = directory().find_council(slug)
    if council is None:
        raise Http404
    return council


def _speak(request: NodeRequest, languages: Sequence[str]) -> None:
    asked = request.GET.get("language", "")
    kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if asked in languages:
        request.chosen_language = asked
    wanted = next((code for code in (asked, kept) if code in languages), languages[0])
    request.language = wanted
    translation.activate(settings.LANGUAGE_CODE if wanted == "en" else wanted)


def _host_name(request: HttpRequest) -> str:
    host = request.get_host().lower()
    name, _, port = host.rpartition(":")
    return name if name and port.isdigit() else host


def _is_node_host(host: str) -> bool:
    return host in settings.NODE_HOSTS or "*" in settings.NODE_HOSTS
