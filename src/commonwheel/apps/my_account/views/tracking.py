"""Tracking: asking for the reference, and what is shown of the request."""

import uuid
from typing import TypeVar

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonwheel.apps.authorities.api import find_at_followers
from commonwheel.apps.cases import api as cases
from commonwheel.apps.files import api as files
from commonwheel.apps.handover import api as handover
from commonwheel.apps.my_account.actions import TooManyTries, track
from commonwheel.apps.my_account.forms import TrackForm
from commonwheel.apps.my_account.presenters import PaymentPart, payment_part, status_page
from commonwheel.apps.my_account.rules import COOKIE, PASS_SECONDS, Pass, read_pass, sender_of, write_claim, write_pass
from commonwheel.apps.my_account.views.answering import copy_response
from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.foundation.access import open_to_residents
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.frames import resident_frame
from commonwheel.foundation.links import council_url, node_url
from commonwheel.foundation.requests import CouncilRequest

Response = TypeVar("Response", bound=HttpResponseBase)
TOO_MANY = 429
UNPROCESSABLE = 422
GONE = 410


@open_to_residents
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CouncilRequest) -> HttpResponse:
    """Ask for the reference; with the right one go to the request."""
    if request.method != "POST":
        return _form(request, TrackForm())
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=UNPROCESSABLE)
    try:
        found = track(
            request.council.id,
            reference=form.cleaned_data["reference"],
            proof=form.cleaned_data["proof"],
            sender=sender_of(request.META.get("REMOTE_ADDR", "")),
            now=timezone.now(),
        )
    except TooManyTries:
        return _form(request, form, status=TOO_MANY, too_many=True)
    if found is None and (follower := _follower_with_reference(request, form)):
        return HttpResponseRedirect(council_url(follower, "my_account:track"), preserve_request=True)
    if found is None:
        form.add_error("reference", _("We cannot find a request with these details. Check both and try again."))
        return _form(request, form, status=UNPROCESSABLE)
    return _with_pass(request, Pass(found.id, private=False))


@open_to_residents
@never_cache
@require_GET
def link(request: CouncilRequest, token: str) -> HttpResponse:
    """Take a signed link, and go on to an address that does not hold it."""
    found = cases.find_link(request.council.id, token=token, now=timezone.now())
    if found is None and (follower := _follower_with_link(request, token)):
        return _private(HttpResponseRedirect(council_url(follower, "my_account:link", token=token)))
    if found is None:
        # Not "not found": the log of those holds their address, and this one could be a token.
        return _private(HttpResponseRedirect(council_url(request.council, "my_account:link_ended")))
    return _with_pass(request, Pass(found[0], private=True))


@open_to_residents
@require_GET
def link_ended(request: CouncilRequest) -> HttpResponse:
    """Say that a link does not work any more."""
    context = {"frame": resident_frame(request), "track_url": council_url(request.council, "my_account:track")}
    return render(request, "my_account/link_ended.html", context, status=GONE)


@open_to_residents
@never_cache
@require_GET
def status(request: CouncilRequest) -> HttpResponse:
    """Show the request that a pass opens."""
    pass_ = _pass(request)
    found = cases.get_tracked(request.council.id, case_id=pass_.case_id, private=pass_.private) if pass_ else None
    if pass_ is None or found is None:
        return HttpResponseRedirect(council_url(request.council, "my_account:track"))
    effective = cases.effective_of(found.digest)
    service = services.get_service_by_id(request.council.id, service_id=found.service_id)
    uploads = files.list_uploads(request.council.id, journey_id=found.journey_id) if found.answers is not None else ()
    handed = handover.find_handover(request.council.id, case_id=found.id)
    page = status_page(
        found,
        effective,
        language=request.language,
        uploads=uploads,
        payment=_payment(request, found),
        copy_url="" if effective.pattern.protect else council_url(request.council, "my_account:copy"),
        worked_by=handed.system if handed else "",
        now=timezone.now(),
    )
    frame = resident_frame(
        request,
        phone=service.phone,
        phone_hours=service.phone_hours,
        phone_hours_cy=service.phone_hours_cy,
        protect=effective.pattern.protect,
    )
    words = {
        "frame": frame,
        "page": page,
        "file_url": lambda key: council_url(request.council, "my_account:file", upload_id=key),
        "keep_url": "" if effective.pattern.protect else _keep_url(request, pass_),
    }
    return _private(render(request, "my_account/status.html", words))


@open_to_residents
@never_cache
@require_GET
def file(request: CouncilRequest, upload_id: uuid.UUID) -> HttpResponseBase:
    """Give back a file that was sent, to who came by the signed link."""
    pass_ = _pass(request)
    if pass_ is None or not pass_.private:
        raise Http404
    found = cases.get_tracked(request.council.id, case_id=pass_.case_id, private=True)
    if found is None:
        raise Http404
    try:
        upload, content = files.open_upload(request.council.id, journey_id=found.journey_id, upload_id=upload_id)
    except files.UploadMissing:
        raise Http404 from None
    return _private(FileResponse(content, as_attachment=True, filename=upload.name, content_type=upload.media_type))


@open_to_residents
@never_cache
@require_GET
def copy(request: CouncilRequest) -> HttpResponseBase:
    """Give the printed copy of what was sent, to who came by the signed link."""
    pass_ = _pass(request)
    if pass_ is None or not pass_.private:
        raise Http404
    return _private(copy_response(request.council.id, case_id=pass_.case_id))


@open_to_residents
@require_POST
def leave(request: CouncilRequest) -> HttpResponse:
    """Forget the request on this device."""
    path = council_url(request.council, "my_account:track")
    response = HttpResponseRedirect(path)
    response.delete_cookie(COOKIE, path=path)
    return response


def _follower_with_reference(request: CouncilRequest, form: TrackForm) -> CouncilView | None:
    """Return which council that follows this one took the request over, where what was typed shows it."""
    reference, proof = form.cleaned_data["reference"], form.cleaned_data["proof"]
    return find_at_followers(request.council, lambda key: cases.find_tracked(key, reference=reference, proof=proof))


def _follower_with_link(request: CouncilRequest, token: str) -> CouncilView | None:
    now = timezone.now()
    return find_at_followers(request.council, lambda key: cases.find_link(key, token=token, now=now))


def _payment(request: CouncilRequest, found: cases.TrackedCase) -> PaymentPart | None:
    charge = payments.find_charge(request.council.id, case_id=found.id)
    if charge is None:
        return None
    pay_url = council_url(request.council, "payments:pay", token=charge.token)
    return payment_part(charge, language=request.language, pay_url=pay_url)


def _form(request: CouncilRequest, form: TrackForm, *, status: int = 200, too_many: bool = False) -> HttpResponse:
    context = {
        "frame": resident_frame(request),
        "form": form,
        "too_many": too_many,
        "phone": request.council.phone,
        "account_url": node_url("my_account:requests"),
    }
    return render(request, "my_account/track.html", context, status=status)


def _with_pass(request: CouncilRequest, found: Pass) -> HttpResponse:
    response = HttpResponseRedirect(council_url(request.council, "my_account:status"))
    response.set_cookie(
        COOKIE,
        write_pass(found, council_id=request.council.id),
        max_age=PASS_SECONDS,
        path=council_url(request.council, "my_account:track"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return _private(response)


def _keep_url(request: CouncilRequest, found: Pass) -> str:
    """Return where the request is put into an account: by the signed link at once, else by its reference."""
    if found.private:
        return node_url("my_account:keep", token=write_claim(found.case_id, council_id=request.council.id))
    return f"{node_url('my_account:add')}?council={request.council.slug}"


def _pass(request: CouncilRequest) -> Pass | None:
    return read_pass(request.COOKIES.get(COOKIE, ""), council_id=request.council.id)


def _private(response: Response) -> Response:
    """Keep the address of this page from other sites."""
    # Not `no-referrer`: with it browsers send our own forms without their origin, and they are refused as forged.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
