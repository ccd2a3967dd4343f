"""
Who asks: the middleware of sign-in, run only for requests that somebody may have signed in for.

It knows only middleware that answers when it is called: one with hooks for views or failures belongs in
`settings.MIDDLEWARE` itself, where Django finds them.
"""

from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from commonwheel.foundation.requests import Respond


class WhoAsks:
    """
    Passes a request through `settings.SIGN_IN_MIDDLEWARE`, or straight on as anonymous.

    A request can have somebody behind it only where it brings a session, or where sign-in itself begins.
    """

    def __init__(self, get_response: Respond) -> None:
        self._straight_on = get_response
        self._through = get_response
        for name in reversed(settings.SIGN_IN_MIDDLEWARE):
            self._through = import_string(name)(self._through)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        if _may_have_signed_in(request):
            return self._through(request)
        request.user = AnonymousUser()
        return self._straight_on(request)


def _may_have_signed_in(request: HttpRequest) -> bool:
    paths = cast("tuple[str, ...]", settings.SIGN_IN_PATHS)
    return settings.SESSION_COOKIE_NAME in request.COOKIES or request.path_info.startswith(paths)
