"""Pages on which a council's staff publish: upload a file, see what is in it and how it differs, confirm."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.commons.actions.sharing import keep_upload
from commonwheel.apps.commons.actions.sharing import share as publish
from commonwheel.apps.commons.presenters.sharing import looked_page
from commonwheel.apps.commons.queries.sharing import NotAPublisher, look_into, publishing_of
from commonwheel.core.packages.archive import MOST_BYTES
from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.problems import Failure
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

NOT_TAKEN = 422
HERE = "commons:share"


def _by_publishers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the page to those who may share, at each council for which the operator has a publisher's key."""

    @staff_only(Permission.SHARE_SERVICES)
    @never_cache
    @wraps(view)
    def within(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            publishing_of(request.council)
        except NotAPublisher as error:
            raise Http404(str(error)) from error
        return view(request, *args, **kwargs)

    return within


@_by_publishers
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: StaffRequest) -> HttpResponse:
    """Ask for the file of a version; show what is in it."""
    if request.method != "POST":
        return _asking(request)
    file = request.FILES.get("file")
    if file is None:
        return _asking(request, error=_("Choose the file of a version"))
    if (file.size or 0) > MOST_BYTES:
        return _asking(request, error=_("The file is too large to be a version of a service"))
    content = file.read()
    try:
        looked = look_into(request.council, content)
        keep_upload(request.council, content)
    except ReleaseRefused as refused:
        return _asking(request, error=_("This is no version of a service: %(why)s") % {"why": refused.problems[0].help})
    except Failure as reason:
        return _asking(request, error=str(reason))
    return render(request, "commons/looked.html", {"frame": _frame(request), "page": looked_page(looked)})


@_by_publishers
@require_POST
def send(request: StaffRequest) -> HttpResponse:
    """Sign and send what was confirmed."""
    digest = request.POST.get("digest", "")
    try:
        publish(request.council, digest, by=request.staff, now=timezone.now())
    except Failure as reason:
        return _asking(request, error=str(reason))
    return HttpResponseRedirect(f"{council_url(request.council, HERE)}?done=shared")


# Private


def _asking(request: StaffRequest, *, error: str = "") -> HttpResponse:
    context = {"frame": _frame(request), "error": error, "done": request.GET.get("done") == "shared" and not error}
    return render(request, "commons/share.html", context, status=NOT_TAKEN if error else 200)


def _frame(request: StaffRequest) -> object:
    return staff_frame(request, current=HERE)
