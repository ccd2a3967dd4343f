"""How residents sign in to My account, by a code sent by email, and how they sign out."""

from typing import Self

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import pop_login
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.contrib.auth import logout
from django.core.mail import send_mail
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonwheel.apps.accounts.actions.people import add_person
from commonwheel.apps.accounts.forms import CodeForm, EmailForm
from commonwheel.apps.accounts.queries import BY_CODE, account_of
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.frames import account_frame
from commonwheel.foundation.requests import NodeRequest
from commonwheel.integrations.mail.port import MailRefused, MailUnavailable

UNPROCESSABLE = 422
TOO_MANY = 429
UNAVAILABLE = 502
STAGE = "login_by_code"


class ByCode(LoginCodeVerificationProcess):  # type: ignore[misc]  # allauth is not typed
    """
    allauth's sign-in by a code, for whoever can read the mail of an address.

    Whether the address has an account is not looked at before the code was right: so the pages cannot tell, and
    nobody fills the node with accounts for addresses that are not theirs.
    """

    @classmethod
    def begin(cls, request: HttpRequest, email: str) -> Self:
        """Make a code for an address, and remember it with this browser's session."""
        login = Login(user=None, email=email)
        login.state["stages"] = {"current": STAGE}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=None, email=email), initiated_by_user=True)
        process = cls(stage=stage)
        process.generate_code()
        process.persist()
        return process

    @classmethod
    def under_way(cls, request: HttpRequest) -> Self | None:
        """Return the sign-in that this browser began, or None where there is none or its time is over."""
        stage = LoginStageController.enter(request, STAGE)
        found: Self | None = cls(stage=stage).abort_if_invalid() if stage and stage.state else None
        return found

    @property
    def email(self) -> str:
        """The address that the code was sent to."""
        return str(self.state["email"])

    def may_be_tried(self) -> bool:
        """Count a try of this code; return whether it may be made, however many are made at once."""
        return bool(ratelimit.consume(self.request, action="check_login_code", key=f"{self.email} {self.state['at']}"))

    def abort(self) -> None:
        """Forget the code, but not how somebody who works for a council signed in."""
        pop_login(self.request)

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """Sign the person in, and make their account where they had none."""
        self.state["user_id"] = str(add_person(self.email, name=""))
        now = self.request.user
        if now.is_authenticated and now.pk == self.user.pk:
            self.abort()
            record_authentication(self.request, now, method=BY_CODE, email=self.email)
            return HttpResponseRedirect(redirect_url or "/")
        if now.is_authenticated:
            logout(self.request)
        answer: HttpResponse = super().finish(redirect_url)
        return answer


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: NodeRequest) -> HttpResponse:
    """Ask for the email address, and send a code to it."""
    if account_of(request) is not None:
        return HttpResponseRedirect(_next(request))
    if request.method != "POST":
        return _email_page(request, EmailForm(), left="left" in request.GET)
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _email_page(request, form, status=UNPROCESSABLE)
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="request_login_code", key=email):
        form.add_error("email", _("We have sent too many codes. Wait an hour and try again."))
        return _email_page(request, form, status=TOO_MANY)
    process = ByCode.begin(request, email)
    try:
        _send(process)
    except (MailRefused, MailUnavailable):
        process.abort()
        form.add_error("email", _("We could not send a code to this address. Check it, or try again later."))
        return _email_page(request, form, status=UNAVAILABLE)
    return HttpResponseRedirect(_with_next(request, "accounts:code"))


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: NodeRequest) -> HttpResponse:
    """Ask for the code, and sign in with the right one."""
    process = ByCode.under_way(request)
    if process is None:
        return HttpResponseRedirect(_with_next(request, "accounts:sign_in"))
    if request.method != "POST":
        return _code_page(request, process, CodeForm(expected=""))
    form = CodeForm(request.POST, expected=process.code)
    may_be_tried = process.may_be_tried()
    if may_be_tried and form.is_valid():
        return process.finish(_next(request))
    if may_be_tried and process.record_invalid_attempt():
        return _code_page(request, process, form, status=UNPROCESSABLE)
    process.abort()
    again = EmailForm({"email": process.email})
    again.add_error("email", _("The code was wrong too often and no longer works. Ask for a new one."))
    return _email_page(request, again, status=TOO_MANY, action=_with_next(request, "accounts:sign_in"))


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: NodeRequest) -> HttpResponse:
    """Ask whether to sign out; sign out when told so."""
    if request.method != "POST":
        frame = account_frame(request, signed_in=account_of(request) is not None)
        return render(request, "accounts/leave.html", {"frame": frame})
    logout(request)
    return HttpResponseRedirect(f"{reverse('accounts:sign_in')}?left")


def _send(process: ByCode) -> None:
    words = (
        _("Your code to sign in to My account is"),
        process.code,
        _("Enter it on the page where you asked for it. It works once, for 15 minutes."),
        _("If you did not ask for a code, somebody may have typed your address by mistake. You need not do anything."),
    )
    # No sender is named: the node's own address is the one that its operator set.
    send_mail(_("Your code for My account"), "\n\n".join(words), None, [process.email])


def _email_page(
    request: NodeRequest, form: Form, *, status: int = 200, left: bool = False, action: str = ""
) -> HttpResponse:
    words = {"frame": account_frame(request, signed_in=False), "form": form, "left": left, "action": action}
    return render(request, "accounts/resident_email.html", words, status=status)


def _code_page(request: NodeRequest, process: ByCode, form: Form, *, status: int = 200) -> HttpResponse:
    words = {
        "frame": account_frame(request, signed_in=False),
        "form": form,
        "email": process.email,
        "again_url": _with_next(request, "accounts:sign_in"),
    }
    return render(request, "accounts/resident_code.html", words, status=status)


def _next(request: HttpRequest) -> str:
    """Return where to go on after sign-in: an address of this host that was asked for, else the list."""
    wanted: str | None = get_next_redirect_url(request, "next")
    return wanted or reverse("my_account:requests")


def _with_next(request: HttpRequest, name: str) -> str:
    wanted: str | None = get_next_redirect_url(request, "next")
    return f"{reverse(name)}?{urlencode({'next': wanted})}" if wanted else reverse(name)
