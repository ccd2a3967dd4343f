"""Staff sign in with their council's own account, at the council's OpenID provider, and connect it to one of here."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, cast

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from commonwheel.apps.accounts import queries
from commonwheel.apps.accounts.actions import council_sign_in as actions
from commonwheel.apps.accounts.actions.council_sign_in import CameIn
from commonwheel.apps.accounts.presenters import first_page
from commonwheel.apps.accounts.rules import CannotConnect, HasAccountHere
from commonwheel.apps.accounts.views.leading import lead_on
from commonwheel.apps.authorities import api as authorities
from commonwheel.core.problems import Failure
from commonwheel.foundation.access import open_to_all, staff_only
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import absolute_council_url, council_url
from commonwheel.foundation.requests import CouncilRequest, StaffRequest, moment_of
from commonwheel.integrations.openid.port import Begun, OpenIDProvider, ProviderUnavailable, SignInRefused, Vouched

BEGUN = "council_sign_ins_begun"
MOST_BEGUN = 5
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
UNAVAILABLE, FORBIDDEN, REFUSED, CONFLICT = 503, 403, 400, 409
ENTER, ENTER_AS_NEW, CONNECT = "enter", "enter-as-new", "connect"
"""What a sign-in was begun for."""

AtProvider = Callable[[Any, OpenIDProvider], HttpResponse]


def _at_provider(view: AtProvider) -> Callable[[Any], HttpResponse]:
    """Give the view the provider of the council in the address, and say it on a page where that fails or says no."""

    @never_cache
    @functools.wraps(view)
    def answered(request: CouncilRequest) -> HttpResponse:
        try:
            return view(request, _provider(request))
        except ProviderUnavailable:
            return _say(request, "unavailable", status=UNAVAILABLE)
        except HasAccountHere as reason:
            return _say(request, "connect_first", status=CONFLICT, is_sure=reason.is_sure)
        except (CannotConnect, authorities.LastAdministrator) as reason:
            return _say(request, "not_connected", status=CONFLICT, problem=str(reason))
        except Failure:
            return _say(request, "refused", status=REFUSED)

    return answered


@open_to_all
@require_safe
@_at_provider
def choose(request: CouncilRequest, _: OpenIDProvider) -> HttpResponse:
    """Let the council's staff choose how to sign in."""
    words = {"council": request.council, "following": _following(request), "has_local": _has_local(request.council)}
    return render(cast("HttpRequest", request), "accounts/choose.html", words)


@open_to_all
@require_GET
@_at_provider
def start(request: CouncilRequest, provider: OpenIDProvider) -> HttpResponse:
    """Send the browser to the council's provider."""
    purpose = ENTER_AS_NEW if "new" in request.GET else ENTER
    return HttpResponseRedirect(_begin(request, provider, purpose=purpose).address)


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@_at_provider
def connect(request: StaffRequest, provider: OpenIDProvider) -> HttpResponse:
    """Say what connecting one's council account means; on POST send the browser to the provider, to sign in afresh."""
    plain = cast("HttpRequest", request)
    if not request.staff.by_council_account and is_reauthentication_required(plain, app="account"):
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
    if request.method != "POST" or request.staff.by_council_account:
        return render(plain, "accounts/connect.html", {"frame": staff_frame(request), "person": request.staff})
    begun = _begin(request, provider, purpose=CONNECT, afresh=True)
    return lead_on(plain, begun.address, words="your council’s sign-in")


@open_to_all
@require_GET
@_at_provider
def come_back(request: CouncilRequest, provider: OpenIDProvider) -> HttpResponse:
    """Take the provider's answer: let the person in, or connect their account, or say why not."""
    begun = _take_begun(request)
    following, purpose, person = (begun.pop(name) for name in ("next", "purpose", "person"))
    vouched = provider.finish(request.GET.dict(), begun=Begun(**begun), return_url=_return_url(request.council))
    if purpose == CONNECT:
        return _connect(request, vouched, person=person)
    is_new = purpose == ENTER_AS_NEW
    entered = actions.come_in(request.council.id, vouched, at=moment_of(request), is_new=is_new)
    if entered is None:
        return _say(request, "no_role", status=FORBIDDEN)
    _let_in(request, entered)
    return HttpResponseRedirect(following or _first_page(request.council, entered))


@csrf_exempt
@open_to_all
@never_cache
@require_POST
def ended(request: CouncilRequest) -> HttpResponse:
    """Hear from the provider that somebody's sign-in is over (OpenID Connect Back-Channel Logout 1.0)."""
    provider = _provider(request)
    try:
        said = provider.read_logout(request.POST.get("logout_token", ""))
    except ProviderUnavailable:
        return HttpResponse(status=UNAVAILABLE)
    except SignInRefused:
        return HttpResponse(status=REFUSED)
    actions.end_sign_ins(request.council.id, said, at=timezone.now())
    return HttpResponse(status=200)


def _provider(request: CouncilRequest) -> OpenIDProvider:
    """Return the provider of the council in the address; there is no such page where it has none."""
    council: CouncilView | None = request.council
    provider = queries.client_of(council.id) if council and council.staff_sign_in != "local" else None
    if provider is None:
        raise Http404
    return provider


def _begin(request: CouncilRequest, provider: OpenIDProvider, *, purpose: str, afresh: bool = False) -> Begun:
    """Begin a sign-in, and keep in the session what it is for and who asked."""
    begun = provider.begin(return_url=_return_url(request.council), afresh=afresh)
    kept = {
        "council": str(request.council.id), "next": _following(request), "purpose": purpose,
        "person": str(request.user.pk or ""), **asdict(begun),
    }  # fmt: skip
    request.session[BEGUN] = [*request.session.get(BEGUN, []), kept][-MOST_BEGUN:]
    return begun


def _take_begun(request: CouncilRequest) -> dict[str, Any]:
    """
    Take out of the session what was begun for this council under the state that came back; once only.

    Raises:
        SignInRefused: where nothing was.
    """
    wanted = (str(request.council.id), request.GET.get("state", ""))
    held: list[Mapping[str, Any]] = request.session.get(BEGUN, [])
    found = next((one for one in held if (one["council"], one["state"]) == wanted), None)
    if found is None:
        raise SignInRefused
    request.session[BEGUN] = [one for one in held if one is not found]
    return {name: value for name, value in found.items() if name != "council"}


def _connect(request: CouncilRequest, vouched: Vouched, *, person: str) -> HttpResponse:
    """Connect the account to whoever asked for it, if they are still signed in here with an account of this node."""
    staff = queries.signed_in_locally(request, request.council)
    if staff is None or str(staff.user_id) != person:
        raise SignInRefused
    entered = actions.connect(request.council.id, vouched, staff=staff, at=moment_of(request))
    request.session.cycle_key()
    _name_sign_in(request, entered, others=request.session.get(queries.SIGN_INS, {}))
    return HttpResponseRedirect(council_url(request.council, "accounts:connect"))


def _let_in(request: CouncilRequest, entered: CameIn) -> None:
    plain = cast("HttpRequest", request)
    is_same: bool = request.user.pk == entered.user_id
    others = dict(request.session.get(queries.SIGN_INS, {})) if is_same else {}
    login(plain, queries.get_person(entered.user_id), backend=BACKEND)
    _name_sign_in(request, entered, others=others)


def _name_sign_in(request: CouncilRequest, entered: CameIn, *, others: Mapping[str, str]) -> None:
    request.session[queries.SIGN_INS] = {**others, str(request.council.id): str(entered.sign_in_id)}


def _first_page(council: CouncilView, entered: CameIn) -> str:
    staff = authorities.find_staff(council.id, user_id=entered.user_id)
    return first_page(council, staff) if staff else council_url(council, "accounts:choose")


def _return_url(council: CouncilView) -> str:
    return absolute_council_url(council, "accounts:come_back")


def _has_local(council: CouncilView) -> bool:
    return council.staff_sign_in != "council"


def _following(request: CouncilRequest) -> str:
    """Return where the person was going, if it is a page of ours; "" if not."""
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and len(wanted) <= 1_000 else ""  # noqa: PLR2004  # a session is no store


def _say(request: CouncilRequest, what: str, *, status: int, **more: object) -> HttpResponse:
    words = {"council": request.council, "what": what, "has_local": _has_local(request.council), **more}
    return render(cast("HttpRequest", request), "accounts/not_in.html", words, status=status)
