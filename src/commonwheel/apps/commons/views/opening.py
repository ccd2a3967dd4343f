"""What all addresses of a commons share: they are there only where the operator gave the node a commons."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from commonwheel.apps.commons.queries.folder import is_open

View = Callable[..., HttpResponseBase]


def where_open(view: View) -> View:
    """Answer that there is no such page on a node without a commons."""

    @wraps(view)
    def within(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_open():
            raise Http404
        return view(request, *args, **kwargs)

    return within
