"""Staff sign in with their council's own account, at the council's OpenID provider."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from commonwheel.apps.accounts import queries
from commonwheel.apps.accounts.actions import council_sign_in as actions
from commonwheel.apps.accounts.actions.council_sign_in import CameIn
from commonwheel.apps.accounts.presenters import first_page
from commonwheel.apps.authorities import api as authorities
from commonwheel.core.problems import Failure
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url, council_url
from commonwheel.foundation.requests import CouncilRequest, moment_of
from commonwheel.integrations.openid.port import Begun, OpenIDProvider, ProviderUnavailable, SignInRefused

BEGUN = "council_sign_ins_begun"
MOST_BEGUN = 5
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
UNAVAILABLE, FORBIDDEN, REFUSED = 503, 403, 400


@open_to_all
@never_cache
@require_safe
def choose(request: CouncilRequest) -> HttpResponse:
    """Let the council's staff choose how to sign in."""
    _provider(request)
    words = {"council": request.council, "following": _following(request), "has_local": _has_local(request.council)}
    return render(cast("HttpRequest", request), "accounts/choose.html", words)


@open_to_all
@never_cache
@require_GET
def start(request: CouncilRequest) -> HttpResponse:
    """Send the browser to the council's provider."""
    provider = _provider(request)
    try:
        begun = provider.begin(return_url=_return_url(request.council))
    except (ProviderUnavailable, SignInRefused):
        return _say(request, "unavailable", status=UNAVAILABLE)
    kept = {"council": str(request.council.id), "next": _following(request), **asdict(begun)}
    request.session[BEGUN] = [*request.session.get(BEGUN, []), kept][-MOST_BEGUN:]
    return HttpResponseRedirect(begun.address)


@open_to_all
@never_cache
@require_GET
def come_back(request: CouncilRequest) -> HttpResponse:
    """Take the provider's answer: let the person in, or say why not."""
    provider = _provider(request)
    begun = _take_begun(request)
    if begun is None:
        return _say(request, "refused", status=REFUSED)
    following = begun.pop("next")
    try:
        vouched = provider.finish(request.GET.dict(), begun=Begun(**begun), return_url=_return_url(request.council))
        entered = actions.come_in(request.council.id, vouched, at=moment_of(request))
    except ProviderUnavailable:
        return _say(request, "unavailable", status=UNAVAILABLE)
    except Failure:
        return _say(request, "refused", status=REFUSED)
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


def _take_begun(request: CouncilRequest) -> dict[str, Any] | None:
    """Take out of the session what was begun for this council under the state that came back; once only."""
    wanted = (str(request.council.id), request.GET.get("state", ""))
    held: list[Mapping[str, Any]] = request.session.get(BEGUN, [])
    found = next((one for one in held if (one["council"], one["state"]) == wanted), None)
    if found is None:
        return None
    request.session[BEGUN] = [one for one in held if one is not found]
    return {name: value for name, value in found.items() if name != "council"}


def _let_in(request: CouncilRequest, entered: CameIn) -> None:
    plain = cast("HttpRequest", request)
    is_same: bool = request.user.pk == entered.user_id
    others = dict(request.session.get(queries.SIGN_INS, {})) if is_same else {}
    login(plain, queries.get_person(entered.user_id), backend=BACKEND)
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


def _say(request: CouncilRequest, what: str, *, status: int) -> HttpResponse:
    words = {"council": request.council, "what": what, "has_local": _has_local(request.council)}
    return render(cast("HttpRequest", request), "accounts/not_in.html", words, status=status)
