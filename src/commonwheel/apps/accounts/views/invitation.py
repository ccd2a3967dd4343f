"""Where the link of an invitation leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonwheel.apps.accounts import queries
from commonwheel.apps.accounts.actions import people as actions
from commonwheel.apps.accounts.forms import AcceptForm
from commonwheel.apps.accounts.queries import InvitationView
from commonwheel.apps.accounts.rules import InvitationDoesNotHold
from commonwheel.foundation.access import open_to_all

GONE = 410


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a password, and on POST make the person; then they sign in and set up a second factor."""
    now = timezone.now()
    try:
        waiting = queries.get_invitation(token, at=now)
        return _answer(request, token, waiting)
    except InvitationDoesNotHold as reason:
        return render(request, "accounts/invitation_over.html", {"reason": str(reason)}, status=GONE)


def _answer(request: HttpRequest, token: str, waiting: InvitationView) -> HttpResponse:
    form = AcceptForm(request.POST if request.method == "POST" else None)
    password = None
    if not waiting.has_sign_in:
        if not form.is_valid():
            return render(request, "accounts/invitation.html", {"waiting": waiting, "form": form})
        password = form.cleaned_data["password"]
    elif request.method == "GET":
        return render(request, "accounts/invitation.html", {"waiting": waiting, "form": AcceptForm()})
    actions.accept_invitation(token, password=password, at=timezone.now())
    return redirect("account_login")
