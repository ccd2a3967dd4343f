"""My account: every request of one resident, whichever council of this node it belongs to."""

import uuid

from django.contrib.auth import logout
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.files import api as files
from commonwheel.apps.handover import api as handover
from commonwheel.apps.messages import api as messages
from commonwheel.apps.my_account.actions import TooManyTries, claim, delete_account
from commonwheel.apps.my_account.forms import ClaimForm
from commonwheel.apps.my_account.presenters import (
    council_choices,
    payment_part,
    requests_page,
    sent_messages,
    status_page,
)
from commonwheel.apps.my_account.rules import read_claim, sender_of
from commonwheel.apps.my_account.views.answering import copy_response
from commonwheel.apps.payments import api as payments
from commonwheel.foundation.access import open_to_account, open_to_all
from commonwheel.foundation.frames import account_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import AccountRequest, NodeRequest
from commonwheel.foundation.scope import council_scope

PAGE = 20
TOO_MANY = 429
UNPROCESSABLE = 422
GONE = 410


@open_to_account
@never_cache
@require_GET
def requests(request: AccountRequest) -> HttpResponse:
    """List the account's requests."""
    held = cases.list_of_account(request.account_id, before=_uuid(request.GET.get("before", "")), limit=PAGE + 1)
    page = requests_page(
        held,
        email=accounts.email_of(request.account_id),
        language=request.language,
        limit=PAGE,
        now=timezone.now(),
    )
    return _page(request, "requests", page=page)


@open_to_account
@never_cache
@require_GET
def request_(request: AccountRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show one request: what happened, what happens next and by when, messages and files."""
    held = _held(request, case_id)
    council = authorities.get_council_by_id(held.council_id)
    with council_scope(council.id):
        found = cases.get_tracked(council.id, case_id=case_id, private=True)
        if found is None:
            raise Http404
        effective = cases.effective_of(found.digest)
        uploads = files.list_uploads(council.id, journey_id=found.journey_id)
        charge = payments.find_charge(council.id, case_id=case_id)
        told = messages.list_messages_of_case(council.id, case_id=case_id)
        handed = handover.find_handover(council.id, case_id=case_id)
    pay_url = council_url(council, "payments:pay", token=charge.token) if charge else ""
    page = status_page(
        found,
        effective,
        language=request.language,
        uploads=uploads,
        payment=payment_part(charge, language=request.language, pay_url=pay_url) if charge else None,
        copy_url=reverse("my_account:request_copy", kwargs={"case_id": case_id}),
        worked_by=handed.system if handed else "",
        now=timezone.now(),
    )
    return _page(
        request,
        "request",
        page=page,
        messages=sent_messages(told, language=request.language),
        council_name=council.name_in(request.language),
        phone=council.phone,
        file_url=lambda key: reverse("my_account:request_file", kwargs={"case_id": case_id, "upload_id": key}),
        remove_url=reverse("my_account:remove", kwargs={"case_id": case_id}),
    )


@open_to_account
@never_cache
@require_GET
def file(request: AccountRequest, case_id: uuid.UUID, upload_id: uuid.UUID) -> HttpResponseBase:
    """Give back a file that was sent with a request of the account."""
    held = _held(request, case_id)
    with council_scope(held.council_id):
        found = cases.get_tracked(held.council_id, case_id=case_id, private=True)
        if found is None:
            raise Http404
        try:
            upload, content = files.open_upload(held.council_id, journey_id=found.journey_id, upload_id=upload_id)
        except files.UploadMissing:
            raise Http404 from None
    return FileResponse(content, as_attachment=True, filename=upload.name, content_type=upload.media_type)


@open_to_account
@never_cache
@require_GET
def copy(request: AccountRequest, case_id: uuid.UUID) -> HttpResponseBase:
    """Give the printed copy of a request of the account."""
    held = _held(request, case_id)
    with council_scope(held.council_id):
        return copy_response(held.council_id, case_id=case_id)


@open_to_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: AccountRequest) -> HttpResponse:
    """Ask for a reference, and put the request into the account where it was sent with its email address."""
    if request.method != "POST":
        return _add_page(request, ClaimForm(initial={"council": request.GET.get("council", "")}))
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _add_page(request, form, status=UNPROCESSABLE)
    council = form.cleaned_data["council"]
    try:
        with council_scope(council.id):
            case_id = claim(
                council.id,
                account_id=request.account_id,
                reference=form.cleaned_data["reference"],
                sender=sender_of(request.META.get("REMOTE_ADDR", "")),
                now=timezone.now(),
            )
    except TooManyTries:
        return _add_page(request, form, status=TOO_MANY, too_many=True, phone=council.phone)
    if case_id is None:
        form.add_error(
            "reference", _("We cannot find a request with this reference that was sent with your email address")
        )
        return _add_page(request, form, status=UNPROCESSABLE, refused=True)
    return HttpResponseRedirect(reverse("my_account:request", kwargs={"case_id": case_id}))


@open_to_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: AccountRequest, token: str) -> HttpResponse:
    """Put a request that its signed link opened into the account, when told so."""
    found = read_claim(token)
    if found is None:
        return _page(request, "keep_ended", status=GONE)
    if request.method != "POST":
        return _page(request, "keep", email=accounts.email_of(request.account_id))
    council_id, case_id = found
    with council_scope(council_id):
        claimed = cases.claim_by_link(council_id, account_id=request.account_id, case_id=case_id, now=timezone.now())
    if claimed is None:
        return _page(request, "keep_ended", status=GONE)
    return HttpResponseRedirect(reverse("my_account:request", kwargs={"case_id": claimed}))


@open_to_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: AccountRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take one request out of the account, when told so; the council keeps it."""
    held = _held(request, case_id)
    if request.method == "POST":
        cases.take_from_account(request.account_id, case_id=case_id)
        return HttpResponseRedirect(reverse("my_account:requests"))
    back_url = reverse("my_account:request", kwargs={"case_id": case_id})
    return _page(request, "remove", reference=held.reference, back_url=back_url)


@open_to_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: AccountRequest) -> HttpResponse:
    """Delete the account, when told so; the councils keep what was sent."""
    if request.method != "POST":
        return _page(request, "delete", email=accounts.email_of(request.account_id))
    delete_account(request.account_id)
    logout(request)
    return HttpResponseRedirect(reverse("my_account:deleted"))


@open_to_all
@require_GET
def deleted(request: NodeRequest) -> HttpResponse:
    """Say what was deleted and what is kept."""
    return render(request, "my_account/deleted.html", {"frame": account_frame(request, signed_in=False)})


@open_to_all
@never_cache
@require_GET
def about(request: NodeRequest) -> HttpResponse:
    """Say what an account keeps, and for how long."""
    frame = account_frame(request, signed_in=accounts.account_of(request) is not None)
    return render(request, "my_account/about.html", {"frame": frame})


def _held(request: AccountRequest, case_id: uuid.UUID) -> cases.ListedCase:
    """Return a request of the account; another's is as if it were not there."""
    held = cases.find_of_account(request.account_id, case_id=case_id)
    if held is None:
        raise Http404
    return held


def _add_page(
    request: AccountRequest,
    form: ClaimForm,
    *,
    status: int = 200,
    refused: bool = False,
    too_many: bool = False,
    phone: str = "",
) -> HttpResponse:
    return _page(
        request,
        "add",
        status=status,
        form=form,
        councils=council_choices(authorities.list_councils(), language=request.language),
        email=accounts.email_of(request.account_id),
        refused=refused,
        too_many=too_many,
        phone=phone,
    )


def _page(request: AccountRequest, name: str, *, status: int = 200, **words: object) -> HttpResponse:
    frame = account_frame(request, signed_in=True)
    return render(request, f"my_account/{name}.html", {"frame": frame, **words}, status=status)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
