"""Saving, and coming back by a link."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonwheel.apps.journeys.actions.saving import email_resume_link, make_resume_link, open_by_link
from commonwheel.apps.journeys.presenters import problems
from commonwheel.apps.journeys.presenters.pages import ResumePage, SavePage
from commonwheel.apps.journeys.queries import LinkNotGood, SavedJourney, get_saved
from commonwheel.apps.journeys.views.cookies import give_cookie
from commonwheel.apps.journeys.views.visit import Visit, journey_page, open_only
from commonwheel.apps.services import api as services
from commonwheel.design.fields import FieldError, FieldView
from commonwheel.design.moments import day
from commonwheel.foundation.access import open_to_residents
from commonwheel.foundation.frames import resident_frame
from commonwheel.foundation.links import absolute_council_url, council_url
from commonwheel.foundation.pages import resident_page
from commonwheel.foundation.requests import CouncilRequest

LONGEST_EMAIL = 254


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
@open_only
def save(visit: Visit) -> HttpResponse:
    """Make a link to come back with; show it, and send it where an address was given."""
    if visit.staff is not None:
        return HttpResponseRedirect(visit.save_url)
    if visit.request.method != "POST":
        return visit.render("save", _save_page(visit))
    email = visit.request.POST.get("email", "").strip()
    if email and not _is_email(email):
        error = _("Enter an email address in the correct format, like name@example.com")
        return visit.render("save", _save_page(visit, email=email, error=error), status=422)
    token = make_resume_link(visit.journey, now=visit.now)
    link = visit.request.build_absolute_uri(council_url(visit.council, "journeys:resume", token=token))
    if email and not _protects(visit):
        email_resume_link(
            visit.journey,
            address=email,
            link=absolute_council_url(visit.council, "journeys:resume", token=token),
            title=visit.wording.title(),
            sender_name=visit.council.name_in(visit.language),
            language=visit.language,
            now=visit.now,
        )
    return visit.render("save", _save_page(visit, link=link, emailed_to="" if _protects(visit) else email))


@open_to_residents
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: CouncilRequest, token: str) -> HttpResponse:
    """Name what the link leads to; open it on this device when asked, so that no mail scanner does."""
    now = timezone.now()
    try:
        saved = get_saved(request.council.id, token=token, now=now)
        response = _open(request, token, saved) if request.method == "POST" else _ask(request, saved)
    except LinkNotGood:
        page = problems.link_not_good(council_url(request.council, "services:home"))
        frame = resident_frame(request)
        response = resident_page(request, "journeys/problem.html", frame=frame, page=page, status=404)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _open(request: CouncilRequest, token: str, saved: SavedJourney) -> HttpResponse:
    started = open_by_link(request.council.id, token=token, now=timezone.now())
    names = {"service": saved.service_slug, "handle": saved.handle}
    response = HttpResponseRedirect(council_url(request.council, "journeys:journey", **names))
    give_cookie(response, request.council, service=saved.service_slug, started=started)
    return response


def _ask(request: CouncilRequest, saved: SavedJourney) -> HttpResponse:
    code = request.language.partition("-")[0]
    title = saved.titles.get(code) or next(iter(saved.titles.values()), "")
    protect = services.get_programme(saved.digest).effective.pattern.protect
    frame = resident_frame(
        request,
        phone=saved.phone,
        phone_hours=saved.phone_hours,
        phone_hours_cy=saved.phone_hours_cy,
        protect=protect,
    )
    page = ResumePage(title=title, until=day(saved.expires_at))
    return resident_page(request, "journeys/resume.html", frame=frame, page=page)


def _save_page(visit: Visit, *, email: str = "", error: str = "", link: str = "", emailed_to: str = "") -> SavePage:
    field = FieldView(
        id="email",
        type="email",
        label=_("Email address, if you want us to send you the link"),
        value=email,
        error=error,
        optional=True,
    )
    return SavePage(
        fields=() if _protects(visit) else (field,),
        errors=(FieldError("email", error),) if error else (),
        link=link,
        until=day(visit.journey.expires_at),
        emailed_to=emailed_to,
        back_url=visit.on_url(),
    )


def _protects(visit: Visit) -> bool:
    """Whether the service must leave no trace in anybody's mail."""
    return visit.programme.effective.pattern.protect


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL
