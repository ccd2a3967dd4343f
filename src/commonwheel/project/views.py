"""The node's own pages: its health, and until an app takes it over its front page."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from commonwheel.foundation.access import open_to_all


@open_to_all
def health(request: HttpRequest) -> HttpResponse:
    """Say that the web process answers and its database too; 503 where the database does not."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
