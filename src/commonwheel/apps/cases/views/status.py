"""The door through which the place where requests are worked says how they stand."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from commonwheel.apps.cases.actions.hearing import (
    NotYours,
    Said,
    StatusDoesNotFit,
    take_status,
)
from commonwheel.apps.cases.forms.moving import read_move
from commonwheel.apps.cases.forms.status import StatusIsUnreadable, as_typed, read_status
from commonwheel.apps.cases.queries.request import CaseView
from commonwheel.apps.cases.queries.services import case_pattern, effective_of
from commonwheel.apps.cases.views.moving import known_of
from commonwheel.apps.handover import api as handover
from commonwheel.apps.services import api as services
from commonwheel.core.casework.states import moves_from
from commonwheel.foundation.access import open_to_residents
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.requests import CouncilRequest

WRONG = "wrong_status"
NOT_FOUND = 404
CONFLICT = 409
UNPROCESSABLE = 422
TOO_MANY = 429


@csrf_exempt  # Nothing that a browser brings by itself opens this: the token stands in a header.
@open_to_residents
@never_cache
@require_POST
def take(request: CouncilRequest, reference: str) -> JsonResponse:
    """
    Take a status; wrong tries are limited, and say nothing of what was wrong.

    The answer has `reference`, `state` and `repeated`, or `error` in words, with `allowed` states where there are.
    """
    if not _may_try(request):
        return _refused("There have been too many wrong tries. Wait an hour.", TOO_MANY)
    try:
        said = read_status(request, now=timezone.now())
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        heard = take_status(
            request.council.id,
            token=token,
            reference=reference,
            said=said,
            decide=partial(_decision, request.council),
            now=timezone.now(),
        )
    except NotYours as reason:
        ratelimit.consume(request, action=WRONG)
        return _refused(str(reason), NOT_FOUND)
    except StatusIsUnreadable as reason:
        return _refused(str(reason), UNPROCESSABLE)
    except StatusDoesNotFit as reason:
        return _refused(str(reason), CONFLICT, allowed=reason.allowed)
    except handover.SaidOtherwise as reason:
        return _refused(str(reason), CONFLICT)
    return JsonResponse({"reference": heard.reference, "state": heard.state, "repeated": heard.is_repeat})


def _decision(council: CouncilView, case: CaseView, said: Said) -> Mapping[str, Any]:
    """Return the answers to the state's questions, held to the same rules as an officer's."""
    pattern = case_pattern(effective_of(case.digest), council)
    to = next((one for one in moves_from(pattern, case.state) if one.id == said.state), None)
    if to is None:
        return {}
    known = known_of(council, case, given={})
    read = read_move(services.get_programme(case.digest), to, as_typed(said), known=known)
    faults = [f"{one.question}: {one.code}" for one in read.errors]
    faults += [f"{question}: {words}" for question, words in read.said.items()]
    faults += [f"reason: {read.reason_error}"] if read.reason_error else []
    if faults:
        raise StatusDoesNotFit("; ".join(faults), (said.state,))
    return read.decision


def _may_try(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, action=WRONG, dry_run=True))


def _refused(words: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"error": words, **more}, status=status)
