"""The door through which publishers send releases. Nobody signs in: what is sent is signed, and that is the right."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from commonwheel.apps.commons.actions import publishing
from commonwheel.apps.commons.forms import TooMuchSent, read_sending
from commonwheel.apps.commons.presenters.pages import page_problems
from commonwheel.apps.commons.views.opening import where_open
from commonwheel.core.connectors.refusals import WheelRefused
from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.problems import Failure, Problem
from commonwheel.foundation.access import open_to_all
from commonwheel.integrations.browser.chromium import BrowserUnavailable
from commonwheel.integrations.trust import failures

_STATUS: tuple[tuple[type[Failure], int], ...] = (
    (TooMuchSent, 413),
    (failures.PublisherUnknown, 404),
    (failures.NotSignedEnough, 403),
    (failures.VersionRefused, 409),
    (failures.ReleaseIsFixed, 409),
    (failures.NotStarted, 503),
    (failures.CommonsUnwritable, 503),
    (failures.KeyUnreadable, 503),
    (BrowserUnavailable, 503),
)
_OTHERWISE = 422


@csrf_exempt  # Nothing that a browser brings by itself opens this: what is sent must be signed.
@open_to_all
@never_cache
@require_POST
@where_open
def publish(request: HttpRequest) -> JsonResponse:
    """
    Take a publisher's next list, with what is new in it.

    The answer has `publisher`, `number`, `releases` and `repeated`; or `error` with `code` and `says`, and `problems`.
    """
    try:
        taken = publishing.publish(read_sending(request), pages=page_problems, now=timezone.now())
    except Failure as reason:
        return refused(reason)
    return JsonResponse(
        {"publisher": taken.publisher, "number": taken.number, "releases": taken.paths, "repeated": taken.is_repeat}
    )


def refused(reason: Failure) -> JsonResponse:
    """Return why something was not taken, for a program and for whoever reads what it prints."""
    status = next((status for kind, status in _STATUS if isinstance(reason, kind)), _OTHERWISE)
    problems = reason.problems if isinstance(reason, ReleaseRefused | WheelRefused) else ()
    said = {"code": _code(reason), "says": str(reason)}
    return JsonResponse({"error": said, "problems": _as_json(problems)}, status=status)


# Private


def _code(reason: Failure) -> str:
    """Return the failure's name as a code: `NotSignedEnough` is `not-signed-enough`."""
    name = type(reason).__name__
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def _as_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    keys = ("code", "file", "line", "column", "found", "expected", "help")
    return [{key: getattr(one, key) for key in keys} for one in problems]
