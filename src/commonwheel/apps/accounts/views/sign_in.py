"""allauth's pages where ours differ."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from commonwheel.apps.accounts.queries import require_work
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.access import open_to_all


class SetUpSecondFactor(ActivateTOTPView):  # type: ignore[misc]  # allauth is not typed
    """Sets a second factor up, and counts its first code as used in this session."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the factor, and go on signed in with it."""
        answer: HttpResponse = super().form_valid(form)
        if not any(one.get("method") == "mfa" for one in get_authentication_records(self.request, self.request.user)):
            record_authentication(self.request, self.request.user, method="mfa", type="totp")
            authorities.note_local_sign_in(self.request.user.pk, at=timezone.now())
        return answer

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Let only people who work for a council have one: nothing of a resident's asks for it."""
        require_work(request)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


set_up_second_factor = open_to_all(SetUpSecondFactor.as_view())


@open_to_all
def keep_second_factor(request: HttpRequest) -> HttpResponse:
    """Say how to replace a second factor: nobody may go without, so there is no page that removes it."""
    del request
    return HttpResponseRedirect(reverse("mfa_index"))
