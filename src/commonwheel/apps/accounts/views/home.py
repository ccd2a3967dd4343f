"""The staff's front door: the councils one works for."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from commonwheel.apps.accounts.presenters import first_page, workplace
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.access import open_to_signed_in


@open_to_signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the one council the person works for, or let them choose."""
    person: uuid.UUID = request.user.pk  # type: ignore[assignment]  # whoever comes here has signed in
    work = authorities.staff_of(person)
    places = [(authorities.get_council_by_id(one.council_id), one) for one in work]
    if len(places) == 1:
        return redirect(first_page(*places[0]))
    return render(request, "accounts/home.html", {"places": [workplace(*place) for place in places]})
