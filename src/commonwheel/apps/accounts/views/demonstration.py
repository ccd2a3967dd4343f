"""In a demonstration only: be one of its people without a password."""

import uuid

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonwheel.apps.accounts import queries
from commonwheel.apps.accounts.presenters import Cast, cast_of
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.scope import council_scope


@open_to_all
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """List the people of the demonstration; POST signs in as one of them."""
    if not settings.DEMONSTRATION:
        raise Http404
    cast = _cast()
    if request.method == "GET":
        return render(request, "accounts/demonstration_people.html", {"cast": cast})
    chosen = {person.key for troupe in cast for person in troupe.people}
    if request.POST.get("person", "") not in chosen:
        raise Http404
    return _become(request, uuid.UUID(request.POST["person"]))


def _become(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    user = queries.get_person(user_id)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, method="mfa", type="totp")
    return redirect(reverse("accounts:home"))


def _cast() -> list[Cast]:
    troupes = []
    for council in authorities.list_councils():
        with council_scope(council.id):
            troupes.append(cast_of(council, authorities.list_staff(council.id)))
    return [troupe for troupe in troupes if troupe.people]
