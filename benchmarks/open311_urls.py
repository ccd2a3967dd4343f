"""The node's own addresses, and beside them the floor: a constant, and one row written in one transaction."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from commonwheel.foundation.access import open_to_residents
from commonwheel.foundation.transactions import atomic
from commonwheel.project.urls import urlpatterns as own

BODY = b'[{"floor": "' + b"x" * 1_000 + b'"}]'


@csrf_exempt
@open_to_residents
def floor(request: HttpRequest) -> HttpResponse:
    """Answer with the constant; of a POST write one row of what it says first."""
    if request.method == "POST":
        with atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO floor (said) VALUES (%s)", [request.POST.get("description", "")])
    return HttpResponse(BODY, "application/json")


urlpatterns = [path("api/<council:council>/floor", floor), *own]
