"""What the pages of changing a service share: who may, what is said where nothing was changed, and where to go on."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as render_page
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.changes.actions.publishing import NotSentForSignOff, PublicationNotFound
from commonwheel.apps.changes.actions.rows import DecideFirst, DraftChangedMeanwhile
from commonwheel.apps.changes.actions.signing import MayNotSign, NothingToSign, NotSignedOff
from commonwheel.apps.changes.queries.drafts import CannotBeRead, DraftNotFound, find_draft
from commonwheel.apps.changes.queries.updates import DoesNotWork, NothingToDecide, NoUpdate
from commonwheel.apps.services import api as services
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

UNPROCESSABLE, CONFLICT = 422, 409
View = Callable[..., HttpResponse]
MEANWHILE = (
    DraftChangedMeanwhile,
    DraftNotFound,
    DecideFirst,
    DoesNotWork,
    NoUpdate,
    NothingToDecide,
    NotSentForSignOff,
    NotSignedOff,
    NothingToSign,
    MayNotSign,
    services.ServiceChangedMeanwhile,
    CannotBeRead,
)
DOES_NOT_WORK = (
    services.PatternDoesNotCheck,
    services.NothingCanBeSent,
    services.SettingsAreUndecided,
    services.TranslationsAreDrafts,
    services.PaymentsNotSetUp,
    services.OwnExamplesDoNotPass,
    services.PhoneIsMissing,
    authorities.PagesAreIncomplete,
)


def page_of_changes(view: View) -> View:
    """Say on a plain page what somebody else did meanwhile, and 404 where there is no such service."""

    @wraps(view)
    def answered(request: StaffRequest, slug: str, **arguments: Any) -> HttpResponse:
        try:
            return view(request, slug, **arguments)
        except (services.ServiceNotFound, PublicationNotFound):
            raise Http404 from None
        except (*MEANWHILE, *DOES_NOT_WORK) as reason:
            return notice(request, slug, words_of(reason))

    return never_cache(answered)


def notice(request: StaffRequest, slug: str, says: str, *, status: int = CONFLICT) -> HttpResponse:
    """Return the page that says why nothing was changed."""
    draft = find_draft(request.council.id, slug)
    context = {"says": says, "slug": slug, "seen": draft.seen if draft and draft.is_stale else ""}
    return render(request, "notice", context, status=status)


def words_of(reason: Exception) -> str:
    """Return why something was not done, in the words of those who read it."""
    if isinstance(reason, services.PatternDoesNotCheck):
        why = " ".join(dict.fromkeys(one.help for one in reason.problems))
        return _("It would not work for residents as it is: %(why)s") % {"why": why}
    return str(reason)


def to(request: StaffRequest, slug: str, page: str, *, done: str = "") -> HttpResponse:
    """Lead on to a page of the same service."""
    address = council_url(request.council, f"changes:{page}", slug=slug)
    return HttpResponseRedirect(f"{address}?done={done}" if done else address)


def render(request: StaffRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of changing a service."""
    frame = staff_frame(request, current="services:list")
    return render_page(request, f"changes/{name}.html", {"frame": frame, **context}, status=status)
