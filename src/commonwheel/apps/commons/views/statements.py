"""The door through which councils' nodes say what they use."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from commonwheel.apps.commons.actions.statements import take_statement
from commonwheel.apps.commons.forms import MOST_STATEMENT, require_at_most
from commonwheel.apps.commons.views.opening import where_open
from commonwheel.apps.commons.views.publishing import refused
from commonwheel.core.problems import Failure
from commonwheel.foundation.access import open_to_all


@csrf_exempt  # Nothing that a browser brings by itself opens this: what is sent must be signed.
@open_to_all
@never_cache
@require_POST
@where_open
def take(request: HttpRequest) -> JsonResponse:
    """
    Take a council's signed statement of use.

    The answer has `council`, `number`, `services` and `repeated`; or `error` with `code` and `says`.
    """
    try:
        require_at_most(request, MOST_STATEMENT)
        taken = take_statement(request.body)
    except Failure as reason:
        return refused(reason)
    return JsonResponse(
        {"council": taken.council, "number": taken.number, "services": taken.services, "repeated": taken.is_repeat}
    )
