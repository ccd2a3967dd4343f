"""The cookie that opens a journey, and nothing else."""

from django.conf import settings
from django.http import HttpResponse

from commonwheel.apps.journeys.actions.answering import KEPT_FOR, Started
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url

COOKIE = "answers"


def give_cookie(response: HttpResponse, council: CouncilView, *, service: str, started: Started) -> None:
    """Let this browser open the journey, and nothing else."""
    response.set_cookie(
        COOKIE,
        started.secret,
        max_age=KEPT_FOR,
        path=council_url(council, "journeys:journey", service=service, handle=started.handle),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
